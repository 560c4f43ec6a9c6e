/**
 * A cluster of honest replicas with misbehaving ones among them, in the simulator of tests/sim: the
 * same tabs, network, disks and clock, and what must hold at every step whatever anybody sends.
 *
 * At every step: equal holdings show the same texts and members, no honest tab drops or accuses an
 * honest one, and queues stay within their limits. At the end, with the misbehaving ones still there:
 * every honest edit is at every honest replica, if there is one honest path. And after they left:
 * nothing waits, nothing that was called saved is gone, a replay shows the same, and all is silent.
 */
import { asSeconds, type AgentId, type EventId, type Role } from '../../src/base/ids.ts';
import { MAX_HELD_BYTES, MAX_INBOX_BYTES, MAX_PARKED_BYTES } from '../../src/base/limits.ts';
import type { RefusalCode } from '../../src/base/result.ts';
import type { ChainLog } from '../../src/replica/chain.ts';
import type { ShareSize } from '../../src/replica/shares.ts';
import type { PolicyAct } from '../../src/wire/act.ts';
import { decodeRun } from '../../src/wire/run.ts';
import { removalActs } from '../../src/replica/removal.ts';
import { Disk } from '../sim/disk.ts';
import { admission, deviceSeed, inviteSeed, keyOf } from '../sim/people.ts';
import type { Random } from '../sim/random.ts';
import { stateOf } from '../sim/state.ts';
import type { Tab } from '../sim/tab.ts';
import { World, type Device, type Met } from '../sim/world.ts';
import type { Actor, Cast } from './actor.ts';

export interface Plan {
  /** Honest persons, at most eight, and who is among them. */
  readonly honest?: number;
  readonly cast: readonly Cast[];
  /** The role of those who misbehave; `null`: nobody let them in. */
  readonly role?: Role | null;
  readonly steps?: number;
  /** What honest people do in a step, in place of anything at all. */
  readonly act?: (siege: Siege) => void;
  /** False where honest replicas may keep other parts of what is over a share. */
  readonly agrees?: boolean;
  /** What replicas keep of each member, if not as much as usual. */
  readonly shares?: ShareSize;
  /** Honest replicas are connected each to the next alone, at the end. */
  readonly line?: boolean;
}

/** Persons from this number on misbehave. */
const FIRST_LIAR = 100;
const MIN_PARKED = 256;

export class Siege {
  readonly world: World;
  readonly actors: Actor[] = [];
  /** Agents that those who misbehave made. */
  readonly liars = new Set<AgentId>();
  /** Events that break a rule: nobody honest may ever hold one. */
  readonly forbidden = new Set<EventId>();
  /** Why honest tabs closed a channel, and whose. */
  readonly drops: { readonly actor: Actor; readonly code: RefusalCode }[] = [];
  /** Agents of whom honest people were told that they signed two histories, and who was told. */
  readonly told: { readonly tab: Tab; readonly agent: AgentId }[] = [];
  readonly #plan: Plan;

  constructor(seed: number, plan: Plan) {
    this.#plan = plan;
    const events = {
      opened: (tab: Tab) => {
        for (const actor of this.actors) this.#meet(actor, tab);
      },
      met: (tab: Tab, effect: Met) => this.#met(tab, effect),
    };
    this.world = new World(seed, events, plan.shares);
    this.#gather();
  }

  get honest(): Tab[] {
    return this.world.tabs;
  }

  get random(): Random {
    return this.world.random;
  }

  /** Genesis, as the policy head of whoever knows nothing later. */
  get root(): EventId {
    return this.world.workspace as string as EventId;
  }

  /** What a policy chain says. */
  acts(log: ChainLog): PolicyAct[] {
    return log.runs(0).flatMap(({ start, end, signature }) => {
      const run = decodeRun(log.encode(start, end, signature));
      return run.ok ? run.value.events.flatMap(({ body }) => body.ops as PolicyAct[]) : [];
    });
  }

