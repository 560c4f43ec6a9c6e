/**
 * A forger that signs whatever it is told, as a misbehaving member can, and the people whom replica
 * tests know. It needs nothing of Node, so a page can forge too.
 */
import { toHex } from '../../src/base/bytes.ts';
import { asSeconds, asSeq } from '../../src/base/ids.ts';
import type {
  Chain,
  DocumentId,
  EventId,
  Millis,
  PublicKey,
  WorkspaceId,
} from '../../src/base/ids.ts';
import { publicKeyOf, sign } from '../../src/base/keys.ts';
import type { Identity } from '../../src/replica/author.ts';
import type { AdmitAct } from '../../src/wire/act.ts';
import { agentIdOf, certificateMessage } from '../../src/wire/certificate.ts';
import { newDocumentId } from '../../src/wire/document.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { joinMessage } from '../../src/wire/join.ts';
import type { InsertOp } from '../../src/wire/op.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { ChainHash, chainMessage } from '../../src/wire/segment.ts';

const seedOf = (kind: number, n: number): Uint8Array => new Uint8Array(32).fill(n).fill(kind, 0, 1);
const keyOf = (seed: Uint8Array): PublicKey => toHex(publicKeyOf(seed)) as PublicKey;

export const device = (person: number): PublicKey => keyOf(seedOf(1, person));

export const genesis: Genesis = {
  founder: device(0),
  founderName: 'Ada',
  title: 'Lab',
  topicSecret: new Uint8Array(32).fill(9),
  createdAt: asSeconds(1_700_000_000),
};
export const workspace = workspaceIdOf(encodeGenesis(genesis));
export const ROOT = workspace as string as EventId;

export const text = (n: number): DocumentId => newDocumentId('text', new Uint8Array(15).fill(n));
export const DOC = text(1);
export const at = (ms: number): Millis => ms as Millis;

export const insert = (position: number, written: string): InsertOp => ({
  kind: 'insert',
  position,
  text: written,
});

export function identity(person: number, load: number, of = workspace): Identity {
  const seed = seedOf(2, load);
  const agent = keyOf(seed);
  const signature = sign(seedOf(1, person), certificateMessage(of, device(person), agent));
  return { seed, certificate: { device: device(person), agent, signature } };
}

/** The public half of an invite's secret, and a join on it. */
export const inviteKey = (n: number): PublicKey => keyOf(seedOf(3, n));

export function admit(invite: EventId, n: number, person: number, name = `P${person}`): AdmitAct {
  const transcript = new Uint8Array(32).fill(person);
  const message = joinMessage(workspace, invite, device(person), name, transcript);
  const proof = sign(seedOf(3, n), message);
  const consent = sign(seedOf(1, person), message);
  return { kind: 'admit', invite, device: device(person), name, transcript, proof, consent };
}

export interface Made {
  readonly id: EventId;
  /** Encoded run of this event alone. */
  readonly run: Uint8Array;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

/** Writes one chain and judges nothing. */
export class Forger {
  readonly agent;
  readonly identity: Identity;
  readonly chain: Chain;
  readonly #of: WorkspaceId;
  #hash: ChainHash;
  #seq = 0;

  constructor(by: Identity, chain: Chain = 'content', of = workspace) {
    this.identity = by;
    this.chain = chain;
    this.#of = of;
    this.agent = agentIdOf(of, by.certificate);
    this.#hash = ChainHash.start(this.agent, chain);
  }

  get seq(): number {
    return this.#seq;
  }

  /** What an honest first event of a text document would hold, but for `changed`. */
  first(changed: Partial<EventBody> = {}): Made {
    return this.next({
      first: { certificate: this.identity.certificate, continues: [] },
      document: DOC,
      parents: [],
      policyHeads: [ROOT],
      elapsed: 1,
      ops: [insert(0, 'ab')],
      ...changed,
    });
  }

  next(body: Partial<EventBody>): Made {
    const { made, hash } = this.#make({ seal: false, elapsed: 0, ops: [insert(0, 'x')], ...body });
    this.#hash = hash;
    this.#seq += body.ops?.length ?? 1;
    return made;
  }

  /** Several events under one signature. */
  many(bodies: readonly Partial<EventBody>[]): Uint8Array {
    const from = asSeq(this.#seq);
    const made = bodies.map((body) => this.next(body));
    const signature = made.at(-1)?.signature ?? new Uint8Array(64);
    const { agent, chain } = this;
    return encodeRun({ agent, chain, from, bodies: made.map((one) => one.body), signature });
  }

  /** Another next event, beside the one that is written: the beginning of a fork. */
  other(body: Partial<EventBody>): Made {
    return this.#make({ seal: false, elapsed: 0, ops: [insert(0, 'y')], ...body }).made;
  }

  clone(): Forger {
    const copy = new Forger(this.identity, this.chain, this.#of);
    copy.#hash = this.#hash.clone();
    copy.#seq = this.#seq;
    return copy;
  }

  #make(body: EventBody): { readonly made: Made; readonly hash: ChainHash } {
    const { agent, chain } = this;
    const bytes = encodeBody(body);
    const hash = this.#hash.clone();
    const id = hash.push(body, bytes);
    const from = asSeq(this.#seq);
    const message = chainMessage(agent, chain, asSeq(from + body.ops.length), id);
    const signature = sign(this.identity.seed, message);
    const run = encodeRun({ agent, chain, from, bodies: [bytes], signature });
    return { made: { id, run, body: bytes, signature }, hash };
  }
}
