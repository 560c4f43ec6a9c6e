/** A full disk, by the browser's own quota. */
import { afterAll, expect, it } from 'vitest';
import { MAX_RUN_BYTES } from '../../src/base/limits.ts';
import { openIdbStore } from '../../src/storage/idb.ts';
import { allRuns, eventId, refused, run, workspace, workspaceId } from '../contract/store.ts';
import { devtools } from './raw.ts';

const A = workspaceId(1);
const origin = location.origin;

/** An empty origin with so many bytes of room. */
async function narrow(quotaSize: number): Promise<void> {
  // Chromium remembers for a while how much room an origin had, until its data is cleared.
  await devtools('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await devtools('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}

afterAll(() => devtools('Storage.overrideQuotaForOrigin', { origin }));

it('a batch that does not fit is refused whole; what is there stays readable', async () => {
  await narrow(1_000_000);
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

it('D6 runs stay where what would take their place finds no room', async () => {
  await narrow(100_000);
  const store = await openIdbStore('quota-replace');
  const many = Array.from({ length: 5 }, (_, i) => run('content', 1, i, i + 1, 1_000));
  await store.createWorkspace(workspace(1), many);
  const whole = { ...run('content', 1, 0, 5, MAX_RUN_BYTES), branch: eventId(1) };
  await refused(store.replace(A, whole, many), 'Quota');
  const later = await openIdbStore('quota-replace');
  expect(await allRuns(later, A)).toEqual(many);
  // Chromium remembers how much room there was; what fits goes through.
  const small = { ...whole, bytes: whole.bytes.subarray(0, 9_000) };
  await later.replace(A, small, many);
  expect(await allRuns(store, A)).toEqual([small]);
  later.close();
  store.close();
});
