/**
 * Whom a removal, a change of role or a closing binds, and what it leaves them: the cut.
 *
 * A cut binds juniors, and nobody who was let in again by somebody who knew of it. Of what was done
 * under a standing that it binds, policy acts in its past keep their effect, and content as far as it
 * names it. All this is a function of the acts alone; whether a cut has effect itself is decided in
 * effects.ts.
 */
import type { AgentId } from '../../base/ids.ts';
import { POWER, type Done, type Records } from './records.ts';
import { compareLinks, compareStandings, type Link, type Standing } from './standing.ts';

/** Whether a removal of a member or a change of its role binds a standing of it. */
export function bindsStanding(records: Records, cut: Done, standing: Standing): boolean {
  const by = cut.link.standing;
  const reaches = cut.leaves
    ? compareStandings(by, standing) <= 0
    : compareStandings(by, standing) < 0;
  return reaches && !records.isBelow(cut.at, standing.at);
}

/** Whether a removal of a device, or of the agent of it if one is given, binds a link of the device. */
export function bindsLink(
  records: Records,
  cut: Done,
  link: Link,
  agent: AgentId | undefined,
): boolean {
  const { act, own } = cut;
  if (act.kind !== 'remove') return false;
  if (act.target.kind === 'agent' && act.target.agent !== agent) return false;
  if (own && cut.link.standing.member !== link.standing.member) return false;
  return compareLinks(cut.link, link) < 0 && !records.isBelow(cut.at, link.at);
}

/** Whether a removal that binds what an act was done under leaves the act its effect. */
export function removalKeeps(records: Records, cut: Done, done: Done): boolean {
  const both = cut.leaves && done.leaves && cut.link.standing === done.link.standing;
  return both || records.isBelow(done.at, cut.at);
}

/** As `removalKeeps`, for a change of role. What has the change in its past is judged by that role. */
export function roleKeeps(records: Records, cut: Done, done: Done): boolean {
  const { act } = cut;
  if (act.kind !== 'role' || done.needs <= POWER[act.role]) return true;
  return records.isBelow(done.at, cut.at) || records.isBelow(cut.at, done.at);
}

export function closingKeeps(records: Records, cut: Done, admission: Done): boolean {
  const { act } = cut;
  if (act.kind !== 'close' || act.keep.includes(admission.event)) return true;
  return records.isBelow(admission.at, cut.at);
}
