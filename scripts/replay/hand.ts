/**
 * A hand in the page: puts the caret where the next patch goes, watches the editor take it, and asks
 * the view to stand at a version (src/app/editor/seam.ts). The typing itself comes from outside, as
 * input events of the browser (typist.ts).
 *
 * The caret is set through the view that CodeMirror keeps on its element: in a long document most
 * lines are not in the page, so that no click could reach them.
 */
import type { EditorView } from '@codemirror/view';
import type { EventId } from '../../src/base/ids.ts';
import type { ViewRequest } from '../../src/app/editor/seam.ts';
import type { Patch } from './trace.ts';

/** One thing to type, at a position in code points: text, or Backspace over a selection. */
export type Stroke =
  | { readonly position: number; readonly inserted: string }
  | { readonly position: number; readonly deleted: number };

export function strokesOf(patches: readonly Patch[]): Stroke[] {
  return patches.flatMap(([position, deleted, inserted]): Stroke[] => [
    ...(deleted > 0 ? [{ position, deleted }] : []),
    ...(inserted === '' ? [] : [{ position, inserted }]),
  ]);
}

export interface Hand {
  hold(): void;
  release(): void;
  version(): readonly EventId[];
  text(): string;
  /** Lets the held view on to a version and puts the caret where the first stroke goes. */
  stand(version: readonly EventId[], strokes: readonly Stroke[]): Promise<void>;
  /** Resolves with the version after the last stroke. */
  typed(): Promise<readonly EventId[]>;
}

declare global {
  interface Window {
    hand: Hand;
  }
}

/** Sent to the page as text: may use nothing from outside. */
export function makeHand(unitsAt: (chunks: Iterable<string>, codePoints: number) => number): Hand {
  const PATIENCE_MS = 60_000;
  const content = document.querySelector<HTMLElement>('.cm-content');
  if (content === null) throw new Error('no editor');
  const view = (content as unknown as { cmTile: { root: { view: EditorView } } }).cmTile.root.view;

  const ask = (detail: ViewRequest): readonly EventId[] => {
    content.dispatchEvent(new CustomEvent('parley:view', { detail }));
    return detail.version ?? [];
  };
  const isAt = (version: readonly EventId[]): boolean =>
    ask({}).join() === [...version].sort().join();

  let strokes: readonly Stroke[] = [];
  let next = 0;
  let from = 0;
  let lengthAfter = 0;
  let astral = false;
  let fault: Error | null = null;
  let finished: (() => void) | null = null;

  function place(): void {
    const stroke = strokes[next];
    if (stroke === undefined) return finished?.();
    const { doc } = view.state;
    const units = (at: number): number => (astral ? unitsAt(doc, at) : at);
    from = units(stroke.position);
    const to = 'deleted' in stroke ? units(stroke.position + stroke.deleted) : from;
    const grows = 'inserted' in stroke ? stroke.inserted.length : from - to;
    lengthAfter = doc.length + grows;
    view.dispatch({ selection: { anchor: from, head: to } });
  }

  /** Runs after the editor's own observer, before the next input event. */
  function look(): void {
    const stroke = strokes[next];
    if (stroke === undefined || view.state.doc.length !== lengthAfter) return;
    if ('inserted' in stroke) {
      const found = view.state.sliceDoc(from, from + stroke.inserted.length);
      if (found !== stroke.inserted)
        fault ??= new Error(`typed ${JSON.stringify(stroke)}, got ${JSON.stringify(found)}`);
    }
    next += 1;
    place();
  }
  new MutationObserver(look).observe(content, {
    childList: true,
    characterData: true,
    subtree: true,
  });

  async function until(holds: () => boolean, what: () => string): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!holds()) {
      if (performance.now() > end) throw new Error(what());
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  return {
    hold: () => void ask({ hold: true }),
    release: () => void ask({ release: true }),
    version: () => ask({}),
    text: () => view.state.doc.toString(),
    async stand(version, plan) {
      if (!view.hasFocus) view.focus();
      if (!isAt(version)) {
        ask({ advanceTo: version });
        await until(
          () => isAt(version),
          () => `at ${ask({}).join()} instead of ${version.join()}`,
        );
      }
      const surrogate = /[\ud800-\udfff]/;
      astral ||= plan.some((stroke) => 'inserted' in stroke && surrogate.test(stroke.inserted));
      astral ||= surrogate.test(view.state.doc.toString());
      strokes = plan;
      next = 0;
      place();
    },
    async typed() {
      const timeout = new Promise<never>((_, reject) => {
        const why = (): string =>
          `stroke ${next} ${JSON.stringify(strokes[next])}: ${view.state.doc.length}, not ${lengthAfter}`;
        const timer = setTimeout(() => reject(new Error(why())), PATIENCE_MS);
        finished = () => {
          clearTimeout(timer);
          reached();
        };
      });
      let reached = (): void => {};
      const done = new Promise<void>((resolve) => (reached = resolve));
      if (next >= strokes.length) reached();
      await Promise.race([done, timeout]);
      finished = null;
      if (fault !== null) throw fault;
      return ask({});
    },
  };
}
