/**
 * Members and invites as people ask for them: plain values, as of one version.
 *
 * A member may have several standings; it is shown with the most senior that is in force.
 */
import type { EventId, LV, MemberId, PublicKey, Role } from '../../base/ids.ts';
import type { InviteAct } from '../../wire/act.ts';
import type { Effects } from './effects.ts';
import type { Done } from './done.ts';
import type { Records } from './records.ts';
import { compareIds, compareStandings, type Standing } from './standing.ts';

export interface Member {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  /** The policy event that admitted it (genesis for the founder), and its local version. */
  readonly event: EventId;
  readonly since: LV;
  readonly globalSeq: number;
}

export interface Person extends Member {
  /** Those who may act on it, if they are admins, come before it: 0 is the most senior member. */
  readonly rank: number;
  /** `null` for the founder. They need not be members any more. */
  readonly invitedBy: MemberId | null;
  readonly admittedBy: MemberId | null;
  /** Senior first, those that were removed included. */
  readonly devices: readonly PersonDevice[];
}

export interface PersonDevice {
  readonly device: PublicKey;
  /** The device that added it; `null` for the one that joined. */
  readonly addedBy: PublicKey | null;
  readonly event: EventId;
  readonly since: LV;
  readonly inForce: boolean;
}

export interface InviteState {
  readonly event: EventId;
  readonly act: InviteAct;
  readonly by: MemberId;
  /** Admissions on it that have effect, ascending. */
  readonly admissions: readonly EventId[];
  /** `void`: whoever opened it could not, as is known now. */
  readonly state: 'open' | 'used' | 'closed' | 'void';
  readonly isOpen: boolean;
}

export function memberUnder(effects: Effects, standing: Standing): Member {
  const { member: id, name, event, at: since, globalSeq } = standing;
  return { id, name, role: effects.roleOf(standing), event, since, globalSeq };
}

/** Every member, in the order of joining: by global seq, then event. */
export function membersAt(records: Records, effects: Effects): Member[] {
  const members = standingsAt(records, effects).map((one) => memberUnder(effects, one));
  return members.sort((a, b) => a.globalSeq - b.globalSeq || compareIds(a.event, b.event));
}

/** Every member, senior first. */
export function peopleAt(records: Records, effects: Effects): Person[] {
  const standings = standingsAt(records, effects).sort(compareStandings);
  return standings.map((standing, rank) => ({
    ...memberUnder(effects, standing),
    rank,
    invitedBy: standing.inviter?.standing.member ?? null,
    admittedBy: standing.admitter?.standing.member ?? null,
    devices: devicesOf(records, effects, standing.member),
  }));
}

/** Those who came by a member's invites, and by theirs, and so on; `people` are senior first. */
export function cameThrough(people: readonly Person[], member: MemberId): MemberId[] {
  const hosts = new Set([member]);
  const came = people.filter(({ id, invitedBy }) => {
    return invitedBy !== null && hosts.has(invitedBy) && hosts.add(id);
  });
  return came.map(({ id }) => id);
}

/** Under which each member is one: the most senior in force. */
const standingsAt = (records: Records, effects: Effects): Standing[] =>
  [...records.members()].flatMap((member) => effects.standingsOf(member)[0] ?? []);

function devicesOf(records: Records, effects: Effects, member: MemberId): PersonDevice[] {
  const devices = new Map<PublicKey, PersonDevice>();
  for (const link of records.linksUnder(member)) {
    if (!effects.has(link.at)) continue;
    const { device, event, at: since, parent } = link;
    const inForce = effects.speaks(link);
    if (devices.has(device) && !inForce) continue;
    devices.set(device, { device, addedBy: parent?.device ?? null, event, since, inForce });
  }
  return [...devices.values()];
}

/** Every invite in the version: those with room left first, then the newest. */
export function invitesAt(records: Records, effects: Effects): InviteState[] {
  const known = [...records.invites.values()].filter((invite) => effects.includes(invite.at));
  const newest = known.sort((a, b) => b.globalSeq - a.globalSeq || compareIds(a.event, b.event));
  const states = newest.map((invite) => stateOf(records, effects, invite));
  return states.sort((a, b) => Number(b.isOpen) - Number(a.isOpen));
}

function stateOf(records: Records, effects: Effects, invite: Done<InviteAct>): InviteState {
  const { event, act, link } = invite;
  const has = ({ at }: Done): boolean => effects.has(at);
  const admissions = records.admissionsOn(event).filter(has);
  const isClosed = records.closingsOf(event).some(has);
  const state = !has(invite)
    ? 'void'
    : isClosed
      ? 'closed'
      : admissions.length < act.uses
        ? 'open'
        : 'used';
  return {
    event,
    act,
    by: link.standing.member,
    admissions: admissions.map((one) => one.event).sort(),
    state,
    isOpen: state === 'open',
  };
}
