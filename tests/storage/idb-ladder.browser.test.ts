/** The ladder of versions: databases of any age open with everything in them, or stay as they were. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LADDER } from '../../src/storage/database.ts';
import type { Step } from '../../src/storage/database.ts';
import { openIdbStore } from '../../src/storage/idb.ts';
import type { Store } from '../../src/storage/store.ts';
import {
  agentId,
  allRuns,
  documentId,
  refused,
  run,
  workspace,
  workspaceId,
} from '../contract/store.ts';
import { rawOpen, rawPut } from './raw.ts';

const A = workspaceId(1);
let names = 0;
let name = '';
const opened: { close(): void }[] = [];

beforeEach(() => {
  name = `ladder-${names++}`;
});

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

async function open(ladder: readonly Step[] = LADDER, wait = 10_000): Promise<Store> {
  const store = await openIdbStore(name, { ladder, blockedWait: wait, silentWait: 5 * wait });
  opened.push(store);
  return store;
}

/** A step that rewrites every run, awaiting only its own requests. */
const renameBytes: Step = async (_db, upgrade) => {
  const runs = upgrade.objectStore('runs');
  for (let cursor = await runs.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    await cursor.update({ ...cursor.value, bytes: Uint8Array.of(...cursor.value.bytes, 255) });
  }
};

/** As version 1 laid it out, written down by hand: these lines never change. */
async function versionOne(): Promise<void> {
  const db = await rawOpen(name, 1, (fresh) => {
    fresh.createObjectStore('workspaces', { keyPath: 'id' });
    fresh.createObjectStore('runs', { keyPath: 'key' });
    fresh.createObjectStore('caches', { keyPath: 'key' });
    fresh.createObjectStore('settings');
  });
  db.close();
  await rawPut(name, 'workspaces', [workspace(1)]);
  await rawPut(name, 'runs', [
    { ...run('content', 2, 0, 3), key: [A, 1, agentId(2), 0, '', 3] },
    { ...run('policy', 2, 0, 1), key: [A, 0, agentId(2), 0, '', 1] },
  ]);
  await rawPut(name, 'caches', [
    { key: [A, documentId(1)], document: documentId(1), bytes: Uint8Array.of(1) },
  ]);
  await rawPut(name, 'settings', ['dark'], ['theme']);
}

it('a database of version 1 opens with everything in it', async () => {
  await versionOne();
  const store = await open();
  expect(await store.workspaces()).toEqual([workspace(1)]);
  expect(await allRuns(store, A)).toEqual([run('policy', 2, 0, 1), run('content', 2, 0, 3)]);
  expect(await store.caches(A)).toEqual([{ document: documentId(1), bytes: Uint8Array.of(1) }]);
  expect(await store.setting('theme')).toBe('dark');
  await store.append(A, [run('content', 2, 0, 4)], 'strict');
  expect(await allRuns(store, A)).toEqual([run('policy', 2, 0, 1), run('content', 2, 0, 4)]);
});

it('each step runs once, in order, from where the database stands', async () => {
  const ran: number[] = [];
  const step =
    (n: number): Step =>
    async (db, upgrade) => {
      ran.push(n);
      await LADDER[n]?.(db, upgrade);
    };
  const steps = [0, 1, 2].map(step);
  (await open(steps.slice(0, 1))).close();
  expect(ran.splice(0)).toEqual([0]);
  (await open(steps)).close();
  expect(ran.splice(0)).toEqual([1, 2]);
  (await open(steps)).close();
  expect(ran).toEqual([]);
  name = `ladder-${names++}`;
  await open(steps);
  expect(ran).toEqual([0, 1, 2]);
});

it('a step that rewrites records loses none', async () => {
  await versionOne();
  const store = await open([...LADDER, renameBytes]);
  const runs = await allRuns(store, A);
  expect(runs.map(({ bytes }) => bytes.at(-1))).toEqual([255, 255]);
  expect(runs.map(({ bytes }) => bytes.length)).toEqual([5, 5]);
});

it('a step that fails half-way leaves the older database as it was', async () => {
  await versionOne();
  const broken: Step = async (db, upgrade) => {
    await renameBytes(db, upgrade);
    await upgrade.objectStore('settings').clear();
    throw new Error('half-way');
  };
  await refused(open([...LADDER, broken]), 'Failed');
  const store = await open();
  expect(await allRuns(store, A)).toEqual([run('policy', 2, 0, 1), run('content', 2, 0, 3)]);
  expect(await store.setting('theme')).toBe('dark');
});

it('a step whose request fails leaves the older database as it was', async () => {
  await versionOne();
  const broken: Step = async (_db, upgrade) => {
    await upgrade.objectStore('workspaces').add(workspace(1));
  };
  await refused(open([...LADDER, renameBytes, broken]), 'Failed');
  expect(await allRuns(await open(), A)).toHaveLength(2);
});

it('a database of a newer version is Newer, and stays untouched', async () => {
  (await rawOpen(name, LADDER.length + 1)).close();
  await refused(open(), 'Newer');
  const db = await rawOpen(name);
  opened.push(db);
  expect(db.version).toBe(LADDER.length + 1);
});

it('a newer tab takes over politely: the older store says Closed, and nothing is lost', async () => {
  const older = await open();
  await older.createWorkspace(workspace(1), []);
  const told = new Promise<string>((resolve) => {
    older.onClosed = (error) => resolve(error.code);
  });
  const writing = older.append(A, [run('content', 1, 0, 1)], 'strict');
  const newer = await open([...LADDER, renameBytes]);
  await writing;
  expect(await told).toBe('Closed');
  await refused(older.workspaces(), 'Closed');
  expect(await allRuns(newer, A)).toHaveLength(1);
});

it('a tab that does not let go makes the upgrade Blocked; once it does, a retry succeeds', async () => {
  await versionOne();
  const holding = await rawOpen(name);
  await refused(open([...LADDER, renameBytes], 20), 'Blocked');
  await refused(open([...LADDER, renameBytes], 20), 'Blocked');
  holding.close();
  const store = await open([...LADDER, renameBytes]);
  expect(await allRuns(store, A)).toHaveLength(2);
});

it('a tab that lets go within the wait only delays the upgrade', async () => {
  await versionOne();
  const holding = await rawOpen(name);
  const late = new Promise<void>((resolve) => {
    holding.onversionchange = () => {
      setTimeout(() => {
        holding.close();
        resolve();
      }, 20);
    };
  });
  const store = await open([...LADDER, renameBytes]);
  await late;
  expect(await store.workspaces()).toEqual([workspace(1)]);
});

it('an upgrade granted after it was given up does not hold the database open', async () => {
  await versionOne();
  const holding = await rawOpen(name);
  await refused(open([...LADDER, renameBytes], 20), 'Blocked');
  holding.close();
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
  expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
});
