/**
 * People, their devices and real signatures for the policy tests, and a policy that is fed by ids.
 *
 * Event ids are hashes of a counter: what an id is made of is the wire's business, here it only has
 * to be unique and to sort as it likes.
 */
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { sha256 } from '../../src/base/hash.ts';
import type { EventId, LV, MemberId, PublicKey, Role, WorkspaceId } from '../../src/base/ids.ts';
import { asSeconds } from '../../src/base/ids.ts';
import { publicKeyOf, sign } from '../../src/base/keys.ts';
import type { Result } from '../../src/base/result.ts';
import { Policy, type Member, type PolicyVersion } from '../../src/crdt/policy.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { deviceMessage, joinMessage } from '../../src/wire/join.ts';
import type { AdmitAct, DeviceAct, InviteAct, PolicyAct } from '../../src/wire/op.ts';

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
  readonly device: PublicKey;
  readonly act: PolicyAct;
  readonly globalSeq: number;
}

export const invite = (invited: Key, role: Role, uses = 1): InviteAct => ({
  kind: 'invite',
  key: invited.id,
  role,
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

/** A policy that is spoken to in ids instead of local versions. */
export class PolicyByIds {
  readonly policy = new Policy(WORKSPACE, GENESIS);
  readonly #lvs = new Map<EventId, LV>([[ROOT, 0 as LV]]);
  readonly #globalSeqs = new Map<EventId, number>([[ROOT, 0]]);
  #count = 0;

  version(ids: readonly EventId[]): PolicyVersion {
    return ids.flatMap((id) => this.#lvs.get(id) ?? []).sort((a, b) => a - b);
  }

  judge(parents: readonly EventId[], device: PublicKey, act: PolicyAct): Result<void> {
    return this.policy.judge(this.version(parents), device, act);
  }

  /** Takes in an event as it is, without asking. */
  take({ id, parents, device, act, globalSeq }: PolicyEvent): void {
    this.#lvs.set(id, this.policy.add(id, globalSeq, this.version(parents), device, act));
    this.#globalSeqs.set(id, globalSeq);
  }

  /** The next event, which must be allowed; its id. */
  act(parents: readonly EventId[], by: Key, act: PolicyAct): EventId {
    const judged = this.judge(parents, by.id, act);
    if (!judged.ok) throw new Error(`refused: ${judged.error.code} ${judged.error.detail ?? ''}`);
    const id = eventId((this.#count += 1));
    const globalSeq = 1 + Math.max(...parents.map((one) => this.#globalSeqs.get(one) ?? 0));
    this.take({ id, parents, device: by.id, act, globalSeq });
    return id;
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
