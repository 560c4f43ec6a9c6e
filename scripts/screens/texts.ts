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
