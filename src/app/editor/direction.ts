/**
 * Lines that go another way than the page do so for the caret, too. How they look is the style sheet's work; fetched
 * with the first text that has letters written from right to left, and where the whole page is.
 */
import type { Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin } from '@codemirror/view';
import { SPECIAL } from '../text.ts';

/** What stands before the words of a task; the letter in its box is none of them. */
const TASK = /^\s*(?:[-*+]|\d{1,9}[.)])\s+\[[xX]\]/;

/** Which way a line goes: that of its first letter, `null` if it has none. */
function directionOf(line: string): 'ltr' | 'rtl' | null {
  const [letter] = /\p{L}/u.exec(line.replace(TASK, '')) ?? [];
  if (letter === undefined) return null;
  return SPECIAL.test(letter) ? 'rtl' : 'ltr';
}

const MARKS = {
  ltr: Decoration.line({ attributes: { dir: 'ltr' } }),
  rtl: Decoration.line({ attributes: { dir: 'rtl' } }),
};

function marked({ state, visibleRanges }: EditorView): DecorationSet {
  const found = [];
  for (const { from, to } of visibleRanges)
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const direction = directionOf(line.text);
      if (direction !== null) found.push(MARKS[direction].range(line.from));
      at = line.to + 1;
    }
  return Decoration.set(found);
}

export const lineDirections: Extension = [
  EditorView.perLineTextDirection.of(true),
  ViewPlugin.define(
    (view) => ({
      marks: marked(view),
      update({ docChanged, viewportChanged, view: seen }) {
        if (docChanged || viewportChanged) this.marks = marked(seen);
      },
    }),
    { decorations: ({ marks }) => marks },
  ),
];
