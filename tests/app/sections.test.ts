/** Section by section, a text is parsed to what the grammar makes of the whole, whatever is edited. */
import { type Tree, TreeFragment } from '@lezer/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grammar } from '../../src/app/editor/grammar.ts';
import { SECTION, sectioned } from '../../src/app/editor/sections.ts';

/** Every node but sections, with its place. */
function nodes(tree: Tree): string[] {
  const found: string[] = [];
  tree.iterate({
    enter: ({ name, from, to }) => void (name === 'Section' || found.push(`${name} ${from} ${to}`)),
  });
  return found;
}

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 6,
    arbitrary: fc.constant('Some *words* of no importance, again and again.'.repeat(6)),
  },
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      '# A heading',
      '- an item',
      '  - below it',
      '  and on',
      '1. first',
      '> said',
      '> ```',
      '```',
      '```js',
      '````',
      '~~~',
      '   ```',
      '- ```',
      '    code',
      '\tcode',
      'a | b',
      '- | -',
      '<!-- begins',
      '<!-- whole -->',
      'ends -->',
      '<script>',
      '</script>',
      '<div>',
      '<?x',
      '<pre> </pre>',
      '<!X',
      '=====',
      '---',
      '[a]: b',
      '``` `',
      'Word',
      'Éa',
      ' ',
      '<pre',
    ),
  },
);
const text = fc.array(line, { minLength: 40, maxLength: 160 }).map((lines) => lines.join('\n'));
const edits = fc.array(
  fc.tuple(fc.nat(20_000), fc.nat(60), fc.oneof(line, fc.constantFrom('\n\n', '\n', 'x', '`'))),
  { maxLength: 12 },
);

describe('a text in sections', () => {
  it('is what the grammar makes of the whole, before and after any edit', () => {
    fc.assert(
      fc.property(text, edits, (begin, list) => {
        let now = begin;
        let tree = sectioned.parse(now);
        expect(nodes(tree)).toEqual(nodes(grammar.parse(now)));
        let fragments = TreeFragment.addTree(tree);
        for (const [at, removed, inserted] of list) {
          const fromA = Math.min(at, now.length);
          const toA = Math.min(fromA + removed, now.length);
          const toB = fromA + inserted.length;
          now = now.slice(0, fromA) + inserted + now.slice(toA);
          fragments = TreeFragment.applyChanges(fragments, [
            { fromA, toA, fromB: fromA, toB },
          ]) as never;
          tree = sectioned.parse(now, fragments);
          expect(nodes(tree)).toEqual(nodes(grammar.parse(now)));
          fragments = TreeFragment.addTree(tree, fragments) as never;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has sections that an edit elsewhere leaves as they are', () => {
    const before = 'A paragraph of some words.\n\n'.repeat(2_000);
    const tree = sectioned.parse(before);
    expect(tree.children.length).toBeGreaterThan(20);
    expect(Math.max(...tree.children.map(({ length }) => length))).toBeLessThan(2 * SECTION);
    const at = 30_000;
    const change = { fromA: at, toA: at, fromB: at, toB: at + 1 };
    const fragments = TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
    const after = sectioned.parse(`${before.slice(0, at)}x${before.slice(at)}`, fragments);
    const kept = new Set(tree.children);
    expect(after.children.filter((child) => !kept.has(child)).length).toBeLessThan(4);
  });

  it('may be stopped anywhere, and goes on from there', () => {
    const whole = 'A paragraph of some words.\n\n'.repeat(500);
    const parse = sectioned.startParse(whole);
    parse.stopAt(5_000);
    let part: Tree | null;
    while (!(part = parse.advance()));
    expect(part.length).toBeGreaterThanOrEqual(5_000);
    const rest = sectioned.parse(whole, TreeFragment.addTree(part, [], true));
    expect(nodes(rest)).toEqual(nodes(grammar.parse(whole)));
  });
});
