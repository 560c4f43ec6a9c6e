/**
 * What the person says, as events: typing is gathered and cut now and then, all else is an event at once.
 *
 * Everything is in the texts when a call returns; what becomes of its events, on the disk and with
 * peers, is the replica's business.
 */
import type { DocumentId, EventId, Millis, Seconds } from '../base/ids.ts';
import { MAX_PARENTS } from '../base/limits.ts';
import { ok, refuse, type Result } from '../base/result.ts';
import type { TextChange } from '../crdt/op.ts';
import type { PolicyAct } from '../wire/act.ts';
import { WORKSPACE_MAP } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import type { Author, Cut } from './author.ts';
import type { History } from './history.ts';
import type { Pen } from './pen.ts';
import { parted } from './registers.ts';
import type { Taken, TakingBack } from './taking-back.ts';

/** A burst of typing becomes one event at most this often, in milliseconds. */
export const CUT_EVERY = 50;

/** What is done with what was written. */
export interface WritingHost {
  /** An event is in the history: stores it. Returns its ticket. */
  store(cut: Cut): number;
  /** A text was edited by its editor, which must do `corrected` to have the same text, if anything. */
  edited(
    document: DocumentId,
    changes: readonly TextChange[],
    corrected: readonly TextChange[] | null,
  ): void;
  /** A text was edited by others than its editor. */
  show(document: DocumentId, changes: readonly TextChange[]): void;
  /** Registers or members are others now. */
  changed(now: Millis): void;
  /** Something is no longer saved. */
  unsaved(): void;
}

export class Writing {
  readonly #history: History;
  readonly #author: Author;
  readonly #pen: Pen;
  readonly #epoch: Seconds;
  readonly #host: WritingHost;
  #lastCut = -Infinity;
  #draftSince: number | null = null;

  /** @param epoch wall-clock seconds at `Millis` 0 */
  constructor(history: History, author: Author, pen: Pen, epoch: Seconds, host: WritingHost) {
    this.#history = history;
    this.#author = author;
    this.#pen = pen;
    this.#epoch = epoch;
    this.#host = host;
  }

  /** See Replica.mayWrite. */
  get mayWrite(): boolean {
    const { policy } = this.#history;
    const { device, agent } = this.#author;
    const own = this.#history.chain(agent, 'content');
    return (
      policy.may(policy.graph.heads, device, 'editor', agent) &&
      (!own || this.#history.effectiveOf(own) === own.length)
    );
  }

  /** When what was typed should be cut; Infinity when all is. */
  get cutAt(): number {
    return this.#draftSince === null ? Infinity : this.#lastCut + CUT_EVERY;
  }

  /** Turns what was typed into an event. */
  cut(now: Millis): void {
    this.#draftSince = null;
    const cut = this.#author.cut(this.#wall(now));
    if (!cut) return;
    this.#lastCut = now;
    this.#host.store(cut);
  }

  /** See Replica.edit. */
  edit(document: DocumentId, changes: readonly TextChange[], now: Millis): Result<void> {
    if (!this.mayWrite) {
      this.#host.show(document, this.#pen.refused(document, changes));
      return refuse('NotGranted', 'editor');
    }
    this.#mergePolicy(now);
    this.#mergeHeads(document, now);
    const { corrected } = this.#pen.write(document, changes, () => this.cut(now));
    this.#host.edited(document, changes, corrected);
    if (this.#draftSince === null) this.#host.unsaved();
    this.#draftSince ??= now;
    return ok(undefined);
  }

  /** See Replica.set. */
  set(document: DocumentId, ops: readonly SetOp[], now: Millis): Result<void> {
    if (!this.mayWrite) return refuse('NotGranted', 'editor');
    this.cut(now);
    this.#mergePolicy(now);
    const log = this.#history.document(document);
    for (const part of parted(ops))
      for (let more = true; more;) {
        more = this.#history.heads(log).length > MAX_PARENTS;
        this.#put(document, part, now);
      }
    this.#host.unsaved();
    return ok(undefined);
  }

  /** See Replica.takeBack. */
  takeBack(plan: TakingBack, title: string, now: Millis): Result<Taken> {
    return this.#noting(now, () => {
      const ops = [...plan.names(title), ...plan.notes()];
      for (const { document, changes } of plan.texts) this.#rewrite(document, changes, now);
      for (const { document, ops: cells } of plan.tables()) this.set(document, cells, now);
      this.set(WORKSPACE_MAP, ops, now);
    });
  }

  /** See Replica.rewrite. */
  rewrite(document: DocumentId, changes: readonly TextChange[], now: Millis): Result<Taken> {
    return this.#noting(now, () => this.#rewrite(document, changes, now));
  }

  /** See Replica.act. */
  act(act: PolicyAct, now: Millis): Result<{ readonly id: EventId; readonly ticket: number }> {
    const { policy } = this.#history;
    const judged = policy.judge(policy.graph.heads, this.#author, act);
    if (!judged.ok) return judged;
    this.cut(now);
    this.#mergePolicy(now);
    const cut = this.#author.act(act, this.#wall(now));
    this.#host.changed(now);
    return ok({ id: cut.id, ticket: this.#host.store(cut) });
  }

  #wall(now: Millis): Seconds {
    return (this.#epoch + Math.floor(now / 1000)) as Seconds;
  }

  /** What of one's own was written meanwhile. */
  #noting(now: Millis, write: () => void): Result<Taken> {
    if (!this.mayWrite) return refuse('NotGranted', 'editor');
    const { agent } = this.#author;
    const from = this.#history.chain(agent, 'content')?.end ?? 0;
    write();
    this.cut(now);
    const to = this.#history.chain(agent, 'content')?.end ?? 0;
    return ok(new Map(from < to ? [[agent, [{ from, to }]]] : []));
  }

  /** Edits a text as its editor would, and has that editor told. */
  #rewrite(document: DocumentId, changes: readonly TextChange[], now: Millis): void {
    this.edit(document, changes, now);
    this.#host.show(document, changes);
  }

  #put(document: DocumentId, ops: Parameters<Author['put']>[2], now: Millis): void {
    const parents = this.#author.parentsIn(document);
    this.#host.store(this.#author.put(document, parents, ops, this.#wall(now)));
  }

  /** With more policy heads than an event may pin, joins them first. */
  #mergePolicy(now: Millis): void {
    const { graph } = this.#history.policy;
    while (graph.heads.length > MAX_PARENTS) {
      this.cut(now);
      this.#host.store(this.#author.act({ kind: 'merge' }, this.#wall(now)));
    }
  }

  /** With more heads than an event may name, writes events that join them first and show nothing. */
  #mergeHeads(document: DocumentId, now: Millis): void {
    const log = this.#history.document(document);
    const isWide = (): boolean => this.#history.heads(log).length > MAX_PARENTS;
    if (!isWide()) return;
    this.cut(now);
    const nothing = [
      { kind: 'insert', position: 0, text: ' ' },
      { kind: 'delete', position: 0, count: 1 },
    ] as const;
    while (isWide()) this.#put(document, nothing, now);
    this.#history.advance();
  }
}
