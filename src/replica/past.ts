/**
 * The history of one text as people walk through it: moments, versions, how two of them differ, and by
 * whom.
 */
import type { EventId, LV } from '../base/ids.ts';
import type { Piece } from '../crdt/authorship.ts';
import { differenceOf, type Kind } from '../crdt/differing.ts';
import { changesTo } from '../crdt/rewrite.ts';
import type { Text, TextChange } from '../crdt/text.ts';
import { Timeline } from '../crdt/timeline.ts';
import type { ChainLog } from './chain.ts';
import type { DocumentLog } from './document.ts';
import { type Moment, momentsOf, momentsSince, type Sitting, sittingsOf } from './moments.ts';

/** Units of history read before others may go on. */
const STEP = 512;
/** Where something that changes it comes into every reading, the last of so many is in one go. */
const READINGS = 5;

/** A state of the text: that after a moment, or one that is of no moment, with what it consists of. */
export interface Point {
  /** The last moment that it has something of; 0: none. */
  readonly moment: number;
  readonly pieces?: readonly Piece[];
}

/** Some text that one page load put in, or for `out` took away. */
export interface Stretch {
  readonly kind: Kind;
  readonly text: string;
  readonly chain: ChainLog;
}

export class Past {
  readonly #log: DocumentLog;
  readonly #text: Text<ChainLog['agent']>;
  readonly #timeline: Timeline<ChainLog['agent']>;
  readonly #moments: Moment[];
  #sittings: { readonly of: number; readonly list: readonly Sitting[] } | null = null;

  /** Reads the history of a text document, yielding now and then; anew when what is read changed. */
  static *read(log: DocumentLog): Generator<undefined, Past> {
    for (let readings = 1; ; readings++) {
      const past = yield* Past.#try(log, readings < READINGS ? STEP : Infinity);
      if (past) return past;
    }
  }

  static *#try(log: DocumentLog, step: number): Generator<undefined, Past | undefined> {
    const text = log.text as Text<ChainLog['agent']>;
    const moments = yield* momentsOf(log);
    const timeline = new Timeline(text.reading(), moments);
    while (!timeline.step(step)) {
      yield;
      if (timeline.isStale) return undefined;
    }
    return new Past(log, text, timeline, moments);
  }

  private constructor(
    log: DocumentLog,
    text: Text<ChainLog['agent']>,
    timeline: Timeline<ChainLog['agent']>,
    moments: Moment[],
  ) {
    this.#log = log;
    this.#text = text;
    this.#timeline = timeline;
    this.#moments = moments;
  }

  /** Whether something else is void than when it was read: then it must be read anew. */
  get isStale(): boolean {
    return this.#timeline.isStale;
  }

  /** Puts what came since behind the rest, yielding now and then, until it is stale. True: something did. */
  *grow(): Generator<undefined, boolean> {
    const moments = yield* momentsSince(this.#log, this.#timeline.end);
    for (const moment of moments) {
      if (this.isStale) break;
      this.#timeline.grow([moment]);
      this.#moments.push(moment);
      yield;
    }
    return moments.length > 0;
  }

  /** In their order. The text has one state more than there are. */
  get moments(): readonly Moment[] {
    return this.#moments;
  }

  get sittings(): readonly Sitting[] {
    const of = this.#moments.length;
    if (this.#sittings?.of !== of) this.#sittings = { of, list: sittingsOf(this.#moments) };
    return this.#sittings.list;
  }

  /** The state at a version of events, yielding while it is read; none if some of it came since, or this is stale. */
  *pointOf(version: readonly LV[]): Generator<undefined, Point | undefined> {
    if (version.some((unit) => unit >= this.#timeline.end)) return undefined;
    for (let readings = 1; ; readings++) {
      const state = this.#timeline.at(version);
      if (state.isWhole) return { moment: state.moment };
      const step = readings < READINGS ? STEP : Infinity;
      let pieces = state.step(step);
      while (!pieces) {
        yield;
        if (this.isStale) return undefined;
        if (state.isLost) break;
        pieces = state.step(step);
      }
      if (pieces) return { moment: state.moment, pieces };
    }
  }

  /** The version after a moment, by events; it may name many. */
  versionAt(moment: number): EventId[] {
    return this.#log.idsOf(this.#timeline.versionAt(moment));
  }

  /** What has to be written so that the text is that of a point. Authorship must have been read. */
  changesTo(point: Point): readonly TextChange[] {
    return changesTo(this.#text, this.#piecesOf(point));
  }

  /** The text at a point, by whoever put it in. */
  *textAt(point: Point): IterableIterator<Stretch> {
    for (const piece of this.#piecesOf(point)) yield* this.#written('kept', piece);
  }

  /** The text at `to` with what was taken away since `from`: each part by whoever did it. */
  *changes(from: Point, to: Point): IterableIterator<Stretch> {
    for (const part of differenceOf(this.#piecesOf(from), this.#piecesOf(to)))
      yield* part.kind === 'out' ? this.#takenAway(part) : this.#written(part.kind, part);
  }

  *#written(kind: Kind, { unit, codePoints }: Piece): IterableIterator<Stretch> {
    let from = unit;
    for (const { chain, units } of this.#log.writersOf(unit, unit + codePoints)) {
      const text = this.#text.textOf([{ unit: from, codePoints: units }]);
      yield { kind, text, chain };
      from = (from + units) as LV;
    }
  }

  *#takenAway({ unit, codePoints }: Piece): IterableIterator<Stretch> {
    const end = unit + codePoints;
    for (let from: number = unit; from < end;) {
      const went = this.#timeline.wentAt(from as LV);
      let to = from + 1;
      while (to < end && this.#timeline.wentAt(to as LV) === went) to += 1;
      const text = this.#text.textOf([{ unit: from as LV, codePoints: to - from }]);
      // Of a version that is no moment, who wrote it is all that is known of what never went here.
      const moment = this.#moments[went - 1];
      if (moment) yield { kind: 'out', text, chain: moment.chain };
      else yield* this.#written('out', { unit: from as LV, codePoints: to - from });
      from = to;
    }
  }

  #piecesOf({ moment, pieces }: Point): readonly Piece[] {
    return pieces ?? this.#timeline.piecesAt(moment);
  }
}
