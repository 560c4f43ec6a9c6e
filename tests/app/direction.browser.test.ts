/** Whoever writes from right to left: a line goes the way of its own words, and the caret with it. */
import { cursorCharLeft, cursorCharRight } from '@codemirror/commands';
import { afterEach, describe, expect, it } from 'vitest';
import { lineDirections } from '../../src/app/editor/direction.ts';
import type { TextEditor } from '../../src/app/editor/editor.ts';
import { render } from '../../src/app/read.ts';
import { words } from '../words.ts';
import { Paper, openEditor } from './paper.ts';
import '../../src/app/styles/base.css';
import '../../src/app/styles/editor.css';

const HEBREW = 'שלום לכולם';
const ARABIC = 'مرحبا بالجميع';
const LINES = [
  'Hello, all',
  HEBREW,
  `- [x] ${ARABIC}`,
  '',
  `A word, ${HEBREW}, in a sentence`,
  '42',
];

let editor: TextEditor;
afterEach(() => {
  editor.destroy();
  document.body.replaceChildren();
  document.dir = '';
});
function desk(): HTMLElement[] {
  editor = openEditor(new Paper(LINES.join('\n')));
  editor.setExtra('special', lineDirections);
  return [...editor.view.contentDOM.querySelectorAll<HTMLElement>('.cm-line')];
}
const ways = (lines: readonly HTMLElement[]): string[] =>
  lines.map((line) => getComputedStyle(line).direction);
/** At which edge of its line each text stands. */
const edges = (lines: readonly HTMLElement[]): string[] =>
  lines.map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const [text, box] = [range.getBoundingClientRect(), line.getBoundingClientRect()];
    return text.left - box.left < box.right - text.right ? 'left' : 'right';
  });

describe('lines from right to left', () => {
  it('stand on the right and have a caret that goes to the left, beside others', () => {
    const lines = desk();
    expect(ways(lines)).toEqual(['ltr', 'rtl', 'rtl', 'ltr', 'ltr', 'ltr']);
    expect(edges(lines.slice(0, 3))).toEqual(['left', 'right', 'right']);
    const { view } = editor;
    const start = view.state.doc.line(2).from;
    view.dispatch({ selection: { anchor: start } });
    const at = (): number => view.coordsAtPos(view.state.selection.main.head)?.left ?? NaN;
    const before = at();
    cursorCharLeft(view);
    expect(view.state.selection.main.head).toBe(start + 1);
    expect(at()).toBeLessThan(before);
    cursorCharRight(view);
    expect(view.state.selection.main.head).toBe(start);
  });

  it('go where what is written in them leads, at once', () => {
    const first = desk().slice(0, 1);
    const { view } = editor;
    view.dispatch({ changes: { from: 0, insert: `${ARABIC} ` } });
    expect(ways(first)).toEqual(['rtl']);
    view.dispatch({ changes: { from: 0, to: ARABIC.length } });
    expect(ways(first)).toEqual(['ltr']);
  });

  it('look so before the caret knows of them', () => {
    editor = openEditor(new Paper(`Hello\n${HEBREW}`));
    const lines = editor.view.contentDOM.querySelectorAll<HTMLElement>('.cm-line');
    expect(edges([...lines])).toEqual(['left', 'right']);
  });

  it('in a page from right to left it is the others that stand apart', () => {
    document.dir = 'rtl';
    expect(ways(desk())).toEqual(['ltr', 'rtl', 'rtl', 'rtl', 'ltr', 'rtl']);
  });
});

describe('a page that is read', () => {
  it('has lists, quotes and tables go the way of their first words', () => {
    editor = openEditor(new Paper(''));
    const page = document.createElement('div');
    page.className = 'reading';
    page.append(render(`Hello\n\n- ${HEBREW}\n- two\n\n> ${ARABIC}\n\n1. one`, words.read));
    document.body.append(page);
    const blocks = [...page.children] as HTMLElement[];
    expect(ways(blocks)).toEqual(['ltr', 'rtl', 'rtl', 'ltr']);
    expect(edges([...page.querySelectorAll<HTMLElement>('ul p')])).toEqual(['right', 'left']);
  });
});
