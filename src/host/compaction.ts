/**
 * Many small records of a store become few packed ones, in the background.
 *
 * A record is removed only in the transaction that writes a bundle which holds it, and only if what
 * was read back from it, and from the bundle before it is written, is, byte for byte, what the
 * history holds and has verified. Of a chain's newest run, own records stay as they are: they may
 * still grow, here or in another tab. What came live from somebody else lies there event by event,
 * and gives way once it is much. Two tabs that do this at once write the same bundles.
 */
import { equal } from '../base/bytes.ts';
import type { WorkspaceId } from '../base/ids.ts';
import { MAX_BUNDLE_BYTES, MAX_STORED_BUNDLE } from '../base/limits.ts';
import type { ChainLog, HeldRun } from '../replica/chain.ts';
import type { History } from '../replica/history.ts';
import type { Replica } from '../replica/replica.ts';
import type { RunName, RunRecord, Store } from '../storage/store.ts';
import { BundleWriter } from '../wire/bundling.ts';
import { decodeMessage } from '../wire/message.ts';
import { isPacked } from '../wire/packed.ts';
import { chainKey, decodeRun, runEnd, type SignedRun } from '../wire/run.ts';
import { pack, unpack } from './packing.ts';
import { ignoreStoreError } from './remembering.ts';

/** So many records must give way to one, or so many bytes be saved, or it is not worth a write. */
export const MIN_RECORDS = 16;
export const MIN_SAVED = 16_384;
/** So many of a newest run, whose bundle is written again as it grows. */
export const MIN_GROWING = 256;

/** How long after opening records are put together, and how often after that. */
const AFTER_MS = 30_000;
const EVERY_MS = 600_000;

/** What is in the store, without its bytes but for their number. */
interface Found extends RunName {
  readonly size: number;
}

/** The runs in a record; `null` if there are none to be read. As hostile as what a peer sends. */
export async function runsIn({
  packed,
  evidence,
  bytes,
}: Pick<RunRecord, 'packed' | 'evidence' | 'bytes'>): Promise<readonly SignedRun[] | null> {
  if (evidence) return null;
  if (!packed) {
    const run = decodeRun(bytes);
    return run.ok ? [run.value] : null;
  }
  const message = await unpack(bytes);
  const read = message && decodeMessage(message);
  return read?.ok && read.value.kind === 'events' ? read.value.runs : null;
}

/** Puts together what a workspace's store has in many pieces. Stops when `isOver` says so. */
export async function compact(
  id: WorkspaceId,
  store: Store,
  history: History,
  isOver: () => boolean,
): Promise<void> {
  for (const [log, found] of await heldRecords(id, store, history))
    for (const { runs, grows } of parts(log)) {
      const from = log.startOf((runs[0] as HeldRun).start);
      const to = log.endOf((runs.at(-1) as HeldRun).end - 1);
      const gone = found.filter(
        (one) => one.from >= from && one.to <= to && (!grows || one.branch !== undefined),
      );
      if (gone.length < (grows ? MIN_GROWING : 2)) continue;
      const bundle = await bundleOf(log, runs);
      const saved = gone.reduce((sum, { size }) => sum + size, 0) - (bundle?.bytes.length ?? 0);
      if (!bundle || (gone.length < MIN_RECORDS && saved < MIN_SAVED)) continue;
      const again = await runsIn(bundle);
      if (isOver()) return;
      if (!again || !holds(log, bundle, again)) continue;
      await store.replace(id, bundle, gone);
    }
}

/** Consecutive runs of a chain as one packed record; `null` if that is no smaller. */
export async function bundleOf(log: ChainLog, runs: readonly HeldRun[]): Promise<RunRecord | null> {
  const writer = new BundleWriter(MAX_STORED_BUNDLE, MAX_BUNDLE_BYTES);
  for (const run of runs) writer.add(log.joined(run));
  const bytes = await pack(writer.finish(), writer.loose);
  if (!isPacked(bytes)) return null;
  const last = (runs.at(-1) as HeldRun).end - 1;
  const from = log.startOf((runs[0] as HeldRun).start);
  const { agent, chain } = log;
  const branch = log.idAt(last);
  return { agent, chain, from, to: log.endOf(last), branch, packed: true, bytes };
}

/**
 * Of each chain, the records whose events the history holds just so. None of those whose agent signed
 * several histories: a bundle does not say which one it is of.
 */
async function heldRecords(
  id: WorkspaceId,
  store: Store,
  history: History,
): Promise<Map<ChainLog, Found[]>> {
  const held = new Map<ChainLog, Found[]>();
  for await (const batch of store.runs(id))
    for (const record of batch) {
      const { agent, chain, bytes } = record;
      const isForked = history.isForked(agent, chain);
      const log = isForked ? undefined : history.chain(agent, chain);
      const runs = log && (await runsIn(record));
      if (!runs || !holds(log, record, runs)) continue;
      const one = { ...nameOf(record), size: bytes.length };
      const others = held.get(log);
      if (others) others.push(one);
      else held.set(log, [one]);
    }
  return held;
}

const nameOf = ({ agent, chain, from, to, branch }: RunRecord): RunName => ({
  agent,
  chain,
  from,
  to,
  ...(branch !== undefined && { branch }),
});

/** Whether runs are the chain's events from the record's first seq to its last. */
function holds(log: ChainLog, { from, to }: RunName, runs: readonly SignedRun[]): boolean {
  const key = chainKey(log.agent, log.chain);
  let next = from;
  for (const run of runs) {
    const first = log.indexOf(run.from);
    if (chainKey(run.agent, run.chain) !== key || run.from !== next || first === undefined)
      return false;
    const { length, bytes } = run.stretch;
    if (first + length > log.length || !equal(log.span(first, first + length), bytes)) return false;
    next = runEnd(run);
  }
  return next === to;
}

interface Part {
  readonly runs: readonly HeldRun[];
  /** Whether it is the newest run, to which more may come. */
  readonly grows: boolean;
}

/** A chain's runs, cut into what one bundle holds: the same whenever it is asked. The newest alone. */
export function parts(log: ChainLog): Part[] {
  const all: HeldRun[][] = [];
  const runs = log.runs(0);
  const newest = runs.pop();
  let writer: BundleWriter | null = null;
  for (const run of runs) {
    if (!writer?.fits(run.bytes)) {
      writer = new BundleWriter(MAX_STORED_BUNDLE, MAX_BUNDLE_BYTES);
      all.push([]);
    }
    writer.add(log.joined(run));
    all.at(-1)?.push(run);
  }
  const full = all.map((part) => ({ runs: part, grows: false }));
  return newest ? [...full, { runs: [newest], grows: true }] : full;
}

/** Compacts a workspace's store now and then while it is open. */
export class Compacting {
  readonly #store: Store;
  readonly #replica: Replica;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isOver = false;
  /** What was held the last time. */
  #held = '';

  constructor(store: Store, replica: Replica) {
    this.#store = store;
    this.#replica = replica;
  }

  begin(wait = AFTER_MS): void {
    this.#timer = setTimeout(() => {
      void this.#compact().finally(() => {
        if (!this.#isOver) this.begin(EVERY_MS);
      });
    }, wait);
  }

  stop(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #compact(): Promise<void> {
    const { held, workspace, history } = this.#replica;
    if (held === this.#held) return;
    try {
      await compact(workspace, this.#store, history, () => this.#isOver);
      this.#held = held;
    } catch (error) {
      ignoreStoreError(error);
    }
  }
}
