/**
 * Images in the page that is written: each stands in the place of its Markdown, and beside it while the
 * caret is there. Those who keep them are asked with the first image.
 */
import type { syntaxTree } from '@codemirror/language';
import type { Extension, Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { ImagesSession, WorkspaceSession } from '../../host/session.ts';
import { showImage } from '../image.ts';

/** What is written for an image: its description and its name. */
const IMAGE = /!\[((?:[^[\]\\\n]|\\.){0,1000})\]\(parley:([0-9a-f]{30})\)/g;

class ImageWidget extends WidgetType {
  readonly #name: string;
  readonly #alt: string;
  readonly #images: Promise<ImagesSession>;

  constructor(name: string, alt: string, images: Promise<ImagesSession>) {
    super();
    this.#name = name;
    this.#alt = alt;
    this.#images = images;
  }

  override eq(other: ImageWidget): boolean {
    return other.#name === this.#name && other.#alt === this.#alt;
  }

  override toDOM(view: EditorView): HTMLElement {
    const element = document.createElement('span');
    element.className = 'image';
    const stop = showImage(element, this.#name, this.#alt, this.#images, () =>
      view.requestMeasure(),
    );
    stops.set(element, stop);
    return element;
  }

  override destroy(element: HTMLElement): void {
    stops.get(element)?.();
  }

  /** A click puts the caret there. */
  override ignoreEvent(): boolean {
    return false;
  }
}

/** What ends the showing in an element. */
const stops = new WeakMap<HTMLElement, () => void>();

/** @param tree the editor's own `syntaxTree`, which is loaded. */
export function showImages(session: WorkspaceSession, tree: typeof syntaxTree): Extension {
  let asked: Promise<ImagesSession> | undefined;
  const images = (): Promise<ImagesSession> => {
    asked ??= session.images();
    asked.catch(() => {}); // Then they stay words.
    return asked;
  };
  const plugin = ViewPlugin.define(
    (view) => ({
      decorations: imagesIn(view, images, tree),
      update(update: ViewUpdate) {
        const isParsed = tree(update.startState) !== tree(update.state);
        if (update.docChanged || update.viewportChanged || update.selectionSet || isParsed)
          this.decorations = imagesIn(update.view, images, tree);
      },
    }),
    { decorations: (value) => value.decorations },
  );
  return plugin;
}

function imagesIn(
  view: EditorView,
  images: () => Promise<ImagesSession>,
  tree: typeof syntaxTree,
): DecorationSet {
  const { state } = view;
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    const start = state.doc.lineAt(from).from;
    const text = state.sliceDoc(start, state.doc.lineAt(to).to);
    for (const match of text.matchAll(IMAGE)) {
      const at = start + match.index;
      const end = at + match[0].length;
      if (!isImage(tree(state), at)) continue;
      const alt = (match[1] as string).replace(/\\(.)/g, '$1');
      const widget = new ImageWidget(match[2] as string, alt, images());
      const isTouched = state.selection.ranges.some((one) => one.from <= end && one.to >= at);
      found.push(
        isTouched && !state.readOnly
          ? Decoration.widget({ widget, side: 1 }).range(end)
          : Decoration.replace({ widget }).range(at, end),
      );
    }
  }
  return Decoration.set(found, true);
}

/** Not in code, where marks mean nothing. */
function isImage(tree: ReturnType<typeof syntaxTree>, at: number): boolean {
  for (let node = tree.resolveInner(at, 1); ; node = node.parent) {
    if (node.name === 'Image') return true;
    if (node.parent === null) return false;
  }
}
