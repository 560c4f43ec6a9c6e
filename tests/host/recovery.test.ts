/** A recovery kit and its backups, over whole profiles: what comes back, for whom, and what does not. */
import { afterAll, describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/base/bytes.ts';
import { asSeconds, type MemberId, type WorkspaceId } from '../../src/base/ids.ts';
import { MAX_BACKUP_BYTES, PIECE_BYTES } from '../../src/base/limits.ts';
import { recordsOf } from '../../src/host/backup.ts';
import { imageParts } from '../../src/host/backup-images.ts';
import { below } from '../../src/host/below.ts';
import { newIdentity } from '../../src/host/identity.ts';
import { openReplica } from '../../src/host/opening.ts';
import { seal, sealingKey, unseal } from '../../src/host/sealing.ts';
import type { ImageState, RestoreFailure, WorkspaceSession } from '../../src/host/session.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import type { Workspace } from '../../src/host/workspace.ts';
import { memoryDisk, memoryStore, type MemoryDisk } from '../../src/storage/memory.ts';
import { piecesOpener } from '../../src/storage/pieces-idb.ts';
import { MemoryPieces } from '../../src/storage/pieces.ts';
import { StoreError, type WorkspaceRecord } from '../../src/storage/store.ts';
import {
  decodeBackup,
  decodePart,
  encodeHead,
  encodeLength,
  encodePieces,
  type Backup,
} from '../../src/wire/backup.ts';
import { manifestOf, pieceIdOf } from '../../src/wire/piece.ts';
import { askingStore, House, reads, type, until } from './house.ts';
import { png } from './pictures.ts';

const EDITOR = { role: 'editor', uses: 5, expiresIn: 0 } as const;
const never = new AbortController().signal;
const quiet = (): void => {};

/** One for all: each test has a workspace of its own, and while one waits for a meeting others go on. */
const house = new House();
afterAll(() => house.close());

/** Somebody with a page of text, a kit and a backup. */
async function withKit(disk: MemoryDisk = memoryDisk()) {
  const profile = await house.profile(disk);
  const ada = await profile.create({ title: 'Garden', name: 'Ada' });
  const document = ada.createDocument('Plan', 'Beans.');
  const recovery = await ada.recovery();
  const secret = recovery.newSecret();
  await recovery.make(secret);
  const backup = await recovery.backup(quiet);
  return { ada, document, recovery, secret, backup, profile };
}

async function restored(
  backup: Blob,
  secret: Uint8Array,
  disk = memoryDisk(),
): Promise<WorkspaceSession> {
  const session = await (await house.profile(disk)).restore(backup, secret, quiet);
  if ('failure' in session) throw new Error(session.failure);
  return session;
}

/** Why it is refused; nothing may have been written. */
async function refused(backup: Blob, secret: Uint8Array): Promise<RestoreFailure> {
  const disk = memoryDisk();
  const session = await (await house.profile(disk)).restore(backup, secret, quiet);
  expect([...disk.folders]).toEqual([]);
  if ('failure' in session) return session.failure;
  throw new Error('it was restored');
}

const me = (session: WorkspaceSession) => session.view().me;
const devicesOf = (session: WorkspaceSession) =>
  session.view().members.find(({ id }) => id === me(session).member)?.devices ?? [];
const heldBy = (session: WorkspaceSession): string =>
  (session as Workspace).loop.call((replica) => replica.held);
const bytesIn = async (file: Blob) => new Uint8Array(await file.arrayBuffer());
const fileOf = ({ parts, ...head }: Backup): Blob =>
  new Blob([
    concat(encodeHead(head), ...parts.flatMap((part) => [encodeLength(part), part])),
  ] as Uint8Array<ArrayBuffer>[]);

describe.concurrent('a backup', () => {
  it('B1 B4 comes back in an empty browser with nobody online, as the same member, who writes on', async () => {
    const { ada, document, secret, backup } = await withKit();
    const member = me(ada).member;
    await ada.close();
    const disk = memoryDisk();
    const again = await restored(backup, secret, disk);
    expect(me(again)).toEqual({ member, name: 'Ada', role: 'admin' });
    expect(again.view().title).toBe('Garden');
    const plan = again.openDocument(document);
    expect(plan.text()).toBe('Beans.');
    type(plan, 6, ' Peas.');
    await again.settled();
    expect(devicesOf(again).map(({ here, kit }) => [here, kit])).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
    await again.close();
    const later = await (await house.profile(disk)).open(again.id);
    expect(later.openDocument(document).text()).toBe('Beans. Peas.');
    expect(await (await later.recovery()).kit()).not.toBeNull();
  });

  it('B5 goes on together with the browser that it was made in, when they meet', async () => {
    const { ada, document, secret, backup } = await withKit();
    const plan = ada.openDocument(document);
    type(plan, 6, ' Leeks.');
    const again = await restored(backup, secret);
    const copy = again.openDocument(document);
    await reads(copy, (text) => text === 'Beans. Leeks.');
    type(copy, 0, 'Sow: ');
    await reads(plan, (text) => text === 'Sow: Beans. Leeks.');
    expect(ada.view().members).toHaveLength(1);
    expect(devicesOf(ada)).toHaveLength(3);
    expect(ada.view().notices).toEqual([]);
  });

  it('B4 is put back once in a browser: what is there already is not touched', async () => {
    const { ada, profile, backup, secret } = await withKit();
    expect(await profile.restore(backup, secret, quiet)).toEqual({ failure: 'Here', here: ada.id });
  });

  it('B1 A56 is worth nothing to whoever has it without the words', async () => {
    const { backup, recovery } = await withKit();
    expect(await refused(backup, recovery.newSecret())).toBe('WrongWords');
    const text = Buffer.from(await bytesIn(backup));
    for (const known of ['Beans', 'Garden', 'Plan', 'Ada'])
      expect(text.indexOf(utf8(known))).toBe(-1);
  });

  it('B2 A57 is refused when anything of it was changed, left out, moved or added', async () => {
    const { backup, secret } = await withKit();
    const bytes = await bytesIn(backup);
    const verdicts = new Set<RestoreFailure>();
    const step = Math.ceil(bytes.length / 60);
    for (let at = 0; at < bytes.length; at += step) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      verdicts.add(await refused(new Blob([changed]), secret));
      await refused(new Blob([bytes.slice(0, at)]), secret);
    }
    expect([...verdicts].sort()).toEqual(['Damaged', 'NotABackup', 'WrongWords']);
    const read = decodeBackup(bytes);
    if (!read.ok) throw new Error(read.error.code);
    const { parts } = read.value;
    const others = [
      parts.slice(0, -1),
      parts.toReversed(),
      [...parts, parts.at(-1)],
      parts.slice(1),
    ];
    for (const some of others)
      expect(await refused(fileOf({ ...read.value, parts: some as Uint8Array[] }), secret)).toBe(
        'Damaged',
      );
    expect(await refused(new Blob([]), secret)).toBe('NotABackup');
  });

  it('B3 I4 brings images back with nobody online, those of which every piece was here', async () => {
    const disk = memoryDisk();
    const { ada, document, recovery, secret } = await withKit(disk);
    const images = await ada.images();
    const [kept, lost] = [png(3 * PIECE_BYTES + 9), png(2 * PIECE_BYTES + 1).fill(7, 100)];
    lost.fill(8, PIECE_BYTES); // No two pieces alike.
    const [name, gone] = [await images.add(kept), await images.add(lost)];
    type(ada.openDocument(document), 0, `![](parley:${name}) ![](parley:${gone})`);
    expect((await recovery.backup(quiet)).size).toBeGreaterThan(kept.length + lost.length);
    expect(recovery.leftOut).toBe(0);
    const [, second] = manifestOf(lost).pieces;
    if (!second) throw new Error('two pieces');
    await disk.pieces.put(ada.id, [{ name: second, bytes: Uint8Array.of(1) }], 'strict');
    const backup = await recovery.backup(quiet);
    expect(recovery.leftOut).toBe(1);
    await ada.close();
    const again = await restored(backup, secret);
    const there = await again.images();
    const state = await new Promise<ImageState>((resolve) => {
      there.watch(name, (one) => one.kind === 'whole' && resolve(one));
    });
    expect(state).toMatchObject({ bytes: kept });
    await new Promise<void>((resolve) => {
      there.watch(gone, (one) => one.kind === 'fetching' && one.held === 0 && resolve());
    });
  });

  it('B3 I6 comes back without images where nothing would keep them, and that is said', async () => {
    const { ada, document, recovery, secret } = await withKit();
    await (await ada.images()).add(png(2 * PIECE_BYTES));
    const backup = await recovery.backup(quiet);
    await ada.close();
    const disk = { ...memoryDisk(), pieces: await piecesOpener()() };
    const again = await restored(backup, secret, disk);
    expect(again.openDocument(document).text()).toBe('Beans.');
    expect(again.view().notices).toMatchObject([{ code: 'storage', facts: { images: 'lost' } }]);
  });

  it('B6 D2 that the disk lets nobody finish ends with its reason, and holds up no other tab', async () => {
    const disk = memoryDisk();
    let isFull = false;
    const store = askingStore(disk, () => {
      if (isFull) throw new StoreError('Quota', 'full');
    });
    const ada = await (await house.profile(disk, store)).create({ title: 'Garden', name: 'Ada' });
    const document = ada.openDocument(ada.createDocument('Plan', 'Beans.'));
    const recovery = await ada.recovery();
    await recovery.make(recovery.newSecret());
    isFull = true;
    type(document, 0, 'Peas. ');
    const backup = expect(recovery.backup(quiet)).rejects;
    await backup.toMatchObject({ code: 'Quota' });
    await expect(recovery.make(recovery.newSecret())).rejects.toMatchObject({ code: 'Quota' });
    const lock = `parley-backup/${ada.id}`;
    const free = (held: unknown): boolean => held !== null;
    expect(await navigator.locks.request(lock, { ifAvailable: true }, free)).toBe(true);
    isFull = false;
    await until(ada, ({ status }) => status.storage === 'saved');
    expect((await recovery.backup(quiet)).size).toBeGreaterThan(0);
  });

  it('B6 lacks an image whose pieces come after it was saved', async () => {
    const disk = memoryDisk();
    const { ada, document, recovery } = await withKit(disk);
    const image = png(PIECE_BYTES + 9);
    const name = await (await ada.images()).add(image);
    type(ada.openDocument(document), 0, `![](parley:${name})`);
    await disk.pieces.remove(ada.id);
    await recovery.backup(quiet);
    expect((await recovery.kit())?.isBehind).toBe(false);
    const first = manifestOf(image).pieces[0];
    if (!first) throw new Error('a piece');
    await disk.pieces.put(ada.id, [{ name: first, bytes: Uint8Array.of(1) }], 'strict');
    expect((await recovery.kit())?.isBehind).toBe(true);
  });

  it('B2 B3 has as many images as fit, the newest first, and counts the others', async () => {
    const store = new MemoryPieces();
    const id = 'garden' as WorkspaceId;
    const images = [3_000, 2_000, 1_000].map((length, i) => png(length).fill(i + 1, 100));
    for (const bytes of images) await store.put(id, [{ name: pieceIdOf(bytes), bytes }]);
    const held = async (room: number): Promise<readonly [number[], number]> => {
      const parts = imageParts(images.map(manifestOf), store, id, MAX_BACKUP_BYTES - room);
      const lengths: number[] = [];
      for await (const part of parts.parts()) {
        const read = decodePart(part);
        if (read.ok) lengths.push(...read.value.pieces.map(({ bytes }) => bytes.length));
        expect(part.length).toBeLessThanOrEqual(room);
      }
      return [lengths, parts.left()];
    };
    expect(await held(100_000)).toEqual([[3_000, 2_000, 1_000], 0]);
    expect(await held(4_500)).toEqual([[3_000, 1_000], 1]);
    expect(await held(500)).toEqual([[], 3]);
    expect(await held(-1)).toEqual([[], 3]);
  });

  it('B3 I4 A57 keeps no piece that its history does not ask for, or that is another one', async () => {
    const { ada, recovery, secret } = await withKit();
    const bytes = png(100);
    await (await ada.images()).add(bytes);
    const [name] = manifestOf(bytes).pieces;
    if (!name) throw new Error('a piece');
    const key = await sealingKey(below.backupSecret(secret));
    const read = decodeBackup(await bytesIn(await recovery.backup(quiet)));
    const parts = read.ok && (await unseal(key, read.value));
    if (!parts || typeof parts === 'string') throw new Error('it opens');
    const stray = Uint8Array.of(7, 7);
    const others = [
      encodePieces([{ name: pieceIdOf(stray), bytes: stray }]),
      encodePieces([{ name, bytes: Uint8Array.of(1, 2) }]),
    ];
    const sealed = await seal(key, [...parts.slice(0, -1), ...others]);
    await ada.close();
    const disk = memoryDisk();
    const again = await restored(new Blob(sealed as Uint8Array<ArrayBuffer>[]), secret, disk);
    expect(await disk.pieces.has(again.id, [name, pieceIdOf(stray)])).toEqual(new Set());
  });

  it('B3 holds all that was held, of everybody, as it is verified again', async () => {
    const disk = memoryDisk();
    const { ada, document, recovery, secret } = await withKit(disk);
    const bo = await (await house.profile()).join(await ada.invite(EDITOR), 'Bo', quiet, never);
    await until(bo, ({ documents }) => documents.length === 1);
    const [plan, copy] = [ada.openDocument(document), bo.openDocument(document)];
    for (let i = 0; i < 12; i++) {
      type(plan, plan.text().length, ` ${i}`);
      type(copy, 0, `${i} `);
      await Promise.all([ada.settled(), bo.settled()]);
    }
    await until(ada, () => heldBy(ada) === heldBy(bo) && plan.text() === copy.text());
    const text = plan.text();
    const held = heldBy(ada);
    const { history } = (ada as Workspace).loop.call((replica) => replica);
    const records = await recordsOf(below, history, quiet);
    const backup = await recovery.backup(quiet);
    await Promise.all([ada.close(), bo.close()]);

    const record = disk.folders.get(ada.id)?.record as WorkspaceRecord;
    const store = memoryStore(memoryDisk());
    await store.createWorkspace(record, records);
    const engine = await createSignatureEngine();
    const identity = await newIdentity(ada.id, record.device);
    const { replica, damaged } = await openReplica(record, store, identity, engine, asSeconds(1));
    expect([damaged, replica.held]).toEqual([0, held]);

    const again = await restored(backup, secret);
    expect(again.openDocument(document).text()).toBe(text);
    expect(again.view().members.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
  });

  it('B5 A58 that is old brings back what was then; the rest comes from others, and nothing is contradicted', async () => {
    const { ada, document, backup, secret } = await withKit();
    const link = await ada.invite(EDITOR);
    const bo = await (await house.profile()).join(link, 'Bo', quiet, never);
    await until(bo, ({ documents }) => documents.length === 1);
    const plan = ada.openDocument(document);
    type(plan, 6, ' Written after the backup.');
    const copy = bo.openDocument(document);
    await reads(copy, (text) => text === 'Beans. Written after the backup.');
    await ada.close();
    const again = await restored(backup, secret);
    const mine = again.openDocument(document);
    type(mine, 0, '! ');
    await until(bo, () => copy.text() === '! Beans. Written after the backup.');
    await until(again, () => mine.text() === copy.text());
    for (const session of [again, bo]) {
      expect(session.view().members.map(({ name }) => name)).toEqual(['Ada', 'Bo']);
      expect(session.view().notices.filter(({ code }) => code === 'forked')).toEqual([]);
    }
  });

  it('B5 A58 of somebody who was removed since brings nobody in', async () => {
    const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
    const document = ada.createDocument('Plan', 'Beans.');
    const bo = await (await house.profile()).join(await ada.invite(EDITOR), 'Bo', quiet, never);
    await until(bo, ({ documents }) => documents.length === 1);
    const recovery = await bo.recovery();
    const secret = recovery.newSecret();
    await recovery.make(secret);
    const backup = await recovery.backup(quiet);
    await until(ada, ({ members }) => members[1]?.devices.length === 2);
    await ada.removeMember(me(bo).member as MemberId, 'all');
    await until(bo, ({ status }) => status.removal !== null);
    await bo.close();
    const again = await restored(backup, secret);
    type(again.openDocument(document), 0, 'No more of these ');
    await until(again, ({ status }) => status.removal !== null);
    await ada.settled();
    expect(ada.openDocument(document).text()).toBe('Beans.');
    expect(ada.view().members.map(({ name }) => name)).toEqual(['Ada']);
  });
});

describe.concurrent('a recovery kit', () => {
  it('B5 A59 that is used in two browsers makes two devices of one member, who write side by side', async () => {
    const { ada, document, backup, secret } = await withKit();
    await ada.close();
    const both = await Promise.all([restored(backup, secret), restored(backup, secret)]);
    const pages = both.map((session) => session.openDocument(document));
    for (const [i, page] of pages.entries()) type(page, 6, ` From browser ${i}.`);
    for (const session of both)
      await until(session, () => new Set(pages.map((page) => page.text())).size === 1);
    expect(pages[0]?.text()).toHaveLength(6 + 2 * ' From browser 0.'.length);
    for (const session of both) {
      await until(session, () => devicesOf(session).length === 4);
      expect(session.view().members).toHaveLength(1);
      expect(session.view().notices.filter(({ code }) => code === 'forked')).toEqual([]);
    }
    const [one, other] = both.map((session) => devicesOf(session).find(({ here }) => here)?.id);
    expect(one).not.toBe(other);
  });

  it('B5 A59 whose words were made anew brings nobody in among those who know', async () => {
    const { ada, document, recovery, backup, secret } = await withKit();
    const fresh = recovery.newSecret();
    await recovery.make(fresh);
    expect(devicesOf(ada).filter(({ kit }) => kit)).toHaveLength(1);
    expect(devicesOf(ada)).toHaveLength(2);
    const newer = await recovery.backup(quiet);
    expect(await refused(newer, secret)).toBe('WrongWords');
    const thief = await restored(backup, secret);
    await until(thief, ({ status }) => status.removal !== null);
    type(thief.openDocument(document), 0, 'Stolen. ');
    expect(devicesOf(ada)).toHaveLength(2);
    expect(ada.openDocument(document).text()).toBe('Beans.');
    const mine = await restored(newer, fresh);
    expect(await (await mine.recovery()).kit()).toMatchObject({ mayEnd: false });
    expect(mine.openDocument(document).text()).toBe('Beans.');
  });

  it('B1 is not made by who is no member any more', async () => {
    const { ada, recovery } = await withKit();
    const bo = await (await house.profile()).join(await ada.invite(EDITOR), 'Bo', quiet, never);
    await until(bo, ({ me: { member } }) => member !== null);
    const his = await bo.recovery();
    expect(await his.kit()).toBeNull();
    await expect(his.backup(quiet)).rejects.toThrow('no kit');
    await his.make(his.newSecret());
    expect(await his.kit()).not.toBeNull();
    await bo.removeMember(me(bo).member as MemberId, 'all');
    await expect(his.make(his.newSecret())).rejects.toThrow('NotGranted');
    expect(await his.kit()).toBeNull();
    expect(await recovery.kit()).toMatchObject({ mayEnd: true });
  });
});
