/** docs/ANSWERS.md, as scripts/answers/list.ts has it. */
import type { Answer } from './list.ts';

const HEAD = `# What people complain of, and what happens here

Collected from the issue trackers of Etherpad, HedgeDoc, CryptPad, Excalidraw, Outline, AFFiNE, Docs, Anytype, PeerPad and others: what made people
leave, the most frequent and worst first. \`npm run answers\` makes this page, and fails where a test or a picture that it names is not there.
`;

export function pageOf(answers: readonly Answer[]): string {
  return [HEAD, ...answers.map(sectionOf)].join('\n');
}

function sectionOf({ complaint, answer, tests, screens, open }: Answer, index: number): string {
  const lines = [`## ${index + 1}. ${complaint}`, ''];
  if (answer) lines.push(answer, '');
  if (open) lines.push(`_Left open:_ ${open}`, '');
  for (const { file, title } of tests) lines.push(`- ${title} (\`${file}\`)`);
  if (screens.length > 0) lines.push(`- On screen: ${screens.map(linkTo).join(', ')}`);
  if (tests.length + screens.length > 0) lines.push('');
  return lines.join('\n');
}

const linkTo = (name: string): string => `[${name}](screens/${pictureOf(name)})`;

/** The file of a screen's picture, in docs/screens. */
export const pictureOf = (name: string): string => `${name}-light-wide.webp`;
