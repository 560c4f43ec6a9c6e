/** The states that a document had, who led to them, and those that have a name. */
import type { AgentId, Seconds } from '../../base/ids.ts';
import type { Point } from '../../replica/past.ts';

/** The states that a document had, from 0, before anything was written, to `length`, as it is. */
export interface HistorySession {
  readonly length: number;
  readonly authors: readonly AuthorView[];
  readonly sittings: readonly SittingView[];
  /** What led to a state; `null` for the first. */
  moment(state: number): MomentView | null;
  /** Those that have a name now, the newest first. */
  versions(): readonly VersionView[];
  /**
   * Takes in what was written since, behind the rest: whether there was more. `anew`: something that
   * was there is not any more, and no state and no point of before means what it did.
   */
  refresh(): Promise<'more' | 'anew' | null>;
  textAt(point: Point): PastText;
  /** The text at `to`, with what was put in and taken away since `from`. */
  changes(from: Point, to: Point): PastText;
  /** A state that may be none that this history goes through. `null`: it is not here. */
  pointOf(version: VersionView | Ends): Promise<Point | null>;
  /** For everybody. Durable when it resolves. */
  nameVersion(state: number, name: string): Promise<void>;
  /** Durable when it resolves; what it returns gives the name again. */
  forgetVersion(version: VersionView): Promise<() => Promise<void>>;
  /** Writes what makes the document what it was. Durable when it resolves; what it returns undoes it. */
  restore(point: Point): Promise<() => Promise<void>>;
}

/** Somebody who wrote in a document. */
export interface AuthorView {
  /** '' if that is not known. They need not be a member any more. */
  readonly name: string;
  readonly index: number;
  readonly me: boolean;
}

/** What somebody wrote at one time and in one go. */
export interface MomentView {
  /** Place among the authors. */
  readonly author: number;
  /** By their word. */
  readonly time: Seconds;
}

/** Moments without a longer pause: those after state `from`, up to state `to`. */
export interface SittingView {
  readonly from: number;
  readonly to: number;
  readonly first: Seconds;
  readonly last: Seconds;
  readonly authors: readonly number[];
}

/** Some of a text, in UTF-16 units, with who put it in, or for `out` took it away. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'kept' | 'in' | 'out';
  readonly author: number;
}

export interface PastText {
  /** With what was taken away, where that is shown. */
  readonly text: string;
  /** All of it, in order. */
  readonly marks: readonly Mark[];
}

/** A version of a document that somebody named, for everybody. */
export interface VersionView {
  readonly id: string;
  readonly name: string;
  /** Who named it, by its signature: '' if that is not known. */
  readonly by: string;
  /** When, by their word. */
  readonly at: Seconds;
}

/** An earlier visit of a document, and who wrote in it since. */
export interface VisitView {
  readonly at: Seconds;
  readonly names: readonly string[];
  readonly ends: Ends;
}

/** Where a document ended: the agents of its newest events, and the seqs at which these begin. */
export type Ends = readonly (readonly [agent: AgentId, seq: number])[];
