/**
 * One's own pen: collects edits into a draft and cuts it into a signed event.
 *
 * An event holds what was typed since the last cut, in one document, on one version. The agent's
 * key lives here, in memory, for one page load; so nobody can be made to sign two histories.
 */
import {
  type AgentId,
  type Chain,
  type DocumentId,
  type EventId,
  type LV,
  type PublicKey,
  type Seconds,
  TIME_STEP,
  type WorkspaceId,
} from '../base/ids.ts';
import { sign } from '../base/keys.ts';
import { MAX_CONTINUES, MAX_EVENT_OPS, MAX_PARENTS } from '../base/limits.ts';
import { assert } from '../base/result.ts';
import type { PolicyAct } from '../wire/act.ts';
import { agentIdOf, type Certificate } from '../wire/certificate.ts';
import { encodeBody, type EventBody } from '../wire/event.ts';
import { pushJoined, type Op } from '../wire/op.ts';
import { chainMessage } from '../wire/segment.ts';
import { Stretch } from '../wire/stretch.ts';
import type { ChainLog } from './chain.ts';
import type { StoredRun } from './effects.ts';
import type { History } from './history.ts';
import { judgeRun } from './judge.ts';

/** What an agent signs with: made by the host for one page load, certified by the device. */
export interface Identity {
  /** 32 random bytes: the agent key's seed. Never stored. */
  readonly seed: Uint8Array;
  readonly certificate: Certificate;
}

/**
 * Seals are this close, so that a chunk of history can be verified alone, and no closer: whoever
 * takes the history in checks a signature for each. Half of what the protocol allows in bytes, so
 * that a draft of any size still fits.
 */
export const SEAL_EVENTS = 4_000;
export const SEAL_BYTES = 32_768;
/**
 * What is stored again with each event, one's own run since its last seal, begins anew after so many
 * bytes: with one event more they are what a keystroke writes to the disk.
 */
export const PART_BYTES = 8_192;
/** A draft is cut before its event grows beyond this. */
export const DRAFT_BYTES = 32_768;

/** Whole steps from the time of the chain's last event to now, in seconds; negative is possible. */
export function elapsedBetween(before: number, now: number): number {
  const steps = Math.trunc((now - before) / TIME_STEP);
  return steps === 0 ? 0 : steps * TIME_STEP;
}

interface Draft {
  readonly document: DocumentId;
  /** The document's version before the first op. */
  readonly parents: readonly LV[];
  readonly ops: Op[];
  bytes: number;
  /** Last unit of the last op. */
  last: LV;
}

/** A new own event. Its signature goes nowhere, the chain's log included, before it is stored. */
export interface Cut {
  readonly id: EventId;
  readonly log: ChainLog;
  /** Its index there. */
  readonly at: number;
  readonly signature: Uint8Array;
  /** Its run so far, or the last part of it: it replaces the shorter one that was stored before. */
  readonly stored: StoredRun;
  /** The new event alone, for those who have the rest. */
  readonly sent: Uint8Array;
}

export class Author {
  readonly agent: AgentId;
  readonly identity: Identity;
  readonly #history: History;
  #draft: Draft | undefined;
  /** First event of what is stored again with the next one, by chain. */
  readonly #parts = { content: 0, policy: 0 };

  constructor(workspace: WorkspaceId, history: History, identity: Identity) {
    this.#history = history;
    this.identity = identity;
    this.agent = agentIdOf(workspace, identity.certificate);
  }

  get device(): PublicKey {
    return this.identity.certificate.device;
  }

  get drafting(): DocumentId | undefined {
    return this.#draft?.document;
  }

  /** Whether one more op of `bytes` bytes in `document` needs a cut first. */
  needsCut(document: DocumentId, bytes: number): boolean {
    const draft = this.#draft;
    if (!draft) return false;
    const full = draft.bytes + bytes > DRAFT_BYTES || draft.ops.length >= MAX_EVENT_OPS;
    return full || draft.document !== document;
  }

