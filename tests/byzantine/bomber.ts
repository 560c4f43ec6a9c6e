/** A20: messages that are too large, say that they are, burst when unpacked, or nest. */
import { deflateRawSync } from 'node:zlib';
import { MAX_EVENT_BYTES, MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { Writer } from '../../src/wire/codec.ts';
import { encodePacked } from '../../src/wire/packed.ts';
import { MESSAGE } from '../../src/wire/tags.ts';
import { insert } from '../replica/lab.ts';
import { pack } from '../sim/engine.ts';
import { Actor } from './actor.ts';

const NOTHING = new Uint8Array(0);
/** A hundred bytes that unfold to ten million. */
const BOMB = encodePacked({
  loose: NOTHING,
  deflated: new Uint8Array(deflateRawSync(new Uint8Array(10_000_000))),
});

export class Bomber extends Actor {
  turn(): void {
    const message = this.random.pick([
      () => BOMB,
      () => this.#nested(),
      () => new Uint8Array(MAX_FRAME_BYTES + 1).fill(MESSAGE.events),
      () =>
        new Writer()
          .u8(MESSAGE.events)
          .varint(2 ** 40)
          .finish(),
      () =>
        new Writer()
          .u8(MESSAGE.summary)
          .varint(2 ** 31)
          .finish(),
      () =>
        new Writer()
          .u8(MESSAGE.bundle)
          .varint(2 ** 20)
          .varint(2 ** 31)
          .finish(),
      () => new Writer().u8(MESSAGE.presence).bytes(new Uint8Array(4_000)).finish(),
    ])?.();
    if (message && this.random.chance(0.7)) this.say(message);
    else this.#huge();
  }

  /** Packed as deep as it goes. */
  #nested(): Uint8Array {
    let message = new Writer().u8(MESSAGE.hello).bytes(new Uint8Array(32)).finish();
    for (let depth = this.random.whole(2, 60); depth > 0; depth--) message = pack(message, 0);
    return message;
  }

  #huge(): void {
    const ops = [insert(0, 'h'.repeat(MAX_EVENT_BYTES + 1))];
    this.tell([this.forger().first({ ...this.begin(this.document), ops }).run]);
  }
}
