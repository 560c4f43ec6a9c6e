/** One more device of the same member by a link: who is asked, who gets in, and who does not. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import type { PublicKey } from '../../src/base/ids.ts';
import { MAX_ASKING } from '../../src/base/limits.ts';
import { OPEN_MS } from '../../src/host/attaching.ts';
import { createDeviceKey } from '../../src/host/device.ts';
import { knock, hearKnock, type Knock, type Said } from '../../src/host/gate.ts';
import { entryOf } from '../../src/host/joining.ts';
import { Line } from '../../src/host/line.ts';
import type {
  DeviceDoor,
  DeviceLinkView,
  JoinFailure,
  JoinStep,
  WorkspaceSession,
} from '../../src/host/session.ts';
import { MemoryNetwork } from '../../src/net/memory.ts';
import type { Manner } from '../../src/net/transport.ts';
import { memoryDisk, memoryStore, type MemoryDisk } from '../../src/storage/memory.ts';
import type { Store } from '../../src/storage/store.ts';
import { decodeDeviceLink, deviceDoor } from '../../src/wire/device-link.ts';
import { decodeInvite, topicOf } from '../../src/wire/link.ts';
import { House, reads, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  vi.restoreAllMocks();
  await house.close();
  house = new House();
});

const never = new AbortController().signal;
const EDITOR = { role: 'editor', uses: 5, expiresIn: 0 } as const;

async function founded(disk: MemoryDisk = memoryDisk(), store?: Store) {
  const profile = await house.profile(disk, store);
  const ada = await profile.create({ title: 'Garden', name: 'Ada' });
  const document = ada.createDocument('Plan', 'Beans.');
  await ada.settled();
  return { ada, document, profile };
}

/** What a link says, in a browser of its own unless another is given. */
async function read(
  link: string,
  {
    disk = memoryDisk(),
    network = house.network,
  }: { disk?: MemoryDisk; network?: MemoryNetwork } = {},
): Promise<DeviceLinkView> {
  const profile = await house.profile(disk, memoryStore(disk), undefined, () =>
    network.transport(),
  );
  const view = await profile.deviceLink(link);
  if (typeof view === 'string') throw new Error(view);
  return view;
}

/** A browser that uses a link, and what it was told so far. */
function use(view: DeviceLinkView) {
  const steps: JoinStep[] = [];
  const stop = new AbortController();
  let code: readonly number[] = [];
  let listening = (): void => {};
  const joined = view.use((progress) => {
    steps.push(progress.step);
    code = progress.code;
    listening();
  }, stop.signal);
  joined.catch(() => {}); // Each test awaits it in its own time.
  const reached = async (step: JoinStep): Promise<void> => {
    while (!steps.includes(step)) await new Promise<void>((resolve) => (listening = resolve));
  };
  return { joined, steps, stop, reached, code: () => code };
}

const open = async (link: string, ...how: [Parameters<typeof read>[1]?]) =>
  use(await read(link, ...how));

/** Resolves when so many ask; the test's own timeout is the limit. */
async function asking(door: DeviceDoor, count = 1): Promise<DeviceDoor['asking']> {
  while (door.asking.length !== count)
    await new Promise<void>((resolve) => {
      const stop = door.subscribe(() => {
        stop();
        resolve();
      });
    });
  return door.asking;
}

/** Answers the one who shows these words. */
async function answer(door: DeviceDoor, code: readonly number[], add: boolean): Promise<void> {
  const ask = door.asking.find((one) => one.code.join() === code.join());
  if (!ask) throw new Error('nobody shows these words');
  await door.answer(ask.id, add);
}

const failing = (joined: Promise<unknown>): Promise<JoinFailure> =>
  joined.then(
    () => Promise.reject(new Error('it came in')),
    (error: { failure: JoinFailure }) => error.failure,
  );
const devicesOf = (session: WorkspaceSession, name = 'Ada'): string[] =>
  session
    .view()
    .members.filter((one) => one.name === name)
    .flatMap(({ devices }) => devices.map(({ id }) => id));

const payloadOf = (link: string): string => link.slice(link.lastIndexOf('/') + 1);
function secretOf(link: string): Uint8Array {
  const decoded = decodeDeviceLink(payloadOf(link));
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value.secret;
}

