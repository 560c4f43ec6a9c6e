/** Evidence and second histories in the store: read back as they were, or left out, and compacted never. */
import { describe, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import { recordsOf } from '../../src/host/backup.ts';
import { below } from '../../src/host/below.ts';
import { compact } from '../../src/host/compaction.ts';
import { openReplica } from '../../src/host/opening.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import type { RunRecord, WorkspaceRecord } from '../../src/storage/store.ts';
import { encodeGenesis } from '../../src/wire/genesis.ts';
import { DOC, Forger, genesis, Host, identity, insert, workspace } from '../replica/lab.ts';

const engine = createSignatureEngine();

const record: WorkspaceRecord = {
  id: workspace,
  genesis: encodeGenesis(genesis),
  title: 'Lab',
  name: 'Ada',
  device: { kind: 'seed', publicKey: new Uint8Array(32), seed: new Uint8Array(32) },
  openedAt: 1,
};

/** A replica that met two histories, built on one of them, and what it asked to be stored. */
function met() {
  const host = new Host(0, 50);
  const cheat = new Forger(identity(0, 7));
  const base = cheat.first();
  const twin = cheat.clone();
  const left = ['L', 'M'].map((letter) => cheat.next({ ops: [insert(0, letter)] }));
  host.hear('x', base.run, left[0]?.run as Uint8Array);
  host.type(DOC, 0, 'own ');
  host.hear('x', left[1]?.run as Uint8Array);
  host.hear('y', base.run, twin.next({ ops: [insert(0, 'R')] }).run);
  const records = host.stored.flatMap(({ runs, durability }) =>
    runs.map(({ agent, chain, from, to, last, evidence, bytes }): RunRecord => ({
      agent,
      chain,
      from,
      to,
      bytes,
      ...(durability === 'relaxed' && { branch: last }),
      ...(evidence && { evidence }),
    })),
  );
  return { host, records };
}

async function opened(records: readonly RunRecord[], andThen?: 'compact' | 'back up') {
  const store = memoryStore(memoryDisk());
  await store.createWorkspace(record, []);
  for (const one of records) await store.append(workspace, [one], 'relaxed');
  const open = () =>
    engine.then((checker) => openReplica(record, store, identity(0, 70), checker, asSeconds(1)));
  const first = await open();
  if (andThen === undefined) return first;
  if (andThen === 'back up') {
    const all = await recordsOf(below, first.replica.history, () => {});
    await store.removeWorkspace(workspace);
    await store.createWorkspace(record, all);
    return open();
  }
  await compact(workspace, store, first.replica.history, () => false);
  return open();
}

describe('V2 D3 what is stored of an agent with two histories', () => {
  it('B3 is read back as it was held, and from a backup', async () => {
    const { host, records } = met();
    expect(host.text()).toBe('own Lab');
    for (const andThen of [undefined, 'compact', 'back up'] as const) {
      const { replica, damaged } = await opened(records, andThen);
      expect(damaged).toBe(0);
      expect(replica.held).toBe(host.replica.held);
      expect(replica.history.forks()).toEqual(host.replica.history.forks());
      expect(replica.history.known(DOC)?.text?.toString()).toBe('own Lab');
    }
  });

  it('is left out where the evidence is damaged, and that is said', async () => {
    const { records } = met();
    for (const at of [0, 140, 200, -1]) {
      const { replica, damaged } = await opened(
        records.map((one) => {
          if (!one.evidence) return one;
          const bytes = one.bytes.slice();
          const index = at < 0 ? bytes.length + at : at;
          bytes[index] = (bytes[index] ?? 0) ^ 1;
          return { ...one, bytes };
        }),
      );
      expect(damaged).toBe(1);
      expect(replica.history.forks()).toEqual([]);
    }
  });
});
