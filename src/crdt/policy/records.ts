/**
 * The policy events that were taken in, with all of them that never changes, and where to find them.
 *
 * An act is done *under* one device link, and so under one standing; what it needs and where it comes
 * in the order of evaluation follow from its past. Nothing here knows a version: whether an act has
 * effect is decided in effects.ts.
 */
import type { AgentId, EventId, LV, MemberId, PublicKey, Role } from '../../base/ids.ts';
import type { InviteAct, PolicyAct } from '../../wire/act.ts';
import { Graph } from '../graph.ts';
import { compareLinks, compareStandings, isOwn, type Link, type Standing } from './standing.ts';

export const POWER: Readonly<Record<Role, number>> = { reader: 0, editor: 1, admin: 2 };

/** Who does an act: an agent, certified by a device. */
export interface Signer {
  readonly agent: AgentId;
  readonly device: PublicKey;
}

/** An act that was taken in. */
export interface Done<Act extends PolicyAct = PolicyAct> {
  readonly at: LV;
  readonly event: EventId;
  readonly globalSeq: number;
  readonly agent: AgentId;
  readonly link: Link;
  readonly act: Act;
  /** The role that it needs, as a number of POWER. */
  readonly needs: number;
  /** Whether it removes its own member. */
  readonly leaves: boolean;
  /** Whether it removes a device or agent of its own member, and so no other's. */
  readonly own: boolean;
  /** The first part of the act that this is a later part of; and all later parts of a first one. */
  readonly first: Done | undefined;
  readonly parts: Done[];
  /** The standing as of which it is decided: its own; of an admission, the more junior one's. */
  readonly rank: Standing;
}

/** Within a standing leavings come first, and admissions last. */
const phaseOf = ({ act, leaves }: Done): number => (leaves ? 0 : act.kind === 'admit' ? 2 : 1);

/** Negative if `a` is decided before `b`; whatever decides an act compares as before it. */
function compareDone(a: Done, b: Done): number {
  const byRank = compareStandings(a.rank, b.rank) || phaseOf(a) - phaseOf(b);
  return byRank || (phaseOf(a) === 1 ? compareLinks(a.link, b.link) : 0);
}

export class Records {
  readonly graph = new Graph();
  /** From senior to junior, so that one pass decides everything. */
  readonly order: Done[] = [];
  /** By local version; genesis is none. */
  readonly done: (Done | undefined)[] = [undefined];
  readonly invites = new Map<EventId, Done<InviteAct>>();
  /** Whether anything was ever taken away: else all that was taken in has effect. */
  hasCuts = false;
  readonly #standings = new Map<MemberId, Standing[]>();
  readonly #links = new Map<PublicKey, Link[]>();
  readonly #devices = new Map<MemberId, Link[]>();
  readonly #admissions = new Map<EventId, Done[]>();
  readonly #closings = new Map<EventId, Done[]>();
  readonly #removals = new Map<MemberId, Done[]>();
  readonly #roles = new Map<MemberId, Done[]>();
  readonly #deviceRemovals = new Map<PublicKey, Done[]>();

  /** Whether `a` lies in the past of `b`. */
  isBelow = (a: LV, b: LV): boolean => a < b && this.graph.contains([b], a);

  take(done: Done): void {
    insert(this.order, done, compareDone);
    this.done[done.at] = done;
    const { act, first } = done;
    this.hasCuts ||= act.kind === 'close' || act.kind === 'role' || act.kind === 'remove';
    if (first) first.parts.push(done);
    else if (act.kind === 'invite') this.invites.set(done.event, { ...done, act });
    else if (act.kind === 'admit') push(this.#admissions, act.invite, done);
    else if (act.kind === 'close') push(this.#closings, act.invite, done);
    else if (act.kind === 'role') push(this.#roles, act.member, done);
    else if (act.kind === 'remove') {
      const { target } = act;
      if (target.kind === 'member') push(this.#removals, target.member, done);
      else push(this.#deviceRemovals, target.device, done);
    }
  }

  takeStanding(standing: Standing): void {
    insert(entryOf(this.#standings, standing.member), standing, compareStandings);
  }

  takeLink(link: Link): void {
    const byVoice = (a: Link, b: Link): number =>
      Number(isOwn(b)) - Number(isOwn(a)) || compareLinks(a, b);
    insert(entryOf(this.#links, link.device), link, byVoice);
    insert(entryOf(this.#devices, link.standing.member), link, compareLinks);
  }

  /** Everybody who ever joined. */
  members(): IterableIterator<MemberId> {
    return this.#standings.keys();
  }

  /** Of a key, senior first. */
  standingsOf = (member: MemberId): readonly Standing[] => this.#standings.get(member) ?? [];
  /** Of a device: those by which it speaks for itself first, then senior first. */
  linksOf = (device: PublicKey): readonly Link[] => this.#links.get(device) ?? [];
  /** Of a member, senior first. */
  linksUnder = (member: MemberId): readonly Link[] => this.#devices.get(member) ?? [];
  admissionsOn = (invite: EventId): readonly Done[] => this.#admissions.get(invite) ?? NONE;
  closingsOf = (invite: EventId): readonly Done[] => this.#closings.get(invite) ?? NONE;
  /** First parts, as all that follow. */
  removalsOf = (member: MemberId): readonly Done[] => this.#removals.get(member) ?? NONE;
  roleChangesOf = (member: MemberId): readonly Done[] => this.#roles.get(member) ?? NONE;
  /** Of the device, or of an agent of it. */
  deviceRemovalsOf = (device: PublicKey): readonly Done[] =>
    this.#deviceRemovals.get(device) ?? NONE;
}

const NONE: readonly Done[] = [];

function entryOf<K, V>(map: Map<K, V[]>, key: K): V[] {
  const known = map.get(key) ?? [];
  map.set(key, known);
  return known;
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): number => entryOf(map, key).push(value);

/** Puts an item after all that do not compare as greater. */
function insert<T>(sorted: T[], item: T, compare: (a: T, b: T) => number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] as T, item) <= 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, item);
}
