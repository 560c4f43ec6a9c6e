/**
 * Who belongs to the workspace, and with which role: a fold over the policy events alone.
 *
 * Genesis makes the founder an admin. Admins open invites; any member admits on one; a member adds
 * devices of its own. Every question is asked at a version, so a verdict is a function of an event
 * and its ancestors. Removal, role changes, closing an invite and rank come with the membership
 * work; nothing here assumes that membership only grows, except that there is no act yet that
 * shrinks it.
 */
import { fromHex } from '../base/bytes.ts';
import type { EventId, LV, MemberId, PublicKey, Role, WorkspaceId } from '../base/ids.ts';
import { isAdmissibleKey, verify } from '../base/keys.ts';
import { ok, refuse, type Result } from '../base/result.ts';
import type { Genesis } from '../wire/genesis.ts';
import { deviceMessage, joinMessage } from '../wire/join.ts';
import type { AdmitAct, DeviceAct, InviteAct, PolicyAct } from '../wire/op.ts';
import { Graph } from './graph.ts';

export interface Member {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  /** The policy event that admitted it (genesis for the founder), and its local version. */
  readonly event: EventId;
  readonly since: LV;
  readonly globalSeq: number;
}

/** A version of the policy graph: minimal local versions. */
export type PolicyVersion = readonly LV[];

interface Opened {
  readonly act: InviteAct;
  readonly event: EventId;
  readonly at: LV;
  readonly globalSeq: number;
  readonly admissions: LV[];
}

const GENESIS = 0 as LV;
const POWER: Readonly<Record<Role, number>> = { reader: 0, editor: 1, admin: 2 };

export class Policy {
  readonly graph = new Graph();
  readonly #workspace: WorkspaceId;
  readonly #invites = new Map<EventId, Opened>();
  /** Admissions of each joining key, in order of arrival. */
  readonly #admissions = new Map<MemberId, Member[]>();
  /** Which member a device belongs to, and since which event. */
  readonly #devices = new Map<PublicKey, { readonly member: MemberId; readonly since: LV }[]>();

