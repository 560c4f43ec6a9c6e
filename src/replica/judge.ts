/**
 * Whether events may stand on their chain: a verdict on them and their ancestors, nothing else.
 *
 * `refused` is for ever; `pending` means that an ancestor is not here yet. Rules are numbered in
 * docs/SPEC.md (E1 … E15). Ids and signatures are checked before; what an op does to its document
 * is decided later, by the document.
 */
import type { DocumentId, EventId, LV } from '../base/ids.ts';
import { MAX_PARENTS, MAX_SEQ, MAX_UNSEALED_BYTES, MAX_UNSEALED_EVENTS } from '../base/limits.ts';
import { ok, pending, refuse, type Result } from '../base/result.ts';
import { documentType } from '../wire/document.ts';
import { fits, FLAG, type EventBody } from '../wire/event.ts';
import type { Stretch } from '../wire/stretch.ts';
import type { ChainLog, EventRef, Judged } from './chain.ts';
import type { History } from './history.ts';

/**
 * Judges events that would come next on `log` under one signature: all of them may stand, or none.
 * Ancestors are named by the first alone, so the others need only fit where it stands. The detail
 * of `pending` is the id that is missing.
 */
export function judgeRun(history: History, log: ChainLog, events: Stretch): Result<Judged> {
  const shape = judgeShapes(log, events);
  if (!shape.ok) return shape;
  const judged = judge(history, log, events.body(0));
  if (!judged.ok) return judged;
  const { document } = judged.value.context;
  for (let i = 1; i < events.length; i++) {
    if (document !== null && events.edits && documentType(document) === 'text') break;
    if (document === null || !events.body(i).ops.every((op) => fits(op, document)))
      return refuse('WrongOps', 'for this type');
  }
  return judged;
}

/** Places, the seq cap and the distance from the last seal; that it is one run was asked as it was read. */
function judgeShapes(log: ChainLog, events: Stretch): Result<void> {
  const { length, end, unsealed } = log;
  if (isPlain(log, events)) return ok(undefined);
  for (let i = 0; i < events.length; i++) {
    const isFirst = (events.flags(i) & FLAG.first) !== 0;
    if (isFirst !== (length + i === 0)) return refuse('BadCertificate', 'place');
    if (end + (events.seqs[i] as number) > MAX_SEQ) return refuse('TooLarge', 'seq');
    const bytes = unsealed.bytes + (events.ends[i] as number);
    const over = unsealed.events + i + 1 > MAX_UNSEALED_EVENTS || bytes > MAX_UNSEALED_BYTES;
    if (over && !events.isSeal(i)) return refuse('Unsealed');
  }
  return ok(undefined);
}

/** Whether one look tells that all events have the right shape. */
function isPlain(log: ChainLog, events: Stretch): boolean {
  const { events: unsealed, bytes } = log.unsealed;
  return (
    log.chain === 'content' &&
    ((events.flags(0) & FLAG.first) !== 0) === (log.length === 0) &&
    log.end + events.ops <= MAX_SEQ &&
    unsealed + events.length <= MAX_UNSEALED_EVENTS &&
    bytes + events.bytes.length <= MAX_UNSEALED_BYTES
  );
}

function judge(history: History, log: ChainLog, body: EventBody): Result<Judged> {
  const earlier = resolve(history, body.first?.continues ?? []);
  if (!earlier.ok) return earlier;
  if (earlier.value.some((ref) => ref.chain.chain !== log.chain || ref.chain.device !== log.device))
    return refuse('ForeignParent', 'continues another device or kind');
  const judged =
    log.chain === 'policy'
      ? judgePolicy(history, log, body)
      : judgeContent(history, log, body, earlier.value);
  if (!judged.ok) return judged;
  const ancestors = [...earlier.value, ...judged.value.ancestors];
  const before = log.length === 0 ? 0 : log.globalSeq(log.length - 1);
  const height = Math.max(before, ...ancestors.map((ref) => ref.chain.globalSeq(ref.at)));
  const globalSeq = height + body.ops.length;
  return ok({ ...judged.value, ancestors, globalSeq });
}

type Placed = Omit<Judged, 'globalSeq'>;

function judgePolicy(history: History, log: ChainLog, body: EventBody): Result<Placed> {
  const named = parentsNamed(log, body.parents, log.length > 0);
  if (!named.ok) return named;
  const placed = placePolicy(history, named.value);
  if (!placed.ok) return placed;
  const { version, ancestors } = placed.value;
  if (log.length > 0 && !history.policy.graph.contains(version, log.lv(log.length - 1)))
    return refuse('LeavesOwnChain', 'policy');
  const act = body.ops[0];
  if (!act || act.kind === 'insert' || act.kind === 'delete' || act.kind === 'set')
    return refuse('WrongOps');
  const granted = history.policy.judge(version, log, act);
  if (!granted.ok) return granted;
  return ok({ context: log.context, parents: version, ancestors });
}

