/**
 * One more device of a member, by a link: the door where it is waited for, and knocking there.
 *
 * The door's secret is in this page's memory and in the link, nowhere else, and the door ends with its
 * first use, after ten minutes, or when it is no longer shown. A person compares four words of the key
 * that knocks: whoever else has the link has another one. Fetched when somebody makes or opens a link.
 */
import { fromHex, utf8 } from '../base/bytes.ts';
import type { PublicKey } from '../base/ids.ts';
import { MAX_LINK_CHARS, MAX_SHOWN_TITLE_BYTES } from '../base/limits.ts';
import type { Member } from '../crdt/policy/people.ts';
import { StoreError, type Store } from '../storage/store.ts';
import type { DeviceAct } from '../wire/act.ts';
import {
  attachMessage,
  decodeDeviceLink,
  deviceDoor,
  encodeDeviceLink,
  type DeviceLink,
} from '../wire/device-link.ts';
import { deviceMessage } from '../wire/join.ts';
import { Asking } from './asking.ts';
import { signWith } from './device.ts';
import { GATE_MS } from './gate.ts';
import { deviceId } from './identity.ts';
import type { Entry } from './joining.ts';
import type { Write } from './managing.ts';
import type { Hear, Meeting, MeetingParts } from './meeting.ts';
import type {
  AskView,
  DeviceDoor,
  DeviceLinkView,
  JoinFailure,
  WorkspaceSession,
} from './session.ts';
import { memberOf } from './view.ts';

/** Long enough to fetch the other device, and to read four words. */
export const OPEN_MS = 600_000;

export interface DoorParts extends Pick<MeetingParts, 'replica' | 'engine'> {
  readonly relays: readonly string[];
  readonly linkTo: (payload: string) => string;
}

type Asker = DeviceAct & { readonly name: string };

export class Door implements DeviceDoor {
  readonly link: string;
  readonly #parts: DoorParts;
  readonly #write: Write;
  readonly #member: Member;
  readonly #asking: Asking<Asker>;
  readonly #listeners = new Set<() => void>();
  readonly #leave: () => void;
  readonly #ends = Date.now() + OPEN_MS;
  readonly #timer: ReturnType<typeof setTimeout>;
  #state: DeviceDoor['state'] = 'open';
  /** Who is being added, or was. */
  #chosen: PublicKey | null = null;

  /** Throws StoreError where this device speaks for nobody. */
  constructor(parts: DoorParts, meeting: Meeting, title: string, write: Write) {
    const { replica, relays, linkTo } = parts;
    const member = memberOf(replica, replica.device);
    if (!member) throw new StoreError('Failed', 'NotGranted');
    const { workspace } = replica;
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const { id, name } = member;
    const link = { workspace, member: id, secret, relays, name, title: beginning(title) };
    this.#parts = parts;
    this.#write = write;
    this.#member = member;
    this.#asking = new Asking(workspace, () => this.#tell());
    this.link = linkTo(DEVICE_PATH + encodeDeviceLink(link));
    this.#leave = meeting.stand(deviceDoor(secret), this.#hear);
    this.#timer = setTimeout(() => this.close(), OPEN_MS);
  }

  get state(): DeviceDoor['state'] {
    return this.#state;
  }

  get asking(): readonly AskView[] {
    return this.#asking.views;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async answer(id: number, add: boolean): Promise<void> {
    const asked = this.#asking.take(id);
    if (!asked) return;
    const { device, consent } = asked.act;
    if (!add || this.#chosen !== null) return asked.answer({ sorry: 'Refused' });
    this.#chosen = device;
    const done = await this.#write([{ kind: 'device', device, consent }]);
    if (!done.ok) {
      this.#chosen = null;
      asked.answer({ sorry: 'Refused' });
      throw new StoreError('Failed', done.error.code);
    }
    asked.answer({ via: this.#member.name });
    this.#end('added');
  }

  close(): void {
    this.#end('shut');
  }

  /** Asks a person about whoever could be added and holds the key that it names, on this channel. */
  readonly #hear: Hear = async ({ device, name, consent, proof, transcript }, visitor) => {
    const { replica, engine } = this.#parts;
    const { policy } = replica.history;
    const message = attachMessage(replica.workspace, this.#member.id, device, transcript);
    const checks = [{ publicKey: fromHex(device), message, signature: proof }];
    const [holds] = await engine.verify(checks);
    if (name !== '' || holds !== true) return { sorry: 'Refused' };
    // The same one, on another channel, since it has not heard the answer.
    if (this.#state === 'added' && device === this.#chosen) return { via: this.#member.name };
    if (Date.now() >= this.#ends) this.close();
    if (this.#state !== 'open') return { sorry: 'UsedUp' };
    const act = { kind: 'device', device, consent } as const;
    const me = { agent: replica.agent, device: replica.device };
    if (!policy.judge(policy.graph.heads, me, act).ok) return { sorry: 'Refused' };
    return this.#asking.ask({ ...act, name }, this.#member.role, visitor, this.#member.name);
  };

  #end(state: DeviceDoor['state']): void {
    if (this.#state !== 'open') return;
    this.#state = state;
    clearTimeout(this.#timer);
    for (const { id } of this.asking) this.#asking.take(id)?.answer({ sorry: 'UsedUp' });
    // Whoever is on the way, or has not heard the answer, is told for a moment longer.
    setTimeout(this.#leave, GATE_MS);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Before the payload, so that a link can be told from an invite by looking at it (app/route.ts). */
const DEVICE_PATH = 'device/';

/** As many whole characters as fit into a link. */
function beginning(title: string): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(title)) {
    if (utf8(kept + segment).length > MAX_SHOWN_TITLE_BYTES) break;
    kept += segment;
  }
  return kept;
}

/** What a link says, without touching the network, and the way to use it. */
export async function readDeviceLink(
  link: string,
  store: Store,
  comeIn: (entry: Entry, ...how: Parameters<DeviceLinkView['use']>) => Promise<WorkspaceSession>,
): Promise<DeviceLinkView | JoinFailure> {
  const text = link.trim();
  if (text.length > 2 * MAX_LINK_CHARS) return 'NotALink';
  const read = decodeDeviceLink(text.slice(text.lastIndexOf('/') + 1));
  if (!read.ok) return read.error.code === 'UnsupportedVersion' ? 'NewerLink' : 'NotALink';
  const { workspace, name, title } = read.value;
  const here = (await store.workspace(workspace)) !== undefined;
  const entry = entryOf(read.value);
  return { workspace, name, title, here, use: (...how) => comeIn(entry, ...how) };
}

/** By a device link: as the member who made it, with the consent that P6 wants. */
const entryOf = ({ workspace, member, secret, relays, name }: DeviceLink): Entry => ({
  workspace,
  relays,
  name,
  event: null,
  secret: deviceDoor(secret),
  say: async (key, transcript) => {
    const device = deviceId(key);
    const proof = await signWith(key, attachMessage(workspace, member, device, transcript));
    const consent = await signWith(key, deviceMessage(workspace, member, device));
    return { device, name: '', proof, consent };
  },
});
