/** A line between a tab and a meeting point, in this process: one end is under test, the other is the test. */
import type { Stream } from '@libp2p/interface';

import { MAX_MEET_BYTES } from '../../src/base/limits.ts';
import { dataFrame, FrameReader } from '../../src/net/frames.ts';
import { decodeMeet, encodeMeet, type MeetMessage } from '../../src/net/meet.ts';

/** The text of a peer id that nobody has. */
export const nameOf = (number: number): string =>
  `12D3KooW${String(number).padStart(36, '0').replaceAll('0', 'A')}`;

export class MeetingLine {
  /** What the end under test said. */
  readonly heard: MeetMessage[] = [];
  /** The end under test has closed it. */
  closed = false;
  readonly #acts = new Map<string, (event: object) => void>();
  readonly #reader = new FrameReader(MAX_MEET_BYTES);

  /** For the end under test. */
  readonly stream = {
    status: 'open',
    send: (bytes: Uint8Array) => this.#hear(bytes),
    addEventListener: (name: string, act: (event: object) => void) => this.#acts.set(name, act),
    close: async () => this.#close(),
    abort: () => this.#close(),
  } as unknown as Stream;

  say(message: MeetMessage): void {
    const bytes = dataFrame(encodeMeet(message), MAX_MEET_BYTES);
    this.#acts.get('message')?.({ data: { subarray: () => bytes } });
  }

  #hear(bytes: Uint8Array): boolean {
    const frames = this.#reader.push(bytes);
    for (const { kind, body } of frames.ok ? frames.value : []) {
      const message = decodeMeet(body);
      if (kind === 'data' && message.ok) this.heard.push(message.value);
    }
    return true;
  }

  #close(): void {
    this.closed = true;
  }
}
