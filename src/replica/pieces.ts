/**
 * Who is asked for which piece of an image, and who is given one: messages and time in, effects out.
 *
 * Asked for is only what somebody here wants to see, and given only what a member made known. A piece is
 * believed for its hash, so it may come from anybody; who sends another one is not listened to any more,
 * and who does not answer is asked for nothing else until it does. Pieces that are here stay here: what
 * was cut off goes on where it ended. Left out: a claim of who holds what, which would prove nothing; a
 * peer that does not have a piece says so, and is asked again later.
 */
import type { Millis, PeerId, PieceId, PublicKey } from '../base/ids.ts';
import { MAX_ASKED } from '../base/limits.ts';
import { refuse, type Refusal } from '../base/result.ts';
import type { RowId } from '../wire/document.ts';
import type { Manifest } from '../wire/image.ts';
import type { PieceMessage } from '../wire/message.ts';
import { pieceIdOf, pieceLength } from '../wire/piece.ts';
import type { Bucket } from './budget.ts';

/** Whoever has not answered for so long keeps nobody else from being asked, in milliseconds. */
export const PATIENCE = 15_000;
/** Who does not have an image, or a piece of it, is asked again after so long. */
export const ASK_AGAIN = 15_000;

export interface Place {
  readonly image: RowId;
  readonly piece: number;
}

export type PieceEffect =
  /** Read it and call `found`. */
  | (Place & { readonly kind: 'read'; readonly peer: PeerId; readonly name: PieceId })
  /** Keep it: it is what its name says. */
  | (Place & { readonly kind: 'keep'; readonly name: PieceId; readonly bytes: Uint8Array })
  | { readonly kind: 'send'; readonly peer: PeerId; readonly message: PieceMessage }
  | { readonly kind: 'drop'; readonly peer: PeerId; readonly refusal: Refusal };

/** The other end of a proven channel. */
export interface End {
  readonly id: PeerId;
  readonly device: PublicKey;
  /** Another one for each channel: what was asked for over the one before may be lost. */
  readonly channel: symbol;
}

interface Asked extends Place {
  readonly at: number;
}

interface Other {
  readonly end: End;
  /** What it was asked for and has not answered. */
  readonly asked: Asked[];
  /** Until when it is not asked for an image, or for one piece (`keyOf`), that it did not have. */
  readonly lacks: Map<string, number>;
  /** Images of which it has sent a piece: it may lack one and have others. */
  readonly gave: Set<RowId>;
  /** What it asked for, oldest first; the first is being read if `reading`. */
  readonly queue: Place[];
  reading: boolean;
}

interface Wanted {
  readonly manifest: Manifest;
  readonly held: Set<number>;
}

export class Pieces {
  readonly #manifestOf: (image: RowId) => Manifest | undefined;
  readonly #others = new Map<PeerId, Other>();
  readonly #wanted = new Map<RowId, Wanted>();
  /** Bytes that were sent to each device. */
  readonly #sentTo: (device: PublicKey) => Bucket;
  /** Devices that sent something else than what a hash says. */
  readonly #liars = new Set<PublicKey>();
  #effects: PieceEffect[] = [];

  /**
   * @param manifestOf what members made known
   * @param sentTo the bytes that were sent to a device
   */
  constructor(
    manifestOf: (image: RowId) => Manifest | undefined,
    sentTo: (device: PublicKey) => Bucket,
  ) {
    this.#manifestOf = manifestOf;
    this.#sentTo = sentTo;
  }

