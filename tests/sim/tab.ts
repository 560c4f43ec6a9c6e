/**
 * One page load: a replica, the loop that does what it asks, and an editor for each document that
 * knows only its own edits and what it was shown. Checks as it goes what must hold at every step.
 */
import { toHex } from '../../src/base/bytes.ts';
import {
  asPeerId,
  type AgentId,
  type Chain,
  type DocumentId,
  type PeerId,
  type Seconds,
} from '../../src/base/ids.ts';
import type { Effect } from '../../src/replica/effects.ts';
import { Replica } from '../../src/replica/replica.ts';
import { decodeMessage } from '../../src/wire/message.ts';
import { chainKey, runEnd } from '../../src/wire/run.ts';
import type { TextChange } from '../../src/crdt/op.ts';
import { applied } from './editor.ts';
import { pack, unpack, verify } from './engine.ts';
import type { Line } from './disk.ts';
import type { End } from './network.ts';
import { newIdentity } from './people.ts';
import { stateOf } from './state.ts';
import type { Device, World } from './world.ts';

export class Tab implements End {
  readonly name: string;
  readonly device: Device;
  readonly replica: Replica;
  readonly editors = new Map<DocumentId, string>();
  readonly #world: World;
  readonly #line: Line;
  /** Own ops that the store has confirmed, by chain. */
  readonly #confirmed = new Map<string, number>();
  #cancelWake: (() => void) | null = null;
  #heldBefore = '';
  /** Documents shown or edited since the last check. */
  readonly #touched = new Set<DocumentId>();
  /** Own events that the store has not confirmed. */
  #undurable = 0;
  /** Wakes, by whole second. */
  readonly wakes = new Map<number, number>();
  /** What is to happen once a ticket is durable. */
  readonly whenStored = new Map<number, () => void>();
  /** The key of each signature that it asked its host to check. */
  readonly checkedKeys: string[] = [];
  /** Where its person's caret was put last. */
  selected: DocumentId | null = null;
  held = false;
  alive = true;

  constructor(world: World, device: Device, load: number) {
    this.#world = world;
    this.device = device;
    this.name = `${device.name}-${load}`;
    this.#line = device.disk.open();
    this.replica = new Replica({
      workspace: world.workspace,
      genesis: world.genesis,
      identity: newIdentity(world.workspace, device.person, load),
      epoch: 1_700_000_000 as Seconds,
      ...(world.shares && { shares: world.shares }),
    });
    const stored = device.disk.named();
    const ends = new Map(stored.map(({ run, end }) => [run, end]));
    const runs = stored.map(({ run }) => run);
    for (const checks of this.replica.restore(runs, (run) => ends.get(run)).values())
      for (const { publicKey, message, signature } of checks)
        world.check(verify(publicKey, message, signature), 'what is stored can be proven');
    for (const evidence of device.disk.evidence()) this.replica.restoreEvidence(evidence);
    this.replica.open(device.disk.caches);
    for (const { id, text } of this.replica.history.documents())
      if (text) this.editors.set(id, text.toString());
    this.#afterwards();
  }

  // ── The person ────────────────────────────────────────────────────────────────────────────────

  do<T>(act: (replica: Replica) => T): T {
    const result = act(this.replica);
    this.#afterwards();
    return result;
  }

