/**
 * Removals and changes of role as acts: they name what is held of those whom they cut.
 *
 * What is held stays, unless whoever removes somebody wants only what is older; what came too late is
 * named by nobody and void. When an event was written is what its author says (E15): whoever needs
 * certainty keeps nothing.
 */
import type { DocumentId, MemberId, PublicKey, Role, Seconds } from '../base/ids.ts';
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
  const names = namesOf(contentOf(history, target), keep);
  return inParts(names, (naming) => ({ kind: 'remove', target, ...naming }));
}

export function roleActs(history: History, member: MemberId, role: Role): RoleAct[] {
  const content = role === 'reader' ? contentOf(history, { kind: 'member', member }) : [];
  const names = namesOf(content, 'all');
  return inParts(names, (naming) => ({ kind: 'role', member, role, ...naming }));
}

/** What a removal would change in the texts as they are held here, by text. */
export function previewRemoval(history: History, target: Target, keep: Keep): Changed[] {
  const ends = new Map(contentOf(history, target).map((log) => [log, endOf(log, keep)]));
  const also = ({ chain }: Piece): number => ends.get(chain) ?? Infinity;
  return [...history.documents()].flatMap((log) => {
    if (!log.text) return [];
    const voiding = new Voiding(history.policy, also);
    for (const piece of log.pieces()) voiding.add(piece);
    const { hidden, shown } = log.text.preview(voiding.voids);
    return hidden + shown > 0 ? [{ document: log.id, hidden, shown }] : [];
  });
}

/** The content chains that a removal of the target cuts. */
function contentOf(history: History, target: Target): ChainLog[] {
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

function namesOf(logs: readonly ChainLog[], keep: Keep): Name[] {
  const names = logs.flatMap((log) => {
    const seq = endOf(log, keep);
    return seq > 0 ? [{ agent: log.agent, seq: seq as Name['seq'] }] : [];
  });
  return names.sort((a, b) => (a.agent < b.agent ? -1 : 1)).slice(0, MAX_NAMES * MAX_PARTS);
}

const endOf = (log: ChainLog, keep: Keep): number =>
  keep === 'all' ? log.end : log.endSince(keep.before);

type Naming = Pick<RemoveAct, 'part' | 'parts' | 'names'>;

function inParts<T>(names: readonly Name[], make: (naming: Naming) => T): T[] {
  const parts = Math.max(1, Math.ceil(names.length / MAX_NAMES));
  return Array.from({ length: parts }, (_, i) =>
    make({ part: i + 1, parts, names: names.slice(i * MAX_NAMES, (i + 1) * MAX_NAMES) }),
  );
}
