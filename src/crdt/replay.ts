/**
 * Turns the text at one version into the text at a later one.
 *
 * Between two cuts, history is either a sequential stretch, whose ops go to the text untouched, or
 * a concurrent zone, which a walker replays. So a replay begins at the last cut below both
 * versions, in silence up to the first version, and then passes the effects on. What a replay says
 * depends on the two versions alone, not on where it began: the walker knows the length there.
 *
 * Walkers are kept, so that events which arrive one by one are not each a new replay of their zone:
 * the newest one, and the one that began deepest in history, for peers who again and again write on
 * top of ancient versions. Where one has to begin still deeper, it begins as far again below: so
 * however many ancient versions are named one after another, replays begin anew O(log n) times.
 */
import type { LV } from '../base/ids.ts';
import { type Graph, type Span, subtract } from './graph.ts';
import { type KnownLength, Lengths } from './lengths.ts';
import type { Sink } from './op.ts';
import { type OpLog, Run } from './oplog.ts';
import type { LaidOut } from './layout.ts';
import { Voids } from './voids.ts';
import { type Effort, type Order, Walker } from './walker.ts';

/** The units below `cut`, and ascending spans of the zone that begins there. */
export interface History {
  readonly cut: number;
  readonly zone: readonly Span[];
}

/** A walker, and how many units it has replayed: all from its cut up to there. */
interface Kept<Author> {
  readonly walker: Walker<Author>;
  end: number;
}

const SILENT: Sink = { insert: () => {}, put: () => {}, remove: () => {}, voided: () => {} };

export class Replay<Author> {
  readonly effort: Effort = { moved: 0 };
  private readonly lengths = new Lengths();
  private voids = new Voids();
  private readonly graph: Graph;
  private readonly log: OpLog<Author>;
  private readonly order: Order<Author>;
  private readonly part = new Run();
  private newest: Kept<Author> | undefined;
  private deepest: Kept<Author> | undefined;

  /** A small walker that is of no more use, for the next zone. */
  private idle: Walker<Author> | undefined;

  constructor(graph: Graph, log: OpLog<Author>, order: Order<Author>) {
    this.graph = graph;
    this.log = log;
    this.order = order;
  }

  /**
   * Replays tell from now on what void events leave. From the first of these on no replay begins
   * and nothing goes untouched, since what was void below tells what positions mean.
   */
  setVoids(voids: Voids): void {
    this.voids = voids;
    this.lengths.truncate(this.lastCut(this.graph.next));
    this.newest = undefined;
    this.deepest = undefined;
    this.idle = undefined;
  }

  /** The first `end` units in document order, behind the text at the last cut up to `limit`. */
  layout(end: number, limit: number): LaidOut[] {
    const cut = this.graph.lastCut(Math.min(end, limit, this.voids.floor));
    this.run({ cut: 0, zone: [] }, { cut, zone: [] }, SILENT);
    const walker = this.newWalker();
    walker.begin(cut, this.lengths.before(cut).length);
    walker.walk(cut < end ? [{ start: cut, end }] : [], SILENT);
    return walker.layout();
  }

  /** A walker that tells what other voids would leave; it is its maker's to walk. */
  walkerFor(voids: Voids): Walker<Author> {
    return new Walker(this.graph, this.log, this.order, voids, this.effort);
  }

  /** Whether a replay can begin there. */
  isCut(cut: number): boolean {
    return this.lastCut(cut) === cut;
  }

  /** The greatest cut up to `limit` where a replay can begin. */
  private lastCut(limit: number): number {
    return this.graph.lastCut(Math.min(limit, this.voids.floor));
  }

  /** The last cut of the stretch that `cut` lies in, before anything is void. */
  stretchEnd(cut: number): number {
    return Math.min(this.graph.stretchEnd(cut), Math.max(cut, this.voids.floor));
  }

  /** Where a zone ends that begins at `cut`, the last cut of a stretch. */
  zoneEnd(cut: number): number {
    const end = this.graph.zoneEnd(cut);
    return end > this.voids.floor ? this.graph.next : end;
  }

  /** Forgets lengths that what was added on top of older versions has made those of no cut. */
  dropLengths(): void {
    this.lengths.truncate(this.lastCut(this.graph.next));
  }

  /** The last known length at or before a cut. */
  lengthBefore(cut: number): KnownLength {
    return this.lengths.before(cut);
  }

  /** Notes the length of the text at a cut, unless something below is void. */
  learn(cut: number, length: number): void {
    if (cut <= this.voids.floor) this.lengths.learn(cut, length);
  }

  /** The history of a version, or of any units and what lies below them. */
  historyOf(lvs: readonly LV[]): History {
    const version = lvs.length > 1 ? this.graph.minimal(lvs) : lvs;
    const cut = this.lastCut(this.graph.lastCutWithin(version));
    return { cut, zone: this.graph.diff(version, this.graph.headsAtCut(cut)).aOnly.reverse() };
  }

  /** The history of the first `end` units. */
  prefix(end: number): History {
    const cut = this.lastCut(end);
    return { cut, zone: cut < end ? [{ start: cut, end }] : [] };
  }

  /** Notes the length of the text at a cut. */
  note(cut: number, length: number): void {
    if (cut > this.voids.floor) return;
    if (!this.lengths.moveNewest(cut, length, this.graph.stretchStart(cut))) {
      this.lengths.learn(cut, length);
    }
  }

