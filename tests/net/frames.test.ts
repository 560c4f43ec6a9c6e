/** Frames on a byte stream: cut anywhere, bounded, hostile-safe. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concat } from '../../src/base/bytes.ts';
import { dataFrame, FrameReader, PING, PONG, type Frame } from '../../src/net/frames.ts';
import { Heartbeat } from '../../src/net/heartbeat.ts';

const LIMIT = 1_000;

/** `bytes` in pieces of the given sizes, repeated until all is used up. */
function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    out.push(bytes.subarray(at, at + size));
    at += size;
  }
  return out;
}

const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });

describe('frames', () => {
  it('arrive as they were sent, however the stream is cut', () => {
    const sent = fc.array(
      fc.oneof(fc.constantFrom('ping', 'pong'), fc.uint8Array({ maxLength: LIMIT })),
    );
    fc.assert(
      fc.property(sent, sizes, (frames, cuts) => {
        const bytes = frames.map((frame) =>
          typeof frame === 'string' ? (frame === 'ping' ? PING : PONG) : dataFrame(frame, LIMIT),
        );
        const reader = new FrameReader(LIMIT);
        const got: Frame[] = [];
        for (const piece of pieces(concat(...bytes), cuts)) {
          const result = reader.push(piece);
          if (!result.ok) throw new Error('refused');
          got.push(...result.value);
        }
        const said = got.map(({ kind, body }) => (kind === 'data' ? [...body] : kind));
        expect(said).toEqual(
          frames.map((frame) => (typeof frame === 'string' ? frame : [...frame])),
        );
      }),
    );
  });

  it('random bytes are frames or refused, never an exception or a frame above the limit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), sizes, (bytes, cuts) => {
        const reader = new FrameReader(LIMIT);
        for (const piece of pieces(bytes, cuts)) {
          const result = reader.push(piece);
          if (!result.ok) return;
          for (const { body } of result.value) expect(body.length).toBeLessThanOrEqual(LIMIT);
        }
      }),
    );
  });

  it('a length above the limit is refused from the header alone', () => {
    const header = dataFrame(new Uint8Array(LIMIT + 1), LIMIT + 1).subarray(0, 4);
    expect(new FrameReader(LIMIT).push(header)).toMatchObject({ error: { code: 'TooLarge' } });
    expect(() => dataFrame(new Uint8Array(LIMIT + 1), LIMIT)).toThrow();
  });
});

describe('a heartbeat', () => {
  it('declares dead after three beats without a byte, and not before', () => {
    const heartbeat = new Heartbeat();
    expect([1, 2, 3, 4].map(() => heartbeat.beat())).toEqual([true, true, true, false]);
  });

  it('any byte starts the count anew', () => {
    const heartbeat = new Heartbeat();
    for (let beat = 0; beat < 10; beat++) {
      expect([heartbeat.beat(), heartbeat.beat(), heartbeat.beat()]).toEqual([true, true, true]);
      heartbeat.heard();
    }
  });

  it('in doubt, one more unanswered ping decides', () => {
    const heartbeat = new Heartbeat();
    heartbeat.doubt();
    expect([heartbeat.beat(), heartbeat.beat()]).toEqual([true, false]);
  });
});
