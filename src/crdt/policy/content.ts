/**
 * How much of an agent's content has effect, as far as policy goes: a seq, since content is named by
 * the seq up to which whoever removed something held it.
 */
import { POWER, type Done, type Signer } from './done.ts';
import type { Effects } from './effects.ts';

/**
 * The seq up to which content that pinned one version has effect, judged with all that another one
 * knows, which must have the first in its history. Infinity: all of it; 0: nothing.
 */
export function contentLimit(pinned: Effects, known: Effects, { agent, device }: Signer): number {
  const link = pinned.linkOf(device, agent);
  if (!link || !known.has(link.at) || !known.has(link.standing.at)) return 0;
  const isPinned = (at: number): boolean => pinned.includes(at);
  if (POWER[known.roleOf(link.standing, isPinned)] < POWER.editor) return 0;
  const removals = known.removals(link, agent);
  if (removals.some(({ at }) => isPinned(at))) return 0;
  const takesWriting = ({ at, act }: Done): boolean =>
    act.kind === 'role' && act.role === 'reader' && !isPinned(at);
  const cuts = [...removals, ...known.roleChanges(link.standing).filter(takesWriting)];
  return Math.min(Infinity, ...cuts.map((cut) => namedBy(cut, known, agent)));
}

/** The seq up to which those parts of a cut that have effect name an agent; they unite. */
function namedBy(cut: Done, known: Effects, agent: Signer['agent']): number {
  const parts = [cut, ...cut.parts].filter(({ at }) => known.has(at));
  const names = parts.flatMap(({ act }) =>
    act.kind === 'remove' || act.kind === 'role'
      ? (act.names.find((one) => one.agent === agent) ?? [])
      : [],
  );
  return Math.max(0, ...names.map(({ seq }) => seq));
}
