/**
 * Who wrote what, in the page that is written: colours for what is in view, asked for again when a person
 * has paused. Between two answers they move with the text; a key waits for nothing of this.
 */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { AuthorRange, DocumentSession } from '../../host/session.ts';
import { brush } from './paint.ts';

/** Asked for after so long without a change. */
const PAUSE_MS = 300;

/**
 * @param isCurrent whether the view shows the newest text of the document
 * @param told called with what is painted
 */
export const authorColours = (
  document: Pick<DocumentSession, 'authors'>,
  isCurrent: () => boolean,
  told: (parts: readonly AuthorRange[]) => void,
): Extension =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet = Decoration.none;
      readonly #view: EditorView;
      #timer: ReturnType<typeof setTimeout> | undefined;
      /** Counts what was asked: only the answer to the last one is shown. */
      #asked = 0;

      constructor(view: EditorView) {
        this.#view = view;
        this.#soon(0);
      }

      update({ changes, docChanged, viewportChanged }: ViewUpdate): void {
        if (docChanged) this.decorations = this.decorations.map(changes);
        if (docChanged || viewportChanged) this.#soon(docChanged ? PAUSE_MS : 0);
      }

      destroy(): void {
        clearTimeout(this.#timer);
        this.#asked = -1;
      }

      #soon(wait: number): void {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#ask(), wait);
      }

      async #ask(): Promise<void> {
        if (!isCurrent()) return this.#soon(PAUSE_MS);
        const turn = ++this.#asked;
        const { doc } = this.#view.state;
        const { from, to } = this.#view.viewport;
        const ranges = await document.authors(from, to).catch(() => []);
        if (turn !== this.#asked || this.#view.state.doc !== doc) return;
        if (!isCurrent()) return this.#soon(PAUSE_MS);
        this.decorations = Decoration.set(
          ranges.map((one) =>
            brush({ how: 'wrote', name: one.name, index: one.index }).range(one.from, one.to),
          ),
        );
        this.#view.dispatch({});
        told(ranges);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
