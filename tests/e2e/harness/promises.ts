/**
 * What the page has promised: at every frame, the text that stands in the editor while the pill says
 * that it is saved. A promise leaves the page at once, so that it outlives the page.
 */
import type { BrowserContext } from 'playwright';

import { words } from '../../words.ts';

const BINDING = 'promiseMade';

export interface Promises {
  /** How many different texts were shown as saved, over all pages so far. */
  readonly count: number;
  /** The last of them: lines from the last one that begins with the mark. */
  readonly last: string;
  /** From now on only lines from the one that begins with `mark` count. */
  begin(mark: string): void;
  /** Resolves when the last of them is `text`. */
  of(text: string): Promise<void>;
}

/**
 * Watches all pages of a context that are opened from now on. `only`: no promise but those that the pill
 * makes in just these words.
 */
export async function watchPromises(context: BrowserContext, only?: string): Promise<Promises> {
  let mark = '';
  let count = 0;
  let last = '';
  let waiting: { for: string; done: () => void } | null = null;
  await context.exposeBinding(BINDING, (_source, tail: string) => {
    const from = mark === '' ? -1 : tail.lastIndexOf(mark);
    if (from < 0) return;
    last = tail.slice(from);
    count += 1;
    if (waiting !== null && last === waiting.for) waiting.done();
  });
  const { pill, status } = { pill: words.pill, status: words.pill.label };
  await context.addInitScript(sampleFrames, {
    binding: BINDING,
    label: status,
    // Whatever else the pill says, it says only of work that the store has confirmed.
    unsaved: [pill.saving, pill.failed, pill.memory],
    only,
  });
  return {
    get count() {
      return count;
    },
    get last() {
      return last;
    },
    begin(next) {
      mark = next;
      last = '';
    },
    of(text) {
      if (last === text) return Promise.resolve();
      return new Promise((done) => (waiting = { for: text, done }));
    },
  };
}

interface Sampling {
  readonly binding: string;
  readonly label: string;
  readonly unsaved: readonly string[];
  readonly only: string | undefined;
}

/** Sent to the page as text: may use nothing from outside. */
function sampleFrames({ binding, label, unsaved, only }: Sampling): void {
  const LINES = 24;
  let sent = '';
  const sample = (): void => {
    requestAnimationFrame(sample);
    const pill = document.querySelector<HTMLElement>(`[role=status][aria-label="${label}"]`);
    const lines = document.querySelectorAll('.cm-content > .cm-line');
    const said = pill?.innerText.trim();
    if (said === undefined || lines.length === 0 || unsaved.includes(said)) return;
    if (only !== undefined && said !== only) return;
    // The caret is at the end, so the last lines are drawn; as many as a page of a slow machine takes.
    const tail = [...lines].slice(-LINES).map(({ textContent }) => textContent);
    const text = tail.join('\n');
    if (text === sent) return;
    sent = text;
    (window as unknown as Record<string, (text: string) => void>)[binding]?.(text);
  };
  requestAnimationFrame(sample);
}