  check(holds: boolean, rule: string): void {
    this.world.check(holds, rule);
  }

  /** The whole story. `meanwhile` looks at what only holds while those who misbehave are there. */
  run(meanwhile: () => void = () => undefined): this {
    const { clock, random } = this.world;
    const steps = this.#plan.steps ?? random.whole(15, 35);
    const pace = random.pick([20, 150, 600]) ?? 150;
    for (let step = 0; step < steps; step++) this.step(random.whole(0, pace));
    this.world.heal(this.#plan.line ?? random.chance(0.3));
    for (let second = 0; second < 60; second++) {
      if (second < 8) this.#turns();
      clock.pass(1_000);
      this.bounded();
    }
    if (this.#plan.agrees ?? true) this.agree();
    meanwhile();
    return this;
  }

  /** Those who misbehave leave; what they did to others must leave nothing behind. */
  end(): this {
    const { clock, network } = this.world;
    for (const actor of this.actors) actor.leave();
    for (const a of this.honest) for (const b of this.honest) network.connect(a, b);
    clock.pass(120_000);
    this.world.converged();
    this.world.silent(60_000);
    return this;
  }

  step(pause: number): void {
    if (this.#plan.act) this.#plan.act(this);
    else this.world.step();
    this.#turns();
    this.world.clock.pass(pause);
    this.bounded();
  }

  /** Whatever honest replicas keep for others is within its limits. */
  bounded(): void {
    for (const { name, replica } of this.honest) {
      const peers = replica.peers();
      for (const { inboxBytes } of peers)
        this.check(inboxBytes <= MAX_INBOX_BYTES, `${name} keeps a bounded inbox`);
      const { events, bytes } = replica.waiting;
      const parked = (peers.length * MAX_PARKED_BYTES) / MIN_PARKED;
      this.check(events <= parked, `${name} parks a bounded number of events`);
      const queued = MAX_HELD_BYTES + (peers.length + 1) * MAX_INBOX_BYTES;
      this.check(bytes <= queued, `${name} queues a bounded number of bytes`);
    }
  }

  /** Honest replicas hold and show the same, though others still do what they can. */
  agree(): void {
    const [first] = this.honest;
    if (!first) return;
    for (const tab of this.honest) {
      const { replica } = tab;
      this.check(
        replica.held === first.replica.held,
        `${tab.name} holds what all honest ones hold`,
      );
      this.check(stateOf(replica) === stateOf(first.replica), `${tab.name} shows the same`);
      tab.checkEditors();
      this.#earned(tab);
      for (const id of this.forbidden)
        this.check(!replica.history.find(id), `${tab.name} holds nothing that breaks a rule`);
    }
  }

  /** Nobody jumps: no derived height is above what was spent on all chains together. */
  #earned({ name, replica }: Tab): void {
    let spent = 0;
    let highest = 0;
    for (const log of replica.history.chains()) {
      spent += log.end;
      highest = Math.max(highest, log.globalSeq(log.length - 1));
    }
    this.check(highest <= spent, `${name}: the greatest global seq was paid for`);
  }

  /** The founder removes somebody, and keeps what is held. */
  remove(actor: Actor): void {
    const founder = this.honest.find(({ device }) => device.person === 0);
    if (!founder) return;
    const target = { kind: 'member', member: actor.device.key } as const;
    for (const act of removalActs(founder.replica.history, target, 'all'))
      this.check(founder.do((own) => own.act(act, this.world.clock.now)).ok, 'the founder removes');
  }

  /** The codes with which honest replicas closed channels of one kind of actor, each once. */
  codes(cast?: Cast): RefusalCode[] {
    const of = this.drops.filter(({ actor }) => !cast || actor instanceof cast);
    return [...new Set(of.map(({ code }) => code))].sort();
  }

  // ── Who is there ──────────────────────────────────────────────────────────────────────────────

  /** The founder invites everybody, and writes a first text. */
  #gather(): void {
    const { world } = this;
    const { cast, role = 'editor', honest = world.random.whole(2, 5) } = this.#plan;
    const [founder] = world.tabs;
    if (!founder) return;
    const seed = inviteSeed(90);
    const expires = asSeconds(0);
    const uses = honest + cast.length;
    const inviting = {
      kind: 'invite',
      key: keyOf(seed),
      role: role ?? 'editor',
      approval: false,
      uses,
      expires,
    } as const;
    const opened = founder.do((own) => own.act(inviting, world.clock.now));
    this.check(opened.ok, 'the founder invites');
    if (!opened.ok) return;
    const invite = { event: opened.value.id, seed };
    const admit = (person: number): void => {
      const act = admission(world.workspace, invite, person, world.random.bytes(32));
      this.check(founder.do((own) => own.act(act, world.clock.now)).ok, 'the founder lets in');
    };
    const persons = Array.from({ length: honest - 1 }, (_, i) => i + 1);
    for (const person of persons) admit(person);
    for (const i of cast.keys()) if (role !== null) admit(FIRST_LIAR + i);
    world.create(founder);
    world.clock.pass(5_000);
    for (const person of persons) world.enter(person, role ?? 'editor');
    cast.forEach((One, i) => {
      const actor = new One(this, this.#device(FIRST_LIAR + i, role ?? 'editor'), world.loads++);
      this.actors.push(actor);
      for (const tab of this.honest) this.#meet(actor, tab);
    });
    world.clock.pass(5_000);
    for (let again = 0; again < 60 && !this.actors.every((actor) => this.#knows(actor)); again++) {
      for (const actor of this.actors) world.network.connect(actor, founder, 20);
      world.clock.pass(1_000);
    }
  }

  #turns(): void {
    const { network, random } = this.world;
    for (const actor of this.actors) {
      const near = this.honest.some((tab) => network.isOpen(actor, tab));
      const again = random.pick(this.honest);
      if (again && (!near || random.chance(0.2)))
        network.connect(actor, again, random.whole(1, 40));
      if (near && random.chance(0.7)) actor.turn();
    }
  }

  /** Whether it has learnt by now that it was let in. */
  #knows({ replica, device }: Actor): boolean {
    const members = replica.history.policy.members().map(({ id }) => id);
    return this.#plan.role === null || members.includes(device.key);
  }

  #meet(actor: Actor, tab: Tab): void {
    const { network, random } = this.world;
    if (actor.alive && random.chance(0.8)) network.connect(actor, tab, random.whole(1, 40));
  }

