/**
 * Which policy acts have effect at a version, who is a member there, and who speaks for whom.
 *
 * One pass from senior to junior: whatever decides an act comes before it (records.ts), so mutual and
 * cyclic removals need no second look. It is a function of the acts in the version alone.
 */
import type { AgentId, EventId, LV, MemberId, PublicKey, Role } from '../../base/ids.ts';
import type { ShareAct } from '../../wire/act.ts';
import { concerns } from './cut.ts';
import { POWER, type Done } from './done.ts';
import type { Change, Records } from './records.ts';
import type { Link, Standing } from './standing.ts';

/** A version of the policy graph: minimal local versions. */
export type PolicyVersion = readonly LV[];

const VOID = 1;
const HAS_EFFECT = 2;

export class Effects {
  readonly #records: Records;
  /** By local version; 0 for what is not in the version. */
  readonly #state: Uint8Array;
  /** Found once: a member may be given another number again and again. */
  readonly #raises = new Map<MemberId, readonly Done<ShareAct>[]>();

  constructor(records: Records, version: PolicyVersion) {
    this.#records = records;
    this.#state = new Uint8Array(Math.max(-1, ...version) + 1);
    for (const { start, end } of records.graph.diff(version, []).aOnly)
      this.#state.fill(VOID, start, end);
    if (this.includes(0)) this.#state[0] = HAS_EFFECT;
    for (const done of records.order)
      if (this.includes(done.at) && this.#decide(done)) this.#state[done.at] = HAS_EFFECT;
  }

  /** Whether the version has the event in its history. */
  includes(at: number): boolean {
    return (this.#state[at] ?? 0) !== 0;
  }

  /** Whether it is in the version and has effect there. */
  has(at: number): boolean {
    return this.#state[at] === HAS_EFFECT;
  }

  /** Whether the device speaks by a link; if an agent is given, whether that agent of it does. */
  speaks(link: Link, agent?: AgentId): boolean {
    const { standing } = link;
    return this.has(link.at) && this.isInForce(standing) && this.removals(link, agent).length === 0;
  }

  /** Whether the standing's member is one by it. */
  isInForce(standing: Standing): boolean {
    const cuts = this.#records.removalsOn(standing);
    return this.has(standing.at) && !cuts.some(({ at }) => this.has(at));
  }

  /** The link under which a device acts here, if it speaks for anybody. */
  linkOf(device: PublicKey, agent?: AgentId): Link | undefined {
    return this.#records.linksOf(device).find((link) => this.speaks(link, agent));
  }

  /** Those of a device that are in force. */
  linksOf(device: PublicKey): readonly Link[] {
    return this.#records.linksOf(device).filter((link) => this.speaks(link));
  }

  /** Those of a member that are in force; senior first. */
  standingsOf(member: MemberId): readonly Standing[] {
    return this.#records.standingsOf(member).filter((one) => this.isInForce(one));
  }

  /** Removals with effect that bind a link or its standing: what was done under it is cut by each. */
  removals(link: Link, agent: AgentId | undefined): readonly Done[] {
    const ofDevice = this.#records.cutsOn(link).filter((cut) => concerns(cut, agent));
    return [...this.#records.removalsOn(link.standing), ...ofDevice].filter((cut) =>
      this.has(cut.at),
    );
  }

  /** Changes of role with effect that bind a standing. */
  roleChanges(standing: Standing): readonly Done[] {
    const changes = this.#records.changesOn(standing).map(({ cut }) => cut);
    return changes.filter(({ at }) => this.has(at));
  }

  /**
   * The role under a standing, by those changes of it that have effect here and that `isKnown` lets
   * through, of the `count` that arrived first. A change that another has in its past is superseded;
   * of the rest the least counts.
   */
  roleOf(standing: Standing, isKnown?: (at: LV) => boolean, count = Infinity): Role {
    const changes = this.#records.changesOn(standing);
    const last: Done[] = [];
    let role: Role | undefined;
    for (let i = Math.min(count, changes.length) - 1; i >= 0; i--) {
      const { cut, isLast } = changes[i] as Change;
      const { act, at } = cut;
      if (act.kind !== 'role' || !this.has(at) || (isKnown && !isKnown(at))) continue;
      if (!last.some((one) => this.#records.isBelow(at, one.at))) {
        last.push(cut);
        if (role === undefined || POWER[act.role] < POWER[role]) role = act.role;
      }
      if (isLast) break; // All others lie below this one.
    }
    return role ?? standing.role;
  }

  /** Which acts say how many shares a member has: those with effect that no other has in its past. */
  raisesOf(member: MemberId): readonly Done<ShareAct>[] {
    const known = this.#raises.get(member);
    if (known) return known;
    const last: Done<ShareAct>[] = [];
    for (const raise of this.#records.raisesOf(member).toReversed()) {
      const isBelow = (one: Done): boolean => this.#records.isBelow(raise.at, one.at);
      if (this.has(raise.at) && !last.some(isBelow)) last.push(raise);
    }
    this.#raises.set(member, last);
    return last;
  }

  /** Whether an act in the version has effect, once all that comes before it in order is decided. */
  #decide({ act, at, link, needs, threats, changes }: Done): boolean {
    if (!this.has(link.standing.at) || !this.has(link.at)) return false;
    if (act.kind === 'admit' && !this.#hasInvite(act.invite)) return false;
    if (threats.some((cut) => this.has(cut.at))) return false;
    const isBelow = (change: LV): boolean => this.#records.isBelow(change, at);
    return POWER[this.roleOf(link.standing, isBelow, changes)] >= needs;
  }

  #hasInvite(id: EventId): boolean {
    const invite = this.#records.invites.get(id);
    return invite !== undefined && this.has(invite.at);
  }
}
