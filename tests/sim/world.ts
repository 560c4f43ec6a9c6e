/**
 * One run: persons with devices, tabs on them, a network and the clock, all from one seed; and the
 * checks that look at several of them.
 */
import {
  asPeerId,
  type AgentId,
  type DocumentId,
  type EventId,
  type Role,
} from '../../src/base/ids.ts';
import type { PublicKey, WorkspaceId } from '../../src/base/ids.ts';
import { documentEntries, setDeleted, setPlace, setTitle } from '../../src/crdt/workspace-map.ts';
import type { Identity } from '../../src/replica/author.ts';
import type { Effect } from '../../src/replica/effects.ts';
import { Replica } from '../../src/replica/replica.ts';
import type { ShareSize } from '../../src/replica/shares.ts';
import { missing } from '../../src/replica/sync.ts';
import { newDocumentId, WORKSPACE_MAP } from '../../src/wire/document.ts';
import type { Genesis } from '../../src/wire/genesis.ts';
import { decodeRun } from '../../src/wire/run.ts';
import { Clock } from './clock.ts';
import { Disk } from './disk.ts';
import { Network } from './network.ts';
import {
  admission,
  COMING,
  deviceSeed,
  found,
  inviteSeed,
  keyOf,
  NAMES,
  newIdentity,
} from './people.ts';
import { Random } from './random.ts';
import { stateOf } from './state.ts';
import { Tab } from './tab.ts';

export interface Device {
  readonly name: string;
  readonly person: number;
  readonly key: PublicKey;
  readonly disk: Disk;
  readonly role: Role;
  readonly tabs: Tab[];
}

interface Invite {
  readonly event: EventId;
  readonly seed: Uint8Array;
  readonly role: Role;
}

/** A peer broke a rule, or somebody signed two histories. */
export type Met = Extract<Effect, { kind: 'drop' | 'forked' }>;

/** What is told to whoever adds others to a world. */
export interface WorldEvents {
  /** A page was loaded. */
  opened(tab: Tab): void;
  met(tab: Tab, effect: Met): void;
}

export class World {
  readonly #events: WorldEvents | null;
  readonly random: Random;
  readonly clock = new Clock();
  readonly network: Network;
  readonly genesis: Genesis;
  readonly workspace: WorkspaceId;
  readonly devices: Device[] = [];
  readonly #invites: Invite[] = [];
  readonly #states = new Map<string, string>();
  /** What each agent was told is saved: its first event ids. */
  readonly #saved = new Map<AgentId, readonly EventId[]>();
  /** Page loads so far. */
  loads = 0;
  /** Persons that somebody let in, though a crash may have kept it from being written. */
  #joined = 1;

  /** What replicas keep of each member, if not as much as usual. */
  readonly shares: ShareSize | undefined;

