/**
 * One CodeMirror editor in step with one document (docs/decisions/0005-editor.md).
 *
 * Local transactions go to the document at once, remote batches come as one transaction each, and
 * undo takes back only what was done here: remote transactions are kept out of the undo history,
 * which maps its own changes through them. What is written is decided by the document alone; the
 * editor never holds text that the document does not have.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  Annotation,
  ChangeSet,
  Compartment,
  EditorState,
  type Extension,
  Prec,
  type Text,
  Transaction,
} from '@codemirror/state';
import {
  EditorView,
  dropCursor,
  highlightSpecialChars,
  keymap,
  placeholder,
} from '@codemirror/view';
import { indentUnit } from '@codemirror/language';
import type { DocumentSession, TextChange } from '../../host/session.ts';
import { loaded } from '../loaded.ts';
import { plainText } from '../text.ts';
import { workspaceWords } from '../words/workspace.ts';
import { mapPosition, splitsCharacter, toChangeSet, toTextChanges } from './changes.ts';
import { type Holder, compositionHold } from './composition.ts';
import { remoteCursors, showSelections } from './cursors.ts';
import { Lag } from './lag.ts';
import { type Format, FORMATS, formatKeys } from './formats.ts';
import { continueList, markdown } from './markdown.ts';

/** Above this many changes in one batch a new state is cheaper than mapping the old one through. */
export const REBUILD_CHANGES = 2_000;

/** UTF-16 units around a change that may mean something else with it. */
const NEAR = 16;

/** Marks what came from the document, so that it is not sent back to it. */
const fromDocument = Annotation.define<boolean>();

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly document: DocumentSession;
  readonly holder: Holder;
  readonly title: string;
  readonly readOnly: boolean;
  readonly placeholder: string;
  /** The text changed, here or elsewhere: `near` is what was put in, with a few characters around. */
  readonly onText?: (near: string) => void;
  /** Image files were pasted, or dropped where the caret is now. */
  readonly onFiles?: (files: readonly File[]) => void;
  /** What is selected changed, or the text around it. */
  readonly onSelect?: () => void;
}

/** Who wrote what; what others changed since a visit; what people commented on; finding words; what few texts have. */
export type Extra = 'authors' | 'news' | 'comments' | 'find' | 'special';

export interface TextEditor {
  readonly view: EditorView;
  setTitle(title: string): void;
  setReadOnly(readOnly: boolean): void;
  find(): void;
  /** Formats what is selected, and goes on writing there. */
  format(format: Format): void;
  /** Puts the caret at a position, in UTF-16 units, or selects up to `to`, and brings that into view. */
  goTo(from: number, to?: number): void;
  focus(): void;
  /** Adds what is loaded on demand; `null` takes it away. */
  setExtra(name: Extra, extension: Extension | null): void;
  /** Whether the view shows the newest text of the document. */
  isCurrent(): boolean;
  destroy(): void;
}