  /** What to do now, in order; empties the list. */
  effects(): PieceEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** Who is connected now. */
  meet(ends: readonly End[], now: Millis): void {
    const channels = new Set(ends.map(({ channel }) => channel));
    for (const [id, { end }] of this.#others)
      if (!channels.has(end.channel)) this.#others.delete(id);
    for (const { id, device, channel } of ends) {
      if (this.#others.has(id)) continue;
      const none = { asked: [], lacks: new Map(), gave: new Set<RowId>(), queue: [] };
      this.#others.set(id, { end: { id, device, channel }, ...none, reading: false });
    }
    this.#ask(now);
  }

  /** Fetches an image that is known, of which these pieces are here. */
  want(image: RowId, held: Iterable<number>, now: Millis): void {
    const manifest = this.#manifestOf(image);
    if (!manifest) return;
    this.#wanted.set(image, { manifest, held: new Set(held) });
    this.#ask(now);
  }

  /** Nobody waits for it any more. What is under way still comes in, and is not kept. */
  unwant(image: RowId): void {
    this.#wanted.delete(image);
  }

  /** How many pieces of a wanted image are here. */
  held(image: RowId): number {
    return this.#wanted.get(image)?.held.size ?? 0;
  }

  /** How many of those connected may have what is missing of an image, as far as they said. */
  sources(image: RowId, now: Millis): number {
    return [...this.#others.values()].filter((other) => this.#mayHave(other, image, now)).length;
  }

  hear(id: PeerId, message: PieceMessage, now: Millis): void {
    const other = this.#others.get(id);
    if (!other) return;
    if (message.kind === 'ask') this.#asked(other, message, now);
    else this.#given(other, message, now);
    this.#ask(now);
  }

  /** What was read for a peer; `null`: it is not here. */
  found(id: PeerId, { image, piece }: Place, bytes: Uint8Array | null, now: Millis): void {
    const other = this.#others.get(id);
    const next = other?.queue[0];
    if (!other?.reading || next?.image !== image || next.piece !== piece) return;
    other.queue.shift();
    other.reading = false;
    this.#give(other, { image, piece }, bytes, now);
    this.#serve(other, now);
    this.#ask(now);
  }

  wake(now: Millis): void {
    for (const other of this.#others.values()) this.#serve(other, now);
    this.#ask(now);
  }

  /** When `wake` has something to do next; Infinity for never. */
  wakeAt(now: Millis): number {
    let at = Infinity;
    const isWaiting = [...this.#wanted.values()].some(isIncomplete);
    for (const { asked, lacks, queue, reading, end } of this.#others.values()) {
      if (queue.length > 0 && !reading) at = Math.min(at, this.#sentTo(end.device).readyAt());
      if (!isWaiting) continue;
      for (const one of asked) if (one.at + PATIENCE > now) at = Math.min(at, one.at + PATIENCE);
      for (const until of lacks.values()) if (until > now) at = Math.min(at, until);
    }
    return at;
  }

  // ── Giving ────────────────────────────────────────────────────────────────────────────────────

  #asked(other: Other, { image, piece }: Place, now: Millis): void {
    if (other.queue.length >= MAX_ASKED)
      return this.#drop(other, refuse('OverBudget', 'ask').error);
    other.queue.push({ image, piece });
    this.#serve(other, now);
  }

  /** Reads what a peer asked for, one after another, as far as its device's budget goes. */
  #serve(other: Other, now: Millis): void {
    const { end, queue } = other;
    for (let next = queue[0]; next && !other.reading; next = queue[0]) {
      const name = this.#manifestOf(next.image)?.pieces[next.piece];
      if (name === undefined) {
        queue.shift();
        this.#give(other, next, null, now);
        continue;
      }
      if (now < this.#sentTo(end.device).readyAt()) return;
      other.reading = true;
      this.#effects.push({ kind: 'read', peer: end.id, ...next, name });
    }
  }

  #give({ end }: Other, { image, piece }: Place, bytes: Uint8Array | null, now: Millis): void {
    const message = { kind: 'piece', image, piece, bytes: bytes ?? NOTHING } as const;
    this.#sentTo(end.device).spend(HEAD_BYTES + message.bytes.length, now);
    this.#effects.push({ kind: 'send', peer: end.id, message });
  }

  // ── Asking ────────────────────────────────────────────────────────────────────────────────────

  #given(
    other: Other,
    { image, piece, bytes }: Extract<PieceMessage, { kind: 'piece' }>,
    now: Millis,
  ): void {
    const at = other.asked.findIndex((one) => one.image === image && one.piece === piece);
    if (at < 0)
      return this.#drop(other, refuse('Malformed', 'a piece that nobody asked for').error);
    other.asked.splice(at, 1);
    if (bytes.length === 0) {
      const key = other.gave.has(image) ? keyOf({ image, piece }) : image;
      other.lacks.set(key, now + ASK_AGAIN);
      return;
    }
    const manifest = this.#wanted.get(image)?.manifest ?? this.#manifestOf(image);
    const name = manifest?.pieces[piece];
    // Where what members made known has changed meanwhile, nothing shows that this is wrong.
    if (manifest && name !== undefined) {
      if (bytes.length !== pieceLength(manifest, piece) || pieceIdOf(bytes) !== name) {
        this.#liars.add(other.end.device);
        return this.#drop(other, refuse('Malformed', 'another piece').error);
      }
      other.gave.add(image);
      const wanted = this.#wanted.get(image);
      if (wanted && !wanted.held.has(piece)) {
        wanted.held.add(piece);
        this.#effects.push({ kind: 'keep', image, piece, name, bytes });
      }
    }
  }

  /** Asks for what is missing and nobody else is being asked for, as many at once as may be. */
  #ask(now: Millis): void {
    for (const [image, wanted] of this.#wanted) {
      if (!isIncomplete(wanted)) continue;
      const underWay = this.#underWay(image, now);
      for (const { piece } of missingOf(image, wanted)) {
        if (underWay.has(piece)) continue;
        const from = this.#sourceOf({ image, piece }, now);
        if (!from) continue;
        from.asked.push({ image, piece, at: now });
        const message = { kind: 'ask', image, piece } as const;
        this.#effects.push({ kind: 'send', peer: from.end.id, message });
      }
    }
  }

  /** Pieces of an image that somebody is being asked for. */
  #underWay(image: RowId, now: Millis): Set<number> {
    const pieces = new Set<number>();
    for (const { asked } of this.#others.values())
      for (const one of asked)
        if (one.image === image && one.at + PATIENCE > now) pieces.add(one.piece);
    return pieces;
  }

  /** Of those who may have a piece, who is asked for the fewest. */
  #sourceOf(place: Place, now: Millis): Other | undefined {
    let best: Other | undefined;
    for (const other of this.#others.values()) {
      if (other.asked.length >= Math.min(MAX_ASKED, best?.asked.length ?? MAX_ASKED)) continue;
      if (!this.#mayHave(other, place.image, now)) continue;
      // One piece first: then it is known whether it has any.
      const { image } = place;
      if (!other.gave.has(image) && other.asked.some((one) => one.image === image)) continue;
      if ((other.lacks.get(keyOf(place)) ?? 0) > now) continue;
      best = other;
    }
    return best;
  }

  /** Whether it is worth asking: not who lied, does not have it, or leaves us without an answer. */
  #mayHave({ end, lacks, asked }: Other, image: RowId, now: Millis): boolean {
    if (this.#liars.has(end.device) || (lacks.get(image) ?? 0) > now) return false;
    return !asked.some((one) => one.at + PATIENCE <= now);
  }

  #drop(other: Other, refusal: Refusal): void {
    this.#others.delete(other.end.id);
    this.#effects.push({ kind: 'drop', peer: other.end.id, refusal });
  }
}

/** Of a message with a piece, what is not the piece. */
const HEAD_BYTES = 20;
const NOTHING = new Uint8Array(0);

const keyOf = ({ image, piece }: Place): string => `${image}/${piece}`;

const isIncomplete = ({ manifest, held }: Wanted): boolean => held.size < manifest.pieces.length;

function* missingOf(image: RowId, { manifest, held }: Wanted): IterableIterator<Place> {
  for (let piece = 0; piece < manifest.pieces.length; piece++)
    if (!held.has(piece)) yield { image, piece };
}
