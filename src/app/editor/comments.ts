/**
 * Which words people commented on, marked on the page that is written: underlined on a ground, so that
 * colour is not the only sign. Between two answers of the document the marks move with the text; a key
 * waits for nothing of this.
 */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

/** UTF-16 units [from, to) that a thread is about. */
export interface Marked {
  readonly thread: string;
  readonly from: number;
  readonly to: number;
  /** Of a thread that is looked at, or is being begun. */
  readonly current: boolean;
}

export interface MarkEvents {
  /** The text is another, or the view was made anew. */
  onText(): void;
  /** The caret was put elsewhere. */
  onCaret(): void;
}

export class CommentMarks {
  readonly extension: Extension;
  #shown: DecorationSet = Decoration.none;

  constructor(events: MarkEvents) {
    this.extension = ViewPlugin.define(
      () => {
        this.#shown = Decoration.none;
        events.onText();
        return {
          update: ({ docChanged, selectionSet, changes }: ViewUpdate) => {
            if (docChanged) this.#shown = this.#shown.map(changes);
            if (docChanged) events.onText();
            else if (selectionSet) events.onCaret();
          },
        };
      },
      { decorations: () => this.#shown },
    );
  }

  show(view: EditorView, marks: readonly Marked[]): void {
    const ranges = marks.map(({ thread, from, to, current }) =>
      Decoration.mark({ class: current ? 'commented current' : 'commented', thread }).range(
        from,
        to,
      ),
    );
    this.#shown = Decoration.set(ranges, true);
    view.dispatch({});
  }

  /** The thread that a position is in; of several the one on the fewest characters. */
  threadAt(position: number): string | null {
    let [found, size]: [string | null, number] = [null, Infinity];
    this.#shown.between(position, position, (from, to, { spec }) => {
      if (to - from < size) [found, size] = [String(spec['thread']), to - from];
    });
    return found;
  }
}
