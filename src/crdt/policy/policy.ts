/**
 * Who belongs to the workspace, with which role, and what of their acts and edits has effect: a
 * function of the policy events alone (docs/decisions/0013-removal.md, SPEC P1 …).
 *
 * Every question is asked at a version, and answered from the events in its history, whatever else is
 * known. Answers are kept for the versions used last, which changes none of them. What becomes of
 * content that has no effect is the business of whoever holds content.
 */
import type {
  AgentId,
  EventId,
  LV,
  MemberId,
  PublicKey,
  Role,
  WorkspaceId,
} from '../../base/ids.ts';
import { MAX_CACHED_POLICIES, MAX_CIRCLE } from '../../base/limits.ts';
import { Recent } from '../../base/recent.ts';
import { assert, ok, type Result } from '../../base/result.ts';
import type { InviteAct, PolicyAct, ShareAct, Target } from '../../wire/act.ts';
import type { Genesis } from '../../wire/genesis.ts';
import type { Graph } from '../graph.ts';
import { contentLimit } from './content.ts';
import { Effects, type PolicyVersion } from './effects.ts';
import { grantFor, judgeAct, type Past } from './judge.ts';
import {
  invitesAt,
  membersAt,
  memberUnder,
  peopleAt,
  type InviteState,
  type Member,
  type Person,
} from './people.ts';
import { POWER, type Done, type Signer } from './done.ts';
import { Records } from './records.ts';
import { compareIds, compareStandings, firstLink, type Standing } from './standing.ts';

export type { PolicyVersion } from './effects.ts';

/** Members who together keep so many shares, and how many they are; 0 while each has one. */
export interface Pool {
  /** An invite, or a circle by its first. */
  readonly of: EventId | MemberId;
  readonly shares: number;
  readonly members: number;
  /** Of a circle, its first: it has as many times these shares as may be kept of that one. */
  readonly first?: MemberId;
}

/** To whose share something is charged, and with whom it shares that. */
export interface Payer {
  readonly member: MemberId;
  /** Of the invite on which it came, and of its circle. */
  readonly pools: readonly Pool[];
}

export class Policy {
  readonly #workspace: WorkspaceId;
  readonly #records = new Records();
  /** By version: a version holds the same events whatever comes later. */
  readonly #effects = new Recent<string, Effects>(MAX_CACHED_POLICIES);

