/** Workspaces that a process keeps for others: the real host over SQLite files, people over memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../src/base/ids.ts';
import { PIECE_BYTES } from '../../src/base/limits.ts';
import type { ImageState, WorkspaceSession } from '../../src/host/session.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import type { Workspace } from '../../src/host/workspace.ts';
import { Keeper, type KeeperParts } from '../../src/node/keeper.ts';
import { isReady, metricsText, type ReplicaFigures } from '../../src/node/replica-status.ts';
import { putBack } from '../../src/storage/sqlite-copy.ts';
import { openSqliteStore, type SqliteStore } from '../../src/storage/sqlite.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { StoreError } from '../../src/storage/store.ts';
import { manifestOf } from '../../src/wire/piece.ts';
import { png } from '../host/pictures.ts';
import { House, reads, type, until } from '../host/house.ts';

const TITLE = 'Secret garden';
const RELAY =
  '/dns4/relay.example/tcp/443/wss/p2p/12D3KooWRR8J8FV4JXj99XzPJfM1eduoQNmEYLeyKvvUwCRYGAZT';
const never = new AbortController().signal;

let house: House;
let folder: string;
let keepers: Keeper[];
let stores: SqliteStore[];
let logged: string[];

beforeEach(async () => {
  house = new House();
  folder = await mkdtemp(join(tmpdir(), 'parley-keeper-'));
  keepers = [];
  stores = [];
  logged = [];
});
afterEach(async () => {
  await Promise.all(keepers.map((keeper) => keeper.close()));
  await house.close();
  for (const store of stores) store.close();
  await rm(folder, { recursive: true });
});

const database = (name = 'one'): string => join(folder, `${name}.sqlite`);

function opened(name?: string): SqliteStore {
  const store = openSqliteStore(database(name));
  stores.push(store);
  return store;
}

async function keep(store: SqliteStore, more: Partial<KeeperParts> = {}): Promise<Keeper> {
  const keeper = new Keeper({
    store,
    pieces: store.pieces,
    engine: await createSignatureEngine(),
    transport: () => house.network.transport(),
    name: 'Cellar',
    log: (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
    pauses: [1, 1],
    ...more,
  });
  keepers.push(keeper);
  return keeper;
}

/** It has ended, and its file is closed: what a process leaves that was stopped. */
async function end(keeper: Keeper, store: SqliteStore): Promise<void> {
  await keeper.close();
  store.close();
}

const figuresOf = (keeper: Keeper): ReplicaFigures => ({
  ...keeper.figures(),
  size: 4096,
  backups: null,
  faults: 0,
  uptime: 1,
  memory: 1,
});

/** Ada's workspace, with a document in it. */
async function founded() {
  const disk = memoryDisk();
  const profile = await house.profile(disk);
  const session = await profile.create({ title: TITLE, name: 'Ada Lovelace' });
  const id = session.createDocument('Beds');
  return { disk, session, id, document: session.openDocument(id) };
}

const invite = (session: WorkspaceSession, role: Role, uses = 1): Promise<string> =>
  session.invite({ role, uses, expiresIn: 0 });

/** Somebody else says that it holds all that this one does. */
const isTaken = (session: WorkspaceSession): Promise<void> =>
  until(
    session,
    ({ status }) => status.synced > 0 && status.unsent === 0 && status.storage === 'saved',
  );

const forksOf = (session: WorkspaceSession): number =>
  (session as Workspace).loop.call(({ history }) => history.forks().length);

