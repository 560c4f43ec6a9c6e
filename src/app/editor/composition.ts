/**
 * Holds remote text back while an input method composes.
 *
 * A remote edit that touches the composed range corrupts it in every editor (docs/decisions/0005):
 * the browser owns that text until `compositionend`. So the session takes in nothing newer
 * meanwhile; the hold ends shortly after the composition, when the editor has read its result.
 */
import type { Extension } from '@codemirror/state';
import { type EditorView, ViewPlugin } from '@codemirror/view';

/** Between `compositionend` and the release: browsers deliver the final text within a frame or two. */
export const SETTLE_MS = 30;
/** A composition left open (a forgotten candidate window) must not cut a person off. */
export const HOLD_MS_MAX = 10_000;

export interface Holder {
  hold(): void;
  release(): void;
}

/** Calls `hold` and `release` in turn, never twice the same. */
export function compositionHold(holder: Holder): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      held = false;
      settle: ReturnType<typeof setTimeout> | undefined;
      cap: ReturnType<typeof setTimeout> | undefined;

      begin(): void {
        clearTimeout(this.settle);
        if (this.held) return;
        this.held = true;
        holder.hold();
        this.cap = setTimeout(() => this.end(), HOLD_MS_MAX);
      }

      endSoon(view: EditorView): void {
        clearTimeout(this.settle);
        this.settle = setTimeout(() => {
          if (view.composing) this.endSoon(view);
          else this.end();
        }, SETTLE_MS);
      }

      end(): void {
        clearTimeout(this.settle);
        clearTimeout(this.cap);
        if (!this.held) return;
        this.held = false;
        holder.release();
      }

      destroy(): void {
        this.end();
      }
    },
    {
      eventObservers: {
        compositionstart() {
          this.begin();
        },
        compositionend(_event, view) {
          this.endSoon(view);
        },
      },
    },
  );
  return plugin;
}