  /** Adds an op that its document has already taken in; it ends at the unit `last`. */
  write(document: DocumentId, parents: readonly LV[], op: Op, bytes: number, last: LV): void {
    const draft = (this.#draft ??= { document, parents, ops: [], bytes: 0, last });
    pushJoined(draft.ops, op);
    draft.bytes += bytes;
    draft.last = last;
  }

  /** Turns the draft into an event of the history. `undefined` without a draft. */
  cut(now: Seconds): Cut | undefined {
    const draft = this.#draft;
    if (!draft) return undefined;
    this.#draft = undefined;
    const parents = this.#history.document(draft.document).idsOf(draft.parents);
    return this.#content(draft.document, parents, draft.ops, draft.last, now);
  }

  /** Writes ops straight onto `parents` (ids, at most MAX_PARENTS): registers, merges. */
  put(document: DocumentId, parents: readonly EventId[], ops: readonly Op[], now: Seconds): Cut {
    return this.#content(document, parents, ops, undefined, now);
  }

  /** At most MAX_PARENTS of a document's heads, the one above one's own last event included. */
  parentsIn(document: DocumentId): EventId[] {
    const log = this.#history.document(document);
    const heads = log.idsOf(this.#history.heads(log));
    if (heads.length <= MAX_PARENTS) return heads;
    const own = this.#history.chain(this.agent, 'content');
    const last = own && log.lastOf(own);
    const isAbove = (id: EventId): boolean => {
      const ref = this.#history.find(id);
      return last !== undefined && !!ref && log.graph.contains([ref.chain.lv(ref.at)], last);
    };
    const above = heads.filter(isAbove);
    return [...above, ...heads.filter((id) => !above.includes(id))].slice(0, MAX_PARENTS).sort();
  }

  /**
   * Writes a policy act on top of all policy that is known; a later part of one on the part before it
   * alone. It must be allowed.
   */
  act(act: PolicyAct, now: Seconds): Cut {
    const log = this.#log('policy');
    if ('part' in act && act.part > 1) return this.#append(log, now, [act], undefined, {});
    const heads = this.#history.policyHeads();
    const own = log.lastId;
    const last = own !== undefined && heads.includes(own) ? [own] : [];
    const others = heads.filter((id) => id !== own);
    const parents = [...last, ...others].slice(0, MAX_PARENTS).sort();
    const implied = parents.join() === log.lastId;
    return this.#append(log, now, [act], undefined, implied ? {} : { parents });
  }

  #content(
    document: DocumentId,
    parents: readonly EventId[],
    ops: readonly Op[],
    placed: LV | undefined,
    now: Seconds,
  ): Cut {
    const log = this.#log('content');
    const heads = this.#history.policyHeads();
    const moved = log.context.document !== document;
    const implied = !moved && parents.join() === log.lastId;
    const sameHeads = log.length > 0 && heads.join() === log.context.policyHeads.join();
    return this.#append(log, now, ops, placed, {
      ...(moved && { document }),
      ...(!implied && { parents }),
      ...(!sameHeads && { policyHeads: heads }),
    });
  }

  #log(chain: Chain): ChainLog {
    const known = this.#history.chain(this.agent, chain);
    return known ?? this.#history.begin(this.agent, chain, this.identity.certificate);
  }

  #append(
    log: ChainLog,
    now: Seconds,
    ops: readonly Op[],
    placed: LV | undefined,
    place: Pick<EventBody, 'document' | 'parents' | 'policyHeads'>,
  ): Cut {
    const first = log.length === 0 && {
      first: { certificate: this.identity.certificate, continues: this.#earlier(log.chain) },
    };
    const elapsed = elapsedBetween(log.time, now);
    const plain: EventBody = { seal: false, ...first, ...place, elapsed, ops };
    const { events, bytes: unsealed } = log.unsealed;
    const size = encodeBody(plain).length;
    const seal = events + 1 >= SEAL_EVENTS || unsealed + size >= SEAL_BYTES;
    const body = { ...plain, seal };
    const event = Stretch.of(log.chain, [{ body, bytes: encodeBody(body) }]);
    const judged = judgeRun(this.#history, log, event);
    assert(judged.ok, `own event refused: ${judged.ok ? '' : judged.error.code}`);
    const hash = log.hash.clone();
    hash.take(event);
    const id = hash.id();
    const at = log.length;
    const unit = placed === undefined ? undefined : ((placed + 1 - (event.units[0] ?? 0)) as LV);
    this.#history.accept(log, event, id, judged.value, hash, unit);
    const { agent, chain, end: to } = log;
    const signature = sign(this.identity.seed, chainMessage(agent, chain, to, id));
    const sent = log.encode(at, at + 1, signature);
    const part = this.#partOf(log, at);
    const bytes = log.encode(part, log.length, signature);
    const stored = { agent, chain, from: log.startOf(part), to, last: id, bytes };
    return { id, log, at, signature, stored, sent };
  }

  /** First event of what is stored with the one at `at`, the newest. */
  #partOf(log: ChainLog, at: number): number {
    const start = Math.max(this.#parts[log.chain], log.runStart);
    const part = log.span(start, at).length < PART_BYTES ? start : at;
    this.#parts[log.chain] = part;
    return part;
  }

  /** Ends of this device's earlier page loads that nothing continues yet: newest first, bounded. */
  #earlier(chain: Chain): EventId[] {
    const ends: { id: EventId; globalSeq: number }[] = [];
    for (const log of this.#history.chains()) {
      const id = log.lastId;
      if (log.chain !== chain || log.device !== this.device) continue;
      if (log.agent === this.agent || id === undefined || this.#history.isContinued(id)) continue;
      if (this.#history.effectiveOf(log) < log.length) continue;
      ends.push({ id, globalSeq: log.globalSeq(log.length - 1) });
    }
    ends.sort((a, b) => b.globalSeq - a.globalSeq);
    return ends
      .slice(0, MAX_CONTINUES)
      .map((end) => end.id)
      .sort();
  }
}
