/**
 * The images of a workspace: makes them known, keeps their pieces, fetches those that somebody looks at,
 * and gives others what they ask for. Loaded with the first image, one's own or another's.
 *
 * Pieces that the store refuses are kept in memory, so that what has come can be seen all the same.
 */
import { concat, fromHex } from '../base/bytes.ts';
import type { PeerId, PieceId, PublicKey, WorkspaceId } from '../base/ids.ts';
import { MAX_IMAGE_BYTES } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import { manifestIn, setImage } from '../crdt/image-row.ts';
import type { Bucket } from '../replica/budget.ts';
import type { Effect } from '../replica/effects.ts';
import type { Peer } from '../replica/peer.ts';
import { Pieces, type PieceEffect } from '../replica/pieces.ts';
import { MemoryPieces, type PieceStore } from '../storage/pieces.ts';
import { StoreError } from '../storage/store.ts';
import { imageRow, isImageRow, WORKSPACE_MAP, type RowId } from '../wire/document.ts';
import { encodeManifest, rowOf, type Manifest } from '../wire/image.ts';
import { cutImage, manifestOf, pieceIdOf } from '../wire/piece.ts';
import type { Loop } from './loop.ts';
import { pictureOf } from './picture.ts';
import type { ImagesSession, ImageState } from './session.ts';
import { Slice } from './slice.ts';

export interface ImagesParts {
  readonly id: WorkspaceId;
  readonly loop: Loop;
  readonly store: PieceStore;
  /** The bytes of pieces that were sent to a device. */
  readonly sentTo: (device: PublicKey) => Bucket;
}

interface Watched {
  readonly listeners: Set<(state: ImageState) => void>;
  state: ImageState;
  /** Of what members made known; null before that is known here. */
  manifest: Manifest | null;
  /** Its pieces are being looked for or put together. */
  busy: boolean;
  /** Pieces that came and are being written. */
  keeping: number;
}

/** An image that is fetched unasked. */
type Keeping = 'coming' | 'here' | 'absent';

const UNKNOWN: ImageState = { kind: 'unknown' };

export class Images implements ImagesSession {
  readonly #parts: ImagesParts;
  readonly #pieces: Pieces;
  readonly #watched = new Map<RowId, Watched>();
  /** What the store would not take. */
  readonly #loose = new MemoryPieces();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What is fetched unasked; null: nothing. */
  #all: Map<RowId, Keeping> | null = null;
  #met: readonly Peer[] = [];
  #closed = false;

  constructor(parts: ImagesParts) {
    this.#parts = parts;
    this.#pieces = new Pieces((image) => this.#manifestOf(image), parts.sentTo);
    this.look();
  }

  // ── What the screens ask ──────────────────────────────────────────────────────────────────────

  async add(bytes: Uint8Array): Promise<string> {
    if (bytes.length > MAX_IMAGE_BYTES || !pictureOf(bytes))
      throw new Fault('NoImage', 'only what can be shown is made known');
    const { id, loop, store } = this.#parts;
    const manifest = manifestOf(bytes);
    const encoded = encodeManifest(manifest);
    const row = rowOf(encoded);
    const pieces = cutImage(bytes).map((piece, i) => ({
      name: manifest.pieces[i] as PieceId,
      bytes: piece,
    }));
    // Before anybody hears of it: whoever knows of an image that nobody has could only wait.
    await store.put(id, pieces, 'strict');
    if (!this.#manifestOf(row)) {
      const written = loop.call((replica, now) =>
        replica.set(WORKSPACE_MAP, [setImage(encoded)], now),
      );
      if (!written.ok) throw new Fault('NotGranted', 'only who may write makes an image known');
    }
    return row.slice(2);
  }

