/**
 * Can Parley run here at all? Asked before anything else is loaded, so that the answer to "no" is a
 * page of words and never a blank one. What only fails when used (a full disk, a private window
 * that refuses) is found by the store and mapped to words by `troubleOf`.
 */
import type { StoreErrorCode } from '../storage/store.ts';
import type { troubleWords } from './words/trouble.ts';

export type Trouble = keyof typeof troubleWords;

/** The parts of a browser's global object that are asked for. */
export interface Surroundings {
  readonly isSecureContext?: boolean;
  readonly self?: unknown;
  readonly top?: unknown;
  readonly indexedDB?: unknown;
  readonly crypto?: { readonly subtle?: unknown; readonly getRandomValues?: unknown };
  readonly WebSocket?: unknown;
  readonly BroadcastChannel?: unknown;
  readonly Promise?: { readonly withResolvers?: unknown };
  readonly String?: { readonly prototype: object };
}

/** The first reason why Parley cannot run here, or null. */
export function diagnose(world: Surroundings): Trouble | null {
  // Where the host sets no headers, nothing else keeps another page from showing this one as its own.
  if (world.top !== world.self) return 'framed';
  if (world.isSecureContext === false) return 'insecure';
  if (
    typeof world.Promise?.withResolvers !== 'function' ||
    !('isWellFormed' in (world.String?.prototype ?? {})) ||
    typeof world.WebSocket !== 'function' ||
    typeof world.BroadcastChannel !== 'function'
  ) {
    return 'oldBrowser';
  }
  if (world.crypto?.subtle === undefined || world.crypto.getRandomValues === undefined) {
    return 'noCrypto';
  }
  if (world.indexedDB === undefined || world.indexedDB === null) return 'noStorage';
  return null;
}

/** Where looking closer may help: the page that does runs in spite of it. */
export const mayCheck = (trouble: Trouble): boolean => CHECKED.has(trouble);

const CHECKED: ReadonlySet<Trouble> = new Set([
  'insecure',
  'noCrypto',
  'noStorage',
  'storageRefused',
  'noRoom',
  'blocked',
  'damaged',
]);

const STORE_TROUBLE: Record<StoreErrorCode, Trouble> = {
  Unavailable: 'storageRefused',
  Quota: 'noRoom',
  Blocked: 'blocked',
  Newer: 'newer',
  Closed: 'closed',
  Corrupt: 'damaged',
  Missing: 'damaged',
  Exists: 'damaged',
  Failed: 'damaged',
};

/** What to say about an error that stopped the application from starting. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Error && error.name === 'StoreError' && 'code' in error) {
    return STORE_TROUBLE[error.code as StoreErrorCode] ?? 'damaged';
  }
  // A chunk that cannot be fetched rejects an import() with a TypeError, in every browser.
  return error instanceof TypeError && /import|module|fetch/i.test(error.message)
    ? 'notLoaded'
    : 'crashed';
}
