/**
 * The durable store of a process: one SQLite file for all workspaces of an always-on replica.
 *
 * It passes the same contract suite as the others. Every write is one transaction that has reached the
 * disk when its promise resolves, others' events too: whoever is told that they are taken may forget
 * them. SQLite is synchronous, so no transaction is ever open while something else runs. Every read
 * takes record by record, so that one that is damaged costs itself alone. Decided in
 * docs/decisions/0020-replica.md.
 */
import { statSync } from 'node:fs';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { EMPTY, equal, fromHex, toHex } from '../base/bytes.ts';
import type { Chain, DocumentId, PieceId, WorkspaceId } from '../base/ids.ts';
import { MAX_BATCH_BYTES } from '../base/limits.ts';
import {
  chainOrder,
  checked,
  longestRuns,
  readCache,
  readRun,
  readSetting,
  readWorkspace,
} from './records.ts';
import { writeCopy } from './sqlite-copy.ts';
import { openFile, storeErrorOf, type FileOptions } from './sqlite-file.ts';
import { readPiece, checkedPiece, type NamedPiece, type PieceStore } from './pieces.ts';
import { SQL } from './sqlite-sql.ts';
import type { DocumentCache, RunName, RunRecord, Store, Table, WorkspaceRecord } from './store.ts';
import { StoreError } from './store.ts';

export interface FilePieces extends PieceStore {
  /** Names of all under a workspace. */
  names(id: WorkspaceId): Promise<PieceId[]>;
}

export interface SqliteStore extends Store {
  /** In the same file, so that a copy holds them too. */
  readonly pieces: FilePieces;
  /** Writes a copy of everything to a file that does not exist, while others go on using the store. */
  copyTo(path: string): Promise<void>;
  /** Bytes of the file and its log. */
  readonly size: number;
}

type Row = Readonly<Record<string, unknown>>;
/** Numbers come as they are stored, so that one that nobody of us wrote is no reason to fail. */
type Int = number | bigint;
type Key = readonly [chain: Int, agent: Uint8Array, start: Int, branch: Uint8Array, finish: Int];

/** Sorts before every key. */
const FIRST: Key = [-1, EMPTY, 0, EMPTY, 0];
const PACKED = 1;
const EVIDENCE = 2;

class FileStore implements SqliteStore {
  onClosed: Store['onClosed'] = null;
  onCorrupt: Store['onCorrupt'] = null;
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<keyof typeof SQL, StatementSync>();

  constructor(path: string, db: DatabaseSync) {
    this.#path = path;
    this.#db = db;
  }

