/**
 * Who may have a channel: so many members, and apart from them so many at doors.
 *
 * Only a channel, or one that is being opened, takes a place; whoever a relay names takes none, since
 * names cost nothing. Members and those at doors never take each other's. Of the members' places a tab
 * fills MAX_DIALLED by dialling and leaves the rest to whoever comes later: so every newcomer leaves
 * room for the next one, and is met however many are there.
 */
import { MAX_AT_DOORS, MAX_DIALLED, MAX_PEERS } from '../base/limits.ts';

/**
 * A channel that ends sooner was no use, and one that was opened to us counts as kept only then. Longer
 * than the host gives the other end to prove itself (GATE_MS).
 */
export const SETTLED_MS = 15_000;

/** `young`: it came by itself, and has not stayed long enough to be more than a stranger. */
export type Place = 'none' | 'young' | 'kept';

/** A peer, as far as places go. */
export interface Placed {
  /** The place that it takes among members, or among those at doors. */
  place(members: boolean): Place;
}

/** Whether `peer`, which opened a stream to us, may have a channel. */
export function mayAccept(all: Iterable<Placed>, members: boolean, peer?: Placed): boolean {
  if (peer !== undefined && peer.place(members) !== 'none') return true;
  return taken(all, members).all < (members ? MAX_PEERS : MAX_AT_DOORS);
}

/**
 * Whether we may open a channel to `peer`, which has lacked one for so many milliseconds. Where others
 * come and go so fast that every place is taken, whoever waits gets one of those that they cannot keep.
 */
export function mayOpen(
  all: Iterable<Placed>,
  members: boolean,
  peer: Placed,
  lacking: number,
): boolean {
  if (peer.place(members) !== 'none') return true;
  const places = taken(all, members);
  if (!members) return places.all < MAX_AT_DOORS;
  const crowded = places.all >= MAX_PEERS && lacking >= SETTLED_MS;
  return crowded ? places.kept < MAX_PEERS : places.all < MAX_DIALLED;
}

function taken(peers: Iterable<Placed>, members: boolean): { all: number; kept: number } {
  const places = [...peers].map((peer) => peer.place(members));
  return {
    all: places.filter((place) => place !== 'none').length,
    kept: places.filter((place) => place === 'kept').length,
  };
}
