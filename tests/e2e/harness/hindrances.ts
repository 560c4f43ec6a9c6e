/**
 * Ways to keep Parley from starting, one for each trouble that it explains: by taking a part of the
 * browser away before the page loads, or by what another page of the same origin does.
 */
import type { Page } from 'playwright';

import type { Trouble } from '../../../src/app/environment.ts';

export interface Hindrance {
  /** A script that runs before everything else in every page of the profile. */
  readonly before?: string;
  /** Done in another tab, before the application opens. */
  readonly prepare?: (page: Page, site: string) => Promise<void>;
  /** Parley gives up only after this many milliseconds. */
  readonly waits?: number;
  /** What is fetched fails on purpose. */
  readonly unreachable?: boolean;
}

const DATABASE = 'parley';

/** Opens a page of the origin that is not the application. */
async function visitNeighbour(page: Page, site: string): Promise<void> {
  const body = '<link rel="icon" href="data:," /><title>Neighbour</title>';
  await page.route(`${site}neighbour`, (route) =>
    route.fulfill({ contentType: 'text/html', body }),
  );
  await page.goto(`${site}neighbour`);
}

const refuses = (error: string): string =>
  `IDBFactory.prototype.open = () => { throw new DOMException('made by a test', '${error}'); };`;

export const HINDRANCES: Readonly<
  Record<Exclude<Trouble, 'insecure' | 'closed' | 'framed'>, Hindrance>
> = {
  noStorage: { before: `Object.defineProperty(window, 'indexedDB', { value: undefined });` },
  storageRefused: { before: refuses('SecurityError') },
  noCrypto: { before: `Object.defineProperty(crypto, 'subtle', { value: undefined });` },
  oldBrowser: { before: 'delete String.prototype.isWellFormed;' },
  noRoom: { before: refuses('QuotaExceededError') },
  damaged: { before: refuses('UnknownError') },
  crashed: { before: 'Intl.RelativeTimeFormat = () => { throw new Error("made by a test"); };' },
  newer: {
    async prepare(page, site) {
      await visitNeighbour(page, site);
      await page.evaluate(
        (name) =>
          new Promise((resolve, reject) => {
            const opening = indexedDB.open(name, 99);
            opening.onsuccess = () => resolve(opening.result.close());
            opening.onerror = () => reject(new Error(String(opening.error)));
          }),
        DATABASE,
      );
    },
  },
  blocked: {
    waits: 15_000,
    async prepare(page, site) {
      await visitNeighbour(page, site);
      // One version is held open, and a newer one waits for it: whoever comes later waits, too.
      await page.evaluate(
        (name) =>
          new Promise<void>((resolve) => {
            indexedDB.open(name, 1).onsuccess = () => {
              indexedDB.open(name, 2).onblocked = () => resolve();
            };
          }),
        DATABASE,
      );
    },
  },
  notLoaded: {
    unreachable: true,
    async prepare(page) {
      await page.context().route('**/assets/main-*.js', (route) => route.abort());
    },
  },
};

const answers = (promised: boolean): string => `for (const name of ['persist', 'persisted'])
  if (globalThis.StorageManager) StorageManager.prototype[name] = async () => ${promised};`;

/** What browsers say to each person differently: whether they keep what is stored, and files to write. */
export const KEEPING = {
  refuses: answers(false),
  promises: answers(true),
  /** Nobody can press anything in the browser's own dialog: this gives a real file of the page's own. */
  picksInside: `window.showSaveFilePicker = async ({ suggestedName }) =>
    (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });`,
} as const;
