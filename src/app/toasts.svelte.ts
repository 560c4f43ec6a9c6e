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

export const toasts = {
  get shown(): readonly Toast[] {
    return shown;
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
