/** Who wrote what, and what changed, painted in and on a page: what is in view, and nothing of the text moves. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Painted } from '../../src/app/editor/paint.ts';
import type { TextEditor } from '../../src/app/editor/editor.ts';
import { withWords } from '../../src/app/words/languages.ts';
import { asSeconds } from '../../src/base/ids.ts';
import type { HistorySession } from '../../src/host/session.ts';
import { insert, openEditor, Paper } from './paper.ts';
import '../../src/app/styles/base.css';
import '../../src/app/styles/editor.css';

const { authorColours } = await withWords(import('../../src/app/editor/authors.ts'));
const { showNews } = await withWords(import('../../src/app/editor/news.ts'));
const { createPastView } = await withWords(import('../../src/app/editor/past-view.ts'));

let editor: TextEditor | undefined;
afterEach(() => {
  editor?.destroy();
  document.body.replaceChildren();
});

const painted = (selector: string): (readonly [string, string | null])[] =>
  [...document.querySelectorAll(selector)].map((one) => [
    one.textContent ?? '',
    one.getAttribute('title'),
  ]);

describe('T19 who wrote what', () => {
  it('is asked of what is in view alone, and moves with the text until it is asked again', async () => {
    const line = 'beans and leeks\n';
    const paper = new Paper(line.repeat(20_000));
    paper.ranges = [
      { from: 0, to: 5, name: 'Ada', index: 0 },
      { from: 5, to: 9, name: 'Bo', index: 1 },
    ];
    editor = openEditor(paper);
    const told: number[] = [];
    editor.setExtra(
      'authors',
      authorColours(paper, editor.isCurrent, (parts) => told.push(parts.length)),
    );
    await expect
      .poll(() => painted('.wrote'))
      .toEqual([
        ['beans', 'Ada'],
        [' and', 'Bo'],
      ]);
    const [from, to] = paper.asked[0] ?? [0, Infinity];
    expect(to - from).toBeLessThan(20_000);
    paper.arrive(() => [insert(0, 'My ')]);
    expect(painted('.wrote')).toEqual([
      ['beans', 'Ada'],
      [' and', 'Bo'],
    ]);
    paper.ranges = [{ from: 0, to: 3, name: 'Bo', index: 1 }];
    await expect.poll(() => painted('.wrote')).toEqual([['My ', 'Bo']]);
    expect(told).toEqual([2, 1]);
    editor.setExtra('authors', null);
    expect(painted('.wrote')).toEqual([]);
  });
});

describe('T15 what changed', () => {
  const authors = [
    { name: 'Ada', index: 0, me: true },
    { name: 'Bo', index: 1, me: false },
  ];
  const walk: HistorySession = {
    length: 2,
    authors,
    sittings: [],
    moment: () => ({ author: 0, time: asSeconds(0) }),
    versions: () => [],
    refresh: async () => null,
    textAt: () => ({ text: '', marks: [] }),
    changes: () => ({
      text: 'oneTWOthree four',
      marks: [
        { from: 0, to: 3, kind: 'kept', author: 0 },
        { from: 3, to: 6, kind: 'out', author: 1 },
        { from: 6, to: 11, kind: 'in', author: 1 },
        { from: 11, to: 16, kind: 'in', author: 0 },
      ],
    }),
    pointOf: async () => ({ moment: 1 }),
    nameVersion: async () => {},
    forgetVersion: async () => async () => {},
    restore: async () => async () => {},
  };
  const visit = { at: asSeconds(0), names: ['Bo'], ends: [] };

  it('since a visit is what others did; it goes along with the text, which has none of it', async () => {
    const paper = new Paper('onethree four');
    paper.past = walk;
    editor = openEditor(paper);
    expect(await showNews(editor, paper, visit)).toEqual({ put: 5, taken: 3 });
    expect(painted('ins')).toEqual([['three', 'Bo']]);
    expect(painted('del')).toEqual([['TWO', 'Bo']]);
    paper.arrive(() => [insert(0, 'zero ')]);
    expect(editor.view.state.doc.toString()).toBe('zero onethree four');
    expect(painted('ins')).toEqual([['three', 'Bo']]);
  });

  it('is not shown in a text that it does not belong to', async () => {
    const paper = new Paper('another');
    paper.past = walk;
    editor = openEditor(paper);
    expect(await showNews(editor, paper, visit)).toBeNull();
    expect(painted('ins')).toEqual([]);
  });

  it('between two states of a long text is painted where it is looked at', () => {
    const parent = document.createElement('div');
    parent.className = 'page';
    parent.style.height = '300px';
    document.body.append(parent);
    const view = createPastView(parent, 'History of Plan');
    const long = 'word '.repeat(50_000);
    const marks: Painted[] = Array.from({ length: 50_000 }, (_, i) => ({
      from: 5 * i,
      to: 5 * i + 4,
      how: i % 2 === 0 ? 'came' : 'went',
      name: 'Bo',
      index: 1,
    }));
    view.show(long, marks, false);
    const shown = painted('ins, del').length;
    expect(shown).toBeGreaterThan(10);
    expect(shown).toBeLessThan(10_000);
    view.show(`New. ${long}`, [{ ...(marks[0] as Painted), to: 4 }], true);
    expect(painted('ins')).toEqual([['New.', 'Bo']]);
    view.destroy();
  });
});
