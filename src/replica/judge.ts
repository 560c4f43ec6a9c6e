/**
 * Whether events may stand on their chain: a verdict on them and their ancestors, nothing else.
 *
 * `refused` is for ever; `pending` means that an ancestor is not here yet. Rules are numbered in
 * docs/SPEC.md (E1 … E16). Ids and signatures are checked before; what an op does to its document
 * is decided later, by the document.
 */
import type { DocumentId, EventId, LV } from '../base/ids.ts';
import { MAX_PARENTS, MAX_SEQ, MAX_UNSEALED_BYTES, MAX_UNSEALED_EVENTS } from '../base/limits.ts';
import { assert, ok, pending, refuse, type Result } from '../base/result.ts';
import { fits } from '../wire/event.ts';
import type { Encoded } from '../wire/run.ts';
import { beginsRun, type ChainLog, type EventRef, type Judged } from './chain.ts';
import type { History } from './history.ts';

/**
 * Judges events that would come next on `log` under one signature: all of them may stand, or none.
 * Ancestors are named by the first alone, so the others need only fit where it stands. The detail
 * of `pending` is the id that is missing.
 */
export function judgeRun(
  history: History,
  log: ChainLog,
  events: readonly Encoded[],
): Result<Judged[]> {
  const shape = judgeShapes(log, events);
  if (!shape.ok) return shape;
  const [first, ...others] = events;
  assert(first, 'a run has an event');
  const begun = judge(history, log, first);
  if (!begun.ok) return begun;
  const all = [begun.value];
  let { context, globalSeq } = begun.value;
  for (const { body } of others) {
    const { document } = context;
    if (document === null || !body.ops.every((op) => fits(op, document)))
      return refuse('WrongOps', 'for this type');
    context = { ...context, time: context.time + body.elapsed };
    globalSeq += body.ops.length;
    all.push({ context, parents: null, globalSeq, ancestors: [] });
  }
  return ok(all);
}

/** The seq cap, the distance from the last seal, and that runs are cut where they must be. */
function judgeShapes(log: ChainLog, events: readonly Encoded[]): Result<void> {
  let { length, end: seq }: { length: number; end: number } = log;
  let unsealed = log.unsealed;
  for (const [i, { body, bytes }] of events.entries()) {
    if ((body.first !== undefined) !== (length === 0)) return refuse('BadCertificate', 'place');
    if (i > 0 && beginsRun(log.chain, body)) return refuse('BadSegment', 'a run of two runs');
    length += 1;
    seq += body.ops.length;
    if (seq > MAX_SEQ) return refuse('TooLarge', 'seq');
    unsealed = { events: unsealed.events + 1, bytes: unsealed.bytes + bytes.length };
    const over = unsealed.events > MAX_UNSEALED_EVENTS || unsealed.bytes > MAX_UNSEALED_BYTES;
    if (over && !body.seal) return refuse('Unsealed');
    if (body.seal) unsealed = { events: 0, bytes: 0 };
  }
  return ok(undefined);
}

function judge(history: History, log: ChainLog, event: Encoded): Result<Judged> {
  const earlier = resolve(history, event.body.first?.continues ?? []);
  if (!earlier.ok) return earlier;
  if (earlier.value.some((ref) => ref.chain.chain !== log.chain || ref.chain.device !== log.device))
    return refuse('ForeignParent', 'continues another device or kind');
  const judged =
    log.chain === 'policy'
      ? judgePolicy(history, log, event)
      : judgeContent(history, log, event, earlier.value);
  if (!judged.ok) return judged;
  const ancestors = [...earlier.value, ...judged.value.ancestors];
  const before = log.length === 0 ? 0 : log.globalSeq(log.length - 1);
  const height = Math.max(before, ...ancestors.map((ref) => ref.chain.globalSeq(ref.at)));
  const globalSeq = height + event.body.ops.length;
  return ok({ ...judged.value, ancestors, globalSeq });
}

type Placed = Omit<Judged, 'globalSeq'>;

function judgePolicy(history: History, log: ChainLog, { body }: Encoded): Result<Placed> {
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
  const granted = history.policy.judge(version, log.device, act);
  if (!granted.ok) return granted;
  const time = log.context.time + body.elapsed;
  const context = { ...log.context, time };
  return ok({ context, parents: version, ancestors });
}

function judgeContent(
  history: History,
  log: ChainLog,
  { body }: Encoded,
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
  if (!history.policy.may(version, log.device, 'editor')) return refuse('NotGranted', 'editor');
  const time = before.time + body.elapsed;
  return ok({
    context: { document, policyHeads: heads, policyVersion: version, time },
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
  const { graph, lastOf } = history.placeIn(document, log.agent);
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
