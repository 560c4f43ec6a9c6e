/** A full disk, by the browser's own quota. */
import { afterAll, expect, it } from 'vitest';
import { openIdbStore } from '../../src/storage/idb.ts';
import { allRuns, refused, run, workspace, workspaceId } from '../contract/store.ts';
import { devtools } from './raw.ts';

const A = workspaceId(1);
const origin = location.origin;

afterAll(() => devtools('Storage.overrideQuotaForOrigin', { origin }));

it('a batch that does not fit is refused whole; what is there stays readable', async () => {
  // Chromium remembers for a while how much room an origin had, until its data is cleared.
  await devtools('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await devtools('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  const store = await openIdbStore('quota');
  await store.createWorkspace(workspace(1), [run('policy', 1, 0, 1)]);
  const large = Array.from({ length: 40 }, (_, i) => run('content', 2, i, i + 1, 100_000));
  const batch = [run('content', 1, 0, 1), ...large];
  await refused(store.append(A, batch, 'strict'), 'Quota');
  expect(await allRuns(store, A)).toEqual([run('policy', 1, 0, 1)]);
  expect(await store.workspaces()).toEqual([workspace(1)]);
  await store.append(A, [run('content', 1, 0, 1)], 'strict');
  expect(await allRuns(store, A)).toHaveLength(2);
  store.close();
});
