/** What a replica that holds a whole recording sends, stores and caches: the input of measurements. */
import type { Chain, AgentId } from '../../src/base/ids.ts';
import { compact } from '../../src/host/compaction.ts';
import { pack } from '../../src/host/packing.ts';
import { decodeMessage, encodeMessage } from '../../src/wire/message.ts';
import { decodeRun, runEnd, type SignedRun } from '../../src/wire/run.ts';
import type { RunRecord, Store } from '../../src/storage/store.ts';
import { setPlace, setTitle } from '../../src/crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import type { Recording } from '../histories.ts';
import { Host } from './host.ts';
import { DOCUMENT, record, workspace } from './lab.ts';
import { fillStore, type StoredWorkspace } from './store.ts';
import { write, type Cut } from './written.ts';

/** The tab that gave the document its title: no author of a recording. */
const TITLE_TAB = 60;

export interface StoredBytes {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly from: number;
  readonly to: number;
  readonly bytes: Uint8Array;
}

export interface Fixture {
  /** Frames that bring a new peer everything. */
  readonly frames: readonly Uint8Array[];
  /** The store's records: own runs. */
  readonly stored: readonly StoredBytes[];
  /** What is left of them after a while. */
  readonly compacted: readonly Uint8Array[];
  readonly cache: Uint8Array;
  /** One frame per event, as written; for a typist's events of concurrent recordings. */
  readonly live: readonly Uint8Array[];
  readonly events: number;
}

export async function fixtureOf(recording: Recording, cut: Cut): Promise<Fixture> {
  const live: Uint8Array[] = [];
  const onLive = (run: Uint8Array): void => {
    live.push(encodeMessage({ kind: 'events', runs: [run] }));
  };
  const isLive = recording.concurrent && cut === 'typist';
  const { host, stored, events } = holding(recording, cut, isLive ? onLive : undefined);
  const cache = host.do(0, (own, now) => own.cache(DOCUMENT, now));
  if (!cache) throw new Error('no cache');
  const store = await storeOf({ stored, cache });
  await compact(workspace, store, host.replica.history, () => false);
  const compacted: Uint8Array[] = [];
  for await (const batch of store.runs(workspace))
    for (const { bytes } of batch) compacted.push(bytes);
  return { frames: await framesOf(host), stored, compacted, cache, live, events };
}

/** A host that holds a whole recording, as it was written. */
export function holding(recording: Recording, cut: Cut, onLive?: (run: Uint8Array) => void) {
  const encoded = write(recording, cut, onLive);
  const runs = encoded.map(decoded);
  const stored = runs.map((run, i) => ({
    agent: run.agent,
    chain: run.chain,
    from: run.from,
    to: runEnd(run),
    bytes: encoded[i] as Uint8Array,
  }));
  const host = new Host(9, true);
  host.do(0, (own) => own.restore(runs));
  host.do(0, (own) => own.open(new Map()));
  if (host.text() !== recording.endContent) throw new Error('the written history has another text');
  const events = runs.reduce((sum, run) => sum + run.stretch.length, 0);
  return { host, stored, events };
}

/** What a host sends to a peer that holds nothing, before it is packed. */
export function messagesOf(host: Host): Host['sent'] {
  const peer = host.connect(1, 1);
  const before = host.sent.length;
  const ask = encodeMessage({ kind: 'summary', ends: [] });
  host.do(1_000, (own, now) => own.receive(peer, ask, now));
  return host.sent.slice(before).filter(({ message }) => {
    const read = decodeMessage(message);
    return read.ok && read.value.kind === 'events';
  });
}

/** The same as it is sent. */
const framesOf = (host: Host): Promise<Uint8Array[]> =>
  Promise.all(
    messagesOf(host).map(({ message, loose }) =>
      loose === undefined ? message : pack(message, loose),
    ),
  );

/** The store of a device on which all was typed. */
export async function storeOf(fixture: Pick<Fixture, 'stored' | 'cache'>): Promise<Store> {
  const store = memoryStore();
  await fillStore(store, storedWorkspace(fixture));
  return store;
}

/** What that device keeps: a workspace with one document, which has a title and a place. */
export function storedWorkspace({
  stored,
  cache,
}: Pick<Fixture, 'stored' | 'cache'>): StoredWorkspace {
  const host = new Host(TITLE_TAB, true);
  host.do(0, (own, now) =>
    own.set(WORKSPACE_MAP, [setTitle(DOCUMENT, 'Bench'), setPlace(DOCUMENT, 'V')], now),
  );
  const titled = [...host.stored.values()].map(({ agent, chain, from, to, bytes }): RunRecord => ({
    agent,
    chain,
    from,
    to,
    bytes,
  }));
  const caches = [{ document: DOCUMENT, bytes: cache }];
  return { record, runs: [...titled, ...(stored as readonly RunRecord[])], caches };
}

function decoded(bytes: Uint8Array): SignedRun {
  const run = decodeRun(bytes);
  if (!run.ok) throw new Error(`a written run is refused: ${run.error.code}`);
  return run.value;
}
