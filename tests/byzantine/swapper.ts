/** A05, A51: passes on another body under the id and signature of an honest event, before the event. */
import type { PeerId } from '../../src/base/ids.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { decodeMessage } from '../../src/wire/message.ts';
import type { Op } from '../../src/wire/op.ts';
import { encodeRun, type SignedRun } from '../../src/wire/run.ts';
import { Actor } from './actor.ts';

export const SWAPPED = '§';

export class Swapper extends Actor {
  turn(): void {
    // He waits for honest events.
  }

  override received(from: PeerId, bytes: Uint8Array): void {
    const message = this.alive ? decodeMessage(bytes) : undefined;
    if (message?.ok && message.value.kind === 'events') {
      const swapped = message.value.runs.flatMap((run) => swap(run) ?? []);
      if (swapped.length > 0)
        this.tell(
          swapped,
          this.near.filter(({ name }) => name !== from),
        );
    }
    super.received(from, bytes);
  }
}

/** The same run with another text in its last insert. */
function swap(run: SignedRun): Uint8Array | undefined {
  if (run.chain === 'policy') return undefined;
  const bodies = run.events.map(({ body }) => body);
  const last = bodies.at(-1) as EventBody;
  let found = false;
  const ops = last.ops.map((op): Op => {
    if (op.kind !== 'insert') return op;
    found = true;
    return { ...op, text: SWAPPED.repeat([...op.text].length) };
  });
  if (!found) return undefined;
  const { agent, chain, from, signature } = run;
  const encoded = [...bodies.slice(0, -1), { ...last, ops }].map(encodeBody);
  return encodeRun({ agent, chain, from, bodies: encoded, signature });
}