  constructor(workspace: WorkspaceId, genesis: Genesis) {
    this.#workspace = workspace;
    this.#join({
      parent: undefined,
      depth: 0,
      event: workspace as string as EventId,
      at: this.graph.add([], 1),
      globalSeq: 0,
      member: genesis.founder,
      name: genesis.founderName,
      role: 'admin',
      admitter: undefined,
      inviter: undefined,
      circle: undefined,
    });
  }

  get graph(): Graph {
    return this.#records.graph;
  }

  /** The act, done on top of `parents`: allowed, or the rule that it breaks. */
  judge(parents: PolicyVersion, by: Signer, act: PolicyAct): Result<void> {
    const judged = judgeAct(this.#past(parents), by, act);
    return judged.ok ? ok(undefined) : judged;
  }

  /** Takes in an act that was judged. Returns its local version. */
  add(id: EventId, globalSeq: number, parents: PolicyVersion, by: Signer, act: PolicyAct): LV {
    const granted = grantFor(this.#past(parents), by, act);
    assert(granted.ok, 'what is taken in was judged');
    const { link } = granted.value;
    const at = this.graph.add(parents, 1);
    const invite = act.kind === 'admit' ? this.#records.invites.get(act.invite) : undefined;
    const rank = invite ? moreJunior(link.standing, invite.link.standing) : link.standing;
    const plain = { at, event: id, globalSeq, agent: by.agent, act, rank };
    const changes = this.#records.changesOn(link.standing).length;
    this.#records.take({ ...plain, ...granted.value, changes, parts: [], threats: [] });
    const made = { event: id, at, globalSeq };
    if (act.kind === 'admit' && invite) {
      const place = { parent: rank, depth: rank.depth + 1, ...made };
      const { name, device: member } = act;
      const circle = invite.link.standing.circle ?? member;
      const hosts = { admitter: link, inviter: invite.link, circle };
      this.#join({ ...place, ...hosts, member, name, role: invite.act.role });
    } else if (act.kind === 'device') {
      const place = { parent: link, depth: link.depth + 1, ...made };
      this.#records.takeLink({ ...place, standing: link.standing, device: act.device });
    }
    return at;
  }

  /**
   * The member that a device speaks for at a version, with the role that it has there: its own when
   * it joined by itself, else that of the most senior standing under which it was added.
   */
  memberAt(version: PolicyVersion, device: PublicKey): Member | undefined {
    const effects = this.#at(version);
    const link = effects.linkOf(device);
    return link && memberUnder(effects, link.standing);
  }

  /** Whether a device may do what needs `role` at a version; with an agent, whether that one may. */
  may(version: PolicyVersion, device: PublicKey, role: Role, agent?: AgentId): boolean {
    const effects = this.#at(version);
    const link = effects.linkOf(device, agent);
    return link !== undefined && POWER[effects.roleOf(link.standing)] >= POWER[role];
  }

  /** Whether a policy event has effect at a version. */
  hasEffect(version: PolicyVersion, at: LV): boolean {
    return this.#at(version).has(at);
  }

  /** Every member, in the order of joining: by global seq, then event. */
  members(version: PolicyVersion = this.graph.heads): Member[] {
    return membersAt(this.#records, this.#at(version));
  }

  /** Every member with its devices and who let it in, senior first. */
  people(version: PolicyVersion = this.graph.heads): Person[] {
    return peopleAt(this.#records, this.#at(version));
  }

  /** Whether anybody was ever removed, bound by a change of role, or locked out by a closing. */
  get hasCuts(): boolean {
    return this.#records.hasCuts;
  }

  /** Every device that ever spoke for a member. */
  devicesOf(member: MemberId): PublicKey[] {
    return this.#records.linksUnder(member).map(({ device }) => device);
  }

  /**
   * Who pays for what a device writes: the member that it is, or the most senior one that added it,
   * whatever was removed since.
   */
  payer(device: PublicKey): Payer | undefined {
    const standing = this.#records.linksOf(device)[0]?.standing;
    if (!standing) return undefined;
    const { member, at, circle } = standing;
    const pools: Pool[] = [];
    const act = this.#records.done[at]?.act;
    if (act?.kind === 'admit') {
      const shares = this.invite(act.invite)?.uses ?? 1;
      const came = this.#records.admissionsOn(act.invite).length;
      pools.push({ of: act.invite, shares, members: came > shares ? came : 0 });
    }
    if (circle !== undefined && circle !== member) {
      const members = this.#records.sizeOf(circle);
      pools.push({ of: circle, shares: MAX_CIRCLE, members, first: circle });
    }
    return { member, pools };
  }

  /** How many shares may be kept of a member. */
  timesOf(member: MemberId): number {
    return this.#raiseOf(member)?.act.times ?? 1;
  }

  /** Who said so, and by which event, if anybody did. */
  raisedBy(member: MemberId): { readonly event: EventId; readonly by: MemberId } | undefined {
    const raise = this.#raiseOf(member);
    return raise && { event: raise.event, by: raise.link.standing.member };
  }

  #raiseOf(member: MemberId): Done<ShareAct> | undefined {
    if (this.#records.raisesOf(member).length === 0) return undefined;
    const raises = this.#at(this.graph.heads).raisesOf(member);
    return raises.toSorted((a, b) => a.act.times - b.act.times || compareIds(a.event, b.event))[0];
  }

  /** What somebody who ever joined is called; by the most senior of its standings. */
  nameOf(member: MemberId): string | undefined {
    return this.#records.standingsOf(member)[0]?.name;
  }

  /** The member that a device spoke for first of all, even if it does no more. */
  spokeFor(device: PublicKey): MemberId | undefined {
    return this.#records.linksOf(device)[0]?.standing.member;
  }

  /** Whether a device spoke for somebody once and does for nobody now. */
  isRemoved(device: PublicKey): boolean {
    const known = this.#records.linksOf(device).length > 0;
    return known && this.memberAt(this.graph.heads, device) === undefined;
  }

  /** Who removed somebody that is no member any more; itself, if it left. */
  removedBy(member: MemberId): MemberId | undefined {
    return this.#removalOf(member)?.link.standing.member;
  }

  /** By which event. */
  removalEvent(member: MemberId): EventId | undefined {
    return this.#removalOf(member)?.event;
  }

  /** The newest event that gave somebody this role. */
  roleEvent(member: MemberId, role: Role): EventId | undefined {
    const effects = this.#at(this.graph.heads);
    return this.#records
      .standingsOf(member)
      .flatMap((standing) => this.#records.changesOn(standing))
      .map(({ cut }) => cut)
      .filter(({ act, at }) => act.kind === 'role' && act.role === role && effects.has(at))
      .sort((a, b) => b.globalSeq - a.globalSeq || compareIds(a.event, b.event))[0]?.event;
  }

  #removalOf(member: MemberId): Done | undefined {
    const effects = this.#at(this.graph.heads);
    const standings = this.#records.standingsOf(member);
    const removals = standings.flatMap((standing) => this.#records.removalsOn(standing));
    const [first] = removals
      .filter(({ at }) => effects.has(at))
      .sort((a, b) => a.globalSeq - b.globalSeq || compareIds(a.event, b.event));
    return first;
  }

  invite(id: EventId): InviteAct | undefined {
    return this.#records.invites.get(id)?.act;
  }

  /** Every invite, those with room left first, then the newest. */
  invites(version: PolicyVersion = this.graph.heads): InviteState[] {
    return invitesAt(this.#records, this.#at(version));
  }

  mayRemove(version: PolicyVersion, by: Signer, target: Target): boolean {
    return this.judge(version, by, { kind: 'remove', target, ...NAMELESS }).ok;
  }

  mayChangeRole(version: PolicyVersion, by: Signer, member: MemberId): boolean {
    return this.judge(version, by, { kind: 'role', member, role: 'reader', ...NAMELESS }).ok;
  }

  /**
   * The seq up to which content of an agent, certified by `device`, that pinned `pinned` has effect
   * when judged with all that `at` knows. Infinity: all of it; 0: nothing. An event has effect if it
   * ends at or before that seq.
   *
   * With `at` all that is known, this says what is void now. With `at` what another author pinned, it
   * says what that author knew to be void of what lies below its event: policy heads are never older
   * than those of an ancestor (E8), so `at` has `pinned` in its history. Where it has not, which is
   * about no event below that author's, both together are what is known.
   */
  limit(
    agent: AgentId,
    device: PublicKey,
    pinned: PolicyVersion,
    at: PolicyVersion = this.graph.heads,
  ): number {
    const known = this.#at(at);
    const isKnown = pinned.every((lv) => known.includes(lv));
    const both = isKnown ? known : this.#at(this.graph.minimal([...pinned, ...at]));
    return contentLimit(this.#at(pinned), both, { agent, device });
  }

  #at(version: PolicyVersion): Effects {
    return this.#effects.get(version.join(), () => new Effects(this.#records, version));
  }

  #past(parents: PolicyVersion): Past {
    const [workspace, records] = [this.#workspace, this.#records];
    return { workspace, records, parents, effects: this.#at(parents) };
  }

  #join(standing: Standing): void {
    this.#records.takeStanding(standing);
    this.#records.takeLink(firstLink(standing));
  }
}

const NAMELESS = { part: 1, parts: 1, names: [] } as const;

const moreJunior = (a: Standing, b: Standing): Standing => (compareStandings(a, b) > 0 ? a : b);
