/**
 * A long history that is taken in part by part, while its host does other things in between: it ends
 * as if it had come at once, and nobody waits for it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPeerId } from '../../src/base/ids.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { converse, DOC, Host } from './lab.ts';

/** Each becomes an event of eight kilobytes: together they are several parts. */
const PAGES = 40;
const PAGE = 'a line of no importance, and another\n'.repeat(220);

const source = new Host(0, 1);
for (let i = 0; i < PAGES; i++) source.type(DOC, i, `${i}:${PAGE}`);

/** A new replica in the middle of it: it has been sent everything. */
function receiving(load: number) {
  const host = new Host(0, load);
  host.lazy = true;
  const frames = framesFor(load);
  const peer = host.connect('source');
  for (const frame of frames) host.receive(peer, frame);
  return { host, peer };
}

/** What brings a new replica everything. */
function framesFor(load: number): Uint8Array[] {
  const name = `new ${load}`;
  const before = source.sent.length;
  const peer = source.connect(name);
  source.do((own, now) => own.receive(peer, summaryOfNobody, now));
  source.do((own) => own.disconnected(peer));
  return source.sent.slice(before).flatMap(({ to, message, bytes }) => {
    return to === peer && message.kind === 'events' ? [bytes] : [];
  });
}

/** Of somebody who holds nothing. */
const summaryOfNobody = encodeMessage({ kind: 'summary', ends: [] });

function finish(host: Host): void {
  host.lazy = false;
  host.do((own, now) => own.release(now));
  source.connect('host');
  host.connect('source');
  converse({ source, host });
  source.do((own) => own.disconnected(asPeerId('host')));
}

const acts = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('go on' as const) },
    { weight: 3, arbitrary: fc.constantFrom('type', 'live', 'hold', 'release') },
    { weight: 1, arbitrary: fc.constant('cut' as const) },
  ),
  { maxLength: 40 },
);

let loads = 10;

describe('a history that is taken in part by part', () => {
  it('takes in no part of it before it is asked to go on, and then a part', () => {
    const { host } = receiving(2);
    const lengths = new Set<number>();
    do lengths.add(host.text().length);
    while (host.goOn());
    expect(Math.min(...lengths)).toBe(0);
    expect(lengths.size).toBeGreaterThan(3);
    expect(host.text() === source.text()).toBe(true);
    finish(host);
    expect(host.replica.held).toBe(source.replica.held);
  });

  it('S6 lets what is typed meanwhile go to the store at once', () => {
    const { host } = receiving(3);
    for (let i = 0; i < 4; i++) host.goOn();
    const stored = host.stored.length;
    const shown = host.text().length;
    host.type(DOC, 0, 'mine');
    expect(host.stored.length).toBe(stored + 1);
    expect(host.stored.at(-1)?.durability).toBe('strict');
    expect(host.text().length).toBe(shown + 4);
    finish(host);
    expect(host.text().includes('mine')).toBe(true);
    expect(host.text() === source.text()).toBe(true);
  });

  it('S8 ends as if it had come at once, whatever happens in between', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { host, peer } = receiving(loads++);
        const writer = new Host(0, loads++);
        const typed: string[] = [];
        for (const [i, act] of list.entries()) {
          const word = `<${loads}-${i}>`;
          if (act === 'go on') host.goOn();
          else if (act === 'hold') host.do((own) => own.hold());
          else if (act === 'release') host.do((own, now) => own.release(now));
          else if (act === 'cut') host.do((own) => own.disconnected(peer));
          else {
            typed.push(word);
            (act === 'type' ? host : writer).type(DOC, 0, word);
            if (act === 'live') host.hear('writer', ...writer.stored.slice(-1).map(lastRun));
          }
        }
        finish(host);
        for (const word of typed) expect(host.text().includes(word)).toBe(true);
        expect(host.text() === source.text()).toBe(true);
        expect(host.replica.held).toBe(source.replica.held);
        expect([...host.drops.values()]).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

const lastRun = ({ runs }: Host['stored'][number]): Uint8Array =>
  runs[0]?.bytes ?? new Uint8Array();
