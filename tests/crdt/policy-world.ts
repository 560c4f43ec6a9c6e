/**
 * People, their devices and real signatures for the policy tests, and a policy that is fed by ids.
 *
 * Event ids are hashes of a counter: what an id is made of is the wire's business, here it only has
 * to be unique and to sort as it likes.
 */
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { sha256 } from '../../src/base/hash.ts';
import type {
  AgentId,
  EventId,
  LV,
  MemberId,
  PublicKey,
  Role,
  WorkspaceId,
} from '../../src/base/ids.ts';
import { asSeconds, asSeq } from '../../src/base/ids.ts';
import { publicKeyOf, sign } from '../../src/base/keys.ts';
import type { Result } from '../../src/base/result.ts';
import type { PolicyVersion } from '../../src/crdt/policy/effects.ts';
import type { Member } from '../../src/crdt/policy/people.ts';
import { Policy } from '../../src/crdt/policy/policy.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { deviceMessage, joinMessage } from '../../src/wire/join.ts';
import type {
  AdmitAct,
  CloseAct,
  DeviceAct,
  InviteAct,
  Name,
  PolicyAct,
  RemoveAct,
  RoleAct,
  ShareAct,
  Target,
} from '../../src/wire/act.ts';

export interface Key {
  readonly seed: Uint8Array;
  readonly id: PublicKey;
}

const made = new Map<string, Key>();

/** A key by name, always the same. */
export function key(name: string): Key {
  let known = made.get(name);
  if (!known) {
    const seed = sha256(utf8(name));
    known = { seed, id: toHex(publicKeyOf(seed)) as PublicKey };
    made.set(name, known);
  }
  return known;
}

export const FOUNDER = key('founder');
export const GENESIS: Genesis = {
  founder: FOUNDER.id,
  founderName: 'Ada',
  title: 'Minutes',
  topicSecret: new Uint8Array(32),
  createdAt: asSeconds(1),
};
export const WORKSPACE: WorkspaceId = workspaceIdOf(encodeGenesis(GENESIS));
export const ROOT = WORKSPACE as string as EventId;

export const eventId = (n: number): EventId => toHex(sha256(utf8(`event ${n}`))) as EventId;

export interface PolicyEvent {
  readonly id: EventId;
  /** Minimal. */
  readonly parents: readonly EventId[];
  readonly agent: AgentId;
  readonly device: PublicKey;
  readonly act: PolicyAct;
  readonly globalSeq: number;
}

/** Page loads of a device, by number. */
export const agentOf = (device: PublicKey, load = 0): AgentId =>
  toHex(sha256(utf8(`load ${load} of ${device}`))) as AgentId;

export const invite = (invited: Key, role: Role, uses = 1, approval = false): InviteAct => ({
  kind: 'invite',
  key: invited.id,
  role,
  approval,
  uses,
  expires: asSeconds(0),
});

/** What both signatures of an admission cover. */
export interface Joining {
  readonly workspace: WorkspaceId;
  readonly invite: EventId;
  readonly device: PublicKey;
  readonly name: string;
  readonly transcript: Uint8Array;
}

/** `said`: what is signed, where that is not what the act says. */
export function admit(
  onInvite: EventId,
  by: Key,
  joiner: Key,
  name = 'Zoë',
  said: Partial<Joining> = {},
): AdmitAct {
  const transcript = sha256(utf8(`transcript of ${name}`));
  const plain = { workspace: WORKSPACE, invite: onInvite, device: joiner.id, name, transcript };
  const all: Joining = { ...plain, ...said };
  const message = joinMessage(all.workspace, all.invite, all.device, all.name, all.transcript);
  const { seed } = joiner;
  const signatures = { proof: sign(by.seed, message), consent: sign(seed, message) };
  return { kind: 'admit', invite: onInvite, device: joiner.id, name, transcript, ...signatures };
}

export const addDevice = (member: MemberId, device: Key, workspace = WORKSPACE): DeviceAct => ({
  kind: 'device',
  device: device.id,
  consent: sign(device.seed, deviceMessage(workspace, member, device.id)),
});

/** What is held of the first page loads of some devices. */
export const holding = (held: Readonly<Record<PublicKey, number>>): Name[] =>
  Object.entries(held)
    .map(([device, seq]) => ({ agent: agentOf(device as PublicKey), seq: asSeq(seq) }))
    .sort((a, b) => (a.agent < b.agent ? -1 : 1));