/** The first channel of a further end of a network, at the door of a secret. */
function atDoor(
  secret: Uint8Array,
  manner: Manner = 'seek',
  network = house.network,
): Promise<Line> {
  const transport = network.transport();
  return new Promise((resolve) => {
    void transport.start({
      onChannel: (channel) => resolve(new Line(channel)),
      onStatus: () => {},
    });
    transport.join(toHex(topicOf(secret)), manner);
  });
}

/** Says something there; what comes of it. */
const say = async (secret: Uint8Array, what: (transcript: Uint8Array) => Promise<Said>) =>
  knock(await atDoor(secret), secret, what, () => {}, never);

describe('a device link', () => {
  it('C10 C12 P6 makes another browser a device of the same member, when a person has seen its words', async () => {
    const { ada, document } = await founded();
    const held = ada.historyCode();
    const door = await ada.addDevice();
    expect(ada.historyCode()).toEqual(held);
    const view = await read(door.link);
    expect(view).toMatchObject({ workspace: ada.id, name: 'Ada', title: 'Garden', here: false });
    const other = use(view);
    const [ask] = await asking(door);
    await other.reached('asked');
    expect(ask?.code).toEqual(other.code());
    expect(other.code()).toHaveLength(4);
    expect([devicesOf(ada).length, other.steps.includes('admitted')]).toEqual([1, false]);
    await answer(door, other.code(), true);
    const session = await other.joined;
    expect(door.state).toBe('added');
    expect(session.view().me).toEqual(ada.view().me);
    expect(devicesOf(session)).toEqual(devicesOf(ada));
    expect(devicesOf(session)).toHaveLength(2);
    expect(session.view().members).toHaveLength(1);
    const [here, there] = [ada.openDocument(document), session.openDocument(document)];
    await reads(there, (text) => text === 'Beans.');
    type(there, 6, ' Peas.');
    await reads(here, (text) => text === 'Beans. Peas.');
    type(here, 0, 'Plan: ');
    await reads(there, (text) => text === 'Plan: Beans. Peas.');
  });

  it('P6 P7 adds to a reader a device that reads, and to nobody who has left', async () => {
    const { ada } = await founded();
    const link = await ada.invite({ ...EDITOR, role: 'reader' });
    const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
    const door = await bo.addDevice();
    const other = await open(door.link);
    await asking(door);
    await answer(door, other.code(), true);
    const session = await other.joined;
    expect(session.view().me).toEqual(bo.view().me);
    expect(session.view().me.role).toBe('reader');
    await until(ada, () => devicesOf(ada, 'Bo').length === 2);
    const { member } = bo.view().me;
    if (member) await bo.removeMember(member, 'all');
    await until(bo, ({ me }) => me.member === null);
    await expect(bo.addDevice()).rejects.toThrow();
  });

  it('C10 is used once: whoever comes with it later, and whoever asks meanwhile, is told', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const [one, two] = [await open(door.link), await open(door.link)];
    await asking(door, 2);
    await answer(door, one.code(), true);
    await one.joined;
    expect(await failing(two.joined)).toBe('UsedUp');
    expect(door.asking).toEqual([]);
    expect(await failing((await open(door.link)).joined)).toBe('UsedUp');
    expect(devicesOf(ada)).toHaveLength(2);
  });

  it('C10 adds one device, however quickly somebody answers twice', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const both = [await open(door.link), await open(door.link)];
    const asked = await asking(door, 2);
    await Promise.all(asked.map(({ id }) => door.answer(id, true)));
    const ends = await Promise.allSettled(both.map(({ joined }) => joined));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(devicesOf(ada)).toHaveLength(2);
  });

  it('C10 ends when it is no longer shown, and after ten minutes', async () => {
    const { ada } = await founded();
    const closed = await ada.addDevice();
    const waiting = await open(closed.link);
    await asking(closed);
    closed.close();
    expect(await failing(waiting.joined)).toBe('UsedUp');
    expect(await failing((await open(closed.link)).joined)).toBe('UsedUp');
    const old = await ada.addDevice();
    const now = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => now + OPEN_MS);
    expect(await failing((await open(old.link)).joined)).toBe('UsedUp');
    expect([closed.state, old.state]).toEqual(['shut', 'shut']);
    expect(devicesOf(ada)).toHaveLength(1);
  });

  it('C12 tells whom a person does not add, and is not used by it', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const view = await read(door.link);
    const one = use(view);
    await asking(door);
    await answer(door, one.code(), false);
    expect(await failing(one.joined)).toBe('Declined');
    const again = use(view);
    await asking(door);
    expect(again.code()).not.toEqual(one.code());
    await answer(door, again.code(), true);
    expect(devicesOf(await again.joined)).toHaveLength(2);
  });

  it('C12 forgets whoever goes before the answer', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const other = await open(door.link);
    const [ask] = await asking(door);
    other.stop.abort();
    await asking(door, 0);
    if (ask) await door.answer(ask.id, true);
    expect([door.state, devicesOf(ada).length]).toEqual(['open', 1]);
  });

  it('C10 for a workspace that is in this browser already just opens it', async () => {
    const disk = memoryDisk();
    const { ada } = await founded(disk);
    const door = await ada.addDevice();
    const view = await read(door.link, { disk });
    expect(view.here).toBe(true);
    const session = await use(view).joined;
    expect([session.id, door.asking.length]).toEqual([ada.id, 0]);
  });

  it('C10 leaves its secret in nothing that is stored or told', async () => {
    const [near, far] = [memoryDisk(), memoryDisk()];
    const { ada } = await founded(near);
    const door = await ada.addDevice();
    const other = await open(door.link, { disk: far });
    await asking(door);
    await answer(door, other.code(), true);
    const session = await other.joined;
    await Promise.all([ada.settled(), session.settled()]);
    const kept = [near, far].flatMap(({ folders }) =>
      [...folders.values()].flatMap(({ record, runs, caches }) => [
        record.genesis,
        utf8(`${record.title} ${record.name}`),
        ...[...runs.values()].map(({ bytes }) => bytes),
        ...[...caches.values()].map(({ bytes }) => bytes),
      ]),
    );
    expect(kept.length).toBeGreaterThan(4);
    const secret = toHex(secretOf(door.link));
    const views = JSON.stringify([ada.view(), session.view()]);
    for (const text of [...kept.map(toHex), views]) expect(text).not.toContain(secret);
  });

  it('C4 C12 gives the genesis only once the device is added durably', async () => {
    const disk = memoryDisk();
    const store = memoryStore(disk);
    let release = (): void => {};
    let gate = Promise.resolve();
    const append: Store['append'] = async (...call) => {
      await gate;
      return Object.getPrototypeOf(store).append.apply(store, call);
    };
    Object.defineProperty(store, 'append', { value: append });
    const { ada } = await founded(disk, store);
    const door = await ada.addDevice();
    const other = await open(door.link);
    await asking(door);
    gate = new Promise((resolve) => (release = resolve));
    const answered = answer(door, other.code(), true);
    await until(ada, () => devicesOf(ada).length === 2);
    expect([door.state, other.steps.includes('admitted')]).toEqual(['open', false]);
    release();
    await answered;
    expect(devicesOf(await other.joined)).toHaveLength(2);
  });

  it('W3 that is damaged, cut off, an invite’s or newer is refused before anything is asked', async () => {
    const { ada, profile } = await founded();
    const { link } = await ada.addDevice();
    const invite = await ada.invite(EDITOR);
    const [path, payload] = [link.slice(0, link.lastIndexOf('/') + 1), payloadOf(link)];
    const bad = [
      '',
      payload.slice(0, -3),
      `${payload}AAAA`,
      payloadOf(invite),
      '%',
      'A'.repeat(9e3),
    ];
    for (const one of bad) expect(await profile.deviceLink(path + one)).toBe('NotALink');
    expect(await profile.deviceLink(`${path}Ag`)).toBe('NewerLink');
    expect(profile.readLink(link)).toBe('NotALink');
  });
});

