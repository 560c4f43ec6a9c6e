/**
 * Standings and device links, and who of them is senior (docs/decisions/0013-removal.md).
 *
 * A standing is one admission of a member; a link is one way in which a device came to speak under a
 * standing. Both are trees, and of both the rank never changes: it is a function of the past of the
 * event that made them. Whether they are in force at some version is asked elsewhere.
 */
import type { EventId, LV, MemberId, PublicKey, Role } from '../../base/ids.ts';

/** A node of a tree in which what is nearer to the root is senior. */
interface Ranked<Self> {
  readonly parent: Self | undefined;
  readonly depth: number;
  /** The policy event that made it (genesis for the founder's), and its local version. */
  readonly event: EventId;
  readonly at: LV;
  readonly globalSeq: number;
}

/** `parent`: the more junior of the standings under which its admitter and its inviter acted. */
export interface Standing extends Ranked<Standing> {
  readonly member: MemberId;
  readonly name: string;
  /** As invited, before any change of role. */
  readonly role: Role;
  readonly admitter: Link | undefined;
  readonly inviter: Link | undefined;
  /** Whom the founder invited, if it came through them or is that one; `undefined` for the founder. */
  readonly circle: MemberId | undefined;
}

/** `parent`: the link under which the device was added; none for the device that joined. */
export interface Link extends Ranked<Link> {
  readonly standing: Standing;
  readonly device: PublicKey;
}

/** Negative if `a` is senior. By depth, then by the ranks of their parents, global seq and event. */
function compareRanked<T extends Ranked<T>>(a: T, b: T): number {
  if (a.depth !== b.depth) return a.depth - b.depth;
  let [left, right] = [a, b];
  while (left.parent !== right.parent && left.parent && right.parent)
    [left, right] = [left.parent, right.parent];
  return left.globalSeq - right.globalSeq || compareIds(left.event, right.event);
}

export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareStandings = (a: Standing, b: Standing): number => compareRanked(a, b);

/** By standing first, so that links of all members have one order. */
export const compareLinks = (a: Link, b: Link): number =>
  a.standing === b.standing ? compareRanked(a, b) : compareStandings(a.standing, b.standing);

/** The device that joined speaks for itself before it speaks for whoever else added it. */
export const isOwn = (link: Link): boolean => link.parent === undefined;

/** The link of the device that a standing let in. */
export const firstLink = (standing: Standing): Link => ({
  parent: undefined,
  depth: 0,
  event: standing.event,
  at: standing.at,
  globalSeq: standing.globalSeq,
  standing,
  device: standing.member,
});