  constructor(workspace: WorkspaceId, genesis: Genesis) {
    this.#workspace = workspace;
    this.graph.add([], 1);
    this.#admit({
      id: genesis.founder,
      name: genesis.founderName,
      role: 'admin',
      event: workspace as string as EventId,
      since: GENESIS,
      globalSeq: 0,
    });
  }

  /**
   * The member that a device speaks for at a version: its own when it joined by itself, else the
   * least of those that added it, so that the answer never depends on arrival.
   */
  memberAt(version: PolicyVersion, device: PublicKey): Member | undefined {
    let member: MemberId | undefined;
    for (const link of this.#devices.get(device) ?? []) {
      if (!this.#within(version, link.since)) continue;
      if (link.member === device) return this.#strongest(version, device);
      if (member === undefined || link.member < member) member = link.member;
    }
    return member && this.#strongest(version, member);
  }

  /** Whether the device's member may do what needs `role`, at a version. */
  may(version: PolicyVersion, device: PublicKey, role: Role): boolean {
    const member = this.memberAt(version, device);
    return member !== undefined && POWER[member.role] >= POWER[role];
  }

  /** The act, done by `device` on top of `parents`: allowed, or the rule that it breaks. */
  judge(parents: PolicyVersion, device: PublicKey, act: PolicyAct): Result<void> {
    const author = this.memberAt(parents, device);
    if (!author) return refuse('NotGranted', 'not a member');
    switch (act.kind) {
      case 'invite':
        return this.#judgeInvite(author, act);
      case 'admit':
        return this.#judgeAdmission(parents, act);
      case 'device':
        return this.#judgeDevice(parents, author, act);
      case 'merge':
        return parents.length > 1 ? ok(undefined) : refuse('NotGranted', 'nothing to merge');
    }
  }

  /** Takes in an act that was judged. Returns its local version. */
  add(
    id: EventId,
    globalSeq: number,
    parents: PolicyVersion,
    device: PublicKey,
    act: PolicyAct,
  ): LV {
    const author = this.memberAt(parents, device);
    const at = this.graph.add(parents, 1);
    if (act.kind === 'invite') {
      this.#invites.set(id, { act, event: id, at, globalSeq, admissions: [] });
    } else if (act.kind === 'admit') {
      const invite = this.#invites.get(act.invite);
      if (!invite) return at;
      invite.admissions.push(at);
      const { name, device: joined } = act;
      this.#admit({ id: joined, name, role: invite.act.role, event: id, since: at, globalSeq });
    } else if (act.kind === 'device' && author) {
      this.#link(act.device, author.id, at);
    }
    return at;
  }

  /** Every member at a version in the order of joining: by global seq, then event. */
  members(version: PolicyVersion = this.graph.heads): Member[] {
    const members: Member[] = [];
    for (const id of this.#admissions.keys()) {
      const member = this.#strongest(version, id);
      if (member) members.push(member);
    }
    return members.sort((a, b) => a.globalSeq - b.globalSeq || (a.event < b.event ? -1 : 1));
  }

  invite(id: EventId): InviteAct | undefined {
    return this.#invites.get(id)?.act;
  }

  /** Every invite, those with room left first, then the newest. As far as is known here. */
  invites(): { readonly event: EventId; readonly act: InviteAct; readonly isOpen: boolean }[] {
    const all = [...this.#invites.values()].map((one) => ({
      ...one,
      isOpen: one.admissions.length < one.act.uses,
    }));
    return all.sort(
      (a, b) =>
        Number(b.isOpen) - Number(a.isOpen) ||
        b.globalSeq - a.globalSeq ||
        (a.event < b.event ? -1 : 1),
    );
  }

  #judgeInvite(author: Member, act: InviteAct): Result<void> {
    if (author.role !== 'admin') return refuse('NotGranted', 'only admins invite');
    return isAdmissibleKey(fromHex(act.key)) ? ok(undefined) : refuse('BadKey', 'invite');
  }

  #judgeAdmission(parents: PolicyVersion, act: AdmitAct): Result<void> {
    const invite = this.#invites.get(act.invite);
    if (!invite || !this.#within(parents, invite.at)) return refuse('NotGranted', 'no such invite');
    if (this.memberAt(parents, act.device)) return refuse('NotGranted', 'a member already');
    const used = invite.admissions.filter((at) => this.#within(parents, at)).length;
    if (used >= invite.act.uses) return refuse('NoUsesLeft');
    const device = fromHex(act.device);
    if (!isAdmissibleKey(device)) return refuse('BadKey', 'device');
    const message = joinMessage(this.#workspace, act.invite, act.device, act.name, act.transcript);
    const proven =
      verify(fromHex(invite.act.key), message, act.proof) && verify(device, message, act.consent);
    return proven ? ok(undefined) : refuse('BadSignature', 'admission');
  }

  #judgeDevice(parents: PolicyVersion, author: Member, act: DeviceAct): Result<void> {
    if (this.memberAt(parents, act.device)) return refuse('NotGranted', 'known already');
    const device = fromHex(act.device);
    if (!isAdmissibleKey(device)) return refuse('BadKey', 'device');
    const message = deviceMessage(this.#workspace, author.id, act.device);
    return verify(device, message, act.consent) ? ok(undefined) : refuse('BadSignature', 'device');
  }

  #within(version: PolicyVersion, at: LV): boolean {
    return this.graph.contains(version, at);
  }

  /** Concurrent admissions of one key are one member: the strongest role, then the least event. */
  #strongest(version: PolicyVersion, id: MemberId): Member | undefined {
    let best: Member | undefined;
    for (const member of this.#admissions.get(id) ?? []) {
      if (!this.#within(version, member.since)) continue;
      const power = best ? POWER[member.role] - POWER[best.role] : 1;
      if (!best || power > 0 || (power === 0 && member.event < best.event)) best = member;
    }
    return best;
  }

  #admit(member: Member): void {
    const known = this.#admissions.get(member.id);
    if (known) known.push(member);
    else this.#admissions.set(member.id, [member]);
    this.#link(member.id, member.id, member.since);
  }

  #link(device: PublicKey, member: MemberId, since: LV): void {
    const known = this.#devices.get(device);
    if (known) known.push({ member, since });
    else this.#devices.set(device, [{ member, since }]);
  }
}
