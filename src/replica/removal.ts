/**
 * Removals and changes of role as acts: they name what is held of those whom they cut.
 *
 * What is held stays, unless whoever removes somebody wants only what is older; what came too late is
 * named by nobody and void. When an event was written is what its author says (E15): whoever needs
 * certainty keeps nothing.
 */
import type { AgentId, DocumentId, MemberId, PublicKey, Role, Seconds, Seq } from '../base/ids.ts';
import { MAX_NAMES, MAX_PARTS } from '../base/limits.ts';
import type { Name, RemoveAct, RoleAct, Target } from '../wire/act.ts';
import type { ChainLog } from './chain.ts';
import type { History } from './history.ts';
import { type Piece, Voiding } from './voiding.ts';

/** What of somebody's edits keeps its effect: all that is held, or what was written before. */
export type Keep = 'all' | { readonly before: Seconds };

/** Code points of one text that a removal hides, and that it shows again. */
export interface Changed {
  readonly document: DocumentId;
  readonly hidden: number;
  readonly shown: number;
}

/** One act, or its parts, to be written one right after the other. */
export function removalActs(history: History, target: Target, keep: Keep): RemoveAct[] {
  const names = namesOf(history, contentOf(history, target), keep);
  return inParts(names, (naming) => ({ kind: 'remove', target, ...naming }));
}

export function roleActs(history: History, member: MemberId, role: Role): RoleAct[] {
  const content = role === 'reader' ? contentOf(history, { kind: 'member', member }) : [];
  const names = namesOf(history, content, 'all');
  return inParts(names, (naming) => ({ kind: 'role', member, role, ...naming }));
}

/** What removals would change in the texts as they are held here, by text. */
export function previewRemoval(
  history: History,
  target: Target,
  keep: Keep,
  others: readonly Target[] = [],
): Changed[] {
  const logs = [target, ...others].flatMap((one) => contentOf(history, one));
  const ends = new Map(logs.map((log) => [log, endOf(history, log, keep)]));
  const mostOf = (log: ChainLog): number => ends.get(log) ?? Infinity;
  const left = history.leftIf(mostOf);
  const also = ({ chain }: Piece): number => Math.min(mostOf(chain), left(chain));
  return [...history.documents()].flatMap((log) => {
    if (!log.text) return [];
    const voiding = new Voiding(history.policy, also);
    for (const piece of log.pieces()) voiding.add(piece);
    const { hidden, shown } = log.text.preview(voiding.voids);
    return hidden + shown > 0 ? [{ document: log.id, hidden, shown }] : [];
  });
}

/** The content chains that a removal of the target cuts. */
export function contentOf(history: History, target: Target): ChainLog[] {
  const devices = new Set<PublicKey>(
    target.kind === 'member' ? history.policy.devicesOf(target.member) : [target.device],
  );
  return [...history.chains()].filter(
    (log) =>
      log.chain === 'content' &&
      devices.has(log.device) &&
      (target.kind !== 'agent' || log.agent === target.agent),
  );
}

function namesOf(history: History, logs: readonly ChainLog[], keep: Keep): Name[] {
  const seqs = new Map<AgentId, Name['seq']>();
  for (const log of logs) {
    const seq = endOf(history, log, keep);
    if (seq > (seqs.get(log.agent) ?? 0)) seqs.set(log.agent, seq);
  }
  const names = [...seqs].map(([agent, seq]) => ({ agent, seq }));
  return names.sort((a, b) => (a.agent < b.agent ? -1 : 1)).slice(0, MAX_NAMES * MAX_PARTS);
}

/** Seq up to which a log keeps its effect: of a forked one, up to no more than is held of it. */
function endOf(history: History, log: ChainLog, keep: Keep): Seq {
  const held = log.startOf(history.heldOf(log));
  return keep === 'all' ? held : (Math.min(held, log.endSince(keep.before)) as Seq);
}

type Naming = Pick<RemoveAct, 'part' | 'parts' | 'names'>;

function inParts<T>(names: readonly Name[], make: (naming: Naming) => T): T[] {
  const parts = Math.max(1, Math.ceil(names.length / MAX_NAMES));
  return Array.from({ length: parts }, (_, i) =>
    make({ part: i + 1, parts, names: names.slice(i * MAX_NAMES, (i + 1) * MAX_NAMES) }),
  );
}
