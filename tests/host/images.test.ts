/** Images of whole profiles: made known by one, fetched by another who looks, whatever happens on the way. */
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_IMAGE_BYTES, PIECE_BYTES } from '../../src/base/limits.ts';
import { pictureOf } from '../../src/host/picture.ts';
import type { ImageState, WorkspaceSession } from '../../src/host/session.ts';
import type { Workspace } from '../../src/host/workspace.ts';
import { memoryDisk, type MemoryDisk } from '../../src/storage/memory.ts';
import { piecesOpener } from '../../src/storage/pieces-idb.ts';
import { StoreError } from '../../src/storage/store.ts';
import { encodeManifest, rowOf } from '../../src/wire/image.ts';
import { manifestOf } from '../../src/wire/piece.ts';
import { House } from './house.ts';
import { gif, jpeg, png, webp } from './pictures.ts';

const house = new House();
afterEach(() => house.close());
const never = new AbortController().signal;
const EDITOR = { role: 'editor', uses: 5, expiresIn: 0 } as const;

async function founded(disk: MemoryDisk = memoryDisk()) {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const profile = await house.profile(disk);
  const bo = await profile.join(await ada.invite(EDITOR), 'Bo', () => {}, never);
  return { ada, bo, disk, profile };
}

/** Resolves with the first state that satisfies the condition. */
async function shows(
  session: WorkspaceSession,
  name: string,
  condition: (state: ImageState) => boolean,
): Promise<ImageState> {
  const images = await session.images();
  return new Promise((resolve) => {
    const stop = images.watch(name, (state) => {
      if (!condition(state)) return;
      resolve(state);
      queueMicrotask(() => stop());
    });
  });
}
const isWhole = ({ kind }: ImageState): boolean => kind === 'whole';
const sizeIn = (session: WorkspaceSession, name: string): number =>
  session.view().members.find((one) => one.name === name)?.bytes ?? 0;

