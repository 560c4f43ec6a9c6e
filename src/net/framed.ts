/**
 * One libp2p stream, seen as bounded frames with a heartbeat.
 *
 * Used for channels between tabs and for the line to a relay's meeting point. A stream that sends
 * nonsense, falls silent or stops reading is closed; its connection is left to the owner.
 */
import type { Stream } from '@libp2p/interface';

import { MAX_OUTBOX_BYTES } from '../base/limits.ts';
import { dataFrame, FrameReader, PING, PONG } from './frames.ts';
import { Heartbeat } from './heartbeat.ts';

/** How long the other end may take to close its half, in milliseconds. */
const CLOSE_MS = 3_000;

export interface FramedOptions {
  /** Largest frame, both ways, in bytes. */
  readonly limit: number;
  /** Bytes that may wait for a slow reader. */
  readonly outbox?: number;
}

export class FramedStream {
  onFrame: ((frame: Uint8Array) => void) | null = null;
  onDrain: (() => void) | null = null;
  /** Called once. `dead`: nothing was heard for too long, so the connection is suspect too. */
  onClose: ((dead: boolean) => void) | null = null;

  readonly #stream: Stream;
  readonly #limit: number;
  readonly #reader: FrameReader;
  readonly #heartbeat = new Heartbeat();
  #open = true;
  #reading = false;

  constructor(stream: Stream, options: FramedOptions) {
    this.#stream = stream;
    this.#limit = options.limit;
    this.#reader = new FrameReader(options.limit);
    stream.maxWriteBufferLength = options.outbox ?? MAX_OUTBOX_BYTES;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Starts reading: `onFrame` and `onClose` are set by now, and may be set anew later. */
  start(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#stream.addEventListener('message', (event) => this.#read(event.data.subarray()));
    this.#stream.addEventListener('drain', () => {
      this.#heartbeat.heard();
      if (this.#open) this.onDrain?.();
    });
    this.#stream.addEventListener('close', () => this.#end(false));
    this.#stream.addEventListener('remoteCloseWrite', () => this.close());
    if (this.#stream.status !== 'open') this.#end(false);
  }

  /** See Channel.send. */
  send(frame: Uint8Array): boolean {
    return this.#write(dataFrame(frame, this.#limit));
  }

  /** One beat: pings, or closes a stream that has not answered. */
  beat(): void {
    if (!this.#open) return;
    if (this.#heartbeat.beat()) this.#write(PING);
    else this.#abort(true);
  }

  /** Asks for a sign of life at once. */
  doubt(): void {
    this.#heartbeat.doubt();
    if (this.#open) this.#write(PING);
  }

  /** Sends what is queued, then closes both halves. */
  close(): void {
    if (!this.#open) return;
    this.#end(false);
    const stream = this.#stream;
    setTimeout(() => stream.abort(new Error('the other end did not close')), CLOSE_MS);
    stream.close({ signal: AbortSignal.timeout(CLOSE_MS) }).catch((error: Error) => {
      stream.abort(error);
    });
  }

  #read(bytes: Uint8Array): void {
    if (!this.#open) return;
    this.#heartbeat.heard();
    const frames = this.#reader.push(bytes);
    if (!frames.ok) return this.#abort(false);
    for (const frame of frames.value) {
      if (frame.kind === 'data') this.onFrame?.(frame.body);
      else if (frame.kind === 'ping') this.#write(PONG);
      if (!this.#open) return;
    }
  }

  #write(bytes: Uint8Array): boolean {
    if (!this.#open) return false;
    try {
      return this.#stream.send(bytes);
    } catch {
      this.#abort(false);
      return false;
    }
  }

  #abort(dead: boolean): void {
    this.#end(dead);
    this.#stream.abort(new Error(dead ? 'nothing heard' : 'stream broken'));
  }

  #end(dead: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    this.onClose?.(dead);
  }
}
