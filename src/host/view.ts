/**
 * What the screens see of a replica: plain immutable data, made anew when something changed.
 */
import { asSeconds } from '../base/ids.ts';
import type { DocumentId, MemberId, PeerId, PublicKey, Role, Seconds } from '../base/ids.ts';
import { MAX_TIMES } from '../base/limits.ts';
import type { Member } from '../crdt/policy/people.ts';
import type { Signer } from '../crdt/policy/done.ts';
import { documentEntries, workspaceTitle } from '../crdt/workspace-map.ts';
import type { ShareAct } from '../wire/act.ts';
import type { RelayState, Route } from '../net/transport.ts';
import type { Peer } from '../replica/peer.ts';
import type { Replica } from '../replica/replica.ts';
import type { Loop } from './loop.ts';
import { removalOf } from './news.ts';
import { documentType } from '../wire/document.ts';
import { spokenCode } from '../wire/spoken.ts';
import type {
  AskView,
  InviteView,
  MemberView,
  MissingView,
  NoticeView,
  PeerView,
  RemoteSelection,
  StatusView,
  WorkspaceView,
} from './session.ts';

export interface Surroundings {
  readonly device: PublicKey;
  /** The device of the recovery kit that this browser knows of. */
  readonly kit: PublicKey | null;
  readonly memory: boolean;
  readonly relay: RelayState;
  readonly persisted: boolean | null;
  readonly asking: readonly AskView[];
  readonly notices: readonly NoticeView[];
  /** Whether somebody else wrote in a document since it was looked at here. */
  readonly isUnread: (document: DocumentId) => boolean;
  /** When each member was last here in this page load. */
  readonly seen: ReadonlyMap<MemberId, Seconds>;
}

export function workspaceView(replica: Replica, loop: Loop, around: Surroundings): WorkspaceView {
  const { history } = replica;
  const me = memberOf(replica, around.device);
  const peers = peerViews(replica, loop, me?.id ?? null);
  const registers = history.map().registers;
  const signer = { agent: replica.agent, device: around.device };
  return {
    id: replica.workspace,
    title: (registers && workspaceTitle(registers)) ?? replica.genesis.title,
    me: { member: me?.id ?? null, name: me?.name ?? '', role: me?.role ?? 'reader' },
    documents: (registers ? documentEntries(registers) : []).map(({ id, title, deleted }) => ({
      id,
      type: documentType(id) === 'table' ? 'table' : 'text',
      title,
      deleted,
      unread: around.isUnread(id),
    })),
    named: registers?.revision ?? 0,
    members: memberViews(replica, signer, me?.id ?? null, peers, around),
    invites: inviteViews(replica, signer),
    asking: around.asking,
    peers,
    status: statusView(replica, loop, peers, around),
    notices: around.notices,
  };
}

/**
 * `after`, with every part that equals its place in `before` taken from there: so what did not change
 * is the same object, and screens that show it have nothing to do. Plain data only.
 */
