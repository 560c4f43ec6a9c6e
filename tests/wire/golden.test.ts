/**
 * The format, byte for byte. A golden value that changes is a change of format: histories that exist
 * become unreadable or their signatures void, so it needs a new version number and a decision.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import golden from '../vectors/golden/wire.json';
import * as cases from './golden-cases.ts';

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
/** The tag's hash and then parts in hex. */
const tagged = (tag: string, ...hex: readonly string[]): string =>
  sha256(sha256(tag), Buffer.from(hex.join(''), 'hex')).toString('hex');
const value = (name: string): string => cases.GOLDEN_CASES[name] ?? '';
const hexOf = (text: string): string => Buffer.from(text).toString('hex');

describe('golden values', () => {
  it('are recorded for every case, and for no other', () => {
    expect(Object.keys(golden.values)).toEqual(Object.keys(cases.GOLDEN_CASES));
  });

  it.each(Object.entries(golden.values))('%s is what it was', (name, recorded) => {
    expect(value(name)).toBe(recorded);
  });
});

describe('W5 A26 what is signed and hashed, put together by hand', () => {
  const { WORKSPACE, FOUNDER, AGENT_KEY, AGENT, INVITE_KEY, INVITE_EVENT, JOINER } = cases;
  const genesis = Buffer.from(cases.GENESIS_BYTES).toString('hex');

  it('G1 E1 genesis, workspace and agent', () => {
    const text = (words: string): string => {
      const bytes = Buffer.from(words);
      return Buffer.of(bytes.length).toString('hex') + bytes.toString('hex');
    };
    const secret = Array.from({ length: 32 }, (_, i) => (0x20 + i).toString(16)).join('');
    expect(genesis).toBe(
      `01${FOUNDER}${text('Ada Lovelace')}${text('Minutes – März 🌱')}${secret}80f2d6ca06`,
    );
    expect(value('workspace id')).toBe(tagged('parley/genesis/1', genesis));
    expect(value('agent id')).toBe(tagged('parley/agent/1', WORKSPACE, FOUNDER, AGENT_KEY));
  });

  it('certificate, join and device', () => {
    const { NAME, TRANSCRIPT } = cases;
    const transcript = Buffer.from(TRANSCRIPT).toString('hex');
    const certified = [WORKSPACE, FOUNDER, AGENT_KEY];
    expect(value('certificate message')).toBe(tagged('parley/certificate/1', ...certified));
    const parts = [
      '20',
      WORKSPACE,
      '20',
      INVITE_EVENT,
      '20',
      JOINER,
      '04',
      hexOf(NAME),
      '20',
      transcript,
    ];
    expect(value('join message')).toBe(tagged('parley/join/1', ...parts));
    expect(value('device message')).toBe(tagged('parley/device/1', WORKSPACE, FOUNDER, JOINER));
  });

  it('C11 the door of a device link, and what is signed there', () => {
    const { TRANSCRIPT } = cases;
    const transcript = Buffer.from(TRANSCRIPT).toString('hex');
    const attached = [WORKSPACE, FOUNDER, JOINER, transcript];
    expect(value('attach message')).toBe(tagged('parley/attach/1', ...attached));
    const secret = '03'.repeat(32);
    expect(value('device door secret')).toBe(tagged('parley/device-door/1', secret));
  });

  it('chain, door and topic', () => {
    const end = Array.from({ length: 32 }, (_, i) => (0x11 + i).toString(16).padStart(2, '0'));
    const chain = [AGENT, '00', 'e807', end.join('')];
    expect(value('chain message')).toBe(tagged('parley/chain/1', ...chain));
    expect(value('door secret')).toBe(tagged('parley/door/1', INVITE_KEY));
    const secret = Array.from({ length: 32 }, (_, i) => (0x20 + i).toString(16)).join('');
    expect(value('topic')).toBe(tagged('parley/topic/1', secret));
  });

  it('the first event’s id', () => {
    const who = sha256(Buffer.from(`${AGENT}00`, 'hex'));
    const prefix = Buffer.concat([sha256('parley/event/1'), who]);
    expect(prefix).toHaveLength(64);
    const first = Buffer.from(value('body: first of a content chain'), 'hex');
    const id = sha256(prefix, Buffer.alloc(32), first).toString('hex');
    expect(value('event id: first')).toBe(id);
  });
});
