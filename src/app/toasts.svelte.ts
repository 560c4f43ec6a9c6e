/**
 * Short messages about what was just done, at most three at a time, each with at most one action.
 * What must not be missed is not a toast: it has a banner or a line in the activity list.
 */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; run(): void };
}

const SHOWN_MAX = 3;
/** Long enough to read a sentence and to reach the button by keyboard. */
const SHOWN_MS = 8_000;

let nextId = 1;
let shown = $state.raw<readonly Toast[]>([]);
/** Modals that are open, the last on top. */
const modals: string[] = [];
let place = $state.raw<string | null>(null);

export const toasts = {
  get shown(): readonly Toast[] {
    return shown;
  },

  /** Where they are shown: in the modal on top, which keeps all else from being heard; `null`: below the page. */
  get place(): string | null {
    return place;
  },

  /** A modal has opened. Returns what to call when it is gone. */
  within(modal: string): () => void {
    modals.push(modal);
    place = modal;
    return () => {
      modals.splice(modals.indexOf(modal), 1);
      place = modals.at(-1) ?? null;
    };
  },

  show(text: string, action?: { readonly label: string; run(): void }): void {
    const id = nextId++;
    const toast: Toast = action === undefined ? { id, text } : { id, text, action };
    shown = [...shown, toast].slice(-SHOWN_MAX);
    setTimeout(() => toasts.dismiss(id), SHOWN_MS);
  },

  dismiss(id: number): void {
    shown = shown.filter((toast) => toast.id !== id);
  },
};