function judgeContent(
  history: History,
  log: ChainLog,
  body: EventBody,
  earlier: readonly EventRef[],
): Result<Placed> {
  const before = log.context;
  const document = body.document ?? before.document;
  if (document === null) return refuse('Malformed', 'the first event names no document');
  if (body.document === before.document) return refuse('NotCanonical', 'the same document');
  if (!body.ops.every((op) => fits(op, document))) return refuse('WrongOps', 'for this type');
  const same = body.document === undefined;
  const named = parentsNamed(log, body.parents, same);
  if (!named.ok) return named;
  const parents = placeContent(history, log, document, named.value);
  if (!parents.ok) return parents;
  const below = [...earlier, ...parents.value.ancestors];
  const policy = placeHeads(history, log, body.policyHeads, below);
  if (!policy.ok) return policy;
  const { heads, version, ancestors } = policy.value;
  if (!history.policy.may(version, log.device, 'editor', log.agent))
    return refuse('NotGranted', 'editor');
  const stays = same && body.policyHeads === undefined;
  return ok({
    context: stays ? before : { document, policyHeads: heads, policyVersion: version },
    parents: parents.value.lvs,
    ancestors: [...parents.value.ancestors, ...ancestors],
  });
}

/** Parents as written, or the predecessor where that is implied; one way to say one thing. */
function parentsNamed(
  log: ChainLog,
  written: readonly EventId[] | undefined,
  implied: boolean,
): Result<readonly EventId[]> {
  const last = log.lastId;
  if (written === undefined)
    return implied && last !== undefined ? ok([last]) : refuse('Malformed', 'no parents');
  if (implied && written.length === 1 && written[0] === last)
    return refuse('NotCanonical', 'implied parents');
  if (written.length > MAX_PARENTS) return refuse('TooManyParents');
  return ok(written);
}

function placeContent(
  history: History,
  log: ChainLog,
  document: DocumentId,
  ids: readonly EventId[],
): Result<{ readonly lvs: readonly LV[]; readonly ancestors: readonly EventRef[] }> {
  const refs = resolve(history, ids);
  if (!refs.ok) return refs;
  const foreign = refs.value.some((ref) => ref.chain.contextAt(ref.at).document !== document);
  if (foreign) return refuse('ForeignParent', 'of another document');
  const lvs = refs.value.map((ref) => ref.chain.lv(ref.at));
  const { graph, lastOf } = history.placeIn(document, log);
  if (lvs.length > 1 && graph.minimal(lvs).length < lvs.length) return refuse('NotMinimal');
  if (lastOf !== undefined && !graph.contains(lvs, lastOf)) return refuse('LeavesOwnChain');
  return ok({ lvs: lvs.sort((a, b) => a - b), ancestors: refs.value });
}

/** Policy heads of a content event: never older than those of the events below it. */
function placeHeads(
  history: History,
  log: ChainLog,
  written: readonly EventId[] | undefined,
  below: readonly EventRef[],
): Result<{
  readonly heads: readonly EventId[];
  readonly version: readonly LV[];
  readonly ancestors: readonly EventRef[];
}> {
  const before = log.context;
  if (written === undefined && log.length === 0) return refuse('Malformed', 'no policy heads');
  if (written && sameIds(written, before.policyHeads))
    return refuse('NotCanonical', 'the same policy heads');
  const placed = written
    ? placePolicy(history, written)
    : ok({ version: before.policyVersion, ancestors: [] });
  if (!placed.ok) return placed;
  const { version, ancestors } = placed.value;
  const older = [before, ...below.map((ref) => ref.chain.contextAt(ref.at))];
  for (const { policyVersion } of older)
    if (
      policyVersion !== version &&
      !policyVersion.every((lv) => history.policy.graph.contains(version, lv))
    )
      return refuse('PolicyRollback');
  return ok({ heads: written ?? before.policyHeads, version, ancestors });
}

/** A version of the policy graph from ids: known, policy events, minimal. */
function placePolicy(
  history: History,
  ids: readonly EventId[],
): Result<{ readonly version: readonly LV[]; readonly ancestors: readonly EventRef[] }> {
  if (ids.length === 0 || ids.length > MAX_PARENTS) return refuse('TooManyParents', 'policy');
  if (ids.length === 1 && (ids[0] as string) === history.workspace)
    return ok({ version: history.policyRoot, ancestors: [] });
  const refs = resolve(history, ids);
  if (!refs.ok) return refs;
  if (refs.value.some((ref) => ref.chain.chain !== 'policy'))
    return refuse('WrongChain', 'content below policy');
  const version = refs.value.map((ref) => ref.chain.lv(ref.at)).sort((a, b) => a - b);
  if (version.length > 1 && history.policy.graph.minimal(version).length < version.length)
    return refuse('NotMinimal', 'policy');
  return ok({ version, ancestors: refs.value });
}

function resolve(history: History, ids: readonly EventId[]): Result<EventRef[]> {
  const refs: EventRef[] = [];
  for (const id of ids) {
    const ref = history.find(id);
    if (!ref) return pending('MissingAncestor', id);
    refs.push(ref);
  }
  return ok(refs);
}

const sameIds = (a: readonly EventId[], b: readonly EventId[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
