import { afterEach, describe, expect, it, vi } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { publicKeyOf } from '../../src/base/keys.ts';
import type { JoinStep } from '../../src/host/session.ts';
import { memoryDisk, memoryStore, type MemoryDisk } from '../../src/storage/memory.ts';
import type { Store } from '../../src/storage/store.ts';
import { decodeRun } from '../../src/wire/run.ts';
import { House, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  vi.restoreAllMocks();
  await house.close();
  house = new House();
});

/** Every byte string that a device keeps, as hex. */
const kept = (disk: MemoryDisk): string =>
  [...disk.folders.values()]
    .flatMap(({ record, runs, caches }) => [
      record.genesis,
      ...[...runs.values()].map((run) => run.bytes),
      ...[...caches.values()].map((cache) => cache.bytes),
    ])
    .map(toHex)
    .join(' ');

describe('secrets', () => {
  it('K4 the key of a page load is in nothing that is stored', async () => {
    const drawn: Uint8Array[] = [];
    const random = crypto.getRandomValues.bind(crypto);
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((into) => {
      const filled = random(into);
      drawn.push(new Uint8Array(filled.buffer, filled.byteOffset, filled.byteLength).slice());
      return filled;
    });
    const disk = memoryDisk();
    const session = await (await house.profile(disk)).create({ title: 'Garden', name: 'Ada' });
    type(session.openDocument(session.createDocument('Plan')), 0, 'Beans');
    await session.settled();
    const [run] = [...disk.folders.values()].flatMap(({ runs }) => [...runs.values()]);
    const decoded = decodeRun(run?.bytes ?? new Uint8Array());
    const agent = decoded.ok ? decoded.value.events[0]?.body.first?.certificate.agent : undefined;
    const seed = drawn.find((bytes) => bytes.length === 32 && toHex(publicKeyOf(bytes)) === agent);
    expect(seed).toBeDefined();
    expect(kept(disk)).not.toContain(toHex(seed ?? new Uint8Array()));
  });

  it('C4 the genesis is given to a joiner only once its admission is durable', async () => {
    const disk = memoryDisk();
    const store = memoryStore(disk);
    let open = (): void => {};
    let gate = Promise.resolve();
    const append: Store['append'] = async (...call) => {
      await gate;
      return Object.getPrototypeOf(store).append.apply(store, call);
    };
    Object.defineProperty(store, 'append', { value: append });
    const ada = await (await house.profile(disk, store)).create({ title: 'Garden', name: 'Ada' });
    const link = await ada.invite({ role: 'editor', uses: 1, expiresIn: 0 });
    gate = new Promise((resolve) => (open = resolve));
    const steps: JoinStep[] = [];
    const proven = Promise.withResolvers<void>();
    const bo = await house.profile();
    const joining = bo.join(
      link,
      'Bo',
      ({ step }) => {
        steps.push(step);
        if (step === 'proof') proven.resolve();
      },
      new AbortController().signal,
    );
    await proven.promise;
    await until(ada, (view) => view.members.length === 2);
    expect(steps).not.toContain('admitted');
    expect(await bo.workspaces()).toEqual([]);
    open();
    await joining;
    expect(steps).toContain('admitted');
  });
});
