/**
 * Turns the text at one version into the text at a later one.
 *
 * Between two cuts, history is either a sequential stretch, whose ops go to the text untouched, or
 * a concurrent zone, which a walker replays. So a replay begins at the last cut below both
 * versions, in silence up to the first version, and then passes the effects on. What a replay says
 * depends on the two versions alone, not on where it began: the walker knows the length there.
 *
 * One walker is kept for the zone at the end, so that events which arrive one by one are not each
 * a new replay of their zone.
 */
import type { LV } from '../base/ids.ts';
import { type Graph, type Span, subtract } from './graph.ts';
import { Lengths } from './lengths.ts';
import type { Sink } from './op.ts';
import { type OpLog, Run } from './oplog.ts';
import { type Order, Walker } from './walker.ts';

/** The units below `cut`, and ascending spans of the zone that begins there. */
export interface History {
  readonly cut: number;
  readonly zone: readonly Span[];
}

const SILENT: Sink = { insert: () => {}, remove: () => {}, voided: () => {} };

export class Replay<Author> {
  readonly lengths = new Lengths();
  private readonly graph: Graph;
  private readonly log: OpLog<Author>;
  private readonly order: Order<Author>;
  private readonly part = new Run();
  /** The walker of the last zone, and how many units it has replayed: all from its cut up to there. */
  private live: { walker: Walker<Author>; end: number } | undefined;

  /** A small walker that is of no more use, for the next zone. */
  private idle: Walker<Author> | undefined;

  constructor(graph: Graph, log: OpLog<Author>, order: Order<Author>) {
    this.graph = graph;
    this.log = log;
    this.order = order;
  }

  /** The history of a version, or of any units and what lies below them. */
  historyOf(lvs: readonly LV[]): History {
    const version = lvs.length > 1 ? this.graph.minimal(lvs) : lvs;
    const cut = this.graph.lastCutWithin(version);
    return { cut, zone: this.graph.diff(version, this.graph.headsAtCut(cut)).aOnly.reverse() };
  }

  /** The history of the first `end` units. */
  prefix(end: number): History {
    const cut = this.graph.lastCut(end);
    return { cut, zone: cut < end ? [{ start: cut, end }] : [] };
  }

  /** Notes the length of the text at a cut. */
  note(cut: number, length: number): void {
    if (!this.lengths.moveNewest(cut, length, this.graph.stretchStart(cut))) {
      this.lengths.learn(cut, length);
    }
  }

  /** Passes to `sink` what leads from one history to another that includes it. */
  run(from: History, to: History, sink: Sink): void {
    if (from.cut === to.cut && subtract(to.zone, from.zone).length === 0) return;
    let { cut, length } = this.lengths.before(from.cut);
    while (cut < to.cut) {
      const output = cut >= from.cut ? sink : SILENT;
      const end = Math.min(this.graph.stretchEnd(cut), output === sink ? to.cut : from.cut);
      if (end > cut) {
        length = this.sequential(cut, end, length, output);
        cut = end;
      } else {
        const zone = [{ start: cut, end: this.graph.zoneEnd(cut) }];
        const done = cut === from.cut ? from.zone : [];
        length = this.concurrent(cut, length, done, subtract(zone, done), output);
        cut = this.graph.zoneEnd(cut);
      }
      this.note(cut, length);
    }
    const done = cut === from.cut ? from.zone : [];
    if (to.zone.length > 0) this.concurrent(cut, length, done, subtract(to.zone, done), sink);
  }

  /** Replays a sequential stretch. Returns the length of the text after it. */
  private sequential(start: number, end: number, before: number, sink: Sink): number {
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
        if (sink !== SILENT) sink.insert(part.position, log.textOf(part));
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
    const kept = this.live;
    const fits = kept?.walker.cut === cut && reached !== undefined && kept.end <= reached;
    const walker = fits ? kept.walker : this.begin(cut, length);
    walker.walk(fits ? subtract(done, [{ start: cut, end: kept.end }]) : done, SILENT);
    walker.walk(news, sink);
    const end = reached === undefined ? undefined : contiguousEnd(reached, news);
    if (end !== undefined && fits) kept.end = end;
    else if (end !== undefined) this.live = { walker, end };
    else if (fits) this.live = undefined;
    const idle = end === undefined ? walker : fits ? undefined : kept?.walker;
    if (idle?.isSmall === true) this.idle = idle;
    return walker.length;
  }

  private begin(cut: number, length: number): Walker<Author> {
    const walker = this.idle ?? new Walker(this.graph, this.log, this.order);
    this.idle = undefined;
    walker.begin(cut, length);
    return walker;
  }
}

/** Where `spans` end, if they cover everything from `start` to there. */
function contiguousEnd(start: number, spans: readonly Span[]): number | undefined {
  const first = spans[0];
  if (first === undefined) return start;
  return spans.length === 1 && first.start === start ? first.end : undefined;
}
