/** A15, A16: events that name themselves, seqs that jump, and numbers that are none. */
import { asSeq } from '../../src/base/ids.ts';
import { concat } from '../../src/base/bytes.ts';
import { MAX_SEQ } from '../../src/base/limits.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** 2^56 as a varint, a padded 1, and −1 as other encodings write it. */
const NUMBERS: readonly (readonly number[])[] = [
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
  [0x81, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
];
/** Where a run's seq stands: after the agent and the chain. */
const SEQ_AT = 33;

export class Jumper extends Actor {
  turn(): void {
    const forger = this.forger();
    const where = this.begin(this.document);
    const { body, signature, run, id } = forger.first({ ...where, ops: [insert(0, 'j')] });
    const parts = { agent: forger.agent, chain: 'content', bodies: [body], signature } as const;
    const jumps = [MAX_SEQ - 1, 999_999_999 - 1, 1_000, 1];
    const far = (): Uint8Array =>
      encodeRun({ ...parts, from: asSeq(this.random.pick(jumps) ?? 1) });
    const beyond = (): Uint8Array => encodeRun({ ...parts, from: asSeq(MAX_SEQ) });
    const odd = (): Uint8Array => {
      const number = Uint8Array.from(this.random.pick(NUMBERS) ?? []);
      return concat(run.subarray(0, SEQ_AT), number, run.subarray(SEQ_AT + 1));
    };
    const itself = (): Uint8Array =>
      this.forger().first({ ...where, parents: [id], ops: [insert(0, 'j')] }).run;
    const made = this.random.pick([far, far, itself, beyond, odd])?.();
    if (made) this.tell([made]);
  }
}