describe('a replica', () => {
  it('R3 lets two meet who are never there together, one of them a newcomer, and writes nothing', async () => {
    const ada = await founded();
    const writers = await invite(ada.session, 'editor');
    const store = opened();
    const keeper = await keep(store);
    expect(await keeper.begin([await invite(ada.session, 'reader')])).toBe(1);
    type(ada.document, 0, 'Beans.');
    await isTaken(ada.session);
    await ada.session.close();

    const profile = await house.profile();
    const bo = await profile.join(writers, 'Bo', () => {}, never);
    const his = bo.openDocument(ada.id);
    await reads(his, (text) => text === 'Beans.');
    type(his, 6, ' Peas.');
    await isTaken(bo);
    expect(forksOf(bo)).toBe(0);
    await bo.close();

    const again = await (await house.profile(ada.disk)).open(ada.session.id);
    await reads(again.openDocument(ada.id), (text) => text === 'Beans. Peas.');
    const members = again.view().members.map(({ name, role }) => [name, role]);
    expect(members).toEqual([
      ['Ada Lovelace', 'admin'],
      ['Cellar', 'reader'],
      ['Bo', 'editor'],
    ]);
    expect(keeper.figures().workspaces[0]).toMatchObject({ members: 3, online: 1, documents: 1 });
    await end(keeper, store);
    const device = (await opened().workspace(again.id))?.device.publicKey;
    const own = (again as Workspace).loop.call(({ history }) =>
      [...history.chains()].filter(
        (log) => log.device === Buffer.from(device ?? []).toString('hex'),
      ),
    );
    expect(own.map(({ chain }) => chain)).toEqual(['policy']);
  });

  it('I3 R3 fetches what images members make known, and gives them to whoever comes later', async () => {
    const ada = await founded();
    const writers = await invite(ada.session, 'editor');
    const store = opened();
    const keeper = await keep(store);
    await keeper.begin([await invite(ada.session, 'reader')]);
    const bytes = png(3 * PIECE_BYTES);
    const name = await (await ada.session.images()).add(bytes);
    const { pieces } = manifestOf(bytes);
    await vi.waitFor(
      async () => expect((await store.pieces.has(ada.session.id, pieces)).size).toBe(3),
      { timeout: 20_000 },
    );
    await isTaken(ada.session);
    await ada.session.close();

    const bo = await (await house.profile()).join(writers, 'Bo', () => {}, never);
    const images = await bo.images();
    const state = await new Promise<ImageState>((resolve) => {
      images.watch(name, (one) => one.kind === 'whole' && resolve(one));
    });
    expect(state).toMatchObject({ bytes });
    await store.copyTo(database('copy'));
    expect((await opened('copy').pieces.has(bo.id, pieces)).size).toBe(3);
  });

  it('serves what it has joined when it is started again, with a link or without', async () => {
    const ada = await founded();
    const link = await invite(ada.session, 'reader');
    for (const links of [[link], [], [link], [link, link, 'nonsense']]) {
      const store = opened();
      const keeper = await keep(store);
      expect(await keeper.begin(links)).toBe(1);
      type(ada.document, 0, 'x');
      await isTaken(ada.session);
      await end(keeper, store);
    }
    expect(ada.session.view().members).toHaveLength(2);
    expect(logged.filter((line) => line.includes('"not joined"'))).toHaveLength(1);
  });

  it('R4 that was cut off while it joined goes on as the same device: one use of the invite is enough', async () => {
    const ada = await founded();
    const store = opened();
    let failures = 2;
    const failing = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name === 'createWorkspace' && failures-- > 0)
          return () => Promise.reject(new StoreError('Quota', 'full'));
        return value.bind(target) as unknown;
      },
    });
    const keeper = await keep(failing);
    expect(await keeper.begin([await invite(ada.session, 'reader')])).toBe(1);
    expect(ada.session.view().members).toHaveLength(2);
    expect(logged.filter((line) => line.includes('store Quota'))).toHaveLength(2);
    const left = new DatabaseSync(database());
    expect(left.prepare("SELECT value FROM settings WHERE name LIKE 'joining%'").all()).toEqual([
      { value: '' },
    ]);
    left.close();
  });

  it('C9 that asks to be let in logs the four words that the admin who is asked reads', async () => {
    const ada = await founded();
    const link = await ada.session.invite({
      role: 'reader',
      uses: 1,
      expiresIn: 0,
      approval: true,
    });
    const keeper = await keep(opened());
    const serving = keeper.begin([link]);
    await until(ada.session, ({ asking }) => asking.length === 1);
    const [ask] = ada.session.view().asking;
    const words = ask?.code.map((number) => wordlist[number]).join(' ');
    expect(words).toMatch(/^[a-z]+(?: [a-z]+){3}$/);
    const facts = { workspace: ada.session.id.slice(0, 8), step: 'asked', words };
    await vi.waitFor(() =>
      expect(logged).toContain(JSON.stringify({ event: 'joining', ...facts })),
    );
    await ada.session.answer(ask?.id ?? 0, true);
    expect(await serving).toBe(1);
  });

  it('gives up a link that can never be good again, and says so', async () => {
    const ada = await founded();
    const link = await invite(ada.session, 'reader');
    await (await house.profile()).join(link, 'Bo', () => {}, never);
    const keeper = await keep(opened());
    expect(await keeper.begin([link])).toBe(0);
    expect(logged.at(-1)).toContain('"not joined"');
    expect(logged.at(-1)).toContain('UsedUp');
    expect(isReady(figuresOf(keeper))).toBe(false);
  });

  it('R5 put back from a backup is believed, gets what it lacks, and nobody sees two histories', async () => {
    const ada = await founded();
    const doors = await invite(ada.session, 'editor', 5);
    const store = opened();
    const keeper = await keep(store);
    await keeper.begin([await invite(ada.session, 'reader')]);
    type(ada.document, 0, 'Beans.');
    await isTaken(ada.session);
    await ada.session.close();
    const guest = async (name: string) =>
      (await house.profile()).join(doors, name, () => {}, never);
    await (await guest('Bo')).close();
    await store.copyTo(database('backup'));
    // What it signs now, the backup does not know of.
    await (await guest('Cy')).close();
    await end(keeper, store);

    putBack(database('backup'), database('restored'));
    const restored = await keep(opened('restored'));
    expect(await restored.begin([])).toBe(1);
    const di = await guest('Di');
    const again = await (await house.profile(ada.disk)).open(ada.session.id);
    const names = ({ members }: ReturnType<WorkspaceSession['view']>) =>
      members.map(({ name }) => name).sort();
    await until(again, (view) => view.members.length === 4);
    await until(di, (view) => view.members.length === 4);
    expect(names(again.view())).toEqual(['Ada Lovelace', 'Bo', 'Cellar', 'Di']);

    // The original too, as long as nobody has noticed.
    const original = await keep(opened());
    expect(await original.begin([])).toBe(1);
    for (const session of [again, di]) await until(session, (view) => view.members.length === 5);
    for (const session of [again, di]) {
      expect(names(session.view())).toEqual(['Ada Lovelace', 'Bo', 'Cellar', 'Cy', 'Di']);
      expect(forksOf(session)).toBe(0);
      expect(session.view().notices.filter(({ code }) => code === 'forked')).toEqual([]);
    }
  });

  it('R6 says of itself no title, no name, no link, and of ids the beginning', async () => {
    const ada = await founded();
    const link = await invite(ada.session, 'reader');
    const keeper = await keep(opened());
    await keeper.begin([link, `${link}x`], [RELAY]);
    type(ada.document, 0, 'Beans.');
    await isTaken(ada.session);
    const text = logged.join('\n') + metricsText(figuresOf(keeper));
    expect(text).toContain(ada.session.id.slice(0, 8));
    const secrets = [TITLE, 'Beds', 'Lovelace', 'Cellar', 'Beans', 'relay.example'];
    for (const secret of [...secrets, ada.session.id.slice(0, 9), link.slice(-40)])
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    const figures = keeper.figures().workspaces[0];
    expect(text).toContain(
      `parley_replica_events{workspace="${figures?.workspace}"} ${figures?.events}`,
    );
    expect(figures?.events).toBeGreaterThan(3);
    expect(figures?.bytes).toBeGreaterThan(100);
  });

  it('R8 goes on with the relays that the link named, or with those that it is told', async () => {
    const ada = await founded();
    const link = await invite(ada.session, 'reader');
    const used: (readonly string[])[] = [];
    const transport: KeeperParts['transport'] = (relays) => {
      used.push(relays);
      return house.network.transport();
    };
    for (const told of [[], [RELAY]]) {
      const store = opened();
      const keeper = await keep(store, { transport });
      await keeper.begin(used.length === 0 ? [link] : [], told);
      if (used.length === 1)
        await store.putSetting(`relays ${ada.session.id}`, JSON.stringify([RELAY, 7, '/p2p/x']));
      await end(keeper, store);
    }
    const store = opened();
    await (await keep(store, { transport })).begin([]);
    expect(used).toEqual([[], [RELAY], [RELAY]]);
  });

  it('D3 does not open what was damaged, and serves the rest', async () => {
    const one = await founded();
    const other = await founded();
    const store = opened();
    const keeper = await keep(store);
    const links = [await invite(one.session, 'reader'), await invite(other.session, 'reader')];
    expect(await keeper.begin(links)).toBe(2);
    await end(keeper, store);
    const raw = new DatabaseSync(database());
    raw.exec('UPDATE workspaces SET seed = zeroblob(32) WHERE number = 1');
    raw.close();
    const again = await keep(opened());
    expect(await again.begin([])).toBe(1);
    expect(again.figures()).toMatchObject({ unopened: 1, joining: 0 });
    expect(isReady(figuresOf(again))).toBe(false);
    expect(logged.some((line) => line.includes('fault BadKey'))).toBe(true);
  });

  it('D2 whose disk is full says so, has told nobody that it took anything, and takes it later', async () => {
    const ada = await founded();
    const store = opened();
    let isFull = false;
    const full = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name === 'append' && isFull)
          return () => Promise.reject(new StoreError('Quota', 'full'));
        return value.bind(target) as unknown;
      },
    });
    const keeper = await keep(full);
    await keeper.begin([await invite(ada.session, 'reader')]);
    await isTaken(ada.session);
    isFull = true;
    type(ada.document, 0, 'Beans.');
    await until(ada.session, ({ status }) => status.storage === 'saved' && status.unsent > 0);
    while (keeper.figures().storeErrors === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(keeper.figures().workspaces[0]).toMatchObject({ storeError: 'Quota' });
    expect(ada.session.view().status.unsent).toBeGreaterThan(0);
    isFull = false;
    await isTaken(ada.session);
    expect(keeper.figures().workspaces[0]).toMatchObject({ storeError: null, unwritten: 0 });
  });
});