const whole = { part: 1, parts: 1 };

export const remove = (target: Target, names: readonly Name[] = []): RemoveAct => ({
  kind: 'remove',
  target,
  ...whole,
  names,
});

export const removeMember = ({ id }: Key, names: readonly Name[] = []): RemoveAct =>
  remove({ kind: 'member', member: id }, names);

export const removeDevice = ({ id }: Key, names: readonly Name[] = []): RemoveAct =>
  remove({ kind: 'device', device: id }, names);

export const removeAgent = ({ id }: Key, load = 0, names: readonly Name[] = []): RemoveAct =>
  remove({ kind: 'agent', device: id, agent: agentOf(id, load) }, names);

export const give = ({ id }: Key, role: Role, names: readonly Name[] = []): RoleAct => ({
  kind: 'role',
  member: id,
  role,
  ...whole,
  names,
});

export const raise = ({ id }: Key, times: number): ShareAct => ({
  kind: 'share',
  member: id,
  times,
});

export const close = (opened: EventId, keep: readonly EventId[] = []): CloseAct => ({
  kind: 'close',
  invite: opened,
  keep: keep.toSorted(),
});

/** A policy that is spoken to in ids instead of local versions. */
export class PolicyByIds {
  readonly policy = new Policy(WORKSPACE, GENESIS);
  readonly #lvs = new Map<EventId, LV>([[ROOT, 0 as LV]]);
  readonly #globalSeqs = new Map<EventId, number>([[ROOT, 0]]);
  /** What was done by `act`, in order. */
  readonly events: PolicyEvent[] = [];

  version(ids: readonly EventId[]): PolicyVersion {
    return ids.flatMap((id) => this.#lvs.get(id) ?? []).sort((a, b) => a - b);
  }

  judge(
    parents: readonly EventId[],
    device: PublicKey,
    act: PolicyAct,
    agent = agentOf(device),
  ): Result<void> {
    return this.policy.judge(this.version(parents), { agent, device }, act);
  }

  /** Takes in an event as it is, without asking. */
  take({ id, parents, agent, device, act, globalSeq }: PolicyEvent): void {
    const by = { agent, device };
    this.#lvs.set(id, this.policy.add(id, globalSeq, this.version(parents), by, act));
    this.#globalSeqs.set(id, globalSeq);
  }

  /** The next event, which must be allowed; its id. */
  act(parents: readonly EventId[], by: Key, act: PolicyAct, agent = agentOf(by.id)): EventId {
    const judged = this.judge(parents, by.id, act, agent);
    if (!judged.ok) throw new Error(`refused: ${judged.error.code} ${judged.error.detail ?? ''}`);
    const id = eventId(this.events.length + 1);
    const globalSeq = 1 + Math.max(...parents.map((one) => this.#globalSeqs.get(one) ?? 0));
    const event = { id, parents, agent, device: by.id, act, globalSeq };
    this.events.push(event);
    this.take(event);
    return id;
  }

  /** The seq up to which content of a device’s first page load has effect. */
  limit(device: PublicKey, pinned: readonly EventId[], at?: readonly EventId[]): number {
    const version = this.version(pinned);
    const known = at ? this.version(at) : undefined;
    return this.policy.limit(agentOf(device), device, version, known);
  }

  /** Those of the events that have effect, where the given ones are known, ascending. */
  effective(ids: readonly EventId[]): EventId[] {
    const version = this.version(ids);
    const has = ([, at]: readonly [EventId, LV]): boolean => this.policy.hasEffect(version, at);
    return [...this.#lvs]
      .filter(has)
      .map(([id]) => id)
      .sort();
  }

  members(ids?: readonly EventId[]): Omit<Member, 'since'>[] {
    const members = ids ? this.policy.members(this.version(ids)) : this.policy.members();
    return members.map(withoutSince);
  }

  memberAt(ids: readonly EventId[], device: PublicKey): Omit<Member, 'since'> | undefined {
    const member = this.policy.memberAt(this.version(ids), device);
    return member && withoutSince(member);
  }

  /** Names and roles, in order. */
  names(ids?: readonly EventId[]): string[] {
    return this.members(ids).map(({ name, role }) => `${name} ${role}`);
  }
}

/** Local versions differ with arrival; the rest of a member must not. */
const withoutSince = ({ id, name, role, event, globalSeq }: Member): Omit<Member, 'since'> => ({
  id,
  name,
  role,
  event,
  globalSeq,
});
