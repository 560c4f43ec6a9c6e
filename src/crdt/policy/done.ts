/**
 * One policy act that was taken in, with all of it that never changes: what it was done under, what it
 * needs, and where it comes in the order in which acts are decided.
 *
 * They follow from its past. Whether it has effect at some version is asked in effects.ts.
 */
import type { AgentId, EventId, LV, PublicKey, Role } from '../../base/ids.ts';
import type { PolicyAct } from '../../wire/act.ts';
import { compareLinks, compareStandings, type Link, type Standing } from './standing.ts';

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
  /** Acts that void it where they have effect, as far as they are known. */
  readonly threats: Done[];
  /** How many changes of role that bind its standing had arrived before it. */
  readonly changes: number;
  /** The standing as of which it is decided: its own; of an admission, the more junior one's. */
  readonly rank: Standing;
}

/** Within a standing leavings come first, and admissions last. */
const phaseOf = ({ act, leaves }: Done): number => (leaves ? 0 : act.kind === 'admit' ? 2 : 1);

/** Negative if `a` is decided before `b`; whatever decides an act compares as before it. */
export function compareDone(a: Done, b: Done): number {
  const byRank = compareStandings(a.rank, b.rank) || phaseOf(a) - phaseOf(b);
  return byRank || (phaseOf(a) === 1 ? compareLinks(a.link, b.link) : 0);
}
