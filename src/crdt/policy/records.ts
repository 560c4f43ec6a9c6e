/**
 * The policy events that were taken in, and where to find them: by whom they are about, and with what
 * would undo them.
 *
 * Which act would undo which is a function of the two, so it is found once, when the later of them
 * arrives. Nothing here knows a version: whether an act has effect is decided in effects.ts.
 */
import type { EventId, LV, MemberId, PublicKey } from '../../base/ids.ts';
import type { InviteAct, ShareAct } from '../../wire/act.ts';
import { Graph } from '../graph.ts';
import { bindsLink, bindsStanding, isBelow, voids } from './cut.ts';
import { compareDone, type Done } from './done.ts';
import { compareLinks, compareStandings, isOwn, type Link, type Standing } from './standing.ts';

/** A change of role as one standing has it. */
export interface Change {
  readonly cut: Done;
  /** Whether all changes that arrived before it, for the same standing, lie below it. */
  readonly isLast: boolean;
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
  /** Of each circle, how many standings there are below its first. */
  readonly #circles = new Map<MemberId, number>();
  readonly #links = new Map<PublicKey, Link[]>();
  readonly #devices = new Map<MemberId, Link[]>();
  readonly #acts = new Map<MemberId, Done[]>();
  readonly #raises = new Map<MemberId, Done<ShareAct>[]>();
  readonly #admissions = new Map<EventId, Done[]>();
  /** First parts of what takes away: of an invite, a member, its role, a device or an agent of it. */
  readonly #closings = new Map<EventId, Done[]>();
  readonly #removals = new Map<MemberId, Done[]>();
  readonly #roles = new Map<MemberId, Done[]>();
  readonly #deviceRemovals = new Map<PublicKey, Done[]>();
  /** Of those, the ones that bind a standing or link. */
  readonly #removalsOn = new Map<Standing, Done[]>();
  readonly #changesOn = new Map<Standing, Change[]>();
  readonly #cutsOn = new Map<Link, Done[]>();