describe('an image', () => {
  it('I2 I3 that one makes known is shown by another who looks at it, and is the same', async () => {
    const { ada, bo } = await founded();
    const bytes = png(3 * PIECE_BYTES + 7);
    const name = await (await ada.images()).add(bytes);
    expect(name).toMatch(/^[0-9a-f]{30}$/);
    const state = await shows(bo, name, isWhole);
    expect(state).toMatchObject({ type: 'image/png', width: 640, height: 480, bytes });
    expect(await (await bo.images()).add(bytes)).toBe(name);
  });

  it('I2 S12 counts for the share of who made it known, and once where it is known already', async () => {
    const { ada, bo } = await founded();
    const before = sizeIn(ada, 'Ada');
    const bytes = png(3 * PIECE_BYTES + 7);
    await (await ada.images()).add(bytes);
    const after = sizeIn(ada, 'Ada');
    expect(after - before).toBeGreaterThan(4 * PIECE_BYTES);
    expect(after - before).toBeLessThan(5 * PIECE_BYTES);
    await (await ada.images()).add(bytes);
    expect(sizeIn(ada, 'Ada')).toBe(after);
    await shows(bo, await (await ada.images()).add(bytes), isWhole);
    expect(sizeIn(bo, 'Ada')).toBe(after);
  });

  it('I3 stays when the page is loaded anew, with nobody else there', async () => {
    const { ada, bo, disk } = await founded();
    const bytes = png(2 * PIECE_BYTES);
    const name = await (await ada.images()).add(bytes);
    await shows(bo, name, isWhole);
    await ada.close();
    await bo.close();
    const again = await (await house.profile(disk)).open(bo.id);
    expect(await shows(again, name, isWhole)).toMatchObject({ bytes });
  });

  it('I3 is said to be with nobody who is here, until somebody comes who has it', async () => {
    const { ada, bo } = await founded();
    const bytes = png(PIECE_BYTES);
    const name = await (await ada.images()).add(bytes);
    const workspace = bo as Workspace;
    while (!bo.view().peers.some(({ synced }) => synced))
      await new Promise<void>((resolve) => {
        const stop = workspace.subscribe(() => (stop(), resolve()));
      });
    await ada.close();
    const state = await shows(bo, name, (one) => one.kind === 'fetching' && one.sources === 0);
    expect(state).toEqual({ kind: 'fetching', held: 0, of: 1, sources: 0 });
  });

  it('D3 I6 that the disk damaged is fetched again', async () => {
    const { ada, bo, disk } = await founded();
    const bytes = png(2 * PIECE_BYTES);
    const name = await (await ada.images()).add(bytes);
    await shows(bo, name, isWhole);
    const [, second] = manifestOf(bytes).pieces;
    if (!second) throw new Error('two pieces');
    await disk.pieces.put(bo.id, [{ name: second, bytes: Uint8Array.of(1, 2, 3) }], 'strict');
    expect(await shows(bo, name, isWhole)).toMatchObject({ bytes });
    expect(await disk.pieces.piece(bo.id, second)).toHaveLength(PIECE_BYTES);
  });

  it('I6 that the disk has no room for is shown all the same', async () => {
    const disk = memoryDisk();
    const { ada, bo } = await founded(disk);
    disk.pieces.put = async () => {
      throw new StoreError('Quota', 'the disk is full');
    };
    const bytes = png(2 * PIECE_BYTES);
    const name = await (await ada.images()).add(bytes);
    expect(await shows(bo, name, isWhole)).toMatchObject({ bytes });
    await expect((await bo.images()).add(png(PIECE_BYTES))).rejects.toThrow(StoreError);
  });

  it('I6 that nothing here would keep is not made known', async () => {
    const disk = { ...memoryDisk(), pieces: await piecesOpener()() };
    const ada = await (await house.profile(disk)).create({ title: 'Garden', name: 'Ada' });
    const before = sizeIn(ada, 'Ada');
    const bytes = png(2 * PIECE_BYTES);
    await expect((await ada.images()).add(bytes)).rejects.toMatchObject({ code: 'Unavailable' });
    expect(sizeIn(ada, 'Ada')).toBe(before);
    const name = rowOf(encodeManifest(manifestOf(bytes))).slice(2);
    expect(await shows(ada, name, () => true)).toEqual({ kind: 'unknown' });
  });

  it('goes with its workspace', async () => {
    const { ada, bo, disk, profile } = await founded();
    const bytes = png(100);
    await shows(bo, await (await ada.images()).add(bytes), isWhole);
    await bo.close();
    await profile.forget(bo.id);
    expect(await disk.pieces.has(bo.id, manifestOf(bytes).pieces)).toEqual(new Set());
  });

  it('I7 A64 is only what is small enough, by its own bytes, and of a kind that is shown', async () => {
    const { ada } = await founded();
    const images = await ada.images();
    for (const bytes of [
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      png(100, 100_000, 100_000),
      png(MAX_IMAGE_BYTES + 1),
      new Uint8Array(0),
    ])
      await expect(images.add(bytes)).rejects.toThrow();
    expect(await shows(ada, 'f'.repeat(30), () => true)).toEqual({ kind: 'unknown' });
    expect(await shows(ada, '../../x', () => true)).toEqual({ kind: 'unknown' });
  });
});

describe('I7 the kind of an image', () => {
  it.each([
    ['png', png(60), 'image/png', 640, 480],
    ['gif', gif(640, 480), 'image/gif', 640, 480],
    ['jpeg', jpeg(640, 480), 'image/jpeg', 640, 480],
    ['webp, lossy', webp('VP8 ', 640, 480), 'image/webp', 640, 480],
    ['webp, lossless', webp('VP8L', 640, 480), 'image/webp', 640, 480],
    ['webp, extended', webp('VP8X', 640, 480), 'image/webp', 640, 480],
  ] as const)('%s is read from its bytes', (_, bytes, type, width, height) => {
    expect(pictureOf(bytes)).toEqual({ type, width, height });
    // However it is cut off, nothing is thrown.
    for (let length = 0; length < Math.min(bytes.length, 64); length++)
      pictureOf(bytes.slice(0, length));
  });

  it('A64 that would unfold to more than a page can bear is none', () => {
    expect(pictureOf(png(60, 65_535, 65_535))).toBe(undefined);
    expect(pictureOf(gif(65_535, 65_535))).toBe(undefined);
    expect(pictureOf(gif(0, 10))).toBe(undefined);
    expect(pictureOf(jpeg(65_535, 65_535))).toBe(undefined);
    expect(pictureOf(webp('VP8X', 16_000_000, 16_000_000))).toBe(undefined);
  });
});