export function shared<T>(before: T, after: T): T {
  if (before === after || !isObject(before) || !isObject(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const keys = Object.keys(after) as (keyof T)[];
  let same = keys.length === Object.keys(before).length;
  for (const key of keys) {
    after[key] = shared(before[key], after[key]);
    same &&= after[key] === before[key];
  }
  return same ? before : after;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The member that a device speaks for, by everything known. */
export function memberOf(replica: Replica, device: PublicKey): Member | undefined {
  const { policy } = replica.history;
  return policy.memberAt(policy.graph.heads, device);
}

export function selectionViews(replica: Replica, document: DocumentId): RemoteSelection[] {
  const peers = new Map(distinct(replica).map((peer) => [peer.id, peer]));
  return replica.carets(document).flatMap(({ peer, caret }) => {
    const device = peers.get(peer)?.device;
    const member = device && memberOf(replica, device);
    if (!member) return [];
    const { anchor, head } = caret;
    return [{ peer, name: member.name, index: indexOf(replica, member.id), anchor, head }];
  });
}

function peerViews(replica: Replica, loop: Loop, me: MemberId | null): PeerView[] {
  const views = distinct(replica).flatMap((peer): PeerView[] => {
    const member = memberOf(replica, peer.device);
    if (!member) return [];
    const route: Route = loop.channel(peer.id)?.route ?? 'relay';
    return [
      {
        peer: peer.id,
        member: member.id,
        name: member.name,
        index: indexOf(replica, member.id),
        me: member.id === me,
        route,
        synced: replica.isSynced(peer),
        document: peer.caret?.document ?? null,
      },
    ];
  });
  return views.sort((a, b) => a.index - b.index || order(a.peer, b.peer));
}

function memberViews(
  replica: Replica,
  me: Signer,
  own: MemberId | null,
  peers: readonly PeerView[],
  { seen, kit }: Surroundings,
): MemberView[] {
  const { policy, shares } = replica.history;
  const people = new Map(policy.people().map((person) => [person.id, person]));
  const nameOf = (id: MemberId | null | undefined): string | null =>
    (id && replica.history.policy.nameOf(id)) ?? null;
  const online = new Set(peers.map((peer) => peer.member));
  const here = new Set(replica.peers().map((peer) => peer.device));
  return policy.members().map(({ id, name, role }, index) => {
    const person = people.get(id);
    const devices = person?.devices.filter(({ inForce }) => inForce) ?? [];
    const may = policy.mayChangeRole(policy.graph.heads, me, id);
    const room = roomFor(replica, id);
    return {
      id,
      name,
      role,
      me: id === own,
      index,
      online: id === own || online.has(id),
      heard:
        id === own || online.has(id)
          ? null
          : greatest([
              seen.get(id),
              ...policy.devicesOf(id).map((one) => replica.history.newestOf(one)),
            ]),
      invitedBy: nameOf(person?.invitedBy),
      admittedBy: nameOf(person?.admittedBy),
      devices: devices.map(({ device }) => ({
        id: device,
        here: device === me.device,
        online: device === me.device || here.has(device),
        kit: device === kit,
        mayRemove: policy.mayRemove(policy.graph.heads, me, { kind: 'device', device }),
      })),
      bytes: shares.used(id),
      most: shares.mostOf(id),
      full: shares.isUsedUp({ device: id, chain: 'content' }),
      code: spokenCode(replica.workspace, id),
      mayRemove: policy.mayRemove(policy.graph.heads, me, { kind: 'member', member: id }),
      mayBecome: may ? ROLES : [],
      mayGive: room !== undefined && policy.judge(policy.graph.heads, me, room).ok,
    };
  });
}

/** Twice what limits a member whose share is used up; `undefined`: it is not, or it can be no more. */
export function roomFor({ history }: Replica, member: MemberId): ShareAct | undefined {
  const limit = history.shares.limitOf(member);
  const times = limit === undefined ? 0 : history.policy.timesOf(limit);
  if (limit === undefined || times >= MAX_TIMES) return undefined;
  return { kind: 'share', member: limit, times: Math.min(2 * times, MAX_TIMES) };
}

const greatest = (times: readonly (number | undefined)[]): Seconds | null => {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? asSeconds(Math.max(...known)) : null;
};

const ROLES: readonly Role[] = ['reader', 'editor', 'admin'];

/** Invites that somebody can still join by. */
function inviteViews(replica: Replica, me: Signer): InviteView[] {
  const { policy } = replica.history;
  return policy
    .invites()
    .filter(({ isOpen }) => isOpen)
    .map(({ event, act, admissions }) => ({
      event,
      role: act.role,
      uses: act.uses,
      used: admissions.length,
      expires: act.expires,
      approval: act.approval,
      mayClose: policy.judge(policy.graph.heads, me, { kind: 'close', invite: event, keep: [] }).ok,
    }));
}

function statusView(
  replica: Replica,
  loop: Loop,
  peers: readonly PeerView[],
  around: Surroundings,
): StatusView {
  const { written, durable, drafting } = replica.own;
  const waiting = replica.waiting;
  const arriving = replica.arriving(loop.now());
  const events = Math.max(arriving, waiting.events);
  const receiving = arriving > 0 || waiting.bytes > RECEIVING_BYTES ? { events } : null;
  // Of a history that arrives, it is said that it does; what is one's own is saved or not.
  const saving = drafting || durable < written || (loop.pending > 0 && receiving === null);
  const storage = loop.failure ? 'failed' : around.memory ? 'memory' : saving ? 'saving' : 'saved';
  const own = new Set(replica.peers().flatMap((peer) => (peer.sibling ? [peer.id] : [])));
  const others = peers.filter((peer) => !own.has(peer.peer));
  return {
    storage,
    storageError: loop.failure?.code ?? null,
    unsent: replica.unsent,
    peers: others.length,
    synced: others.filter((peer) => peer.synced).length,
    relay: around.relay,
    online: globalThis.navigator?.onLine ?? true,
    receiving,
    removal: removalOf(replica.history.policy, around.device, replica.removedBy),
    missing: missingView(replica, loop),
    persisted: around.persisted,
  };
}

function missingView(replica: Replica, loop: Loop): MissingView | null {
  const missing = replica.missing(loop.now());
  if (!missing) return null;
  const { history } = replica;
  const names = (devices: readonly (PublicKey | undefined)[]): string[] => [
    ...new Set(devices.flatMap((device) => (device && memberOf(replica, device)?.name) ?? [])),
  ];
  const said = new Set(missing.by);
  return {
    names: names(
      missing.agents.map(
        (agent) => (history.chain(agent, 'content') ?? history.chain(agent, 'policy'))?.device,
      ),
    ),
    by: names(replica.peers().flatMap(({ id, device }) => (said.has(id) ? [device] : []))),
    since: loop.wall(missing.since),
  };
}

/** A tab of this profile may be met both directly and over the network: it is one. */
function distinct(replica: Replica): Peer[] {
  return [...new Map(replica.peers().map((peer) => [peer.agent, peer])).values()];
}

/** Less than this has arrived before a person could read that it is arriving. */
const RECEIVING_BYTES = 262_144;

const indexOf = (replica: Replica, member: MemberId): number =>
  replica.history.policy.members().findIndex((one) => one.id === member);

const order = (a: PeerId, b: PeerId): number => (a < b ? -1 : a > b ? 1 : 0);
