/**
 * A channel before it is trusted: frames one after another, each waited for, none beyond a few.
 *
 * Once the other end is proven the channel is handed on with whatever has arrived meanwhile.
 */
import { MAX_EARLY_BYTES, MAX_EARLY_FRAMES } from '../base/limits.ts';
import type { Channel } from '../net/transport.ts';

/** Why the conversation at the door ended. */
export class LineClosed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'LineClosed';
  }
}

export class Line {
  readonly channel: Channel;
  /** Resolves when the channel closes before it was handed on. */
  readonly gone: Promise<void>;
  readonly #frames: Uint8Array[] = [];
  #bytes = 0;
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(channel: Channel) {
    this.channel = channel;
    channel.onFrame = (frame) => {
      this.#frames.push(frame);
      this.#bytes += frame.length;
      if (this.#frames.length > MAX_EARLY_FRAMES || this.#bytes > MAX_EARLY_BYTES) channel.close();
      this.#wake?.();
    };
    this.gone = new Promise((resolve) => {
      channel.onClose = () => {
        this.#closed = true;
        this.#wake?.();
        resolve();
      };
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(frame: Uint8Array): void {
    this.channel.send(frame);
  }

  /** The next frame; rejects with LineClosed when the channel closes or `signal` fires first. */
  async next(signal: AbortSignal): Promise<Uint8Array> {
    const stop = (): void => this.#wake?.();
    signal.addEventListener('abort', stop);
    try {
      for (;;) {
        if (signal.aborted) throw new LineClosed('timeout');
        const frame = this.#frames.shift();
        this.#bytes -= frame?.length ?? 0;
        if (frame) return frame;
        if (this.#closed) throw new LineClosed('closed');
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#wake = null;
      signal.removeEventListener('abort', stop);
    }
  }

  /** The other end has nothing more to say: what it says all the same closes the channel. Throws LineClosed. */
  endHearing(): void {
    if (this.#frames.length > 0) throw new LineClosed('said more');
    this.channel.onFrame = () => this.channel.close();
  }

  /** Hands the channel on: frames that came too early are delivered first. */
  handOver(onFrame: (frame: Uint8Array) => void, onClose: () => void): void {
    this.channel.onFrame = onFrame;
    this.channel.onClose = onClose;
    for (const frame of this.#frames.splice(0)) onFrame(frame);
    if (this.#closed) onClose();
  }
}
