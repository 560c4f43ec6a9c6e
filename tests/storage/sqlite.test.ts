/**
 * The store in a SQLite file: the contract, and what only a file can do. What a disk, another process and
 * an older or newer program may do to it is real here, but for the disk's own limit, which is SQLite's.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putBack } from '../../src/storage/sqlite-copy.ts';
import { LADDER, lockFile } from '../../src/storage/sqlite-file.ts';
import { repairFile } from '../../src/storage/sqlite-repair.ts';
import { openSqliteStore } from '../../src/storage/sqlite.ts';
import type { CorruptRecord, RunRecord, Store, StoreErrorCode } from '../../src/storage/store.ts';
import { StoreError } from '../../src/storage/store.ts';
import {
  allRuns,
  documentId,
  refused,
  run,
  storeContract,
  workspace,
  workspaceId,
} from '../contract/store.ts';

const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'parley-sqlite-'));
const A = workspaceId(1);

storeContract(
  'SQLite',
  async () => {
    const folder = await freshFolder();
    return {
      open: async () => openSqliteStore(join(folder, 'parley.sqlite')),
      remove: () => rm(folder, { recursive: true }),
    };
  },
  { keepsCryptoKeys: false },
);

let folder: string;
let path: string;
let stores: Store[] = [];

beforeEach(async () => {
  folder = await freshFolder();
  path = join(folder, 'data', 'parley.sqlite');
});
afterEach(async () => {
  for (const store of stores) store.close();
  stores = [];
  await rm(folder, { recursive: true, force: true });
});

function opened(options: Parameters<typeof openSqliteStore>[1] = {}, file = path) {
  const store = openSqliteStore(file, options);
  stores.push(store);
  return store;
}

/** Does something to the file that this program would not. */
function raw(sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

function refusedAtOnce(act: () => unknown, code: StoreErrorCode): void {
  expect(act).toThrow(StoreError);
  expect(act).toThrow(expect.objectContaining({ code }));
}

const corruptOf = (store: Store): CorruptRecord[] => {
  const found: CorruptRecord[] = [];
  store.onCorrupt = (record) => found.push(record);
  return found;
};

describe('a file', () => {
  it('R1 is written so that each commit has reached the disk', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), []);
    // What a power line that goes leaves: the file and its log as they are now, and no more.
    const left = join(folder, 'left.sqlite');
    await store.append(A, [run('content', 1, 0, 1)], 'relaxed');
    await writeFile(left, await readFile(path));
    await writeFile(`${left}-wal`, await readFile(`${path}-wal`));
    expect(await allRuns(opened({}, left), A)).toEqual([run('content', 1, 0, 1)]);
    const db = new DatabaseSync(path);
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  it('R1 holds after kill −9 in the middle of writing all that was confirmed', async () => {
    const child = `
      import { openSqliteStore } from ${JSON.stringify(join(import.meta.dirname, '../../src/storage/sqlite.ts'))};
      import { writeSync } from 'node:fs';
      const store = openSqliteStore(process.argv[1]);
      const id = '${A}';
      const key = new Uint8Array(32);
      await store.createWorkspace({ id, genesis: key, title: '', name: '', openedAt: 0,
        device: { kind: 'seed', publicKey: key, seed: key } }, []);
      for (let n = 0; ; n++) {
        const run = { agent: id, chain: 'content', from: n, to: n + 1, bytes: new Uint8Array(500) };
        await store.append(id, [run], 'relaxed');
        writeSync(1, n + '\\n');
        if (n === 300) process.kill(process.pid, 'SIGKILL');
      }`;
    const args = ['--input-type=module', '-e', child, path];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    expect(stderr).toBe('');
    const confirmed = stdout.trim().split('\n').map(Number);
    expect(confirmed.at(-1)).toBe(300);
    const held = await allRuns(opened(), A);
    expect(held.map(({ from }) => from)).toEqual(confirmed);
  });

  it('is for its owner alone, and so is its folder', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), []);
    for (const name of await readdir(join(folder, 'data')))
      expect([name, (await stat(join(folder, 'data', name))).mode & 0o077]).toEqual([name, 0]);
    expect((await stat(join(folder, 'data'))).mode & 0o077).toBe(0);
  });

  it('R2 belongs to one process: whoever comes second is told so, until the first ends', () => {
    const lock = lockFile(path);
    refusedAtOnce(() => lockFile(path), 'Blocked');
    lock.close();
    lockFile(path).close();
  });

  it('R2 is free again when the process that had it was killed', async () => {
    const child = `
      import { lockFile } from ${JSON.stringify(join(import.meta.dirname, '../../src/storage/sqlite-file.ts'))};
      lockFile(process.argv[1]);
      try { lockFile(process.argv[1]); } catch (error) { console.log(error.code); }
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--input-type=module', '-e', child, path];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('Blocked\n');
    lockFile(path).close();
  });

  it('that may grow no more refuses with Quota, keeps what it has, and takes more later', async () => {
    const store = opened({ maxBytes: 400_000 });
    await store.createWorkspace(workspace(1), []);
    const written: RunRecord[] = [];
    const fill = async (): Promise<void> => {
      for (let n = 0; n < 100; n++) {
        const next = run('content', 1, n, n + 1, 20_000);
        await store.append(A, [next], 'strict');
        written.push(next);
      }
    };
    await refused(fill(), 'Quota');
    expect(written.length).toBeGreaterThan(10);
    expect(await allRuns(store, A)).toEqual(written);
    const batch = [1, 2, 3].map((n) => run('policy', n, 0, 1, 60_000));
    await refused(store.append(A, batch, 'strict'), 'Quota');
    expect(await allRuns(store, A)).toEqual(written);
    store.close();
    const roomy = opened();
    await roomy.append(A, batch, 'strict');
    expect(await allRuns(roomy, A)).toEqual([...batch, ...written]);
  });

  it('that cannot be written or opened is Unavailable, and one of another kind is let alone', async () => {
    await writeFile(join(folder, 'file'), 'x');
    refusedAtOnce(() => opened({}, join(folder, 'file', 'parley.sqlite')), 'Unavailable');
    await writeFile(
      join(folder, 'text'),
      'This is no database, and long enough to be one.'.repeat(99),
    );
    refusedAtOnce(() => opened({}, join(folder, 'text')), 'Corrupt');
    const other = new DatabaseSync(join(folder, 'other'));
    other.exec('CREATE TABLE runs (a)');
    other.close();
    const before = await readFile(join(folder, 'other'));
    refusedAtOnce(() => opened({}, join(folder, 'other')), 'Failed');
    expect(await readFile(join(folder, 'other'))).toEqual(before);
  });
});

describe('the ladder', () => {
  const more = [...LADDER, 'ALTER TABLE settings ADD COLUMN since INTEGER'];

  it('is climbed from where a file stands, with all that is in it', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), [run('policy', 1, 0, 1)]);
    store.close();
    const later = opened({ ladder: more });
    expect(await allRuns(later, A)).toEqual([run('policy', 1, 0, 1)]);
    later.close();
    expect(await opened({ ladder: more }).workspaces()).toEqual([workspace(1)]);
  });

  it('that breaks leaves the file as it was', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), []);
    store.close();
    refusedAtOnce(() => opened({ ladder: [...more, 'CREATE TABLE runs (a)'] }), 'Failed');
    expect(await opened().workspaces()).toEqual([workspace(1)]);
    expect(await opened({ ladder: more }).workspaces()).toEqual([workspace(1)]);
  });

  it('R2 is not climbed down: a newer file is Newer, and not touched', async () => {
    opened({ ladder: more }).close();
    const before = await readFile(path);
    refusedAtOnce(() => opened(), 'Newer');
    expect(await readFile(path)).toEqual(before);
  });
});

describe('D3 damage', () => {
  const sound = [1, 3, 5].map((agent) => run('content', agent, 0, 2));
  let store: Store;

  beforeEach(async () => {
    store = opened();
    await store.createWorkspace(workspace(1), sound);
  });

  it('malformed runs are skipped and named; the sound ones all come', async () => {
    const agent = `x'${'02'.repeat(32)}'`;
    const bad = [
      `(1, 1, ${agent}, 0, x'', 1, 9, x'01')`,
      `(1, 1, ${agent}, 1, x'', 1, 0, x'01')`,
      `(1, 1, ${agent}, 2, x'', 3, 0, x'')`,
      `(1, 1, ${agent}, 3, x'', 4, 0, zeroblob(500000))`,
      `(1, 1, ${agent}, 4, x'01', 5, 0, x'01')`,
      `(1, 1, x'02', 5, x'', 6, 0, x'01')`,
      `(1, 7, ${agent}, 6, x'', 7, 0, x'01')`,
      `(1, 1, ${agent}, 7, x'', 9223372036854775807, 0, x'01')`,
      `(1, 1, ${agent}, 9223372036854775806, x'', 9223372036854775807, 0, x'01')`,
      `(1, -9223372036854775807, ${agent}, -5, x'', 1, -1, x'01')`,
    ];
    raw(`INSERT INTO runs VALUES ${bad.join()}`);
    const corrupt = corruptOf(store);
    expect(await allRuns(store, A)).toEqual(sound);
    // What sorts below all that we write is not even looked at.
    expect(corrupt).toHaveLength(bad.length - 1);
    expect(corrupt.every(({ table, key }) => table === 'runs' && key.length <= 256)).toBe(true);
  });

  it('R7 a page that rotted costs what was on it; then the file gives way to one that is whole', async () => {
    const many = Array.from({ length: 40 }, (_, n) => run('content', 9, n, n + 1, 6_000));
    await store.append(A, many, 'strict');
    await store.putSetting('name', 'Ada');
    store.close();
    const db = new DatabaseSync(path);
    const { page_size: size } = db.prepare('PRAGMA page_size').get() as { page_size: number };
    const leaves = db.prepare(
      "SELECT pageno FROM dbstat WHERE name = 'runs' AND pagetype = 'leaf' ORDER BY pageno",
    );
    const { pageno } = leaves.all().at(-2) as { pageno: number };
    db.close();
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(size, 0xee), 0, size, size * (pageno - 1));
    await file.close();

    store = opened();
    const corrupt = corruptOf(store);
    const left = await allRuns(store, A);
    expect(corrupt.length).toBeGreaterThan(0);
    expect(left.length + corrupt.length).toBe(sound.length + many.length);
    const lost = many.filter(
      (one) => !left.some((other) => other.from === one.from && other.to === one.to),
    );
    expect(lost).toHaveLength(corrupt.length);
    await refused(store.append(A, lost, 'strict'), 'Corrupt');
    store.close();

    const repair = await repairFile(path);
    expect(repair?.lost).toHaveLength(lost.length);
    expect(await stat(repair?.kept ?? '')).toMatchObject({ mode: 0o100600 });
    expect(await repairFile(path)).toBeNull();
    store = opened();
    expect(await allRuns(store, A)).toEqual(left);
    await store.append(A, lost, 'strict');
    expect(await allRuns(store, A)).toEqual([...sound, ...many]);
    expect(await store.setting('name')).toBe('Ada');
    expect(await store.workspaces()).toEqual([workspace(1)]);
  });

  it('R7 a file of which nothing can be listed is left as it is', async () => {
    store.close();
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xee, 100));
    await refused(repairFile(path), 'Corrupt');
    expect(await readFile(path)).toEqual(bytes);
    expect(await readdir(join(folder, 'data'))).toEqual(['parley.sqlite']);
    expect(await repairFile(join(folder, 'nothing'))).toBeNull();
  });

  it('a damaged workspace is skipped in the list, Corrupt by itself, and never overwritten', async () => {
    await store.createWorkspace(workspace(2), []);
    raw(`UPDATE workspaces SET seed = x'01' WHERE number = 1`);
    const corrupt = corruptOf(store);
    expect(await store.workspaces()).toEqual([workspace(2)]);
    await refused(store.workspace(A), 'Corrupt');
    await refused(store.createWorkspace(workspace(1), []), 'Exists');
    await refused(store.updateWorkspace(A, { title: 'x' }), 'Corrupt');
    expect(corrupt.map(({ table }) => table)).toEqual(['workspaces', 'workspaces']);
  });

  it('a damaged cache or setting is as good as none', async () => {
    await store.putCache(A, { document: documentId(1), bytes: Uint8Array.of(1) });
    await store.putSetting('name', 'Ada');
    raw(
      `UPDATE caches SET document = x'01'; UPDATE settings SET value = zeroblob(0) || printf('%.70000c', 'x')`,
    );
    expect(await store.caches(A)).toEqual([]);
    expect(await store.setting('name')).toBeUndefined();
  });
});

describe('R5 a copy', () => {
  it('holds all that was there when it began, while others write, and opens as the store does', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), []);
    const written = Array.from({ length: 50 }, (_, n) => run('content', 1, n, n + 1, 30_000));
    await store.append(A, written, 'strict');
    const copy = join(folder, 'backups', 'one.sqlite');
    const copying = store.copyTo(copy);
    // Long enough for the first part to be copied in the middle of it.
    const late = Array.from({ length: 200 }, (_, n) => run('content', 2, n, n + 1, 30_000));
    await store.append(A, late, 'strict');
    await copying;
    expect(await readdir(join(folder, 'backups'))).toEqual(['one.sqlite']);
    expect((await stat(copy)).mode & 0o077).toBe(0);
    const held = await allRuns(opened({}, copy), A);
    expect(held.slice(0, 50)).toEqual(written);
  });

  it('is not there at all where it could not be made, and takes the place of nothing', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), []);
    const copy = join(folder, 'backups', 'one.sqlite');
    await store.copyTo(copy);
    await refused(store.copyTo(copy), 'Exists');
    await writeFile(join(folder, 'no-folder'), '');
    await refused(store.copyTo(join(folder, 'no-folder', 'one.sqlite')), 'Unavailable');
    expect(await readdir(join(folder, 'backups'))).toEqual(['one.sqlite']);
  });

  it('is put back only where no database and no log of one is', async () => {
    const store = opened();
    await store.createWorkspace(workspace(1), [run('policy', 1, 0, 1)]);
    const copy = join(folder, 'one.sqlite');
    await store.copyTo(copy);
    refusedAtOnce(() => putBack(copy, path), 'Exists');
    const place = join(folder, 'elsewhere', 'parley.sqlite');
    putBack(copy, place);
    expect(await allRuns(opened({}, place), A)).toEqual([run('policy', 1, 0, 1)]);
    const third = join(folder, 'third.sqlite');
    await writeFile(`${third}-wal`, '');
    refusedAtOnce(() => putBack(copy, third), 'Exists');
    await writeFile(join(folder, 'torn'), (await readFile(copy)).subarray(0, 5_000));
    refusedAtOnce(() => putBack(join(folder, 'torn'), join(folder, 'fourth')), 'Corrupt');
    await writeFile(join(folder, 'empty'), '');
    refusedAtOnce(() => putBack(join(folder, 'empty'), join(folder, 'fourth')), 'Corrupt');
    expect((await readdir(folder)).filter((name) => name.startsWith('fourth'))).toEqual([]);
  });
});
