/**
 * What replica tests share: a host that does at once what a replica asks, beside the forger.
 */
import { asPeerId, asSeconds } from '../../src/base/ids.ts';
import type { DocumentId, Millis, PeerId, Role } from '../../src/base/ids.ts';
import { verify } from '../../src/base/keys.ts';
import type { Refusal } from '../../src/base/result.ts';
import type { Effect } from '../../src/replica/effects.ts';
import { Replica } from '../../src/replica/replica.ts';
import type { ShareSize } from '../../src/replica/shares.ts';
import { agentIdOf } from '../../src/wire/certificate.ts';
import { decodeMessage, encodeMessage, type Message } from '../../src/wire/message.ts';
import { unpack } from '../sim/engine.ts';
import {
  admit,
  at,
  device,
  DOC,
  Forger,
  genesis,
  identity,
  inviteKey,
  ROOT,
  workspace,
} from './forger.ts';

export * from './forger.ts';

/** A replica whose store and signature checks answer at once, unless told to wait. */
export class Host {
  readonly replica: Replica;
  readonly sent: { readonly to: PeerId; readonly message: Message; readonly bytes: Uint8Array }[] =
    [];
  readonly drops = new Map<PeerId, Refusal>();
  readonly forks: string[] = [];
  readonly stored: Extract<Effect, { kind: 'store' }>[] = [];
  readonly shown: Extract<Effect, { kind: 'show' }>[] = [];
  /** Checks that wait to be answered, when `slow`. */
  readonly checks: Extract<Effect, { kind: 'verify' }>[] = [];
  slow = false;
  /** Every `send`, and packed frames that wait to be answered, when `slowUnpacking`. */
  readonly sends: Extract<Effect, { kind: 'send' }>[] = [];
  readonly unpacking: Extract<Effect, { kind: 'unpack' }>[] = [];
  slowUnpacking = false;
  /** What comes in is taken in by `goOn` alone. */
  lazy = false;
  /** How often somebody's caret was said to have moved. */
  carets = 0;
  now = 0;
  /** How much of `sent` was carried to others. */
  carried = 0;

  /** For whom it runs, and in which page load. */
  readonly person: number;
  readonly load: number;

  constructor(person: number, load: number, shares?: ShareSize) {
    this.person = person;
    this.load = load;
    this.replica = new Replica({
      workspace,
      genesis,
      identity: identity(person, load),
      epoch: asSeconds(1_700_000_000),
      ...(shares && { shares }),
    });
  }

  do<T>(act: (replica: Replica, now: Millis) => T): T {
    const result = act(this.replica, at(this.now));
    const next = (): Effect[] => (this.lazy ? this.replica.due() : this.replica.effects());
    for (let more = next(); more.length > 0; more = next())
      for (const effect of more) this.#perform(effect);
    return result;
  }

  /** Takes in a part of what came. False: there was nothing left. */
  goOn(): boolean {
    const effects = this.replica.effects();
    for (const effect of effects) this.#perform(effect);
    return effects.length > 0;
  }

  connect(name: string, person = 0, load = 99): PeerId {
    const peer = asPeerId(name);
    const agent = agentIdOf(workspace, identity(person, load).certificate);
    this.do((own, now) => own.connected(peer, device(person), agent, false, now));
    return peer;
  }

  receive(peer: PeerId, message: Uint8Array): void {
    this.do((own, now) => own.receive(peer, message, now));
  }

  /** Runs as a peer of this name sends them; why it was dropped, if it was. */
  hear(name: string, ...runs: readonly Uint8Array[]): Refusal | undefined {
    const peer = asPeerId(name);
    if (!this.replica.peers().some(({ id }) => id === peer)) this.connect(name);
    this.receive(peer, encodeMessage({ kind: 'events', runs }));
    return this.drops.get(peer);
  }

  /** Lets time pass, waking whenever that is asked for. */
  pass(duration: number): void {
    const end = this.now + duration;
    for (let next = this.replica.wakeAt(); next !== undefined && next <= end;) {
      this.now = Math.max(this.now, next);
      this.do((own, now) => own.wake(now));
      next = this.replica.wakeAt();
    }
    this.now = end;
  }

  type(document: DocumentId, position: number, inserted: string, deleted = 0): void {
    this.do((own, now) => own.edit(document, [{ position, deleted, inserted }], now));
    this.do((own, now) => own.flush(now));
  }

  text(document: DocumentId = DOC): string {
    return this.replica.history.known(document)?.text?.toString() ?? '';
  }

  answer(): void {
    for (const { ticket, checks } of this.checks.splice(0))
      this.do((own, now) => own.checked(ticket, verdicts(checks), now));
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case 'store':
        this.stored.push(effect);
        this.do((own, now) => own.stored(effect.ticket, now));
        return;
      case 'verify':
        this.checks.push(effect);
        if (!this.slow) this.answer();
        return;
      case 'unpack':
        this.unpacking.push(effect);
        if (!this.slowUnpacking) {
          const message = unpack(effect.packed);
          this.do((own, now) => own.unpacked(effect.ticket, message, now));
        }
        return;
      case 'send': {
        this.sends.push(effect);
        const message = decodeMessage(effect.message);
        if (!message.ok) throw new Error('what is sent can be read');
        this.sent.push({ to: effect.peer, message: message.value, bytes: effect.message });
        this.do((own, now) => own.drained(effect.peer, now));
        return;
      }
      case 'drop':
        this.drops.set(effect.peer, effect.refusal);
        return;
      case 'forked':
        this.forks.push(effect.agent);
        return;
      case 'show':
        this.shown.push(effect);
        return;
      case 'carets':
        this.carets += 1;
        return;
      default:
        return;
    }
  }
}

export const verdicts = (checks: Extract<Effect, { kind: 'verify' }>['checks']): boolean[] =>
  checks.map(({ publicKey, message, signature }) => verify(publicKey, message, signature));

/** Each of these has a channel to each other from now on. */
export function connect(hosts: Readonly<Record<string, Host>>): void {
  for (const [name, host] of Object.entries(hosts))
    for (const [other, { person, load }] of Object.entries(hosts))
      if (other !== name) host.connect(other, person, load);
}

/** Carries what hosts send to each other until nobody says anything more for ten seconds. */
export function converse(hosts: Readonly<Record<string, Host>>): void {
  for (let idle = 0; idle < 100;) {
    let moved = false;
    for (const [name, host] of Object.entries(hosts)) {
      const from = host.carried;
      host.carried = host.sent.length;
      for (const { to, bytes } of host.sent.slice(from)) {
        moved = true;
        hosts[to]?.receive(asPeerId(name), bytes);
      }
    }
    if (moved) idle = 0;
    else {
      idle += 1;
      for (const host of Object.values(hosts)) host.pass(100);
    }
  }
}

/** The founder's policy chain with an invite for the role, and person 1 admitted on it. */
export function admitted(role: Role = 'reader', uses = 1) {
  const policy = new Forger(identity(0, 8), 'policy');
  const { certificate } = policy.identity;
  const act = { kind: 'invite', key: inviteKey(1), role, uses, expires: 0 } as never;
  const invite = policy.next({
    first: { certificate, continues: [] },
    parents: [ROOT],
    elapsed: 1,
    ops: [act],
  });
  const joined = policy.next({ ops: [admit(invite.id, 1, 1)] });
  return { policy, invite, joined };
}
