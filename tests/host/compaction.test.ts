/** Many records become few, nothing is lost by it, and what was put together is read like a peer's word. */
import { describe, expect, it, vi } from 'vitest';
import { StoreError, type RunRecord, type Store } from '../../src/storage/store.ts';
import { compact, MIN_GROWING, MIN_RECORDS, runsIn } from '../../src/host/compaction.ts';
import { openReplica } from '../../src/host/opening.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { encodeGenesis } from '../../src/wire/genesis.ts';
import { decodeRun, runEnd } from '../../src/wire/run.ts';
import { workspace as someWorkspace } from '../contract/store.ts';
import { asSeconds } from '../../src/base/ids.ts';
import type { Identity } from '../../src/replica/author.ts';
import {
  DOC,
  Forger,
  genesis,
  Host,
  identity,
  insert,
  workspace,
  type Made,
} from '../replica/lab.ts';

const engine = await createSignatureEngine();
const folder = { ...someWorkspace(1), id: workspace, genesis: encodeGenesis(genesis) };

const recordOf = ({ id, run }: Pick<Made, 'id' | 'run'>): RunRecord => {
  const read = decodeRun(run);
  if (!read.ok) throw new Error('a written run can be read');
  const { agent, chain, from } = read.value;
  return { agent, chain, from, to: runEnd(read.value), branch: id, bytes: run };
};

/** What comes live from somebody is stored event by event, with a seal now and then. */
async function live(count: number, every = 30, author = identity(0, 70)) {
  const forger = new Forger(author);
  const host = new Host(0, 71);
  const store = memoryStore();
  await store.createWorkspace(folder, []);
  for (let i = 0; i < count; i++) {
    const seal = i % every === every - 1;
    const made = i === 0 ? forger.first() : forger.next({ seal, ops: [insert(0, `word ${i} `)] });
    host.hear('live', made.run);
    await store.append(workspace, [recordOf(made)], 'relaxed');
  }
  return { forger, host, store };
}

const history = (host: Host) => host.replica.history;
const never = (): boolean => false;

async function records(store: Store): Promise<RunRecord[]> {
  const all: RunRecord[] = [];
  for await (const batch of store.runs(workspace)) all.push(...batch);
  return all;
}

const open = (store: Store) =>
  openReplica(folder, store, identity(0, 72), engine, asSeconds(1_700_000_000));

