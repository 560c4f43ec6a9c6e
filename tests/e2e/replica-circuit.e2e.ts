/**
 * `npm run replica` as a process, over a real relay: killed, started again, stopped, asked how it is.
 * Whoever writes is a host in this process, on a circuit, as a tab has it that finds no direct way. So what
 * the replica says that it took can be compared, event by event, with what lies on its disk.
 */
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';

import { runsIn } from '../../src/host/compaction.ts';
import { LocalProfile } from '../../src/host/local-profile.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import type { Workspace } from '../../src/host/workspace.ts';
import { libp2pTransport } from '../../src/net/libp2p.ts';
import { relaysNamed } from '../../src/node/relay-names.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { MemoryNotes } from '../../src/storage/files.ts';
import { MemoryPieces } from '../../src/storage/pieces.ts';
import { openSqliteStore } from '../../src/storage/sqlite.ts';
import { runEnd } from '../../src/wire/run.ts';
import { type, until } from '../host/house.ts';
import { addressOf, deploy, freshDirectory } from '../net/deployment.ts';
import { ReplicaProcess } from '../node/replica-process.ts';
import { long } from './harness/long.ts';

const KILLS = 10;

let server: ParleyServer;
let replica: ReplicaProcess;
let ada: Workspace;

/** Somebody with a new workspace, who meets others through these relays alone. */
async function founder(relays: readonly string[]): Promise<Workspace> {
  const profile = new LocalProfile({
    store: memoryStore(),
    pieces: async () => new MemoryPieces(),
    notes: async () => new MemoryNotes(),
    engine: await createSignatureEngine(),
    network: () => ({
      transport: libp2pTransport({ relays, iceServers: [], relayOnly: true }),
      relays,
    }),
    tabs: () => null,
    persisted: async () => null,
    linkTo: (payload) => `https://parley.example/#/join/${payload}`,
    onOpen: () => {},
    drawn: async () => {},
  });
  return (await profile.create({ title: 'Garden', name: 'Ada' })) as Workspace;
}

beforeAll(async () => {
  server = await deploy();
  replica = await ReplicaProcess.make();
  ada = await founder([addressOf(server)]);
});
afterAll(async () => {
  await ada.close();
  await replica.close();
  await server.stop();
});

/** Seqs of Ada's content that lie in the file, without a gap. */
async function onDisk(): Promise<number> {
  const store = openSqliteStore(replica.database);
  const agent = ada.loop.call((core) => core.agent);
  let end = 0;
  for await (const batch of store.runs(ada.id))
    for (const record of batch) {
      if (record.agent !== agent || record.chain !== 'content') continue;
      for (const run of (await runsIn(record)) ?? []) if (run.from <= end) end = runEnd(run);
    }
  store.close();
  return end;
}

const written = (): number =>
  ada.loop.call(({ history, agent }) => history.chain(agent, 'content')?.end ?? 0);

const taken = (by = ada): Promise<void> =>
  until(by, ({ status }) => status.synced > 0 && status.unsent === 0 && status.storage === 'saved');

long(
  'R1 R2 R6 serves over a circuit, alone on its folder, and holds after each kill −9 what it has said that it took',
  async () => {
    replica.start([await ada.invite({ role: 'reader', uses: 1, expiresIn: 0 })], '--port', '0');
    const { port } = await replica.says('started');
    await replica.says('joined');
    const id = ada.createDocument('Plan');
    const document = ada.openDocument(id);
    // Far more than a relay of libp2p carries unless it is told otherwise.
    type(document, 0, 'Beans and peas. '.repeat(20_000));
    await taken();
    const url = `http://127.0.0.1:${port}`;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/parley_replica_history_bytes\{workspace="[0-9a-f]{8}"\} 3\d{5}\n/);
    expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/else`)).status).toBe(404);

    const second = await ReplicaProcess.make();
    second.start([], '--data', join(replica.folder, 'data'));
    expect(await second.ended()).toBe(1);
    expect(second.errors).toMatch(/^Another replica runs on this folder.*\n$/);
    await second.close();

    for (let life = 0; life < KILLS; life += 1) {
      type(document, 0, `Life ${life}. `);
      await taken();
      const said = written();
      // More is under way, and the disk may or may not have it.
      for (let n = 0; n < 20; n += 1) type(document, n, 'x');
      await replica.kill();
      expect(await onDisk()).toBeGreaterThanOrEqual(said);
      const from = replica.lines.length;
      replica.start();
      await replica.says('serving', from);
      await taken();
      expect(await onDisk()).toBe(written());
    }
    expect(await replica.stop()).toBe(0);
    expect(replica.lines.at(-1)).toMatchObject({ event: 'stopped' });
    expect(replica.errors).toBe('');
    expect(ada.view().members).toHaveLength(2);
    expect(ada.view().notices.map(({ code }) => code)).toEqual(['joined']);
  },
  600_000,
);

/** One that nobody listens on. */
async function freePort(): Promise<number> {
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(0, '127.0.0.1', resolve));
  const { port } = taker.address() as AddressInfo;
  await new Promise((resolve) => taker.close(resolve));
  return port;
}

long(
  'R8 in one container with a relay a replica finds it from within, fails without harm to it, and stops with it',
  async () => {
    const [port, data] = [await freePort(), await freshDirectory()];
    const env = { PORT: `${port}`, HOST: '127.0.0.1', PARLEY_DATA: data, PARLEY_SITE: data };
    const both = await ReplicaProcess.make('both.ts', env);
    const links = join(both.folder, 'links');
    await writeFile(links, '');
    both.start([], '--links', links);
    // With no workspace yet; the first can only be made once the relay is there.
    await both.says('nothing to serve');
    const founding = await founder(await relaysNamed([`http://127.0.0.1:${port}`], () => {}));
    await writeFile(links, await founding.invite({ role: 'reader', uses: 1, expiresIn: 0 }));
    await both.says('joined');
    type(founding.openDocument(founding.createDocument('Plan')), 0, 'Beans.');
    await taken(founding);
    expect(await both.stop()).toBe(0);
    expect(both.lines.filter(({ event }) => event === 'listening')).toHaveLength(1);
    expect(both.lines.some(({ event }) => event === 'stopped')).toBe(true);
    await founding.close();
    await both.close();
    await rm(data, { recursive: true });
  },
  120_000,
);
