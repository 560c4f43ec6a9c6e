/**
 * A26, A42: says again what others said: in another kind of chain, in another document, on a chain of
 * his own, from another workspace; and others' carets, many times over.
 */
import type { PeerId, WorkspaceId } from '../../src/base/ids.ts';
import { encodeBody } from '../../src/wire/event.ts';
import { decodeMessage } from '../../src/wire/message.ts';
import { encodeRun, type SignedRun } from '../../src/wire/run.ts';
import { Forger, insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** What he remembers. */
const MEMORY = 60;

export class Replayer extends Actor {
  readonly #heard: Uint8Array[] = [];
  readonly #runs: SignedRun[] = [];
  readonly #carets: Uint8Array[] = [];

  turn(): void {
    const run = this.random.pick(this.#runs);
    const verbatim = this.random.pick(this.#heard);
    if (verbatim) this.say(verbatim);
    const caret = this.random.pick(this.#carets);
    if (caret) for (let again = 0; again < 20; again++) this.say(caret);
    if (!run || run.chain === 'policy') return;
    this.tell([
      this.random.pick([
        () => asPolicy(run),
        () => this.#onOwnChain(run),
        () => this.#inAnotherDocument(run),
        () => this.#fromAnotherWorkspace(),
      ])?.() ?? asPolicy(run),
    ]);
  }

  override received(from: PeerId, bytes: Uint8Array): void {
    const message = this.alive ? decodeMessage(bytes) : undefined;
    if (message?.ok) {
      this.#heard.push(bytes);
      if (message.value.kind === 'events') this.#runs.push(...message.value.runs);
      if (message.value.kind === 'presence') this.#carets.push(bytes);
    }
    for (const list of [this.#heard, this.#runs, this.#carets])
      list.splice(0, Math.max(0, list.length - MEMORY));
    super.received(from, bytes);
  }

  /** An honest body and signature, said to be of his chain. */
  #onOwnChain(run: SignedRun): Uint8Array {
    const { agent } = this.forger();
    return encodeRun({ ...run, agent, bodies: bodiesOf(run) });
  }

  #inAnotherDocument(run: SignedRun): Uint8Array {
    const { document } = this;
    const bodies = run.events.map(({ body }, i) =>
      encodeBody(i > 0 ? body : { ...body, document }),
    );
    return encodeRun({ ...run, bodies });
  }

  /** An event that his device signed elsewhere. */
  #fromAnotherWorkspace(): Uint8Array {
    const elsewhere = 'ab'.repeat(32) as WorkspaceId;
    const forger = new Forger(this.identity(), 'content', elsewhere);
    return forger.first({ ...this.begin(this.document), ops: [insert(0, 'elsewhere')] }).run;
  }
}

const bodiesOf = (run: SignedRun): Uint8Array[] => run.events.map(({ body }) => encodeBody(body));

const asPolicy = (run: SignedRun): Uint8Array =>
  encodeRun({ ...run, chain: 'policy', bodies: bodiesOf(run) });
