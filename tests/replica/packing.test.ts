/** What a replica sends packed, and what it does with packed frames while they are unpacked. */
import { describe, expect, it } from 'vitest';
import {
  MAX_BUNDLE_BYTES,
  MAX_CHUNK_BYTES,
  MAX_INBOX_BYTES,
  MAX_SENT_BUNDLE,
} from '../../src/base/limits.ts';
import { concat } from '../../src/base/bytes.ts';
import type { AgentId } from '../../src/base/ids.ts';
import { BundleWriter } from '../../src/wire/bundling.ts';
import { encodeBody } from '../../src/wire/event.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { encodePacked } from '../../src/wire/packed.ts';
import { DOC, Host } from './lab.ts';
import { pack, unpack } from '../sim/engine.ts';

const LINE = 'a line of no importance\n';
const LINES = 60;

/** A host that holds what was typed, and the message by which another one gets it. */
function typed() {
  const host = new Host(0, 1);
  for (let i = 0; i < LINES; i++) host.type(DOC, 0, LINE);
  const peer = host.connect('new');
  host.pass(1_000);
  host.receive(peer, encodeMessage({ kind: 'summary', ends: [] }));
  const bundle = host.sends.find(({ loose }) => loose !== undefined);
  if (!bundle) throw new Error('nothing to pack');
  return { host, bundle };
}

/** Another one that unpacks it, with a live frame that waits behind. */
function behind() {
  const { host, bundle } = typed();
  const other = new Host(0, 2);
  other.slowUnpacking = true;
  const peer = other.connect('sender');
  other.receive(peer, pack(bundle.message, bundle.loose ?? 0));
  const before = host.sends.length;
  host.type(DOC, 0, '!');
  host.pass(1_000);
  const live = host.sends.slice(before).find(({ message }) => message[0] === 3);
  other.receive(peer, live?.message ?? new Uint8Array());
  return { host, other, peer };
}

describe('packed messages', () => {
  it('W7 are what a new peer gets, with the signatures loose, and no live event is one', () => {
    const { host, bundle } = typed();
    expect(bundle.message.length).toBeGreaterThan(1_024);
    expect((bundle.loose ?? 0) % 64).toBe(0);
    const before = host.sends.length;
    host.type(DOC, 0, 'live');
    host.pass(1_000);
    const live = host.sends.slice(before);
    expect(live.some(({ message }) => message[0] === 3)).toBe(true);
    expect(live.every(({ loose }) => loose === undefined)).toBe(true);
  });

  it('W7 bring what they hold, and the frames after them wait', () => {
    const { other } = behind();
    expect(other.text()).toBe('');
    expect(other.replica.waiting.events).toBe(0);
    const [asked] = other.unpacking;
    if (!asked) throw new Error('nothing to unpack');
    other.do((own, now) => own.unpacked(asked.ticket, unpack(asked.packed), now));
    expect(other.text()).toBe(`!${LINE.repeat(LINES)}`);
    expect(other.drops.size).toBe(0);
  });

  it('S7 cost the channel when they cannot be unpacked, or hold a packed one', () => {
    const { bundle } = typed();
    const inner = pack(bundle.message, bundle.loose ?? 0);
    for (const frame of [
      encodePacked({ loose: new Uint8Array(64), deflated: new Uint8Array(9).fill(255) }),
      pack(inner, 0),
    ]) {
      const other = new Host(0, 3);
      const peer = other.connect('liar');
      other.receive(peer, frame);
      expect(other.drops.has(peer)).toBe(true);
      expect(other.text()).toBe('');
    }
  });

  it('S17 are taken in, and what came after them, when another channel to their sender takes over', () => {
    const { host, other, peer } = behind();
    other.receive(peer, encodeMessage({ kind: 'presence', caret: null }));
    const [first] = other.replica.peers().map(({ channel, inbox }) => ({ channel, inbox }));
    expect(first?.inbox.length).toBe(2);
    other.connect('sender');
    const [second] = other.replica.peers();
    expect(second?.channel).not.toBe(first?.channel);
    expect(second?.inbox.length).toBe(1);
    const [asked] = other.unpacking;
    if (!asked) throw new Error('nothing to unpack');
    other.do((own, now) => own.unpacked(asked.ticket, unpack(asked.packed), now));
    expect(other.text()).toBe(`!${LINE.repeat(LINES)}`);
    other.receive(peer, encodeMessage({ kind: 'hello', held: host.replica.held }));
    expect(other.sent.filter(({ message }) => message.kind === 'summary')).toEqual([]);
    expect(other.sent.filter(({ message }) => message.kind === 'hello').length).toBe(2);
  });

  it('S17 are forgotten when a channel to somebody else has their sender’s name', () => {
    const { bundle } = typed();
    const other = new Host(0, 2);
    other.slowUnpacking = true;
    const peer = other.connect('sender');
    other.receive(peer, pack(bundle.message, bundle.loose ?? 0));
    other.connect('sender', 0, 98);
    const [asked] = other.unpacking;
    if (!asked) throw new Error('nothing to unpack');
    other.do((own, now) => own.unpacked(asked.ticket, unpack(asked.packed), now));
    expect(other.text()).toBe('');
  });

  it('are forgotten with their peer, and wait in its inbox within its bounds', () => {
    const other = new Host(0, 4);
    other.slowUnpacking = true;
    const peer = other.connect('slow');
    const packed = pack(new Uint8Array(100_000), 90_000);
    other.receive(peer, packed);
    for (let bytes = 0; bytes <= MAX_INBOX_BYTES; bytes += packed.length)
      other.receive(peer, packed);
    expect(other.unpacking.length).toBe(1);
    expect(other.drops.get(peer)?.code).toBe('OverBudget');
    const [asked] = other.unpacking;
    other.do((own, now) => own.unpacked(asked?.ticket ?? 0, null, now));
    expect(other.replica.peers()).toEqual([]);
  });
});

describe('a bundle', () => {
  it('S4 that is sent unfolds to little at once, one that is stored to more', () => {
    const events = 1_000;
    const deleted = encodeBody({
      seal: false,
      elapsed: 0,
      ops: [{ kind: 'delete', position: 1_000_000, count: 1 }],
    });
    const bodies = concat(...Array.from({ length: events }, () => deleted));
    const filled = (writer: BundleWriter): number => {
      let runs = 0;
      for (; writer.fits(bodies.length); runs++) {
        const from = runs * events;
        const agent = '0'.repeat(64) as AgentId;
        const signature = new Uint8Array(64);
        writer.add({ agent, chain: 'content', from, to: from + events, events, bodies, signature });
      }
      return runs * bodies.length;
    };
    for (const [writer, most] of [
      [new BundleWriter(), MAX_SENT_BUNDLE],
      [new BundleWriter(MAX_CHUNK_BYTES, MAX_BUNDLE_BYTES), MAX_BUNDLE_BYTES],
    ] as const) {
      const unfolded = filled(writer);
      expect(unfolded).toBeLessThanOrEqual(most);
      expect(unfolded).toBeGreaterThan(most - bodies.length);
    }
  });
});
