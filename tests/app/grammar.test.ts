import { expect, it } from 'vitest';

import { grammar } from '../../src/app/editor/grammar.ts';

/** From and to of every top-level block. */
function blocks(text: string): { name: string; from: number; to: number }[] {
  const found = [];
  for (let node = grammar.parse(text).topNode.firstChild; node !== null; node = node.nextSibling)
    found.push({ name: node.name, from: node.from, to: node.to });
  return found;
}

it('a paragraph of any length is read in pieces, so that a key in it costs no more than a page', () => {
  const line = 'A **line** of a long log, without an empty one anywhere.\n';
  const found = blocks(line.repeat(2_000));
  expect(new Set(found.map(({ name }) => name))).toEqual(new Set(['Paragraph']));
  expect(Math.max(...found.map(({ from, to }) => to - from))).toBeLessThan(8_192 + line.length + 1);
  expect(found.at(-1)?.to).toBe(line.length * 2_000 - 1);
});

it('nothing is styled in a line that is longer than any person writes', () => {
  const long = 'word *word* '.repeat(2_000);
  const names: string[] = [];
  grammar.parse(`Before *it*.\n${long}\nAfter *it*.`).iterate({
    enter: ({ name, from, to }) => void (name === 'Emphasis' && names.push(`${from} ${to}`)),
  });
  const after = 13 + long.length + 1;
  expect(names).toEqual(['7 11', `${after + 6} ${after + 10}`]);
});

it('an ordinary paragraph stays one', () => {
  const text = 'One line\nand another *of\nthe* same.\n';
  expect(blocks(text)).toEqual([{ name: 'Paragraph', from: 0, to: text.length - 1 }]);
});
