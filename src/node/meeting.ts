/**
 * The relay's meeting point: introduces tabs that are in the same topic, and nothing else.
 *
 * It keeps who is in which topic while their streams are open, in memory, within bounds, and tells
 * the others when somebody comes or goes. It stores nothing and understands nothing of topics.
 */
import type { Connection, Stream } from '@libp2p/interface';

import { MAX_MEET_BYTES, MAX_MEETING_PEERS, MAX_TOPICS } from '../base/limits.ts';
import { FramedStream } from '../net/framed.ts';
import { decodeMeet, encodeMeet, type MeetMessage } from '../net/meet.ts';
import type { Manner } from '../net/transport.ts';

/** Joins and leaves that may be sent on one connection at once, and how many more each second. */
const ALLOWANCE = 4 * MAX_TOPICS;
const ALLOWANCE_PER_SECOND = 4;
/** Introductions that may wait for a guest who does not read. */
const OUTBOX_BYTES = 262_144;

interface Guest {
  /** Peer id, as text. */
  readonly name: string;
  readonly line: FramedStream;
  readonly topics: Map<string, Manner>;
  readonly allowance: Allowance;
}

/** What may be said on one connection, however many lines are opened on it. */
interface Allowance {
  left: number;
  /** When it was last filled up, in milliseconds. */
  filledAt: number;
}

export class MeetingPoint {
  readonly #guests = new Map<string, Guest>();
  readonly #topics = new Map<string, Set<Guest>>();
  readonly #allowances = new WeakMap<Connection, Allowance>();

  get guests(): number {
    return this.#guests.size;
  }

  get topics(): number {
    return this.#topics.size;
  }

  /** Has the meeting point introduced these two? Only between such does the relay carry anything. */
  acquainted(one: string, other: string): boolean {
    const topics = this.#guests.get(one)?.topics ?? [];
    const others = this.#guests.get(other)?.topics;
    return [...topics].some(([topic, manner]) => suit(manner, others?.get(topic)));
  }

  /** Takes in whoever opened `stream`. A newer line of the same peer replaces the earlier. */
  admit(stream: Stream, connection: Connection): void {
    const name = connection.remotePeer.toString();
    const fresh = { left: ALLOWANCE, filledAt: performance.now() };
    const allowance = this.#allowances.get(connection) ?? fresh;
    this.#allowances.set(connection, allowance);
    const guest: Guest = {
      name,
      line: new FramedStream(stream, { limit: MAX_MEET_BYTES, outbox: OUTBOX_BYTES }),
      topics: new Map(),
      allowance,
    };
    const earlier = this.#guests.get(name);
    if (earlier !== undefined) this.#dismiss(earlier);
    this.#guests.set(name, guest);
    guest.line.onFrame = (frame) => this.#hear(guest, frame);
    guest.line.onClose = () => this.#dismiss(guest);
    guest.line.start();
  }

  #hear(guest: Guest, frame: Uint8Array): void {
    const message = decodeMeet(frame);
    if (!message.ok || !spend(guest.allowance)) return this.#dismiss(guest);
    const { kind, topic } = message.value;
    if (kind === 'meet' || kind === 'wait' || kind === 'seek') this.#join(guest, topic, kind);
    else if (kind === 'leave') this.#leave(guest, topic);
    else this.#dismiss(guest);
  }

  #join(guest: Guest, topic: string, manner: Manner): void {
    if (guest.topics.has(topic)) return;
    const present = this.#topics.get(topic) ?? new Set();
    const alike = [...present].filter((other) => other.topics.get(topic) === manner);
    // Each manner has room of its own: at a door, strangers who seek keep no member from waiting.
    if (guest.topics.size >= MAX_TOPICS || alike.length >= MAX_MEETING_PEERS) {
      return tell(guest, { kind: 'full', topic });
    }
    for (const other of present) {
      if (!suit(manner, other.topics.get(topic))) continue;
      // The newcomer dials, unless it only waits.
      const dials = manner !== 'wait';
      tell(other, { kind: dials ? 'came' : 'here', topic, peer: guest.name });
      tell(guest, { kind: dials ? 'here' : 'came', topic, peer: other.name });
    }
    if (!guest.line.open) return;
    present.add(guest);
    this.#topics.set(topic, present);
    guest.topics.set(topic, manner);
  }

  #leave(guest: Guest, topic: string): void {
    const manner = guest.topics.get(topic);
    if (manner === undefined) return;
    guest.topics.delete(topic);
    const present = this.#topics.get(topic);
    present?.delete(guest);
    if (present?.size === 0) this.#topics.delete(topic);
    for (const other of present ?? [])
      if (suit(manner, other.topics.get(topic)))
        tell(other, { kind: 'gone', topic, peer: guest.name });
  }

  #dismiss(guest: Guest): void {
    for (const topic of guest.topics.keys()) this.#leave(guest, topic);
    if (this.#guests.get(guest.name) === guest) this.#guests.delete(guest.name);
    guest.line.close();
  }
}

/** Whether two on one topic are to be introduced. */
const suit = (one: Manner, other: Manner | undefined): boolean =>
  one === 'meet' ? other === 'meet' : other === (one === 'wait' ? 'seek' : 'wait');

function tell(guest: Guest, message: MeetMessage): void {
  guest.line.send(encodeMeet(message));
}

/** Charges one message; false when too many were sent. */
function spend(allowance: Allowance): boolean {
  const now = performance.now();
  const refill = ((now - allowance.filledAt) / 1_000) * ALLOWANCE_PER_SECOND;
  allowance.left = Math.min(ALLOWANCE, allowance.left + refill) - 1;
  allowance.filledAt = now;
  return allowance.left >= 0;
}
