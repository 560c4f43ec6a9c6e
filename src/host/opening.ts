/**
 * From what the store holds to a replica that shows it: read, rebuild, prove, show.
 *
 * The whole history is hashed again and each chain's last signature is checked, so a database that
 * rotted or was tampered with cannot pass for somebody's words. A chain that fails is read again
 * run by run and kept as far as it is good; peers have the rest.
 */
import type { DocumentId, Seconds } from '../base/ids.ts';
import { Fault } from '../base/result.ts';
import type { Identity } from '../replica/author.ts';
import type { SignatureCheck } from '../replica/effects.ts';
import { checksOf, stage } from '../replica/intake.ts';
import { History } from '../replica/history.ts';
import { Replica } from '../replica/replica.ts';
import type { Store, WorkspaceRecord } from '../storage/store.ts';
import { decodeGenesis, workspaceIdOf } from '../wire/genesis.ts';
import { chainKey, type SignedRun } from '../wire/run.ts';
import { runsIn } from './compaction.ts';
import type { SignatureEngine } from './signatures.ts';
import { Slice } from './slice.ts';

type Proofs = ReturnType<Replica['restore']>;

export interface Opened {
  readonly replica: Replica;
  /** Runs that the store held but that could not be believed. */
  readonly damaged: number;
}

export async function openReplica(
  record: WorkspaceRecord,
  store: Store,
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
  const { runs, damaged, proofs } = await readRuns(record, store, replica);
  const failed = await failing(proofs, engine);
  let lost = damaged;
  if (failed.size > 0) {
    const history = new History(record.id, genesis.value);
    const good = await believable(history, runs, failed, engine);
    lost += runs.length - good.length;
    replica = make();
    replica.restore(good);
  }
  const caches = new Map<DocumentId, Uint8Array>();
  for (const { document, bytes } of await store.caches(record.id)) caches.set(document, bytes);
  replica.open(caches);
  return { replica, damaged: lost };
}

/** Reads all runs into a replica, in slices, so that the page can draw and take keys between them. */
async function readRuns(
  record: WorkspaceRecord,
  store: Store,
  replica: Replica,
): Promise<{ readonly runs: SignedRun[]; readonly damaged: number; readonly proofs: Proofs }> {
  const runs: SignedRun[] = [];
  const proofs = new Map<string, readonly SignatureCheck[]>();
  const slice = new Slice();
  let damaged = 0;
  store.onCorrupt = () => (damaged += 1);
  for await (const batch of store.runs(record.id))
    for (const one of batch) {
      const held = await runsIn(one);
      if (!held) damaged += 1;
      for (const run of held ?? []) {
        runs.push(run);
        for (const [key, [newest, ...others]] of replica.restore([run]))
          if (newest) proofs.set(key, [newest, ...(proofs.get(key)?.slice(1) ?? others)]);
        if (slice.isOver) await slice.end();
      }
    }
  store.onCorrupt = null;
  return { runs, damaged, proofs };
}

/** Keys of chains whose last signature or certificate does not hold. */
async function failing(proofs: Proofs, engine: SignatureEngine): Promise<Set<string>> {
  const checks = [...proofs].flatMap(([key, of]) => of.map((check) => ({ key, check })));
  const verdicts = await engine.verify(checks.map(({ check }) => check));
  return new Set(checks.filter((_, i) => verdicts[i] !== true).map(({ key }) => key));
}

/** All runs but those of failing chains that their own signature does not prove. */
async function believable(
  history: History,
  runs: readonly SignedRun[],
  failed: ReadonlySet<string>,
  engine: SignatureEngine,
): Promise<SignedRun[]> {
  const good: SignedRun[] = [];
  const newest = new Map<string, ReturnType<typeof stage>>();
  for (const run of runs) {
    const key = chainKey(run.agent, run.chain);
    if (!failed.has(key)) {
      good.push(run);
      continue;
    }
    const before = newest.get(key);
    const staged = stage(history, run, before?.ok ? before.value : undefined);
    if (!staged.ok || staged.value.events.length === 0) continue;
    const verdicts = await engine.verify(checksOf(history, staged.value));
    if (!verdicts.every(Boolean)) continue;
    newest.set(key, staged);
    good.push(run);
  }
  return good;
}
