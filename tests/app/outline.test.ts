/** Headings are found where Markdown has them, and words are counted in every script. */
import { describe, expect, it } from 'vitest';
import { countOf, outlineOf } from '../../src/app/outline.ts';

describe('an outline', () => {
  it('has headings with their levels and places, without their marks', () => {
    const text = '# One\ntext\n## Two **bold** ##\n#no\n   ### Three\n    # code';
    const found = outlineOf(text);
    expect(found.map(({ level, title }) => [level, title])).toEqual([
      [1, 'One'],
      [2, 'Two bold'],
      [3, 'Three'],
    ]);
    for (const { at, level } of found)
      expect(text.slice(at).trimStart().startsWith('#'.repeat(level))).toBe(true);
  });

  it('has nothing that stands in a fence, whatever the fence holds', () => {
    expect(
      outlineOf('```\n# a\n~~~\n# b\n```\n# c\n~~~~\n# d\n~~~\n# e').map((h) => h.title),
    ).toEqual(['c']);
  });
});

describe('a count', () => {
  it.each([
    ['', 0, 0],
    ['one two', 2, 7],
    ['don’t re-do 3.14', 3, 16],
    ['你好 мир', 3, 6],
    ['👩‍👩‍👧', 0, 5],
    ['- [ ] a', 1, 7],
  ])('of %j has %i words and %i characters', async (text, words, characters) => {
    expect(await countOf(text)).toEqual({ words, characters });
  });

  it('of a long text is that of its parts', async () => {
    expect(await countOf('word '.repeat(100_000))).toEqual({ words: 100_000, characters: 500_000 });
  });
});
