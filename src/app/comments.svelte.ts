/**
 * The comments on the page that is open: read again whenever somebody commented or a person who writes
 * has paused, marked in the editor, and shown beside it. Loaded when there are any, or somebody asks.
 */
import { TIME_STEP } from '../base/ids.ts';
import type {
  CommentsSession,
  CommentView,
  DocumentSession,
  Held,
  ThreadView,
} from '../host/session.ts';
import { announce } from './announce.svelte.ts';
import { CommentMarks, type Marked } from './editor/comments.ts';
import type { TextEditor } from './editor/editor.ts';
import { oneLine } from './text.ts';
import { toasts } from './toasts.svelte.ts';
import { commentWords as w } from './words/comments.ts';

/** Read again after so long without a change. */
const PAUSE_MS = 300;
/** Of a comment that comes in, so much is said aloud. */
const SAID_BYTES = 200;
/** The thread that is being begun, which has no name yet. */
export const DRAFT = 'draft';
/** No thread, but all of them. */
const PANEL = '';

export interface Draft {
  readonly held: Held;
  readonly quote: string;
}

/** @param since When the page was opened, in milliseconds. */
export async function discuss(
  editor: TextEditor,
  document: Pick<DocumentSession, 'comments'>,
  since: number,
): Promise<CommentsState> {
  return new CommentsState(editor, await document.comments(), since);
}

export class CommentsState {
  /** `null` while they are read for the first time. */
  threads: readonly ThreadView[] | null = $state.raw(null);
  draft: Draft | null = $state.raw(null);
  /** That the caret is in, or that somebody went to. */
  current: string | null = $state.raw(null);
  /** Of which the panel is to take the focus. */
  wanted: string | null = $state.raw(null);
  /** What somebody has begun to write, by thread: it outlives the panel. */
  readonly texts = new Map<string, string>();
  readonly #editor: TextEditor;
  readonly #session: CommentsSession;
  readonly #marks: CommentMarks;
  /** Comments that were here already. */
  readonly #known = new Set<string>();
  /** What is read first and says that it was written before this is no news. */
  readonly #since: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was asked: only the last answer is shown. */
  #asked = 0;
  #stopped = false;

  constructor(editor: TextEditor, session: CommentsSession, since: number) {
    this.#editor = editor;
    this.#session = session;
    // An event says the time of up to a step before.
    this.#since = since / 1000 - TIME_STEP;
    this.#marks = new CommentMarks({
      onText: () => this.#soon(),
      onCaret: () => {
        this.current = this.#marks.threadAt(editor.view.state.selection.main.head);
      },
    });
    editor.setExtra('comments', this.#marks.extension);
  }

  /** Begins a thread about what is selected, if one may write; or looks at the one that the caret is in. */
  async begin(mayWrite: boolean): Promise<void> {
    const { empty, head } = this.#editor.view.state.selection.main;
    if (empty || !mayWrite) {
      this.look(this.#marks.threadAt(head));
      return;
    }
    const draft = await this.#hold();
    if (draft) [this.draft, this.current, this.wanted] = [draft, DRAFT, DRAFT];
    else toasts.show(w.tooMuch);
    await this.refresh();
  }

  /** Looks at a thread, in the panel. */
  look(thread: string | null): void {
    this.current = thread;
    this.wanted = thread ?? PANEL;
    this.#paint();
  }

  async send(thread: string, text: string): Promise<void> {
    if (thread !== DRAFT) await this.#session.reply(thread, text);
    else if (this.draft) {
      const begun = await this.#session.begin(this.draft.held, text);
      this.draft = null;
      this.current = this.wanted = begun;
    }
    this.texts.delete(thread);
    await this.refresh();
  }

  cancel(): void {
    this.draft = null;
    this.texts.delete(DRAFT);
    void this.refresh();
  }

  /** Whoever resolves a thread is done with it; one that others resolve stays while it is looked at. */
  async resolve(thread: string, resolved: boolean): Promise<void> {
    await this.#session.resolve(thread, resolved);
    if (resolved && this.current === thread) this.current = null;
    await this.refresh();
  }

  /** What it returns brings the comment back. */
  async remove(comment: CommentView): Promise<() => Promise<void>> {
    const undo = await this.#session.remove(comment);
    await this.refresh();
    return async () => {
      await undo();
      await this.refresh();
    };
  }

  /** Reads the comments again, and where they stand, unless somebody goes on writing. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#asked;
    const { doc } = this.#editor.view.state;
    const threads = await this.#session.threads();
    const held = this.draft ? await this.#session.where(this.draft.held) : [];
    if (turn !== this.#asked || this.#stopped) return;
    if (this.#editor.view.state.doc !== doc || !this.#editor.isCurrent()) return this.#soon();
    this.#tell(threads);
    this.threads = threads;
    this.#held = held;
    this.#paint();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #held: readonly { readonly from: number; readonly to: number }[] = [];

  #soon(): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.refresh(), PAUSE_MS);
  }

  /** Takes hold of what is selected in a text that the document shows as the editor does. */
  async #hold(): Promise<Draft | null> {
    for (;;) {
      const { doc, selection } = this.#editor.view.state;
      const { from, to } = selection.main;
      const held = await this.#session.hold(from, to);
      const isSame = this.#editor.view.state.doc === doc && this.#editor.isCurrent();
      if (isSame) return held && { held, quote: doc.sliceString(from, to) };
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (this.#stopped) return null;
    }
  }

  #paint(): void {
    const marks: Marked[] = (this.threads ?? [])
      .filter(({ id, resolved }) => resolved === null || id === this.current)
      .flatMap(({ id, ranges }) =>
        ranges.map((range) => ({ ...range, thread: id, current: id === this.current })),
      );
    if (this.draft)
      marks.push(...this.#held.map((range) => ({ ...range, thread: DRAFT, current: true })));
    this.#marks.show(this.#editor.view, marks);
  }

  /** Says aloud what others commented while the page is open. */
  #tell(threads: readonly ThreadView[]): void {
    const isFirst = this.threads === null;
    for (const { comments } of threads)
      for (const { id, text, name, me, at } of comments) {
        if (this.#known.has(id)) continue;
        this.#known.add(id);
        const isNew = !me && text !== '' && (!isFirst || at >= this.#since);
        if (isNew) announce(w.arrived(name || w.somebody, oneLine(text, SAID_BYTES)));
      }
  }
}