describe('at the door of a device link', () => {
  it('A65 C12 whoever else has the link shows other words, and is not added', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const [thief, own] = [await open(door.link), await open(door.link)];
    await asking(door, 2);
    expect(thief.code()).not.toEqual(own.code());
    await answer(door, thief.code(), false);
    expect(await failing(thief.joined)).toBe('Declined');
    expect(thief.steps).not.toContain('admitted');
    await answer(door, own.code(), true);
    expect(devicesOf(await own.joined)).toHaveLength(2);
  });

  it('A66 C11 whoever stands between two passes nothing on, and asks under other words', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const secret = deviceDoor(secretOf(door.link));
    // The newcomer reaches nobody but whoever stands between, who has the link.
    const beyond = new MemoryNetwork();
    const line = atDoor(secret, 'wait', beyond);
    const newcomer = await open(door.link, { network: beyond });
    const heard = await hearKnock(await line, secret, never);
    expect(await say(secret, async () => heard)).toEqual({ sorry: 'Refused' });
    expect(door.asking).toEqual([]);
    const between = await open(door.link);
    const [ask] = await asking(door);
    expect(ask?.code).toEqual(between.code());
    expect(ask?.code).not.toEqual(newcomer.code());
    newcomer.stop.abort();
    between.stop.abort();
  });

  it('A67 C11 a knock that was heard once is worth nothing on another channel', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const secret = deviceDoor(secretOf(door.link));
    const heard: Knock[] = [];
    const beyond = new MemoryNetwork();
    const line = atDoor(secret, 'wait', beyond);
    const lost = await open(door.link, { network: beyond });
    heard.push(await hearKnock(await line, secret, never));
    lost.stop.abort();
    const other = await open(door.link);
    await asking(door);
    await answer(door, other.code(), true);
    await other.joined;
    const next = await ada.addDevice();
    for (const one of heard)
      for (const at of [secret, deviceDoor(secretOf(next.link))])
        expect(await say(at, async () => one)).toEqual({ sorry: 'Refused' });
    expect(next.asking).toEqual([]);
    expect(devicesOf(ada)).toHaveLength(2);
  });

  it('A67 C11 an invite’s knock is none here, and a device’s none at an invite’s door', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const secret = deviceDoor(secretOf(door.link));
    const invite = decodeInvite(payloadOf(await ada.invite(EDITOR)));
    if (!invite.ok) throw new Error('not a link');
    const key = await createDeviceKey();
    for (const name of ['', 'Bo']) {
      const entry = entryOf(invite.value, name);
      const knocked = (transcript: Uint8Array) => entry.say(key, transcript);
      expect(await say(secret, knocked)).toEqual({ sorry: 'Refused' });
    }
    // What a device says, made for just that channel of the invite's door.
    const { secret: other } = entryOf(invite.value, '');
    const beyond = new MemoryNetwork();
    const line = atDoor(secret, 'wait', beyond);
    const newcomer = await open(door.link, { network: beyond });
    const heard = await hearKnock(await line, secret, never);
    expect(await say(other, async () => heard)).toEqual({ sorry: 'Refused' });
    newcomer.stop.abort();
    expect(door.asking).toEqual([]);
    expect([ada.view().members.length, devicesOf(ada).length]).toEqual([1, 1]);
  });

  it('C4 whoever only names a member’s device is told nothing at an invite’s door', async () => {
    const { ada } = await founded();
    const invite = decodeInvite(payloadOf(await ada.invite(EDITOR)));
    if (!invite.ok) throw new Error('not a link');
    const { secret, say: sign } = entryOf(invite.value, 'Bo');
    const [device] = devicesOf(ada) as PublicKey[];
    if (!device) throw new Error('no device');
    const key = await createDeviceKey();
    const named = async (transcript: Uint8Array) => ({ ...(await sign(key, transcript)), device });
    expect(await say(secret, named)).toEqual({ sorry: 'Refused' });
    // Who is let in and has not heard it, knocks again and is welcome.
    for (let i = 0; i < 2; i += 1)
      expect(await say(secret, (transcript) => sign(key, transcript))).toMatchObject({
        via: 'Ada',
      });
    expect(ada.view().members).toHaveLength(2);
  });

  it('A68 C12 neither strangers in floods nor a full door keep the right one out', async () => {
    const { ada } = await founded();
    const door = await ada.addDevice();
    const secret = deviceDoor(secretOf(door.link));
    // They know the topic, as a relay does, and not its secret.
    for (let i = 0; i < 50; i += 1) {
      const { channel } = await atDoor(secret);
      for (const bytes of [new Uint8Array(), new Uint8Array(33).fill(64), utf8('let me in')])
        channel.send(bytes);
    }
    expect(door.asking).toEqual([]);
    const crowd = await Promise.all(Array.from({ length: MAX_ASKING }, () => open(door.link)));
    const asked = await asking(door, MAX_ASKING);
    const view = await read(door.link);
    expect(await failing(use(view).joined)).toBe('Refused');
    for (const { id } of asked.slice(0, 2)) await door.answer(id, false);
    const own = use(view);
    await asking(door, MAX_ASKING - 1);
    await answer(door, own.code(), true);
    expect(devicesOf(await own.joined)).toHaveLength(2);
    const ends = await Promise.allSettled(crowd.map(({ joined }) => joined));
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(devicesOf(ada)).toHaveLength(2);
  });
});
