/**
 * Which policy acts have effect at a version, who is a member there, and who speaks for whom.
 *
 * One pass from senior to junior: whatever decides an act comes before it (records.ts), so mutual and
 * cyclic removals need no second look. It is a function of the acts in the version alone.
 */
import type { AgentId, LV, MemberId, PublicKey, Role } from '../../base/ids.ts';
import { bindsLink, bindsStanding, closingKeeps, removalKeeps, roleKeeps } from './cut.ts';
import { POWER, type Done, type Records } from './records.ts';
import type { Link, Standing } from './standing.ts';

/** A version of the policy graph: minimal local versions. */
export type PolicyVersion = readonly LV[];

const VOID = 1;
const HAS_EFFECT = 2;

export class Effects {
  readonly #records: Records;
  /** By local version; 0 for what is not in the version. */
  readonly #state: Uint8Array;

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
    return (
      this.has(link.at) && this.isInForce(link.standing) && !this.#linkCuts(link, agent).length
    );
  }

  /** Whether the standing's member is one by it. */
  isInForce(standing: Standing): boolean {
    return this.has(standing.at) && this.#standingCuts(standing).length === 0;
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
    return [...this.#standingCuts(link.standing), ...this.#linkCuts(link, agent)];
  }

  /** Changes of role with effect that bind a standing. */
  roleChanges(standing: Standing): readonly Done[] {
    const changes = this.#records.roleChangesOf(standing.member);
    if (changes.length === 0) return changes;
    return changes.filter((cut) => this.has(cut.at) && bindsStanding(this.#records, cut, standing));
  }

  /**
   * The role under a standing, by those changes of it that have effect here and that `isKnown` lets
   * through. A change that another has in its past is superseded; of the rest the least counts.
   */
  roleOf(standing: Standing, isKnown: (at: LV) => boolean = () => true): Role {
    const changes = this.roleChanges(standing).filter(({ at }) => isKnown(at));
    if (changes.length === 0) return standing.role;
    const last = changes.filter(
      ({ at }) => !changes.some((one) => this.#records.isBelow(at, one.at)),
    );
    const roles = last.flatMap(({ act }) => (act.kind === 'role' ? act.role : []));
    return roles.reduce(
      (least, role) => (POWER[role] < POWER[least] ? role : least),
      roles[0] ?? standing.role,
    );
  }

  /** Whether an act in the version has effect, once all that comes before it in order is decided. */
  #decide(done: Done): boolean {
    const { act, at, link, needs } = done;
    const { isBelow, closingsOf, invites } = this.#records;
    if (!this.has(link.standing.at) || !this.has(link.at)) return false;
    if (POWER[this.roleOf(link.standing, (change) => isBelow(change, at))] < needs) return false;
    if (this.removals(link, done.agent).some((cut) => !removalKeeps(this.#records, cut, done)))
      return false;
    if (this.roleChanges(link.standing).some((cut) => !roleKeeps(this.#records, cut, done)))
      return false;
    if (act.kind !== 'admit') return true;
    const invite = invites.get(act.invite);
    if (!invite || !this.has(invite.at)) return false;
    const closings = closingsOf(act.invite).filter((cut) => this.has(cut.at));
    return closings.every((cut) => closingKeeps(this.#records, cut, done));
  }

  #standingCuts(standing: Standing): readonly Done[] {
    const cuts = this.#records.removalsOf(standing.member);
    return cuts.filter((cut) => this.has(cut.at) && bindsStanding(this.#records, cut, standing));
  }

  #linkCuts(link: Link, agent: AgentId | undefined): readonly Done[] {
    const cuts = this.#records.deviceRemovalsOf(link.device);
    return cuts.filter((cut) => this.has(cut.at) && bindsLink(this.#records, cut, link, agent));
  }
}
