/**
 * What is in a backup: all that a history holds, as records of a store.
 *
 * Taken from the history and not from the store, so it is what was verified, whole, and closed under
 * ancestors, whatever other tabs write or pack meanwhile. Texts are not in it as such: they follow
 * from the events.
 */
import type { EventId } from '../base/ids.ts';
import { MAX_SEQ } from '../base/limits.ts';
import type { ChainLog, HeldRun } from '../replica/chain.ts';
import type { History } from '../replica/history.ts';
import type { RunRecord } from '../storage/store.ts';
import {
  decodeManifest,
  decodePart,
  encodeManifest,
  encodeRecords,
  partEnd,
  type BackupPart,
  type Manifest,
} from '../wire/backup.ts';
import type { Below } from './below.ts';
import { Slice } from './slice.ts';

/** Told how much of the work is done, from 0 to 1. */
export type Told = (done: number) => void;

/** All that is held now, as few records. What comes meanwhile is not among them. */
export async function recordsOf(below: Below, history: History, told: Told): Promise<RunRecord[]> {
  const records = evidenceOf(below, history);
  const plain: { readonly log: ChainLog; readonly runs: readonly HeldRun[] }[] = [];
  for (const log of history.chains()) {
    if (history.isForked(log.agent, log.chain)) records.push(...forkedOf(below, history, log));
    else for (const { runs } of below.parts(log)) plain.push({ log, runs });
  }
  const slice = new Slice();
  for (const [i, { log, runs }] of plain.entries()) {
    const bundle = await below.bundleOf(log, runs);
    if (bundle) records.push(bundle);
    else records.push(...runs.map(recordOf));
    if (slice.isOver) {
      told(i / plain.length);
      await slice.end();
    }
  }
  return records;
}

function recordOf({ log, start, end, signature }: HeldRun): RunRecord {
  const { agent, chain } = log;
  const [from, to, branch] = [log.startOf(start), log.endOf(end - 1), log.idAt(end - 1)];
  return { agent, chain, from, to, branch, bytes: log.encode(start, end, signature) };
}

/** Of a history that is one of several of its agent, what is held. */
function forkedOf(below: Below, history: History, log: ChainLog): RunRecord[] {
  const held = log.runs(log.base).filter(({ start }) => start < history.heldOf(log));
  return held.map((run) => {
    const { last, ...record } = below.storedHeld(run);
    return { ...record, branch: last };
  });
}

const evidenceOf = (below: Below, history: History): RunRecord[] =>
  history.forks().map(({ agent, seq, evidence }) => ({
    agent,
    chain: 'content',
    from: 0,
    to: MAX_SEQ - seq,
    branch: agent as string as EventId,
    evidence: true,
    bytes: below.encodeEvidence(evidence),
  }));

/** The parts of a backup, to be sealed. */
export function partsOf(manifest: Manifest, records: readonly RunRecord[]): Uint8Array[] {
  const all = [encodeManifest(manifest)];
  for (let start = 0; start < records.length;) {
    const end = partEnd(records, start);
    all.push(encodeRecords(records.slice(start, end)));
    start = end;
  }
  return all;
}

/** What parts hold that were sealed; `null` if they are not what `partsOf` makes. */
export function readParts(
  sealed: readonly Uint8Array[],
): ({ readonly manifest: Manifest } & BackupPart) | null {
  const [first, ...others] = sealed;
  const manifest = first && decodeManifest(first);
  if (!manifest?.ok) return null;
  const parts: BackupPart[] = [];
  for (const part of others) {
    const read = decodePart(part);
    if (!read.ok) return null;
    parts.push(read.value);
  }
  return {
    manifest: manifest.value,
    records: parts.flatMap(({ records }) => records),
    pieces: parts.flatMap(({ pieces }) => pieces),
  };
}
