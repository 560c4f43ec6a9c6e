/**
 * Where reading begins on a new screen, and where it goes on when what had the focus is gone. An element
 * that holds the focus keeps it.
 */

const isFree = (): boolean =>
  document.activeElement === document.body || document.activeElement === null;

/** Of the page, or of the modal on top: what that covers cannot be focused. */
function heading(): HTMLElement | null {
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  return (modal ?? document).querySelector(modal ? 'h2' : 'h1');
}

export function focusHeading(): void {
  if (isFree()) heading()?.focus();
}

/** Back to what had the focus before; if that is gone, too, to where reading begins. Nothing scrolls. */
export function focusAgain(before: Element | null): void {
  for (const one of [before, heading()]) {
    if (isFree() && one instanceof HTMLElement) one.focus({ preventScroll: true });
  }
}
