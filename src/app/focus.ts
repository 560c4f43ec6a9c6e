/**
 * Where reading begins on a new screen. An element that holds the focus keeps it.
 */
export function focusHeading(): void {
  if (document.activeElement !== document.body && document.activeElement !== null) return;
  document.querySelector<HTMLElement>('h1')?.focus();
}