  async workspaces(): Promise<WorkspaceRecord[]> {
    return this.#read(() =>
      this.#all('numbers').flatMap(({ number }) => {
        const record = this.#workspaceAt(number as Int);
        if (!record) this.#skip('workspaces', [number]);
        return record ?? [];
      }),
    );
  }

  async workspace(id: WorkspaceId): Promise<WorkspaceRecord | undefined> {
    return this.#read(() => {
      const number = this.#numberOf(id);
      if (number === undefined) return undefined;
      const record = this.#workspaceAt(number);
      if (record) return record;
      this.#skip('workspaces', [number]);
      throw new StoreError('Corrupt', 'a damaged record in workspaces');
    });
  }

  async createWorkspace(record: WorkspaceRecord, runs: readonly RunRecord[]): Promise<void> {
    const { id, genesis, title, name, device, openedAt, place, kit } = checked(
      readWorkspace,
      record,
    );
    const longest = longestRuns(runs);
    if (device.kind !== 'seed' || kit)
      throw new StoreError('Unavailable', 'a file cannot hold a key that cannot be exported');
    this.#write(() => {
      if (this.#numberOf(id) !== undefined)
        throw new StoreError('Exists', 'this workspace is already here');
      const values = [genesis, title, name, device.publicKey, device.seed, openedAt, place ?? null];
      this.#run('create', fromHex(id), ...values);
      for (const run of longest.values()) this.#putRun(this.#present(id), run);
    });
  }

  async updateWorkspace(
    id: WorkspaceId,
    change: Parameters<Store['updateWorkspace']>[1],
  ): Promise<void> {
    const changed = { ...change };
    if (changed.kit)
      throw new StoreError('Unavailable', 'a file cannot hold a key that cannot be exported');
    this.#write(() => {
      const number = this.#present(id);
      const record = checked(readWorkspace, this.#workspaceAt(number));
      const { title, name, openedAt, place } = checked(readWorkspace, {
        ...record,
        ...changed,
        id,
      });
      this.#run('update', title, name, openedAt, place ?? null, number);
    });
  }

  async removeWorkspace(id: WorkspaceId): Promise<void> {
    this.#write(() => {
      const number = this.#numberOf(id);
      if (number === undefined) return;
      for (const drop of ['dropRuns', 'dropCaches', 'dropPieces', 'dropWorkspace'] as const)
        this.#run(drop, number);
    });
  }

  /** Strict, whatever is asked for: a replica is where others' events are sure to be. */
  async append(id: WorkspaceId, runs: readonly RunRecord[]): Promise<void> {
    const longest = longestRuns(runs);
    this.#write(() => {
      const number = this.#present(id);
      for (const run of longest.values()) this.#putRun(number, run);
    });
  }

  async replace(id: WorkspaceId, run: RunRecord, gone: readonly RunName[]): Promise<void> {
    const record = checked(readRun, run);
    this.#write(() => {
      const number = this.#present(id);
      // Itself too: what has its key may be damaged, and must not stay in its place.
      for (const name of [...gone, record]) this.#run('dropRun', number, ...keyOf(name));
      this.#putRun(number, record);
    });
  }

  async *runs(id: WorkspaceId): AsyncIterable<readonly RunRecord[]> {
    let after: Key | undefined = FIRST;
    do {
      const from: Key = after;
      const { batch, last } = this.#read(() => this.#runsAfter(id, from));
      after = last;
      if (batch.length > 0) yield batch;
    } while (after !== undefined);
  }

  async cache(id: WorkspaceId, document: DocumentId): Promise<DocumentCache | undefined> {
    return this.#read(() => {
      const number = this.#numberOf(id);
      return number === undefined ? undefined : this.#cacheAt(number, document);
    });
  }

  async caches(id: WorkspaceId): Promise<DocumentCache[]> {
    return this.#read(() => {
      const number = this.#numberOf(id);
      if (number === undefined) return [];
      return this.#all('documents', number).flatMap(({ document }) => {
        const cache = this.#cacheAt(number, toHex(document as Uint8Array) as DocumentId);
        return cache ?? [];
      });
    });
  }

  async putCache(id: WorkspaceId, cache: DocumentCache): Promise<void> {
    const { document, bytes } = checked(readCache, cache);
    this.#write(() => this.#run('putCache', this.#present(id), fromHex(document), bytes));
  }

  async setting(key: string): Promise<string | undefined> {
    return this.#read(() => readSetting(this.#get('setting', key)?.['value']));
  }

  async putSetting(key: string, value: string): Promise<void> {
    const [name, text] = [checked(readSetting, key), checked(readSetting, value)];
    this.#write(() => this.#run('putSetting', name, text));
  }

  /** Nobody deletes a file behind the back of its owner. */
  async persist(): Promise<boolean> {
    return true;
  }

  async copyTo(path: string): Promise<void> {
    await writeCopy(this.#path, path);
  }

  get size(): number {
    const sizes = [this.#path, `${this.#path}-wal`].map(
      (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  readonly pieces: FilePieces = {
    has: async (id, names) =>
      this.#read(() => {
        const number = this.#numberOf(id) ?? null;
        return new Set(names.filter((name) => this.#get('hasPiece', number, fromHex(name))));
      }),
    piece: async (id, name) =>
      this.#read(() => {
        const row = this.#sound('piece', this.#numberOf(id) ?? null, fromHex(name));
        return readPiece(row?.['bytes']);
      }),
    names: async (id) =>
      this.#read(() =>
        this.#all('pieceNames', this.#numberOf(id) ?? null).map(
          ({ name }) => toHex(name as Uint8Array) as PieceId,
        ),
      ),
    put: async (id, pieces: readonly NamedPiece[]) => {
      const copies = pieces.map(({ name, bytes }) => [name, checkedPiece(bytes)] as const);
      this.#write(() => {
        const number = this.#present(id);
        for (const [name, bytes] of copies) this.#run('putPiece', number, fromHex(name), bytes);
      });
    },
    remove: async (id) => this.#write(() => this.#run('dropPieces', this.#numberOf(id) ?? null)),
    close: () => {},
  };

  /** Runs of one batch and the last key looked at, `undefined` when there are no more. */
  #runsAfter(id: WorkspaceId, after: Key): { batch: RunRecord[]; last: Key | undefined } {
    const number = this.#numberOf(id);
    const batch: RunRecord[] = [];
    let size = 0;
    let last: Key | undefined;
    for (const found of number === undefined ? [] : this.#all('keys', number, ...after)) {
      const run = this.#runAt(number as Int, found);
      size += run?.bytes.length ?? 0;
      if (size > MAX_BATCH_BYTES && batch.length > 0) return { batch, last };
      last = rowKey(found);
      if (run) batch.push(run);
      else this.#skip('runs', [number, ...last]);
    }
    return { batch, last };
  }

  /** Puts a run unless a longer one is readable under its key, and drops the shorter ones. */
  #putRun(number: Int, run: RunRecord): void {
    const key = keyOf(run);
    const [chain, agent, start, branch] = key;
    const held = this.#all('sameStart', number, chain, agent, start, branch);
    const isShorter = ({ finish }: Row): boolean => (finish as Int) < run.to;
    if (held.some((one) => !isShorter(one) && this.#runAt(number, one))) return;
    for (const one of held.filter(isShorter)) this.#run('dropRun', number, ...rowKey(one));
    const kind = (run.packed ? PACKED : 0) + (run.evidence ? EVIDENCE : 0);
    this.#run('putRun', number, ...key, kind, run.bytes);
  }

  /** The run that a row of the index leads to, if it is sound and the index says the same of it. */
  #runAt(number: Int, found: Row): RunRecord | undefined {
    const row = this.#sound('run', found['rowid']);
    if (!row || row['workspace'] !== number) return undefined;
    const [key, there] = [rowKey(found), rowKey(row)];
    if (!key.every((part, i) => same(part, there[i]))) return undefined;
    const [chain, agent, from, branch, to] = key;
    const kind = Number(row['kind']);
    if (kind < 0 || kind > PACKED + EVIDENCE) return undefined;
    return readRun({
      agent: toHex(agent),
      chain: CHAINS[Number(chain)],
      from: Number(from),
      to: Number(to),
      branch: branch.length === 0 ? undefined : toHex(branch),
      packed: (kind & PACKED) !== 0 || undefined,
      evidence: (kind & EVIDENCE) !== 0 || undefined,
      bytes: row['bytes'],
    });
  }

  #workspaceAt(number: Int): WorkspaceRecord | undefined {
    const row = this.#sound('workspace', number);
    if (!row) return undefined;
    const { id, genesis, title, name, publicKey, seed, openedAt, place, hasPlace } = row;
    const device = { kind: 'seed', publicKey, seed };
    return readWorkspace({
      id: toHex(id as Uint8Array),
      genesis,
      title,
      name,
      device,
      openedAt: Number(openedAt),
      place: hasPlace ? place : undefined,
    });
  }

  #cacheAt(number: Int, document: DocumentId): DocumentCache | undefined {
    const row = this.#sound('cache', number, fromHex(document));
    const cache = row && readCache({ document, bytes: row['bytes'] });
    if (row && !cache) this.#skip('caches', [number, document]);
    return cache;
  }

  #numberOf(id: WorkspaceId): Int | undefined {
    return this.#get('number', fromHex(id))?.['number'] as Int | undefined;
  }

  #present(id: WorkspaceId): Int {
    const number = this.#numberOf(id);
    if (number === undefined) throw new StoreError('Missing', 'this workspace is not here');
    return number;
  }

  /** One row, if there is one and the file can be read there. */
  #sound(sql: keyof typeof SQL, ...values: unknown[]): Row | undefined {
    try {
      return this.#get(sql, ...values);
    } catch (error) {
      if (storeErrorOf(error).code === 'Corrupt') return undefined;
      throw error;
    }
  }

  #skip(table: Table, key: readonly unknown[]): void {
    const text = key.map((part) => (part instanceof Uint8Array ? toHex(part) : String(part)));
    this.onCorrupt?.({ table, key: text.join(' ').slice(0, MAX_KEY_CHARS) });
  }

  #statement(sql: keyof typeof SQL): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(SQL[sql]);
    statement.setReadBigInts(true);
    this.#statements.set(sql, statement);
    return statement;
  }

  #all(sql: keyof typeof SQL, ...values: unknown[]): Row[] {
    return this.#statement(sql).all(...(values as SQLInputValue[]));
  }

  #get(sql: keyof typeof SQL, ...values: unknown[]): Row | undefined {
    return this.#statement(sql).get(...(values as SQLInputValue[]));
  }

  #run(sql: keyof typeof SQL, ...values: unknown[]): void {
    this.#statement(sql).run(...(values as SQLInputValue[]));
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  /** Runs `work` in one transaction, which is on the disk when this returns; else nothing is written. */
  #write(work: () => void): void {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      // SQLite has rolled back by itself where it says that it must.
      if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw storeErrorOf(error);
    }
  }
}

/** What is told of a damaged record's key: a hostile one may be long. */
const MAX_KEY_CHARS = 256;

const CHAINS: readonly Chain[] = ['policy', 'content'];

const keyOf = (run: RunName): Key => [
  chainOrder(run),
  fromHex(run.agent),
  run.from,
  fromHex(run.branch ?? ''),
  run.to,
];

const rowKey = ({ chain, agent, start, branch, finish }: Row): Key =>
  [chain, agent, start, branch, finish] as unknown as Key;

const same = (one: Int | Uint8Array, other: Int | Uint8Array | undefined): boolean =>
  one instanceof Uint8Array && other instanceof Uint8Array ? equal(one, other) : one === other;

/**
 * Opens the store in a file, which is made if there is none. Throws StoreError, as `openFile` does.
 * Whoever means to be the only one takes `lockFile` first.
 */
export function openSqliteStore(path: string, options: FileOptions = {}): SqliteStore {
  return new FileStore(path, openFile(path, options));
}