  constructor(seed: number, events: WorldEvents | null = null, shares?: ShareSize) {
    this.#events = events;
    this.shares = shares;
    this.random = new Random(seed);
    this.network = new Network(this.clock, this.random);
    const { genesis, workspace } = found(this.random);
    this.genesis = genesis;
    this.workspace = workspace;
    this.load(this.#device(0, 'admin'));
  }

  get tabs(): Tab[] {
    return this.devices.flatMap((device) => device.tabs);
  }

  check(holds: boolean, rule: string): void {
    if (!holds) throw new Error(`at ${this.clock.now} ms: ${rule}`);
  }

  /** Among honest tabs nobody is ever dropped or accused. */
  met(tab: Tab, effect: Met): void {
    if (this.#events) this.#events.met(tab, effect);
    else this.check(false, `${effect.kind} among honest: ${JSON.stringify(effect)}`);
  }

  /** Equal holdings show the same. */
  agree(held: string, state: string): void {
    const known = this.#states.get(held);
    if (known === undefined) this.#states.set(held, state);
    else
      this.check(known === state, `equal holdings, another state:\n${known}\n-- and --\n${state}`);
  }

  /** A tab has shown that its first events are saved. */
  saved(tab: Tab): void {
    const { agent, history, own } = tab.replica;
    const ids = history.chain(agent, 'content')?.ids.slice(0, own.durable) ?? [];
    this.#saved.set(agent, ids);
  }

  // ── What happens ──────────────────────────────────────────────────────────────────────────────

  /** Opens one more tab on a device, with what its disk holds. */
  load(device: Device): Tab {
    const tab = new Tab(this, device, this.loads++);
    device.tabs.push(tab);
    for (const other of device.tabs) this.network.connect(tab, other, 1);
    for (const other of this.devices.flatMap(({ tabs }) => tabs))
      if (this.random.chance(0.7)) this.network.connect(tab, other);
    this.#checkSaved(device, tab);
    this.#events?.opened(tab);
    return tab;
  }

  /** A page load of somebody whose device is none of `devices`. */
  identity(person: number): Identity {
    return newIdentity(this.workspace, person, this.loads++);
  }

  /** A person who was let in opens the workspace. */
  enter(person: number, role: Role): Tab {
    this.#joined = Math.max(this.#joined, person + 1);
    return this.load(this.#device(person, role));
  }

  crash(tab: Tab): void {
    tab.crash();
    tab.device.tabs.splice(tab.device.tabs.indexOf(tab), 1);
  }

  invite(): void {
    const admin = this.random.pick(this.tabs.filter((tab) => isAdmin(tab)));
    if (!admin) return;
    const seed = inviteSeed(this.#invites.length);
    const role = this.random.pick(['reader', 'editor', 'editor', 'admin'] as const) ?? 'editor';
    const act = {
      kind: 'invite',
      key: keyOf(seed),
      role,
      approval: false,
      uses: 2,
      expires: 0,
    } as const;
    const done = admin.do((own) =>
      own.act({ ...act, expires: this.genesis.createdAt }, this.clock.now),
    );
    this.check(done.ok, 'an admin invites');
    if (done.ok) this.#invites.push({ event: done.value.id, seed, role });
  }

  /** The next person joins on an invite; any member that knows it lets them in. */
  join(): void {
    const person = this.#joined;
    const invite = this.random.pick(this.#invites);
    if (!invite || person >= COMING) return;
    const host = this.random.pick(
      this.tabs.filter(({ replica }) => replica.history.find(invite.event)),
    );
    if (!host) return;
    const act = admission(this.workspace, invite, person, this.random.bytes(32));
    const admitted = host.do((own) => own.act(act, this.clock.now));
    if (!admitted.ok) return;
    this.#joined += 1;
    host.whenStored.set(admitted.value.ticket, () => {
      const tab = this.enter(person, invite.role);
      this.network.connect(tab, host);
    });
  }

  write(tab: Tab): void {
    const { random } = this;
    const document = random.pick([...tab.editors.keys()]);
    if (document === undefined) return;
    const text = tab.editors.get(document) ?? '';
    const position = random.whole(0, text.length);
    const deleted = random.chance(0.3) ? Math.min(random.whole(1, 12), text.length - position) : 0;
    const large = random.chance(0.004) ? random.whole(1_000, 20_000) : random.whole(0, 6);
    const inserted = random.pick(['a', 'e ', 'n', '\n', '🎈', 'ß', '𝄞x'])?.repeat(large) ?? '';
    const written = tab.edit(document, [{ position, deleted, inserted }]);
    this.check(written === tab.replica.mayWrite, 'whoever may write writes, nobody else');
    if (random.chance(0.3)) this.select(tab, document);
    if (random.chance(0.12)) this.burst(tab, document, position);
  }

  /** Keys pressed faster than events are made, near one place. */
  burst(tab: Tab, document: DocumentId, around: number): void {
    for (let keys = this.random.whole(2, 12); keys > 0; keys--) {
      const { length } = tab.editors.get(document) ?? '';
      const position = Math.min(Math.max(0, around + this.random.whole(-2, 2)), length);
      const deleted = Math.min(this.random.whole(0, 2), length - position);
      const inserted = this.random.chance(0.4) ? 'k' : '';
      tab.edit(document, [{ position, deleted, inserted }]);
    }
  }

  select(tab: Tab, document: DocumentId): void {
    const units = tab.editors.get(document)?.length ?? 0;
    const [anchor, head] = [this.random.whole(0, units), this.random.whole(0, units)];
    tab.selected = document;
    tab.do((own) => own.select({ document, anchor, head }, this.clock.now));
  }

  create(tab: Tab): void {
    const document = newDocumentId('text', this.random.bytes(15));
    const ops = [setTitle(document, `T${this.loads}`), setPlace(document, this.#place())];
    const done = tab.do((own) => own.set(WORKSPACE_MAP, ops, this.clock.now));
    if (done.ok) tab.edit(document, [{ position: 0, deleted: 0, inserted: 'begun' }]);
  }

  arrange(tab: Tab): void {
    const { registers } = tab.replica.history.map();
    const entry = this.random.pick(registers ? documentEntries(registers) : []);
    if (!entry) return;
    const op = this.random.pick([
      setTitle(entry.id, `named at ${this.clock.now}`),
      setPlace(entry.id, this.#place()),
      setDeleted(entry.id, !entry.deleted),
    ]);
    if (op) tab.do((own) => own.set(WORKSPACE_MAP, [op], this.clock.now));
  }

  /** One thing that somebody does, or that happens to them. */
  step(): void {
    const { random } = this;
    const tab = random.pick(this.tabs);
    const other = random.pick(this.tabs);
    if (!tab || !other) {
      const device = random.pick(this.devices);
      if (device) this.load(device);
      return;
    }
    const dice = random.next();
    if (dice < 0.55) this.write(tab);
    else if (dice < 0.6) this.create(tab);
    else if (dice < 0.65) this.arrange(tab);
    else if (dice < 0.67) this.invite();
    else if (dice < 0.72) this.join();
    else if (dice < 0.76) this.network.cut(tab, other);
    else if (dice < 0.78) this.network.cutAll(tab);
    else if (dice < 0.86) this.network.connect(tab, other);
    else if (dice < 0.88) this.crash(tab);
    else if (dice < 0.92) this.load(tab.device);
    else if (dice < 0.95) this.hold(tab, !tab.held);
    else if (dice < 0.97) this.cache(tab);
    else tab.do((own) => own.flush(this.clock.now));
  }

  hold(tab: Tab, held: boolean): void {
    tab.held = held;
    tab.do((own) => (held ? own.hold() : own.release(this.clock.now)));
  }

  cache(tab: Tab): void {
    const document = this.random.pick([...tab.editors.keys()]);
    const bytes = document && tab.do((own) => own.cache(document, this.clock.now));
    if (document && bytes) tab.device.disk.caches.set(document, bytes);
  }

  /**
   * Everybody is there with what their disk holds, connected, and lets go. `line`: each only to the
   * next.
   */
  heal(line: boolean): void {
    for (const device of this.devices) this.load(device);
    for (const tab of this.tabs) if (tab.held) this.hold(tab, false);
    const tabs = this.tabs;
    for (const [i, a] of tabs.entries())
      for (const [j, b] of tabs.entries()) {
        if (i >= j) continue;
        if (!line || j === i + 1) this.network.connect(a, b);
        else this.network.cut(a, b);
      }
  }

  // ── What must hold at the end ─────────────────────────────────────────────────────────────────

  converged(): void {
    const [first, ...others] = this.tabs;
    if (!first) return;
    for (const tab of others)
      this.check(tab.replica.held === first.replica.held, `${tab.name} holds what all hold`);
    for (const tab of this.tabs) {
      this.check(stateOf(tab.replica) === stateOf(first.replica), `${tab.name} shows the same`);
      tab.checkEditors();
      this.check(tab.replica.waiting.events === 0, `${tab.name} waits for nothing`);
      this.check(tab.replica.own.written === tab.replica.own.durable, 'all is saved');
      const alone = !this.devices.some(({ tabs }) => tabs.length > 0 && tabs !== tab.device.tabs);
      if (!alone && !tab.replica.peers().every(({ sibling }) => sibling))
        this.check(tab.replica.unsent === 0, `${tab.name} knows that others have its events`);
      for (const device of this.devices) this.#checkSaved(device, tab, true);
      this.#checkCarets(tab);
    }
    this.#replay(first);
  }

  /** Whoever is connected to somebody sees where they are. */
  #checkCarets({ replica, name }: Tab): void {
    for (const other of this.tabs) {
      const { selected } = other;
      if (selected === null || !replica.peers().some(({ id }) => id === other.name)) continue;
      const shown = replica.carets(selected).some(({ peer }) => peer === other.name);
      this.check(shown, `${name} sees the caret of ${other.name}`);
    }
  }

  /** Nothing more is said, and nobody waits for the clock. */
  silent(duration: number): void {
    const before = this.network.messages;
    this.clock.pass(duration);
    this.check(this.network.messages === before, 'equal replicas are silent');
    for (const tab of this.tabs)
      this.check(tab.replica.wakeAt() === undefined, `${tab.name} has nothing to wait for`);
  }

  /** Two equal replicas that meet again say no more than a hello each. */
  reunion(): void {
    const [a, b] = this.tabs;
    if (!a || !b) return;
    for (const tab of this.tabs) tab.do((own) => own.select(null, this.clock.now));
    this.clock.pass(2_000);
    this.network.cut(a, b);
    this.clock.pass(1_000);
    const before = this.network.bytes;
    this.network.connect(a, b);
    this.clock.pass(10_000);
    this.check(this.network.bytes - before <= 200, 'equal replicas cost 100 bytes each way');
  }

  #replay(tab: Tab): void {
    const fresh = new Replica({
      workspace: this.workspace,
      genesis: this.genesis,
      identity: newIdentity(this.workspace, tab.device.person, 9_999),
      epoch: this.genesis.createdAt,
    });
    const { history } = tab.replica;
    const runs = missing(history, new Map(), () => true).map((held) => {
      const { log, start, end, signature } = held;
      const isForked = history.isForked(log.agent, log.chain);
      const run = decodeRun(isForked ? log.following(held) : log.encode(start, end, signature));
      if (!run.ok) throw new Error('an own run can be read');
      return run.value;
    });
    fresh.restore(runs);
    for (const { evidence } of history.forks()) fresh.restoreEvidence(evidence);
    fresh.open(new Map());
    this.check(fresh.held === tab.replica.held, 'a replay holds the same');
    this.check(stateOf(fresh) === stateOf(tab.replica), 'a replay shows the same');
  }

  /** What a device was told is saved, a replica has; a later tab of it at once. */
  #checkSaved(device: Device, tab: Tab, everywhere = false): void {
    for (const [agent, ids] of this.#saved) {
      const log = tab.replica.history.chain(agent, 'content');
      const known =
        everywhere || log?.device === device.key || this.#deviceOf.get(agent) === device;
      if (known)
        this.check(
          ids.every((id, i) => log?.ids[i] === id),
          `what ${agent.slice(0, 6)} saved is there`,
        );
    }
    this.#deviceOf.set(tab.replica.agent, tab.device);
  }
  readonly #deviceOf = new Map<AgentId, Device>();

  #device(person: number, role: Role): Device {
    const device: Device = {
      name: NAMES[person] ?? 'Nobody',
      person,
      key: keyOf(deviceSeed(person)),
      disk: new Disk(this.clock, this.random),
      role,
      tabs: [],
    };
    this.devices.push(device);
    return device;
  }

  #place(): string {
    return String.fromCharCode(97 + this.random.whole(0, 25));
  }
}

/** Whether a tab knows already that its person is an admin. */
function isAdmin({ replica, device }: Tab): boolean {
  const { policy } = replica.history;
  return policy.may(policy.graph.heads, device.key, 'admin');
}

/** The name by which tabs know each other. */
export const peerOf = (tab: Tab) => asPeerId(tab.name);
