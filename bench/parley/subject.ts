/** Parley's calls: the whole of it from signed bytes to text, and its text core alone. */
import { Text, type Op } from '../../src/crdt/text.ts';
import { openReplica } from '../../src/host/opening.ts';
import { inUtf16, type Recording } from '../histories.ts';
import type { Call, Kind, Subject } from '../subject.ts';
import { fixtureOf, holding, messagesOf, storeOf, type Fixture } from './history.ts';
import { engine, Host } from './host.ts';
import { EPOCH, identity, record } from './lab.ts';
import { sessionCall } from './session.ts';
import { changesOf, type } from './typed.ts';
import type { Cut } from './written.ts';

/** Signing an event takes a millisecond: of a long recording only the beginning is typed. */
const TYPING_MS = 4_000;

export const parleySubject = (cut: Cut): Subject => ({
  async prepare(recording) {
    const fixture = await fixtureOf(recording, cut);
    const stored = fixture.stored.map(({ bytes }) => bytes);
    const { frames: sent, compacted, cache } = fixture;
    const encodings = { sent, stored, compacted, cache: [cache] };
    return { fixture, encodings, events: fixture.events };
  },
  call: (kind, recording, fixture) => callOf(kind, recording, fixture as Fixture, cut),
});

async function callOf(
  kind: Kind,
  recording: Recording,
  fixture: Fixture,
  cut: Cut,
): Promise<Call | undefined> {
  switch (kind) {
    case 'typed':
      return typing(recording, cut);
    case 'remote':
      return async () => {
        const host = new Host(8, false);
        const peer = host.connect(0, 0);
        for (const frame of fixture.frames) host.do(0, (own, now) => own.receive(peer, frame, now));
        await host.settled();
        return outcome(host);
      };
    case 'live':
      return async () => {
        const host = new Host(8, false);
        const peer = host.connect(0, 0);
        for (const frame of fixture.live) {
          host.do(0, (own, now) => own.receive(peer, frame, now));
          await host.settled();
        }
        return outcome(host);
      };
    case 'reopen': {
      const store = await storeOf(fixture);
      const own = identity(7);
      return async () => {
        const { replica, damaged } = await openReplica(record, store, own, engine, EPOCH);
        if (damaged > 0) throw new Error('what was stored cannot be read');
        return outcome(new Host(7, false, replica));
      };
    }
    case 'session':
      return sessionCall(fixture);
    case 'local':
      return undefined;
  }
}

function typing(recording: Recording, cut: Cut): Call {
  const changes = changesOf(inUtf16(recording));
  return () => {
    const host = new Host(0, true);
    const began = performance.now();
    const edits = type(host, changes, cut, () => performance.now() - began > TYPING_MS);
    const transactions = recording.transactions.slice(0, edits);
    const text = new Text<string>(() => 0);
    return {
      ...outcome(host),
      edits,
      check() {
        for (const { patches } of transactions) text.edit(opsOf(patches), '');
        const part = { ...recording, transactions, endContent: text.toString() };
        if (host.text() !== part.endContent) throw new Error('a wrong text');
        const all = (of: Host): Buffer => Buffer.concat(messagesOf(of).map((one) => one.message));
        if (!all(host).equals(all(holding(part, cut).host)))
          throw new Error('what is typed is not what is written');
      },
    };
  };
}

/** crdt/text.ts by itself: nothing is cut, hashed or signed. */
export const coreSubject: Subject = {
  prepare: async () => ({ fixture: null, encodings: {} }),
  async call(kind, recording) {
    if (kind !== 'local') return undefined;
    const edits = recording.transactions.map(({ patches }) => opsOf(patches));
    return () => {
      const text = new Text<string>((a, b) => (a < b ? -1 : 1));
      for (const ops of edits) text.edit(ops, 'a');
      return { text: text.toString(), held: text, free: () => {} };
    };
  },
};

const opsOf = (patches: Recording['transactions'][number]['patches']): Op[] =>
  patches.flatMap(([position, count, text]): Op[] => [
    ...(count > 0 ? [{ kind: 'delete' as const, position, count }] : []),
    ...(text !== '' ? [{ kind: 'insert' as const, position, text }] : []),
  ]);

const outcome = (host: Host) => ({ text: host.text(), held: host, free: () => {} });
