/** What the store holds is all there again when a workspace is opened, in whatever order it lies there. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Workspace } from '../../src/host/workspace.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { House, until } from './house.ts';

const never = new AbortController().signal;

let house: House;
beforeEach(() => void (house = new House()));
afterEach(() => house.close());

it('S8 runs that lie before those that they build on are held again, all of them', async () => {
  const disk = memoryDisk();
  const join = async (link: string, name: string, at = memoryDisk()) =>
    (await (await house.profile(at)).join(link, name, () => {}, never)) as Workspace;
  const ada = (await (await house.profile()).create({ title: 'Garden', name: 'Ada' })) as Workspace;
  const link = await ada.invite({ role: 'reader', uses: 100, expiresIn: 0 });
  const first = ada.loop.call(({ agent }) => agent);
  // In the store agents lie by their ids. These are random, so half of those who come lie before her.
  let bo = await join(link, 'Bo', disk);
  const profile = await house.profile(disk);
  for (;;) {
    if (bo.loop.call(({ agent }) => agent) < first) break;
    await bo.close();
    bo = (await profile.open(bo.id)) as Workspace;
  }
  await ada.close();
  for (const name of ['Cy', 'Di', 'Ed']) await (await join(link, name)).close();
  await until(bo, ({ members }) => members.length === 5);
  const held = bo.loop.call((replica) => replica.held);
  await bo.close();

  const again = (await (await house.profile(disk)).open(bo.id)) as Workspace;
  expect(again.view().members.map(({ name }) => name)).toEqual(['Ada', 'Bo', 'Cy', 'Di', 'Ed']);
  expect(again.loop.call((replica) => replica.held)).toBe(held);
});