  /** Honest ones let go of nobody but those who misbehave, and accuse nobody else. */
  #met(tab: Tab, effect: Met): void {
    const { network } = this.world;
    if (this.actors.some((actor) => actor === tab)) return;
    if (effect.kind === 'forked') {
      this.check(this.liars.has(effect.agent), `${tab.name} accuses nobody honest of a fork`);
      this.told.push({ tab, agent: effect.agent });
      return;
    }
    const actor = this.actors.find(({ name }) => name === effect.peer);
    const { code, detail } = effect.refusal;
    this.check(
      actor !== undefined,
      `${tab.name} drops honest ${effect.peer}: ${code} ${detail ?? ''}`,
    );
    if (!actor) return;
    this.drops.push({ actor, code });
    network.cut(tab, actor);
  }

  #device(person: number, role: Role): Device {
    const { clock, random } = this.world;
    const name = `Mallory${person - FIRST_LIAR}`;
    const key = keyOf(deviceSeed(person));
    return { name, person, key, disk: new Disk(clock, random), role, tabs: [] };
  }
}

/** Honest people who write and now and then lose sight of each other; nobody's page is lost. */
export function write({ world }: Siege): void {
  const { network, random } = world;
  const tab = random.pick(world.tabs);
  const other = random.pick(world.tabs);
  if (!tab || !other) return;
  if (random.chance(0.8)) world.write(tab);
  else if (random.chance(0.5)) network.cut(tab, other);
  else network.connect(tab, other);
}