  take(done: Done): void {
    const { act, first, link } = done;
    insert(this.order, done, compareDone);
    this.done[done.at] = done;
    this.hasCuts ||= act.kind === 'close' || act.kind === 'role' || act.kind === 'remove';
    for (const cut of this.#cutsFor(done)) if (voids(this.graph, cut, done)) done.threats.push(cut);
    if (first) first.parts.push(done);
    else if (act.kind === 'invite') this.invites.set(done.event, { ...done, act });
    else if (act.kind === 'admit') push(this.#admissions, act.invite, done);
    else if (act.kind === 'share') push(this.#raises, act.member, { ...done, act });
    else this.#takeCut(done);
    push(this.#acts, link.standing.member, done);
  }

  takeStanding(standing: Standing): void {
    const { member, circle } = standing;
    insert(entryOf(this.#standings, member), standing, compareStandings);
    if (circle !== undefined && circle !== member)
      this.#circles.set(circle, this.sizeOf(circle) + 1);
    for (const cut of this.#removals.get(member) ?? NONE) this.#bind(cut, standing);
    for (const cut of this.#roles.get(member) ?? NONE) this.#change(cut, standing);
  }

  takeLink(link: Link): void {
    const byVoice = (a: Link, b: Link): number =>
      Number(isOwn(b)) - Number(isOwn(a)) || compareLinks(a, b);
    insert(entryOf(this.#links, link.device), link, byVoice);
    insert(entryOf(this.#devices, link.standing.member), link, compareLinks);
    for (const cut of this.#deviceRemovals.get(link.device) ?? NONE) this.#bindLink(cut, link);
  }

  /** How many came through somebody whom the founder invited. */
  sizeOf(circle: MemberId): number {
    return this.#circles.get(circle) ?? 0;
  }

  /** Everybody who ever joined. */
  members(): IterableIterator<MemberId> {
    return this.#standings.keys();
  }

  /** Of a key, senior first. */
  standingsOf(member: MemberId): readonly Standing[] {
    return this.#standings.get(member) ?? [];
  }

  /** Of a device: those by which it speaks for itself first, then senior first. */
  linksOf(device: PublicKey): readonly Link[] {
    return this.#links.get(device) ?? [];
  }

  /** Of a member, senior first. */
  linksUnder(member: MemberId): readonly Link[] {
    return this.#devices.get(member) ?? [];
  }

  /** All that say how many shares a member may have. */
  raisesOf(member: MemberId): readonly Done<ShareAct>[] {
    return this.#raises.get(member) ?? [];
  }

  admissionsOn(invite: EventId): readonly Done[] {
    return this.#admissions.get(invite) ?? NONE;
  }

  closingsOf(invite: EventId): readonly Done[] {
    return this.#closings.get(invite) ?? NONE;
  }

  /** Removals of its member that bind a standing. */
  removalsOn(standing: Standing): readonly Done[] {
    return this.#removalsOn.get(standing) ?? NONE;
  }

  /** Changes of role that bind a standing, in order of arrival. */
  changesOn(standing: Standing): readonly Change[] {
    return this.#changesOn.get(standing) ?? [];
  }

  /** Removals of its device, or of any agent of it, that bind a link. */
  cutsOn(link: Link): readonly Done[] {
    return this.#cutsOn.get(link) ?? NONE;
  }

  /** Whether `a` lies in the past of `b`. */
  isBelow(a: LV, b: LV): boolean {
    return isBelow(this.graph, a, b);
  }

  /** All that may void an act. */
  *#cutsFor({ act, link }: Done): Generator<Done> {
    const { member } = link.standing;
    yield* this.#removals.get(member) ?? NONE;
    yield* this.#roles.get(member) ?? NONE;
    yield* this.#deviceRemovals.get(link.device) ?? NONE;
    if (act.kind === 'admit') yield* this.closingsOf(act.invite);
  }

  #takeCut(cut: Done): void {
    const { act } = cut;
    if (act.kind === 'close') {
      push(this.#closings, act.invite, cut);
      this.#threaten(cut, this.admissionsOn(act.invite));
    } else if (act.kind === 'role') {
      push(this.#roles, act.member, cut);
      for (const standing of this.standingsOf(act.member)) this.#change(cut, standing);
      this.#threaten(cut, this.#acts.get(act.member) ?? NONE);
    } else if (act.kind === 'remove' && act.target.kind === 'member') {
      const { member } = act.target;
      push(this.#removals, member, cut);
      for (const standing of this.standingsOf(member)) this.#bind(cut, standing);
      this.#threaten(cut, this.#acts.get(member) ?? NONE);
    } else if (act.kind === 'remove' && act.target.kind !== 'member') {
      const { device } = act.target;
      push(this.#deviceRemovals, device, cut);
      const links = this.linksOf(device);
      for (const link of links) this.#bindLink(cut, link);
      for (const member of new Set(links.map((link) => link.standing.member)))
        this.#threaten(cut, this.#acts.get(member) ?? NONE);
    }
  }

  #threaten(cut: Done, acts: readonly Done[]): void {
    for (const done of acts) if (voids(this.graph, cut, done)) done.threats.push(cut);
  }

  #bind(cut: Done, standing: Standing): void {
    if (bindsStanding(this.graph, cut, standing)) push(this.#removalsOn, standing, cut);
  }

  #bindLink(cut: Done, link: Link): void {
    if (bindsLink(this.graph, cut, link)) push(this.#cutsOn, link, cut);
  }

  #change(cut: Done, standing: Standing): void {
    if (!bindsStanding(this.graph, cut, standing)) return;
    const isLast = this.changesOn(standing).every((one) => this.isBelow(one.cut.at, cut.at));
    push(this.#changesOn, standing, { cut, isLast });
  }
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
