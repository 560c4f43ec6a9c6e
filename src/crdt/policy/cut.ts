/**
 * Whom a removal, a change of role or a closing binds, and what it leaves them: the cut.
 *
 * A cut binds juniors, and nobody who was let in again by somebody who knew of it. Of what was done
 * under a standing that it binds, policy acts in its past keep their effect, and content as far as it
 * names it. All this is a function of the acts alone; whether a cut has effect itself is decided in
 * effects.ts.
 */
import type { AgentId, LV } from '../../base/ids.ts';
import type { Graph } from '../graph.ts';
import { POWER, type Done } from './done.ts';
import { compareLinks, compareStandings, type Link, type Standing } from './standing.ts';

/** Whether `a` lies in the past of `b`. */
export const isBelow = (graph: Graph, a: LV, b: LV): boolean => a < b && graph.contains([b], a);

/** Whether a removal of a member or a change of its role binds a standing of that member. */
export function bindsStanding(graph: Graph, cut: Done, standing: Standing): boolean {
  const order = compareStandings(cut.link.standing, standing);
  return (order < 0 || (cut.leaves && order === 0)) && !isBelow(graph, cut.at, standing.at);
}

/** Whether a removal of a device, or of an agent of it, binds a link of that device. */
export function bindsLink(graph: Graph, cut: Done, link: Link): boolean {
  if (cut.own && cut.link.standing.member !== link.standing.member) return false;
  return compareLinks(cut.link, link) < 0 && !isBelow(graph, cut.at, link.at);
}

/** Whether a removal of a device, or of an agent of it, is about an agent of the device. */
export const concerns = ({ act }: Done, agent: AgentId | undefined): boolean =>
  act.kind === 'remove' && (act.target.kind !== 'agent' || act.target.agent === agent);

/**
 * Whether an act has no effect where a cut has. After a change of role, what has it in its past is
 * judged by that role, and is not cut.
 */
export function voids(graph: Graph, cut: Done, done: Done): boolean {
  const { act } = cut;
  const { standing } = done.link;
  if (act.kind === 'close')
    return isOn(done, act.invite) && !act.keep.includes(done.event) && isOutside(graph, cut, done);
  if (act.kind === 'role')
    return (
      act.member === standing.member &&
      done.needs > POWER[act.role] &&
      bindsStanding(graph, cut, standing) &&
      isOutside(graph, cut, done) &&
      !isBelow(graph, cut.at, done.at)
    );
  if (act.kind !== 'remove') return false;
  if (act.target.kind !== 'member')
    return (
      act.target.device === done.link.device &&
      concerns(cut, done.agent) &&
      bindsLink(graph, cut, done.link) &&
      isOutside(graph, cut, done)
    );
  const bothLeave = cut.leaves && done.leaves && cut.link.standing === standing;
  return (
    act.target.member === standing.member &&
    !bothLeave &&
    bindsStanding(graph, cut, standing) &&
    isOutside(graph, cut, done)
  );
}

const isOn = ({ act }: Done, invite: string): boolean =>
  act.kind === 'admit' && act.invite === invite;

const isOutside = (graph: Graph, cut: Done, done: Done): boolean =>
  !isBelow(graph, done.at, cut.at);
