/** What is put into every page before its own scripts run: when a key or a button was
 * pressed, when its text stood there. */

/** Times are milliseconds since the page began to load. */
export interface Watch {
  /** When the frame with any text, and with the text as it is in the end, was drawn; 0: not yet. */
  begun: number;
  shown: number;
  /** When a key or a button was pressed last. */
  pressed: number;
  /** When each step of a join began. */
  readonly steps: number[];
  /** Milliseconds of wall clock that each task of more than fifty took. */
  readonly long: number[];
}

declare global {
  interface Window {
    seen: Watch;
    /** The whole text of a page of this measurement. */
    wholeText: () => string;
  }
}

/**
 * `beginning`: what the editor must show, without line breaks. Sent to the page as text: may use
 * nothing from outside.
 */
export function installWatch(beginning: string): void {
  const watch: Watch = { begun: 0, shown: 0, pressed: 0, steps: [], long: [] };
  for (const kind of ['keydown', 'click'])
    addEventListener(kind, () => (watch.pressed = performance.now()), true);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watch.long.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  /** After the frame: what a frame callback posts is run when the frame has been drawn. */
  const drawn = (then: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', then);
    port1.start();
    requestAnimationFrame(() => port2.postMessage(null));
  };
  let some = false;
  const observer = new MutationObserver(() => {
    const joining = [...document.querySelectorAll('main li')];
    const step = joining.findIndex((item) => item.ariaCurrent === 'step');
    if (step >= 0) watch.steps[step] ??= performance.now();
    const lines = document.querySelectorAll('.cm-line');
    if (lines.length === 0 || lines[0]?.querySelector('.cm-placeholder')) return;
    if (!some) drawn(() => (watch.begun = performance.now()));
    some = true;
    if (
      ![...lines]
        .map((line) => line.textContent)
        .join('')
        .startsWith(beginning)
    )
      return;
    observer.disconnect();
    drawn(() => (watch.shown = performance.now()));
  });
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  globalThis.window.seen = watch;
}
