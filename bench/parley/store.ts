/** A workspace as a device keeps it, put into a store of any kind, in a browser's too. */
import type { DocumentCache, RunRecord, Store, WorkspaceRecord } from '../../src/storage/store.ts';

/** Survives a structured clone. */
export interface StoredWorkspace {
  readonly record: WorkspaceRecord;
  readonly runs: readonly RunRecord[];
  readonly caches: readonly DocumentCache[];
}

export async function fillStore(
  store: Store,
  { record, runs, caches }: StoredWorkspace,
): Promise<void> {
  await store.createWorkspace(record, []);
  await store.append(record.id, runs, 'strict');
  for (const cache of caches) await store.putCache(record.id, cache);
}
