/** Messages between a tab and a relay's meeting point. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { equal, toHex } from '../../src/base/bytes.ts';
import { MAX_MEET_BYTES } from '../../src/base/limits.ts';
import { decodeMeet, encodeMeet, type MeetMessage } from '../../src/net/meet.ts';

const topic = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const peer = fc.stringMatching(/^[1-9A-HJ-NP-Za-km-z]{32,64}$/);
const message: fc.Arbitrary<MeetMessage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('meet', 'wait', 'seek', 'leave', 'full'), topic }),
  fc.record({ kind: fc.constantFrom('here', 'came', 'gone'), topic, peer }),
);

describe('meeting messages', () => {
  it('read back as they were written, within the limit', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const bytes = encodeMeet(sent);
        expect(bytes.length).toBeLessThanOrEqual(MAX_MEET_BYTES);
        expect(decodeMeet(bytes)).toEqual({ ok: true, value: sent });
      }),
    );
  });

  it('are canonical: what is read at all is written back byte for byte', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: MAX_MEET_BYTES }),
      fc.tuple(message, fc.nat(), fc.nat(255)).map(([sent, at, byte]) => {
        const changed = encodeMeet(sent);
        changed[at % changed.length] = byte;
        return changed;
      }),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const read = decodeMeet(given);
        if (read.ok) expect(equal(encodeMeet(read.value), given)).toBe(true);
      }),
    );
  });
});
