/**
 * What the people in the pictures write, apart from the scenes, so that it can be read as a text.
 */
export const WORKSPACE = 'Harbour co-op';

export const PLAN = `# Harbour clean-up, 12 April

We meet at **nine** at the old ferry steps. Bring gloves that can get wet; bags and tea are there. If the wind is above six we wait a week, and nobody goes out in a boat alone.

## Who does what

- [x] Boats and life vests: Maya
- [x] Permit from the harbour office: Tomás
- [ ] Two people who can lift, for the quay wall
- [ ] Weighing and sorting, from eleven

> Last year we took 412 kg out of the water. Most of it was rope.

## What it costs

Two skips are 260, diesel for the barge is 90, soup and bread for forty is 120. What is left over goes to the [sailing school](https://example.org/sailing).
`;

export const OTHERS = [
  'Minutes, 3 March',
  'Letter to the council',
  'Who has which key',
  'Budget',
  'Ideas for autumn',
];

/** A list of what is needed, as a file. */
export const TOOLS = `What,How many,From when,Who brings it,There
Wheelbarrows,3,2026-03-14,Tomás,yes
Rakes,12,2026-03-14,Maya,yes
Gloves,40,2026-03-13,The town,
Bags,250,2026-03-13,The town,
Scales,1,2026-03-14,Inês,
Litter tongs,25,2026-03-14,School,yes
Tea and cake,,2026-03-14,Everybody,
`;
