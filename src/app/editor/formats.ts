/**
 * What writes Markdown's marks for whoever does not know them, by button or key: each puts them in, and
 * takes them away where they stand already.
 */
import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type Line,
  type StateCommand,
  type TransactionSpec,
} from '@codemirror/state';
import type { KeyBinding } from '@codemirror/view';

const FORMAT = { userEvent: 'input.format', scrollIntoView: true } as const;

/** Puts `mark` around each selection, or takes it away where it is already there. */
function toggleMark(mark: string): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const size = mark.length;
    const change = state.changeByRange(({ from, to }) => {
      const outside = [state.sliceDoc(from - size, from), state.sliceDoc(to, to + size)];
      if (from >= size && outside.every((side) => side === mark)) {
        return {
          changes: [
            { from: from - size, to: from },
            { from: to, to: to + size },
          ],
          range: EditorSelection.range(from - size, to - size),
        };
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(from + size, to + size),
      };
    });
    dispatch(state.update(change, FORMAT));
    return true;
  };
}

/** What stands before the words of a line, after its indent. */
const LIST = /^(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;
const TASK = /^(?:[-*+]|\d{1,9}[.)])\s+\[[ xX]\]\s+/;
const HEADING = /^#{1,6}\s+/;
const QUOTE = /^>\s?/;
const INDENT = /^\s*/;

/** Lines with a selection in them, each once; of several those with words, if any has. */
function selectedLines({ doc, selection }: EditorState): Line[] {
  const lines = new Map<number, Line>();
  for (const { from, to } of selection.ranges)
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      lines.set(line.number, line);
      if (line.to >= to) break;
    }
  const all = [...lines.values()];
  const written = all.filter(({ text }) => text.trim() !== '');
  return written.length > 0 ? written : all.slice(0, 1);
}

/**
 * Puts a mark before the words of each selected line, in place of what `replaced` finds there; where all
 * have it, as `has` tells, it goes.
 */
function toggleLines(
  replaced: RegExp,
  has: (mark: string) => boolean,
  mark: (index: number) => string,
): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const found = selectedLines(state).map(({ from, text }) => {
      const indent = INDENT.exec(text)?.[0].length ?? 0;
      return { at: from + indent, old: replaced.exec(text.slice(indent))?.[0] ?? '' };
    });
    const gone = found.every(({ old }) => has(old));
    const changes = found.map(({ at, old }, i): ChangeSpec => {
      return { from: at, to: at + old.length, insert: gone ? '' : mark(i) };
    });
    dispatch(state.update(moved(state, changes)));
    return true;
  };
}

/** Carets stay with the words that they stood before. */
function moved(state: EditorState, specs: readonly ChangeSpec[]): TransactionSpec {
  const changes = state.changes(specs);
  return { changes, selection: state.selection.map(changes, 1), ...FORMAT };
}

/** A heading of the level; the same again makes it a paragraph. */
const heading = (level: number): StateCommand => {
  const mark = `${'#'.repeat(level)} `;
  return toggleLines(
    HEADING,
    (old) => old.trim() === mark.trim(),
    () => mark,
  );
};

/** Heading of the first level, second, third, and a paragraph again. */
const nextHeading: StateCommand = (target) => {
  const [first] = selectedLines(target.state);
  const level = HEADING.exec(first?.text ?? '')?.[0].trim().length ?? 0;
  return heading(level === 0 || level > 3 ? 1 : Math.min(level + 1, 3))(target);
};

const ADDRESS = /^[a-z]+:\/\/\S+$/i;
const START = 'https://';

/** Around words: the address is to be written. Around an address: the words are. */
const link: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  const change = state.changeByRange(({ from, to }) => {
    const text = state.sliceDoc(from, to);
    const isAddress = ADDRESS.test(text);
    const insert = isAddress ? `[](${text})` : `[${text}](${START})`;
    const at = from + (isAddress || text === '' ? 1 : text.length + 3);
    const size = isAddress || text === '' ? 0 : START.length;
    return { changes: { from, to, insert }, range: EditorSelection.range(at, at + size) };
  });
  dispatch(state.update(change, FORMAT));
  return true;
};

/** Within a line marks around it, around several a fence. */
const code: StateCommand = (target) => {
  const { state, dispatch } = target;
  const { from, to } = state.selection.main;
  const [first, last] = [state.doc.lineAt(from), state.doc.lineAt(to)];
  if (first.number === last.number) return toggleMark('`')(target);
  if (state.readOnly) return false;
  const fence = '```';
  dispatch(
    state.update(
      moved(state, [
        { from: first.from, insert: `${fence}\n` },
        { from: last.to, insert: `\n${fence}` },
      ]),
    ),
  );
  return true;
};

/** In the order in which they are offered. */
export const FORMATS = {
  heading: nextHeading,
  bold: toggleMark('**'),
  italic: toggleMark('_'),
  strike: toggleMark('~~'),
  link,
  bullets: toggleLines(
    LIST,
    (old) => old !== '' && !TASK.test(old) && !/^\d/.test(old),
    () => '- ',
  ),
  numbers: toggleLines(
    LIST,
    (old) => !TASK.test(old) && /^\d/.test(old),
    (i) => `${i + 1}. `,
  ),
  tasks: toggleLines(
    LIST,
    (old) => TASK.test(old),
    () => '- [ ] ',
  ),
  quote: toggleLines(
    QUOTE,
    (old) => old !== '',
    () => '> ',
  ),
  code,
} as const satisfies Readonly<Record<string, StateCommand>>;

export type Format = keyof typeof FORMATS;

export const formatKeys: readonly KeyBinding[] = [
  { key: 'Mod-b', run: FORMATS.bold },
  { key: 'Mod-i', run: FORMATS.italic },
  { key: 'Mod-Shift-x', run: FORMATS.strike },
  { key: 'Mod-k', run: FORMATS.link },
  { key: 'Mod-e', run: FORMATS.code },
  { key: 'Mod-Shift-7', run: FORMATS.numbers },
  { key: 'Mod-Shift-8', run: FORMATS.bullets },
  { key: 'Mod-Shift-9', run: FORMATS.tasks },
  ...[1, 2, 3].map((level) => ({ key: `Mod-Alt-${level}`, run: heading(level) })),
];