describe('D6 compaction', () => {
  it('makes few records of many, and opening shows the same, proven as before', async () => {
    const { host, store } = await live(200);
    await compact(workspace, store, history(host), never);
    const left = await records(store);
    expect(left.length).toBeLessThan(200 / 4);
    expect(left.filter(({ packed }) => packed).length).toBe(1);
    const { replica, damaged } = await open(store);
    expect(damaged).toBe(0);
    expect(replica.held).toBe(host.replica.held);
    expect(replica.history.known(DOC)?.text?.toString()).toBe(host.text());
  });

  it('takes no run for a bundle, whatever key it begins with', async () => {
    // A packed message begins with this byte.
    const looksPacked = ({ certificate }: Identity): boolean => certificate.agent.startsWith('07');
    let load = 1_000;
    while (!looksPacked(identity(0, load))) load += 1;
    const { host, store } = await live(40, 30, identity(0, load));
    expect((await open(store)).replica.held).toBe(host.replica.held);
    await compact(workspace, store, history(host), never);
    expect((await records(store)).some(({ packed }) => packed)).toBe(true);
    const { replica, damaged } = await open(store);
    expect(damaged).toBe(0);
    expect(replica.held).toBe(host.replica.held);
  });

  it('leaves the newest run of a chain alone, and grows what it made', async () => {
    const { forger, host, store } = await live(100);
    await compact(workspace, store, history(host), never);
    const first = await records(store);
    expect(first.length).toBe(1 + (100 % 30));
    for (let i = 0; i < 100; i++) {
      const made = forger.next({ seal: i % 20 === 19 });
      host.hear('live', made.run);
      await store.append(workspace, [recordOf(made)], 'relaxed');
    }
    await compact(workspace, store, history(host), never);
    const then = await records(store);
    expect(then.length).toBeLessThan(first.length + 20);
    expect((await open(store)).replica.held).toBe(host.replica.held);
    await compact(workspace, store, history(host), never);
    expect(await records(store)).toEqual(then);
  });

  it('takes much of a newest run that came event by event, and again when it has grown', async () => {
    const { forger, host, store } = await live(MIN_GROWING, Infinity);
    await compact(workspace, store, history(host), never);
    expect((await records(store)).map(({ packed }) => packed)).toEqual([true]);
    for (let i = 1; i <= MIN_GROWING; i++) {
      const made = forger.next({ ops: [insert(0, `more ${i} `)] });
      host.hear('live', made.run);
      await store.append(workspace, [recordOf(made)], 'relaxed');
      if (i < MIN_GROWING - 1) continue;
      await compact(workspace, store, history(host), never);
      expect((await records(store)).length).toBe(i < MIN_GROWING ? 1 : 2);
    }
    const { replica, damaged } = await open(store);
    expect(damaged).toBe(0);
    expect(replica.held).toBe(host.replica.held);
  });

  it('leaves of a newest run whatever may still grow under its own key', async () => {
    const { host, store } = await live(2 * MIN_GROWING, Infinity);
    const all = await records(store);
    const own = all
      .slice(0, MIN_GROWING)
      .map(({ agent, chain, from, to, bytes }) => ({ agent, chain, from, to, bytes }));
    const mixed = memoryStore();
    await mixed.createWorkspace(folder, [...own, ...all.slice(MIN_GROWING)]);
    await compact(workspace, mixed, history(host), never);
    const left = await records(mixed);
    for (const record of own) expect(left).toContainEqual(record);
    expect(left.length).toBe(own.length + 1);
    expect((await open(mixed)).replica.held).toBe(host.replica.held);
  });

  it('cuts what is much into bundles of a size that keeps well', async () => {
    const forger = new Forger(identity(0, 70));
    const host = new Host(0, 71);
    const store = memoryStore();
    await store.createWorkspace(folder, []);
    let die = 1;
    const noise = (): string =>
      Array.from({ length: 900 }, () => {
        die = (die * 48_271) % 2_147_483_647;
        return String.fromCharCode(33 + (die % 90));
      }).join('');
    for (let i = 0; i < 160; i++) {
      const ops = [insert(0, noise())];
      const made = i === 0 ? forger.first({ ops }) : forger.next({ seal: i % 5 === 4, ops });
      host.hear('live', made.run);
      await store.append(workspace, [recordOf(made)], 'relaxed');
    }
    await compact(workspace, store, history(host), never);
    const bundles = (await records(store)).filter(({ packed }) => packed);
    expect(bundles.length).toBe(3);
    for (const { bytes } of bundles) expect(bytes.length).toBeLessThan(65_536);
    expect((await open(store)).replica.held).toBe(host.replica.held);
  });

  it('removes nothing that the history does not hold just so', async () => {
    const { host, store, forger } = await live(120);
    const fork = new Forger(identity(0, 70));
    fork.first();
    const other = recordOf(fork.next({ ops: [insert(0, 'another history')] }));
    const gap = forger.clone();
    gap.next({});
    const ahead = recordOf(gap.next({}));
    const [torn] = await records(store);
    if (!torn) throw new Error('no record');
    const broken = { ...torn, to: torn.to + 1, bytes: torn.bytes.slice(0, -1) };
    await store.append(workspace, [other, ahead], 'relaxed');
    await store.append(workspace, [{ ...broken, from: 7, to: 8 }], 'relaxed');
    await compact(workspace, store, history(host), never);
    const left = await records(store);
    expect(left.some(({ packed }) => packed)).toBe(true);
    expect(left).toContainEqual(other);
    expect(left).toContainEqual(ahead);
    expect(left).toContainEqual({ ...broken, from: 7, to: 8 });
  });

  it('does not begin for little, and stops when it is told', async () => {
    const few = await live(MIN_RECORDS, 5);
    const before = await records(few.store);
    await compact(workspace, few.store, history(few.host), never);
    expect(await records(few.store)).toEqual(before);
    const many = await live(120);
    await compact(workspace, many.store, history(many.host), () => true);
    expect((await records(many.store)).length).toBe(120);
  });

  it('in two tabs at once loses nothing', async () => {
    const { host, store } = await live(200);
    const both = [compact(workspace, store, history(host), never)];
    both.push(compact(workspace, store, history(host), never));
    await Promise.all(both);
    expect((await records(store)).filter(({ packed }) => packed).length).toBe(1);
    expect((await open(store)).replica.held).toBe(host.replica.held);
  });

  it.each(['Quota', 'Closed', 'Failed'] as const)(
    'that the store refuses with %s removes nothing, and succeeds later',
    async (code) => {
      const { host, store } = await live(120);
      const before = await records(store);
      vi.spyOn(store, 'replace').mockRejectedValueOnce(new StoreError(code, 'refused'));
      await expect(compact(workspace, store, history(host), never)).rejects.toThrow('refused');
      expect(await records(store)).toEqual(before);
      expect((await open(store)).replica.held).toBe(host.replica.held);
      await compact(workspace, store, history(host), never);
      expect((await records(store)).length).toBeLessThan(before.length / 2);
      expect((await open(store)).replica.held).toBe(host.replica.held);
    },
  );

  it('removes nothing for a bundle that would not be read as it was written', async () => {
    const { host, store } = await live(120);
    const before = await records(store);
    const Sound = CompressionStream;
    vi.stubGlobal(
      'CompressionStream',
      class {
        readonly readable;
        readonly writable;
        constructor(format: CompressionFormat) {
          const flip = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
            transform: (bytes, out) => out.enqueue(bytes.map((b, i) => (i === 90 ? b ^ 1 : b))),
          });
          this.writable = flip.writable;
          this.readable = flip.readable.pipeThrough(new Sound(format));
        }
      },
    );
    await compact(workspace, store, history(host), never);
    vi.unstubAllGlobals();
    expect(await records(store)).toEqual(before);
  });

  it('leaves no damaged bundle in the place of what peers have sent again', async () => {
    const { forger, host, store } = await live(120);
    const singles = await records(store);
    await compact(workspace, store, history(host), never);
    const bundle = (await records(store)).find(({ packed }) => packed);
    if (!bundle) throw new Error('no bundle');
    const torn = memoryStore();
    const bytes = bundle.bytes.map((byte, i) => (i === bundle.bytes.length >> 1 ? byte ^ 4 : byte));
    await torn.createWorkspace(folder, [{ ...bundle, bytes }]);
    const { replica, damaged } = await open(torn);
    expect(damaged).toBeGreaterThan(0);
    expect(replica.held).not.toBe(host.replica.held);
    await torn.append(workspace, singles, 'relaxed');
    await compact(workspace, torn, history(host), never);
    const again = await open(torn);
    expect(again.damaged).toBe(0);
    expect(again.replica.held).toBe(host.replica.held);
    expect(forger.agent).toBe(bundle.agent);
  });

  it('D3 A20 what is damaged afterwards is left out, and nothing else is ever shown', async () => {
    const { host, store } = await live(200);
    await compact(workspace, store, history(host), never);
    const bundle = (await records(store)).find(({ packed }) => packed);
    if (!bundle) throw new Error('no bundle');
    const honest = history(host).chain(bundle.agent, 'content');
    let said = 0;
    for (let at = 0; at < bundle.bytes.length; at += 97) {
      const bytes = bundle.bytes.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      const torn = memoryStore();
      await torn.createWorkspace(folder, [{ ...bundle, bytes }]);
      const { replica, damaged } = await open(torn);
      if (damaged > 0) said += 1;
      for (const log of replica.history.chains()) {
        expect(log.agent).toBe(bundle.agent);
        expect(honest?.idAt(log.length - 1)).toBe(log.lastId);
      }
    }
    expect(said).toBeGreaterThan(bundle.bytes.length / 97 / 2);
    expect(await runsIn({ ...bundle, bytes: bundle.bytes.slice(0, 90) })).toBeNull();
  });
});