  watch(name: string, told: (state: ImageState) => void): () => void {
    if (!NAME.test(name)) {
      told(UNKNOWN);
      return () => {};
    }
    const row = imageRow(fromHex(name));
    const none = { listeners: new Set<typeof told>(), state: UNKNOWN, manifest: null };
    const watched = this.#watched.get(row) ?? { ...none, busy: false, keeping: 0 };
    this.#watched.set(row, watched);
    watched.listeners.add(told);
    told(watched.state);
    this.#find(row, watched);
    return () => {
      watched.listeners.delete(told);
      if (watched.listeners.size > 0 || this.#watched.get(row) !== watched) return;
      this.#watched.delete(row);
      this.#pieces.unwant(row);
    };
  }

  /** Fetches whatever members make known, a few images at a time, from now on. */
  keepAll(): void {
    this.#all = new Map();
    this.look();
  }

  #fetchNext(all: Map<RowId, Keeping>): void {
    let coming = [...all.values()].filter((state) => state === 'coming').length;
    const rows = this.#parts.loop.call(({ history }) => history.map().registers?.rows() ?? []);
    for (const row of rows) {
      if (coming >= AT_ONCE) return;
      if (!isImageRow(row) || all.has(row)) continue;
      coming += 1;
      this.#fetch(row, all);
    }
  }

  /** Where nobody who is here has it, others have their turn, until somebody else comes. */
  #fetch(row: RowId, all: Map<RowId, Keeping>): void {
    all.set(row, 'coming');
    const stop = this.watch(row.slice(2), (state) => {
      const isHere = state.kind === 'whole' || state.kind === 'bad';
      if (!isHere && !(state.kind === 'fetching' && state.sources === 0)) return;
      all.set(row, isHere ? 'here' : 'absent');
      queueMicrotask(() => {
        stop();
        if (!this.#closed) this.#fetchNext(all);
      });
    });
  }

  // ── What the replica says ─────────────────────────────────────────────────────────────────────

  /** Somebody came or went, or the history grew. */
  look(): void {
    if (this.#closed) return;
    const peers = this.#parts.loop.call((replica) => replica.peers());
    this.#call((pieces, now) => pieces.meet(peers, now));
    for (const [row, watched] of this.#watched) this.#find(row, watched);
    this.#tellAll();
    if (!this.#all) return;
    const isNew = peers.some((peer) => !this.#met.includes(peer));
    this.#met = peers;
    for (const [row, state] of this.#all) if (isNew && state === 'absent') this.#all.delete(row);
    this.#fetchNext(this.#all);
  }

  hear({ peer, message }: Extract<Effect, { kind: 'pieces' }>): void {
    if (this.#closed) return;
    this.look();
    this.#call((pieces, now) => pieces.hear(peer, message, now));
    this.#tellAll();
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watched.clear();
  }

  // ── Inside ────────────────────────────────────────────────────────────────────────────────────

  #manifestOf(row: RowId): Manifest | undefined {
    return this.#parts.loop.call(({ history }) => {
      const { registers } = history.map();
      return registers && manifestIn(registers, row);
    });
  }

  /** Begins with an image as soon as it is known here. */
  #find(row: RowId, watched: Watched): void {
    if (watched.manifest || watched.busy) return;
    const manifest = this.#manifestOf(row);
    if (!manifest) return;
    watched.manifest = manifest;
    void this.#begin(row, watched, manifest);
  }

  async #begin(row: RowId, watched: Watched, manifest: Manifest): Promise<void> {
    watched.busy = true;
    const held = await this.#heldOf(manifest);
    watched.busy = false;
    if (this.#watched.get(row) !== watched) return;
    this.#call((pieces, now) => pieces.want(row, held, now));
    this.#tell(row, watched);
  }

  async #heldOf({ pieces }: Manifest): Promise<number[]> {
    const { id, store } = this.#parts;
    const stored = await store.has(id, pieces).catch(noPieces);
    const loose = await this.#loose.has(id, pieces);
    return [...pieces.keys()].filter((i) => {
      const name = pieces[i] as PieceId;
      return stored.has(name) || loose.has(name);
    });
  }

  /** Lets the exchange go on, does what it says, and wakes it when it is time. */
  #call(act: (pieces: Pieces, now: ReturnType<Loop['now']>) => void): void {
    const { loop } = this.#parts;
    act(this.#pieces, loop.now());
    for (let due = this.#pieces.effects(); due.length > 0; due = this.#pieces.effects())
      for (const effect of due) this.#perform(effect);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const at = this.#closed ? Infinity : this.#pieces.wakeAt(loop.now());
    if (at < Infinity)
      this.#timer = setTimeout(
        () => {
          this.#call((pieces, now) => pieces.wake(now));
          this.#tellAll();
        },
        Math.max(1, at - loop.now()),
      );
  }

  #perform(effect: PieceEffect): void {
    const { loop } = this.#parts;
    switch (effect.kind) {
      case 'send':
        loop.say(effect.peer, effect.message);
        return;
      case 'drop':
        loop.call((replica) => replica.expel(effect.peer, effect.refusal));
        return;
      case 'read':
        void this.#read(effect.peer, effect);
        return;
      case 'keep':
        void this.#keep(effect);
    }
  }

