/**
 * Markdown styled in place: the text stays the text, marks are dimmed, headings look like headings.
 */
import { HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language';
import type { Extension, StateCommand } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { markdownData } from './grammar.ts';
import { sectioned } from './sections.ts';

const language = new Language(markdownData, sectioned, [], 'markdown');

const style = HighlightStyle.define([
  { tag: tags.processingInstruction, class: 'md-mark' },
  { tag: tags.heading1, class: 'md-h1' },
  { tag: tags.heading2, class: 'md-h2' },
  { tag: tags.heading3, class: 'md-h3' },
  { tag: [tags.heading4, tags.heading5, tags.heading6], class: 'md-h4' },
  { tag: tags.strong, class: 'md-strong' },
  { tag: tags.emphasis, class: 'md-emphasis' },
  { tag: tags.strikethrough, class: 'md-strike' },
  { tag: tags.monospace, class: 'md-code' },
  { tag: tags.link, class: 'md-link' },
  { tag: tags.url, class: 'md-url' },
  { tag: tags.quote, class: 'md-quote' },
  { tag: [tags.contentSeparator, tags.labelName, tags.comment], class: 'md-mark' },
]);

export const markdown: Extension = [language, syntaxHighlighting(style)];

/** Indent, marker (bullet or number), space, and a task box if there is one. */
const ITEM = /^(\s*)([-*+]|(\d{1,9})([.)]))(\s+)(\[[ xX]\]\s+)?/;

/** Enter in a list: goes on with the next item; on an empty item it ends the list. */
export const continueList: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  if (state.readOnly || !main.empty || state.selection.ranges.length > 1) return false;
  const line = state.doc.lineAt(main.head);
  const match = ITEM.exec(line.text);
  if (match === null || main.head < line.from + match[0].length) return false;
  const [whole, indent = '', marker = '', number, after = '', space = ' ', task] = match;
  const changes =
    line.text.length === whole.length
      ? { from: line.from, to: line.to }
      : {
          from: main.head,
          insert: `\n${indent}${number === undefined ? marker : `${Number(number) + 1}${after}`}${space}${task === undefined ? '' : '[ ] '}`,
        };
  const set = state.changes(changes);
  dispatch(
    state.update({
      changes: set,
      selection: { anchor: set.mapPos(main.head, 1) },
      userEvent: 'input',
      scrollIntoView: true,
    }),
  );
  return true;
};