  edit(document: DocumentId, changes: readonly TextChange[]): boolean {
    this.#touched.add(document);
    // As editors do: what is typed is on the screen before anybody is asked.
    this.editors.set(document, applied(this.editors.get(document) ?? '', changes));
    const result = this.replica.edit(document, changes, this.#world.clock.now);
    this.#afterwards();
    return result.ok;
  }

  // ── The network ───────────────────────────────────────────────────────────────────────────────

  opened(other: Tab): void {
    if (!this.alive) return;
    const { device, replica } = other;
    const sibling = device === this.device;
    this.do((own) =>
      own.connected(
        asPeerId(other.name),
        device.key,
        replica.agent,
        sibling,
        this.#world.clock.now,
      ),
    );
  }

  received(from: PeerId, message: Uint8Array): void {
    if (this.alive) this.do((own) => own.receive(from, message, this.#world.clock.now));
  }

  drained(to: PeerId): void {
    if (this.alive) this.do((own) => own.drained(to, this.#world.clock.now));
  }

  closed(other: PeerId): void {
    if (this.alive) this.do((own) => own.disconnected(other));
  }

  /** The page is gone, from one moment to the next. */
  crash(): void {
    this.alive = false;
    this.#line.crash();
    this.#cancelWake?.();
    this.#world.network.cutAll(this);
  }

  // ── The loop ──────────────────────────────────────────────────────────────────────────────────

  #afterwards(): void {
    for (let effects = this.replica.effects(); effects.length > 0;) {
      for (const effect of effects) this.#perform(effect);
      effects = this.replica.effects();
    }
    this.#check();
    this.#schedule();
  }

  #perform(effect: Effect): void {
    const { clock, random } = this.#world;
    switch (effect.kind) {
      case 'store':
        if (effect.durability === 'strict') this.#undurable += 1;
        this.#line.store(effect, () => {
          if (effect.durability === 'strict') this.#undurable -= 1;
          for (const { agent, chain, to } of effect.runs)
            this.#confirmed.set(
              chainKey(agent, chain),
              Math.max(to, this.#confirmed.get(chainKey(agent, chain)) ?? 0),
            );
          this.do((own) => own.stored(effect.ticket, clock.now));
          this.#world.saved(this);
          this.whenStored.get(effect.ticket)?.();
        });
        return;
      case 'verify':
        for (const { publicKey } of effect.checks) this.checkedKeys.push(toHex(publicKey));
        clock.after(random.whole(0, random.chance(0.1) ? 800 : 10), () => {
          if (!this.alive) return;
          const verdicts = effect.checks.map(({ publicKey, message, signature }) =>
            verify(publicKey, message, signature),
          );
          this.do((own) => own.checked(effect.ticket, verdicts, clock.now));
        });
        return;
      case 'unpack':
        clock.after(random.whole(0, 10), () => {
          if (this.alive)
            this.do((own) => own.unpacked(effect.ticket, unpack(effect.packed), clock.now));
        });
        return;
      case 'send':
        this.#checkSent(effect.message);
        if (effect.loose === undefined) this.post(effect.peer, effect.message);
        else this.#pack(effect.peer, effect.message, effect.loose);
        return;
      case 'show': {
        this.#touched.add(effect.document);
        const before = this.editors.get(effect.document) ?? '';
        this.editors.set(effect.document, applied(before, effect.changes));
        return;
      }
      case 'drop':
      case 'forked':
        this.#world.met(this, effect);
        return;
      case 'view':
      case 'carets':
        return;
    }
  }

  /** Others may go out before a message is packed. */
  #pack(peer: PeerId, message: Uint8Array, loose: number): void {
    const { clock, random } = this.#world;
    clock.after(random.whole(0, 10), () => {
      if (this.alive) this.post(peer, pack(message, loose));
    });
  }

  /** What the replica says goes to a peer. */
  protected post(peer: PeerId, message: Uint8Array): void {
    this.#world.network.send(this, peer, message);
  }

  /** Nothing of one's own goes out, or is claimed, before it is durable. */
  #checkSent(bytes: Uint8Array): void {
    let told = TOLD.get(bytes);
    if (!told) TOLD.set(bytes, (told = toldBy(bytes)));
    this.#world.check(told !== 'unreadable', 'what is sent can be read');
    if (told === 'unreadable') return;
    for (const { agent, chain, seq } of told)
      if (agent === this.replica.agent)
        this.#world.check(
          seq <= (this.#confirmed.get(chainKey(agent, chain)) ?? 0),
          'a signature leaves only after its store',
        );
  }

  #check(): void {
    for (const id of this.#touched) this.#checkEditor(id);
    this.#touched.clear();
    const { held, own } = this.replica;
    if (held === this.#heldBefore || own.drafting || this.#undurable > 0) return;
    this.#heldBefore = held;
    this.#world.agree(held, stateOf(this.replica));
  }

  checkEditors(): void {
    for (const { id } of this.replica.history.documents()) this.#checkEditor(id);
  }

  /** An editor that applied what it was shown and what was typed has the replica's text. */
  #checkEditor(id: DocumentId): void {
    const text = this.replica.history.known(id)?.text?.toString() ?? '';
    this.#world.check(text === (this.editors.get(id) ?? ''), `editor of ${id} at ${this.name}`);
  }

  #schedule(): void {
    const { clock } = this.#world;
    this.#cancelWake?.();
    const at = this.replica.wakeAt();
    if (at === undefined || !this.alive) return;
    this.#cancelWake = clock.at(Math.ceil(at), () => {
      const second = Math.floor(clock.now / 1000);
      const wakes = (this.wakes.get(second) ?? 0) + 1;
      this.wakes.set(second, wakes);
      this.#world.check(wakes <= 60, 'wakes are bounded');
      this.do((own) => own.wake(clock.now));
      const next = this.replica.wakeAt();
      this.#world.check(next === undefined || next > clock.now, 'a wake does what was due');
    });
  }
}

type Told = readonly { readonly agent: AgentId; readonly chain: Chain; readonly seq: number }[];

/** What a message says there is: one that goes to many is read once. */
const TOLD = new WeakMap<Uint8Array, Told | 'unreadable'>();

function toldBy(bytes: Uint8Array): Told | 'unreadable' {
  const message = decodeMessage(bytes);
  if (!message.ok) return 'unreadable';
  if (message.value.kind === 'summary') return message.value.ends;
  if (message.value.kind !== 'events') return [];
  return message.value.runs.map((run) => ({ ...run, seq: runEnd(run) }));
}