/** Makes the editor, takes over the document's callbacks, and gives them back on `destroy`. */
export function createEditor(options: EditorOptions): TextEditor {
  const { document: session, holder, parent } = options;
  const shown = { title: options.title, readOnly: options.readOnly };
  const attributes = new Compartment();
  const writable = new Compartment();
  const extra = new Compartment();
  const extras = new Map<Extra, Extension>();
  const extensions = [
    writable.of(readOnlyOf(options.readOnly)),
    attributes.of(attributesOf(options.title)),
    extra.of([]),
    placeholder(options.placeholder),
    EditorState.phrases.of(workspaceWords.editor),
    compositionHold(holder),
    // For updates that change no text; the others are told of after the document has them.
    EditorView.updateListener.of(({ selectionSet, docChanged, focusChanged }) => {
      if (!docChanged && (selectionSet || focusChanged)) tellSelection();
    }),
    EditorView.updateListener.of(({ docChanged, selectionSet, changes, state }) => {
      if (docChanged) options.onText?.(around(state.doc, changes));
      if (docChanged || selectionSet) options.onSelect?.();
    }),
    // The editor itself does not notice a focus that comes back at once.
    EditorView.domEventObservers({ focus: () => tellSelection() }),
    EditorView.domEventHandlers({
      paste: ({ clipboardData }) => takeFiles(clipboardData),
      drop({ dataTransfer, clientX: x, clientY: y }) {
        const at = view.posAtCoords({ x, y });
        return takeFiles(dataTransfer, at);
      },
    }),
    keymap.of([{ key: 'Mod-f', run: () => (void find(), true) }]),
    common,
  ];
  /** False where there is text too, which is then meant. */
  const takeFiles = (data: DataTransfer | null, at: number | null = null): boolean => {
    const files = [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
    if (files.length === 0 || view.state.readOnly || data?.types.includes('text/plain'))
      return false;
    if (at !== null) view.dispatch({ selection: { anchor: at } });
    options.onFiles?.(files);
    return true;
  };
  const stateOf = (text: string, old?: EditorState): EditorState =>
    EditorState.create({
      doc: text,
      // A rebuilt state keeps what the compartments were last set to.
      extensions: old === undefined ? extensions : keepCompartments(old),
    });
  const keepCompartments = (old: EditorState): Extension => [
    writable.of(writable.get(old) ?? []),
    attributes.of(attributes.get(old) ?? []),
    extra.of(extra.get(old) ?? []),
    extensions.slice(3),
  ];

  const view = new EditorView({
    parent,
    state: stateOf(session.text()),
    dispatchTransactions(transactions, target) {
      const local = transactions.filter((one) => one.docChanged && !one.annotation(fromDocument));
      if (local.length > 0 && lag.waiting.length > 0) return changeLate(local);
      target.update(transactions);
      if (local.length > 0) session.edit(local.flatMap(({ changes }) => toTextChanges(changes)));
      // Only now does the document know the text that these positions speak of.
      if (transactions.some(({ docChanged }) => docChanged)) tellSelection();
    },
  });

  const refresh = (): void => {
    if (lag.waiting.length === 0) showSelections(view, session.selections());
  };
  const lag = new Lag((changes) => {
    if (changes.length > REBUILD_CHANGES) {
      const text = session.text();
      rebuild(view, changes, stateOf(text, view.state));
      options.onText?.(text);
    } else apply(view, changes);
    refresh();
  });
  lag.watch(view.dom);
  /** Brings onto the newest text what a script changed in an older one. */
  const changeLate = (local: readonly Transaction[]): void => {
    const { length } = view.state.doc;
    const others = toChangeSet(view.state, lag.waiting, length);
    const own = local.reduce((all, { changes }) => all.compose(changes), ChangeSet.empty(length));
    lag.catchUp();
    view.dispatch({ changes: own.map(others) });
  };
  /**
   * Tells the others where this person is, while the editor shows the newest text and is what the page would write in:
   * a look into another window takes nobody away.
   */
  const tellSelection = (): void => {
    if (lag.waiting.length > 0) return;
    const { anchor, head } = view.state.selection.main;
    session.select(view.root.activeElement === view.contentDOM ? { anchor, head } : null);
  };
  const setExtra = (name: Extra, extension: Extension | null): void => {
    if (extension === null) extras.delete(name);
    else extras.set(name, extension);
    view.dispatch({ effects: extra.reconfigure([...extras.values()]) });
  };
  const find = async (): Promise<void> => {
    const part = await loaded(import('./find.ts'));
    if (!part || !view.dom.isConnected) return;
    setExtra('find', part.extension);
    part.open(view);
  };
  session.onSelections = refresh;
  session.onChanges = (changes) => lag.arrive(changes);
  refresh();

  return {
    view,
    setTitle(title) {
      if (title === shown.title) return;
      shown.title = title;
      view.dispatch({ effects: attributes.reconfigure(attributesOf(title)) });
    },
    setReadOnly(readOnly) {
      if (readOnly === shown.readOnly) return;
      shown.readOnly = readOnly;
      view.dispatch({ effects: writable.reconfigure(readOnlyOf(readOnly)) });
    },
    find: () => void find(),
    format(format) {
      FORMATS[format](view);
      view.focus();
    },
    goTo(from, to = from) {
      const { length } = view.state.doc;
      const [anchor, head] = [Math.min(from, length), Math.min(to, length)];
      const effects = EditorView.scrollIntoView(anchor, { y: 'start', yMargin: 24 });
      view.dispatch({ selection: { anchor, head }, effects });
      view.focus();
    },
    focus: () => view.focus(),
    setExtra,
    isCurrent: () => lag.waiting.length === 0,
    destroy() {
      lag.stop();
      session.onChanges = null;
      session.onSelections = null;
      session.select(null);
      view.destroy();
    },
  };
}

/** What changes put into `doc`, each with what is near. */
function around(doc: Text, changes: ChangeSet): string {
  const parts: string[] = [];
  changes.iterChangedRanges((_from, _to, from, to) => {
    parts.push(doc.sliceString(Math.max(0, from - NEAR), to + NEAR));
  });
  return parts.join('\n');
}

/** One transaction per batch: decorations and the own selection map by themselves. */
function apply(view: EditorView, changes: readonly TextChange[]): void {
  view.dispatch({
    changes: toChangeSet(view.state, changes, view.state.doc.length),
    annotations: [
      fromDocument.of(true),
      Transaction.remote.of(true),
      Transaction.addToHistory.of(false),
    ],
  });
}

/** A whole new state with the selection and the scroll position kept; undo starts afresh. */
function rebuild(view: EditorView, changes: readonly TextChange[], state: EditorState): void {
  const { anchor, head } = view.state.selection.main;
  const scroll = view.scrollSnapshot();
  const selection = { anchor: mapPosition(anchor, changes), head: mapPosition(head, changes) };
  view.setState(state.update({ selection }).state);
  view.dispatch({ effects: scroll });
}

function readOnlyOf(readOnly: boolean): Extension {
  if (!readOnly) return [];
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-readonly': 'true' }),
  ];
}

/** CodeMirror's defaults suit code: no spelling, no capitals, no name for screen readers. */
function attributesOf(title: string): Extension {
  return EditorView.contentAttributes.of({
    'aria-label': title,
    tabindex: '0',
    spellcheck: 'true',
    autocorrect: 'on',
    autocapitalize: 'sentences',
    writingsuggestions: 'false',
  });
}

/**
 * What every document's editor has. Caret and selection are the browser's own: CodeMirror's would be
 * measured, laid out and drawn in frames of their own for every key.
 */
export const common: Extension = [
  EditorState.lineSeparator.of('\n'),
  EditorState.transactionFilter.of((one) =>
    one.docChanged && !one.annotation(fromDocument) && splitsCharacter(one) ? [] : one,
  ),
  EditorView.clipboardInputFilter.of(plainText),
  EditorView.lineWrapping,
  history(),
  dropCursor(),
  // Shows controls, zero-width characters and bidirectional overrides, which can fake authorship.
  highlightSpecialChars(),
  indentUnit.of('  '),
  markdown,
  remoteCursors,
  Prec.high(keymap.of([{ key: 'Enter', run: continueList }, ...formatKeys])),
  keymap.of([...historyKeymap, ...defaultKeymap, indentWithTab]),
];