  /** As `run`, from the first `from` units to the first `to`, between which `length` code points grow. */
  forward(from: number, to: number, length: number, sink: Sink): void {
    if (from === to) return;
    const { newest } = this;
    const cut = this.lastCut(to);
    const isAtCut = this.lastCut(from) === from;
    if (isAtCut) this.note(from, length);
    if (isAtCut && this.stretchEnd(from) >= to) {
      this.note(to, this.sequential(from, to, length, sink));
    } else if (newest !== undefined && newest.end === from && newest.walker.cut === cut) {
      newest.walker.walk([{ start: from, end: to }], sink);
      newest.end = to;
    } else this.run(this.prefix(from), this.prefix(to), sink);
  }

  /** Passes to `sink` what leads from one history to another that includes it. */
  run(from: History, to: History, sink: Sink): void {
    if (from.cut === to.cut && subtract(to.zone, from.zone).length === 0) return;
    let { cut, length } = this.lengths.before(from.cut);
    while (cut < to.cut) {
      const output = cut >= from.cut ? sink : SILENT;
      const end = Math.min(this.stretchEnd(cut), output === sink ? to.cut : from.cut);
      if (end > cut) {
        length = this.sequential(cut, end, length, output);
        cut = end;
      } else {
        const zone = [{ start: cut, end: this.zoneEnd(cut) }];
        const done = cut === from.cut ? from.zone : [];
        length = this.concurrent(cut, length, done, subtract(zone, done), output);
        cut = this.zoneEnd(cut);
      }
      this.note(cut, length);
    }
    const done = cut === from.cut ? from.zone : [];
    if (to.zone.length > 0) this.concurrent(cut, length, done, subtract(to.zone, done), sink);
  }

  /** Replays a sequential stretch. Returns the length of the text after it. */
  sequential(start: number, end: number, before: number, sink: Sink): number {
    const { log, part } = this;
    let length = before;
    log.seek(part, start);
    for (let lv = start; lv < end; lv = part.end) {
      log.read(part, lv, end, length);
      if (!part.fits) sink.voided(part.start, part.end);
      else if (part.deleted > 0) {
        sink.remove(part.position, part.deleted);
        length -= part.deleted;
      } else {
        log.tell(sink, part.position, part);
        length += part.end - part.start;
      }
    }
    return length;
  }

  /** Replays `done` in silence, then `news`, in the zone at `cut`. Returns the length after it. */
  private concurrent(
    cut: number,
    length: number,
    done: readonly Span[],
    news: readonly Span[],
    sink: Sink,
  ): number {
    const reached = contiguousEnd(cut, done);
    const kept = reached === undefined ? undefined : this.keptFor(cut, reached);
    if (kept !== undefined && reached !== undefined) {
      if (kept.end < reached) kept.walker.walk([{ start: kept.end, end: reached }], SILENT);
      kept.end = reached;
    }
    const walker = kept?.walker ?? this.begin(cut, length, done, (news.at(-1)?.end ?? cut) - cut);
    walker.walk(news, sink);
    const end = reached === undefined ? undefined : contiguousEnd(reached, news);
    if (kept === undefined) this.keep(walker, end);
    else if (end !== undefined) kept.end = end;
    else this.forget(kept);
    return walker.length;
  }

  /** A walker that has replayed some of [cut, end) and nothing beyond. */
  private keptFor(cut: number, end: number): Kept<Author> | undefined {
    const fits = (kept: Kept<Author> | undefined): boolean =>
      kept !== undefined &&
      kept.walker.cut <= cut &&
      this.graph.lastCut(kept.walker.cut) === kept.walker.cut &&
      kept.end >= cut &&
      kept.end <= end;
    return fits(this.newest) ? this.newest : fits(this.deepest) ? this.deepest : undefined;
  }

  /** Keeps a walker that has replayed everything up to `end`, or what can still be used of it. */
  private keep(walker: Walker<Author>, end: number | undefined): void {
    if (end === undefined) {
      if (walker.isSmall) this.idle = walker;
      return;
    }
    const { newest, deepest } = this;
    this.newest = { walker, end };
    if (newest === undefined) return;
    if (newest.walker.isSmall) this.idle = newest.walker;
    else if (deepest === undefined || newest.walker.cut <= deepest.walker.cut) {
      this.deepest = newest;
    }
  }

  /** Drops a walker that has replayed something of which it did not keep count. */
  private forget(kept: Kept<Author>): void {
    if (this.newest === kept) this.newest = undefined;
    else this.deepest = undefined;
  }

  /** A walker for a zone of `size` units that has replayed `done`. */
  private begin(cut: number, length: number, done: readonly Span[], size: number): Walker<Author> {
    const walker = this.idle ?? this.newWalker();
    this.idle = undefined;
    const isDeeper = this.newest !== undefined && this.newest.walker.cut > cut;
    const start = isDeeper ? this.lengths.before(Math.max(0, cut - size)) : { cut, length };
    walker.begin(start.cut, start.length);
    if (start.cut < cut) walker.walk([{ start: start.cut, end: cut }], SILENT);
    walker.walk(done, SILENT);
    return walker;
  }

  /** A walker that tells what is now; it is its maker's to walk. */
  newWalker(): Walker<Author> {
    return this.walkerFor(this.voids);
  }
}

/** Where `spans` end, if they cover everything from `start` to there. */
function contiguousEnd(start: number, spans: readonly Span[]): number | undefined {
  const first = spans[0];
  if (first === undefined) return start;
  return spans.length === 1 && first.start === start ? first.end : undefined;
}
