/**
 * What a sampling profiler saw, by rooms of the house: each sample counts for the innermost function
 * that lies in one, so what a library or the platform does there counts for who called it.
 */
import type { Profiler } from 'node:inspector/promises';

/** Milliseconds by room. */
export type Rooms = Readonly<Record<string, number>>;
export type Frame = Pick<
  Profiler.ProfileNode['callFrame'],
  'functionName' | 'url' | 'lineNumber' | 'columnNumber'
>;

export interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Frame;
    readonly children?: number[] | undefined;
  }[];
  /** Microseconds by the clock that no one sets. */
  readonly startTime: number;
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

export interface Plan {
  /** Where a function lies: in no room of its own, if `undefined`; `''` is left out. */
  roomOf(frame: Frame): string | undefined;
  /** What is called from no room. */
  readonly rest: string;
}

/** @param span from when to when, by the profile's clock. */
export function byRoom(
  { nodes, startTime, samples = [], timeDeltas = [] }: Profile,
  { roomOf, rest }: Plan,
  [from, to] = [-Infinity, Infinity],
): Rooms {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((of) => [of, id])));
  const rooms = new Map<number, string>();
  const sums: Record<string, number> = {};
  let now = startTime;
  samples.forEach((id, i) => {
    const delta = timeDeltas[i] ?? 0;
    now += delta;
    const room = now < from || now > to ? '' : found(id);
    if (room !== '') sums[room] = (sums[room] ?? 0) + delta / 1000;
  });
  return sums;

  function found(id: number): string {
    const known = rooms.get(id);
    if (known !== undefined) return known;
    const frame = frames.get(id);
    const parent = parents.get(id);
    const room = (frame && roomOf(frame)) ?? (parent === undefined ? rest : found(parent));
    rooms.set(id, room);
    return room;
  }
}

/** The same for each of several. */
export const each = (rooms: Rooms, several: number): Rooms =>
  Object.fromEntries(Object.entries(rooms).map(([room, all]) => [room, all / several]));