  async #read(peer: PeerId, place: Extract<PieceEffect, { kind: 'read' }>): Promise<void> {
    const bytes = await this.#pieceOf(place.name);
    if (!this.#closed) this.#call((pieces, now) => pieces.found(peer, place, bytes, now));
  }

  async #keep({ image, name, bytes }: Extract<PieceEffect, { kind: 'keep' }>): Promise<void> {
    const { id, store } = this.#parts;
    const piece = [{ name, bytes }];
    const watched = this.#watched.get(image);
    if (watched) watched.keeping += 1;
    await store.put(id, piece, 'relaxed').catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error;
      return this.#loose.put(id, piece);
    });
    if (!watched) return;
    watched.keeping -= 1;
    this.#tell(image, watched);
  }

  /** A piece that is here and is what its name says. */
  async #pieceOf(name: PieceId): Promise<Uint8Array | null> {
    const { id, store } = this.#parts;
    const stored = await store.piece(id, name).catch(() => undefined);
    const bytes = stored ?? (await this.#loose.piece(id, name));
    return bytes && pieceIdOf(bytes) === name ? bytes : null;
  }

  #tellAll(): void {
    for (const [row, watched] of this.#watched) this.#tell(row, watched);
  }

  #tell(row: RowId, watched: Watched): void {
    const { manifest } = watched;
    const { kind } = watched.state;
    if (!manifest || watched.busy || kind === 'whole' || kind === 'bad') return;
    const of = manifest.pieces.length;
    const held = this.#pieces.held(row) - watched.keeping;
    if (held === of) return void this.#show(row, watched, manifest);
    const sources = this.#pieces.sources(row, this.#parts.loop.now());
    const before = watched.state;
    const isSame = before.kind === 'fetching' && before.held === held && before.of === of;
    if (!isSame || before.sources !== sources)
      this.#say(watched, { kind: 'fetching', held, of, sources });
  }

  /** Puts the pieces together; what was damaged on the disk is fetched again. */
  async #show(row: RowId, watched: Watched, { pieces }: Manifest): Promise<void> {
    watched.busy = true;
    const slice = new Slice();
    const parts: Uint8Array[] = [];
    const held: number[] = [];
    for (const [i, name] of pieces.entries()) {
      const bytes = await this.#pieceOf(name);
      if (bytes) {
        parts.push(bytes);
        held.push(i);
      }
      if (slice.isOver) await slice.end();
    }
    watched.busy = false;
    if (this.#watched.get(row) !== watched) return;
    if (held.length < pieces.length) {
      this.#call((exchange, now) => exchange.want(row, held, now));
      return this.#tell(row, watched);
    }
    const bytes = concat(...parts);
    const picture = pictureOf(bytes);
    this.#say(watched, picture ? { kind: 'whole', ...picture, bytes } : { kind: 'bad' });
  }

  #say(watched: Watched, state: ImageState): void {
    watched.state = state;
    for (const told of watched.listeners) told(state);
  }
}

/** Images that are fetched unasked at the same time. */
const AT_ONCE = 8;
const NAME = /^[0-9a-f]{30}$/;

/** A store that fails has nothing; what it has is fetched again. */
function noPieces(error: unknown): ReadonlySet<PieceId> {
  if (!(error instanceof StoreError)) throw error;
  return new Set();
}
