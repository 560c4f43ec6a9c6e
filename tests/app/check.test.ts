/** What the check makes of what it measured, and that it has words for all of it. */
import { beforeAll, describe, expect, it } from 'vitest';

import {
  buildOf,
  clockOf,
  hostOf,
  keptOf,
  outcome,
  relayOf,
  roomOf,
  ROWS,
  setupOf,
  wayOf,
  type Code,
  type Meeting,
} from '../../src/app/check/outcome.ts';
import { reportOf } from '../../src/app/check/report.ts';
import { words as en } from '../words.ts';
import checkWords from '../../src/app/words/en/check.ts';
import keeping from '../../src/app/words/en/keeping.ts';
import { withWords } from '../../src/app/words/languages.ts';
import type { Deployment } from '../../src/host/deployment.ts';

const RELAY =
  '/dns4/relay.example/tcp/443/wss/p2p/12D3KooWRR8J8FV4JXj99XzPJfM1eduoQNmEYLeyKvvUwCRYGAZT';
const MET: Meeting = { relay: RELAY, reached: true, milliseconds: 12.4, direct: true };
const SETUP: Deployment = {
  found: 'read',
  wrong: '',
  relays: [RELAY],
  iceServers: [],
  relayOnly: false,
};
const MINUTE = 60_000;
const check = { ...checkWords, findings: { ...checkWords.findings, ...keeping.kept } };

beforeAll(() => withWords(Promise.resolve()));

describe('a verdict', () => {
  it('on the clock is bad from more than five minutes on, either way', () => {
    const codes = [null, 0, 5 * MINUTE, -5 * MINUTE, 6 * MINUTE, -6 * MINUTE].map(
      (skew) => clockOf(skew).code,
    );
    expect(codes).toEqual([
      'clockUnknown',
      'clockRight',
      'clockRight',
      'clockRight',
      'clockWrong',
      'clockWrong',
    ]);
    const said = [6, -90].map((m) => check.findings.clockWrong(clockOf(m * MINUTE).facts).found);
    expect(said).toEqual(['The clock is 6 minutes ahead.', 'The clock is 90 minutes behind.']);
  });

  it('on what the browser says of its storage takes silence for what it is', () => {
    expect([true, false, null].map((answer) => keptOf(answer).code)).toEqual([
      'keptPromised',
      'keptMaybe',
      'keptUnknown',
    ]);
    expect([null, Number.NaN, -5, 1e7, 1e9].map((free) => roomOf(free).code)).toEqual([
      'roomUnknown',
      'roomUnknown',
      'roomLittle',
      'roomLittle',
      'roomEnough',
    ]);
    expect(roomOf(-5).facts).toEqual({ bytes: 0 });
  });

  it('on the version is about what the host has, if it said so', () => {
    expect(['a', 'b', null].map((served) => buildOf('a', served).code)).toEqual([
      'buildNewest',
      'buildOther',
      'buildUnknown',
    ]);
  });

  it('on the set-up names the entry that is wrong, and says when there is no relay', () => {
    expect(setupOf(SETUP)).toEqual(outcome('setupRead', { count: 1 }));
    expect(setupOf({ ...SETUP, relayOnly: true }).code).toBe('setupRelayOnly');
    const nothing = { ...SETUP, relays: [] };
    expect(setupOf(nothing)).toMatchObject({ code: 'setupNoRelay', tone: 'bad' });
    expect(setupOf({ ...nothing, found: 'none' }).code).toBe('setupNone');
    expect(setupOf({ ...nothing, found: 'away' }).code).toBe('setupAway');
    const wrong = setupOf({ ...nothing, found: 'refused', wrong: 'relays[1]' });
    expect(check.findings[wrong.code](wrong.facts).found).toContain('“relays[1]”');
    const unread = setupOf({ ...nothing, found: 'refused' });
    expect(check.findings[unread.code](unread.facts).found).toContain('cannot be read');
  });

  it('on a relay tells one that is away from one that carries nothing', () => {
    expect(relayOf(MET)).toEqual(
      outcome('relayAnswers', { name: 'relay.example', milliseconds: 12 }),
    );
    expect(relayOf({ ...MET, milliseconds: null }).code).toBe('relayCarriesNothing');
    expect(relayOf({ ...MET, milliseconds: null, reached: false }).code).toBe('relayAway');
    expect(hostOf('/ip4/127.0.0.1/tcp/8080/ws/p2p/x')).toBe('127.0.0.1:8080');
  });

  it('on the way is only given when two connections have met', () => {
    expect(wayOf([], false)).toBeNull();
    expect(wayOf([{ ...MET, milliseconds: null }], false)).toBeNull();
    expect(wayOf([{ ...MET, direct: false }, MET], false)?.code).toBe('wayDirect');
    expect(wayOf([{ ...MET, direct: false }], false)?.code).toBe('wayRelayed');
    expect(wayOf([MET], true)?.code).toBe('wayRelayOnly');
  });
});

describe('words', () => {
  const codes = Object.keys(check.findings) as Code[];
  const facts = { bytes: 1e9, minutes: 7, milliseconds: 12, count: 2, name: 'x' };

  it.each(codes)(
    '%s belongs to a row, and says what to do where something is to be done',
    (code) => {
      const { row, tone } = outcome(code);
      expect(code.startsWith(row)).toBe(true);
      expect(ROWS).toContain(row);
      for (const some of [facts, {}]) {
        const { found, means, todo } = check.findings[code](some);
        for (const sentence of [found, means, ...(todo === undefined ? [] : [todo])]) {
          expect(sentence).toMatch(/^[A-Z].*[.:]$/);
          expect(sentence).not.toMatch(/undefined|NaN|null/);
        }
        if (tone === 'bad') expect(todo).toBeDefined();
        if (tone === 'good') expect(todo).toBeUndefined();
      }
    },
  );
});

describe('the report', () => {
  it('has a line for each outcome, with its name, and says where it is from', () => {
    const report = reportOf([outcome('secureYes'), clockOf(6 * MINUTE)], {
      address: 'https://notes.example/a/',
      build: '0123456789ab',
      browser: 'Browser/1.0',
      at: 0,
    });
    expect(report.split('\n')).toEqual([
      `${en.product} · ${check.title}`,
      'https://notes.example/a/',
      'Build 0123456789ab · 1970-01-01T00:00:00.000Z',
      'Browser/1.0',
      '',
      'good Secure address: This address is secure. [secureYes]',
      'bad  Clock: The clock is 6 minutes ahead. [clockWrong]',
      '',
    ]);
  });
});
