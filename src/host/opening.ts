/**
 * From what the store holds to a replica that shows it: read, rebuild, prove, show.
 *
 * The whole history is hashed again and each chain's last signature is checked, so a database that
 * rotted or was tampered with cannot pass for somebody's words. A chain that fails is read again
 * run by run and kept as far as it is good; peers have the rest.
 */
import type { DocumentId, EventId, Seconds, WorkspaceId } from '../base/ids.ts';
import { Fault } from '../base/result.ts';
import type { Identity } from '../replica/author.ts';
import type { SignatureCheck } from '../replica/effects.ts';
import { checksOf, stage, type Staged } from '../replica/intake.ts';
import { History } from '../replica/history.ts';
import { Replica } from '../replica/replica.ts';
import type { Store, WorkspaceRecord } from '../storage/store.ts';
import { checksOfEvidence, decodeEvidence, type Evidence } from '../wire/evidence.ts';
import { decodeGenesis, workspaceIdOf } from '../wire/genesis.ts';
import { chainKey, type Run, type SignedRun } from '../wire/run.ts';
import { runsIn } from './compaction.ts';
import type { SignatureEngine } from './signatures.ts';
import { Slice } from './slice.ts';

type Proofs = ReturnType<Replica['restore']>;

/** What opening asks of a store. */
export type Stored = Pick<Store, 'runs' | 'caches' | 'onCorrupt'>;

export interface Opened {
  readonly replica: Replica;
  /** Runs that the store held but that could not be believed. */
  readonly damaged: number;
}

export async function openReplica(
  record: Pick<WorkspaceRecord, 'id' | 'genesis'>,
  store: Stored,
  identity: Identity,
  engine: SignatureEngine,
  epoch: Seconds,
): Promise<Opened> {
  const genesis = decodeGenesis(record.genesis);
  if (!genesis.ok || workspaceIdOf(record.genesis) !== record.id)
    throw new Fault('BadGenesis', 'the stored workspace is damaged');
  const make = (): Replica =>
    new Replica({ workspace: record.id, genesis: genesis.value, identity, epoch });
  let replica = make();
  const { runs, records, damaged, proofs } = await readRuns(record, store, replica);
  const failed = await failing(proofs, engine);
  const evidence = await provenIn(record.id, records, engine);
  let lost = damaged + records.length - evidence.length;
  if (failed.size > 0) {
    const history = new History(record.id, genesis.value);
    const good = await believable(history, runs, failed, engine);
    lost += runs.length - good.length;
    replica = make();
    replica.restore(good);
  }
  for (const one of evidence) replica.restoreEvidence(one);
  const caches = new Map<DocumentId, Uint8Array>();
  for (const { document, bytes } of await store.caches(record.id)) caches.set(document, bytes);
  replica.open(caches);
  return { replica, damaged: lost };
}

/** Reads all runs into a replica, in slices, so that the page can draw and take keys between them. */
async function readRuns(
  record: Pick<WorkspaceRecord, 'id'>,
  store: Stored,
  replica: Replica,
): Promise<{
  readonly runs: SignedRun[];
  /** Evidence, as it is stored. */
  readonly records: Uint8Array[];
  readonly damaged: number;
  readonly proofs: Proofs;
}> {
  const runs: SignedRun[] = [];
  const records: Uint8Array[] = [];
  const proofs = new Map<string, readonly SignatureCheck[]>();
  // Of all that were read so far: runs that waited for others are restored when those come.
  const ends = new Map<Run, EventId>();
  const slice = new Slice();
  let damaged = 0;
  store.onCorrupt = () => (damaged += 1);
  for await (const batch of store.runs(record.id))
    for (const one of batch) {
      if (one.evidence) {
        records.push(one.bytes);
        continue;
      }
      const held = await runsIn(one);
      if (!held) damaged += 1;
      for (const run of held ?? []) {
        runs.push(run);
        if (one.branch !== undefined && run === held?.at(-1)) ends.set(run, one.branch);
        for (const [key, [newest, ...others]] of replica.restore([run], (of) => ends.get(of)))
          if (newest) proofs.set(key, [newest, ...(proofs.get(key)?.slice(1) ?? others)]);
        if (slice.isOver) await slice.end();
      }
    }
  store.onCorrupt = null;
  return { runs, records, damaged, proofs };
}

/** What of stored evidence can be read, and its signatures hold. */
async function provenIn(
  workspace: WorkspaceId,
  records: readonly Uint8Array[],
  engine: SignatureEngine,
): Promise<Evidence[]> {
  const read = records.map(decodeEvidence).flatMap((one) => (one.ok ? [one.value] : []));
  const proven = read.map(async (one) => {
    const verdicts = await engine.verify(checksOfEvidence(workspace, one));
    return verdicts.every(Boolean) ? [one] : [];
  });
  return (await Promise.all(proven)).flat();
}

/** Keys of chains whose last signature or certificate does not hold. */
async function failing(proofs: Proofs, engine: SignatureEngine): Promise<Set<string>> {
  const checks = [...proofs].flatMap(([key, of]) => of.map((check) => ({ key, check })));
  const verdicts = await engine.verify(checks.map(({ check }) => check));
  const failed = checks.filter((_, i) => verdicts[i] !== true);
  return new Set(failed.map(({ key }) => key.split('/', 2).join('/')));
}

/** All runs but those of failing chains that their own signature does not prove. */
async function believable(
  history: History,
  runs: readonly SignedRun[],
  failed: ReadonlySet<string>,
  engine: SignatureEngine,
): Promise<SignedRun[]> {
  const good: SignedRun[] = [];
  const newest = new Map<string, Staged>();
  for (const run of runs) {
    const key = chainKey(run.agent, run.chain);
    if (!failed.has(key)) {
      good.push(run);
      continue;
    }
    const staged = stage(history, run, (name) => newest.get(name));
    if (!staged.ok || staged.value.events.length === 0) continue;
    const verdicts = await engine.verify(checksOf(history, staged.value));
    if (!verdicts.every(Boolean)) continue;
    newest.set(run.after === undefined ? key : (staged.value.last ?? key), staged.value);
    good.push(run);
  }
  return good;
}
