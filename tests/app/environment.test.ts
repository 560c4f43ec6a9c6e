/** What stops Parley from running, and that each has its own words. */
import { describe, expect, it } from 'vitest';
import { type Surroundings, diagnose, troubleOf } from '../../src/app/environment.ts';
import { words as en } from '../words.ts';
import { languageFor } from '../../src/app/words/languages.ts';
import { StoreError, type StoreErrorCode } from '../../src/storage/store.ts';

const fit: Surroundings = {
  isSecureContext: true,
  indexedDB: {},
  crypto: { subtle: {}, getRandomValues: {} },
  WebSocket: EventTarget,
  BroadcastChannel: EventTarget,
  Promise,
  String,
};

describe('diagnosis', () => {
  it('finds nothing in a browser that is fit', () => {
    expect(diagnose(fit)).toBeNull();
  });

  it.each<[string, Partial<Surroundings>, string]>([
    ['a page inside another', { self: {}, top: {} }, 'framed'],
    ['plain http', { isSecureContext: false, crypto: {} }, 'insecure'],
    ['an old browser', { Promise: {} }, 'oldBrowser'],
    ['no websockets', { WebSocket: undefined }, 'oldBrowser'],
    ['no encryption', { crypto: { getRandomValues: {} } }, 'noCrypto'],
    ['no database', { indexedDB: undefined }, 'noStorage'],
    ['a database that is switched off', { indexedDB: null }, 'noStorage'],
  ])('%s', (_name, change, trouble) => {
    expect(diagnose({ ...fit, ...change })).toBe(trouble);
  });

  it.each<[StoreErrorCode, string]>([
    ['Unavailable', 'storageRefused'],
    ['Blocked', 'blocked'],
    ['Newer', 'newer'],
    ['Quota', 'noRoom'],
    ['Corrupt', 'damaged'],
  ])('a store that is %s', (code, trouble) => {
    expect(troubleOf(new StoreError(code, ''))).toBe(trouble);
  });

  it('a part that could not be fetched is told from a mistake of our own', () => {
    const unfetched = new TypeError('Failed to fetch dynamically imported module: https://x/a.js');
    expect(troubleOf(unfetched)).toBe('notLoaded');
    expect(troubleOf(new Error('x'))).toBe('crashed');
    expect(troubleOf(undefined)).toBe('crashed');
  });
});

describe('words', () => {
  it('English stands in for a language that there are no words for', () => {
    expect(languageFor(['xx-YY'])).toBe('en');
    expect(languageFor(['en-GB'])).toBe('en');
    expect(languageFor([])).toBe('en');
  });
  it('one that is begun is for whoever chooses it', () => {
    expect(languageFor(['fr-FR', 'de-DE'])).toBe('de');
    expect(languageFor(['de-DE'], 'fr')).toBe('fr');
    expect(languageFor(['de-DE'], 'xx')).toBe('de');
  });

  /** LOOK: people and devices; these belong into Details, which this version has not. */
  const BANNED =
    /\b(peers?|nodes?|forks?|forked|byzantine|equivocat\w*|dag|merkle|crdt|hash|sessions?|keypairs?)\b/i;

  function* sentences(value: unknown): Generator<string> {
    if (typeof value === 'string') yield value;
    else if (typeof value === 'function')
      yield* sentences(Reflect.apply(value, null, samples(value)));
    else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) yield* sentences(part);
    }
  }
  /** Something that fits each of our word functions: lists and facts are read tolerantly. */
  const samples = (of: { length: number; toString(): string }): unknown[] => {
    if (/^\(?(names|parts)\b/.test(of.toString())) return [['Ada', 'Cy'], 'Bo'];
    if (/^\(?when, names\b/.test(of.toString())) return ['today', ['Ada', 'Cy']];
    if (/^\(?count\b/.test(of.toString())) return [{ words: 2, characters: 9 }];
    if (/^\(?role\b/.test(of.toString())) return ['editor', 5, 'week'];
    if (/^\(?(n|unsent)\b/.test(of.toString())) return [2, 'Ada'];
    if (/^\(?f\b/.test(of.toString())) return [{ name: 'Ada' }];
    if (/^\(?(vanishing)\b/.test(of.toString())) return [2, 2, 2];
    return Array.from({ length: of.length }, () => 'Ada');
  };

  it('no screen speaks of machinery, and no sentence is left open', () => {
    for (const sentence of sentences({ ...en, list: null })) {
      expect(sentence).not.toMatch(BANNED);
      expect(sentence).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it('every refusal says what happened, what is safe and what to do', () => {
    for (const [code, failure] of Object.entries(en.join.failures)) {
      for (const part of Object.values(failure)) expect(part, code).toMatch(/\S{3,}/);
    }
  });
});
