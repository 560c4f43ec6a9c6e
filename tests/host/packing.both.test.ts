import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.ts';
import { MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { pack, unpack } from '../../src/host/packing.ts';
import { decodePacked, encodePacked, isPacked } from '../../src/wire/packed.ts';

const message = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i % 7 === 0 ? i >> 8 : 6));

describe('packing', () => {
  it('W7 gives every message back, whatever of its end stays loose', async () => {
    for (const length of [100, 70_000, MAX_FRAME_BYTES])
      for (const loose of [0, 1, 64]) {
        const packed = await pack(message(length), loose);
        expect(isPacked(packed)).toBe(true);
        expect(await unpack(packed)).toEqual(message(length));
      }
    expect((await pack(message(70_000), 64)).length).toBeLessThan(7_000);
  });

  it('leaves a message as it is that packing would not make smaller', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(2_000));
    expect(await pack(noise, 0)).toBe(noise);
    expect(await pack(message(500), 500)).toEqual(message(500));
    expect(await pack(Uint8Array.of(6), 0)).toEqual(Uint8Array.of(6));
  });

  it('W7 A20 leaves a stream that bursts, after one message’s bytes', async () => {
    for (const [length, loose] of [
      [MAX_FRAME_BYTES + 1, 0],
      [MAX_FRAME_BYTES + 64, 64],
      [200_000_000, 0],
    ] as const) {
      const bomb = await pack(new Uint8Array(length), loose);
      expect(bomb.length).toBeLessThan(MAX_FRAME_BYTES);
      expect(await unpack(bomb)).toBeNull();
    }
  });

  it('W7 W3 gives nothing for a stream that is broken, cut off, or followed by something', async () => {
    const packed = await pack(message(5_000), 64);
    expect(await unpack(packed.subarray(0, -1))).toBeNull();
    expect(await unpack(packed.subarray(0, 80))).toBeNull();
    expect(await unpack(packed.subarray(0, 40))).toBeNull();
    expect(await unpack(new Uint8Array(0))).toBeNull();
    expect(await unpack(concat(packed, Uint8Array.of(0)))).toBeNull();
    const noise = new Uint8Array(300).fill(0xff);
    expect(await unpack(encodePacked({ loose: new Uint8Array(64), deflated: noise }))).toBeNull();
    expect(await unpack(message(300))).toBeNull();
  });

  it('W3 refuses a frame that is no packed message, or too large', () => {
    expect(decodePacked(Uint8Array.of(6, 0)).ok).toBe(false);
    expect(decodePacked(Uint8Array.of(7, 5, 1)).ok).toBe(false);
    const large = new Uint8Array(MAX_FRAME_BYTES + 1);
    expect(decodePacked(large)).toMatchObject({ ok: false, error: { code: 'TooLarge' } });
  });
});
