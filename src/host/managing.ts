/**
 * What a person does about members, their devices and invites: written as policy acts, done when they
 * are durable.
 */
import { fromHex } from '../base/bytes.ts';
import type { EventId, MemberId, PublicKey, Role } from '../base/ids.ts';
import { verify } from '../base/keys.ts';
import type { Result } from '../base/result.ts';
import { cameThrough } from '../crdt/policy/people.ts';
import { type Keep, previewRemoval, removalActs, roleActs } from '../replica/removal.ts';
import type { Replica } from '../replica/replica.ts';
import { StoreError } from '../storage/store.ts';
import type { AdmitAct, PolicyAct } from '../wire/act.ts';
import { joinMessage } from '../wire/join.ts';
import { Asking } from './asking.ts';
import type { Admit } from './meeting.ts';
import type { AskView, RemovalPreview } from './session.ts';
import { memberOf, roomFor } from './view.ts';

/** Writes acts one right after the other; resolves when all are durable, or says why not. */
export type Write = (acts: readonly PolicyAct[]) => Promise<Result<EventId>>;

export class Managing {
  readonly #replica: Replica;
  readonly #me: PublicKey;
  readonly #write: Write;
  readonly #asking: Asking<AdmitAct>;

  /** @param onAsked called when somebody asks to be let in, or asks no more. */
  constructor(replica: Replica, me: PublicKey, write: Write, onAsked: () => void) {
    this.#replica = replica;
    this.#me = me;
    this.#write = write;
    this.#asking = new Asking(replica.workspace, onAsked);
  }

  get asking(): readonly AskView[] {
    return this.#asking.views;
  }

  /**
   * Lets a device in, unless the invite is over; says by whom it was, or why not. Where the invite asks
   * for it, a person decides, and is asked only about whoever could be let in.
   */
  readonly admit: Admit = async (act, visitor) => {
    const { policy } = this.#replica.history;
    const invite = policy.invite(act.invite);
    if (!invite) return { sorry: 'Refused' };
    // One that was let in and has not heard so. Whoever only names it gets nothing (C4).
    if (memberOf(this.#replica, act.device))
      return consents(this.#replica, act) ? { via: this.#name } : { sorry: 'Refused' };
    if (invite.expires !== 0 && invite.expires < Date.now() / 1000) return { sorry: 'Expired' };
    if (!invite.approval) return this.#letIn(act);
    const me = { agent: this.#replica.agent, device: this.#me };
    const judged = policy.judge(policy.graph.heads, me, act);
    if (!judged.ok) return { sorry: sorryFor(judged.error.code) };
    return this.#asking.ask(act, invite.role, visitor, this.#name);
  };

  /** A person's word on somebody who asks. Rejects when they could not be let in. */
  async answer(id: number, letIn: boolean): Promise<void> {
    const asked = this.#asking.take(id);
    if (!asked) return;
    const answer = letIn ? await this.#letIn(asked.act) : ({ sorry: 'Refused' } as const);
    asked.answer(answer);
    if (letIn && 'sorry' in answer) throw new StoreError('Failed', answer.sorry);
  }

  /** Whom another member has let in meanwhile asks no more. */
  tend(): void {
    for (const { id, device } of this.asking)
      if (memberOf(this.#replica, device)) this.#asking.take(id)?.answer({ via: this.#name });
  }

  get #name(): string {
    return memberOf(this.#replica, this.#me)?.name ?? '';
  }

  async #letIn(act: AdmitAct): ReturnType<Admit> {
    const done = await this.#write([act]);
    return done.ok ? { via: this.#name } : { sorry: sorryFor(done.error.code) };
  }

  closeInvite(invite: EventId): Promise<void> {
    return this.#done([{ kind: 'close', invite, keep: [] }]);
  }

  setRole(member: MemberId, role: Role): Promise<void> {
    return this.#done(roleActs(this.#replica.history, member, role));
  }

  async giveRoom(member: MemberId): Promise<void> {
    const act = roomFor(this.#replica, member);
    if (act) await this.#done([act]);
  }

  brought(member: MemberId): MemberId[] {
    return cameThrough(this.#replica.history.policy.people(), member);
  }

  previewRemoval(member: MemberId, keep: Keep, also: readonly MemberId[]): RemovalPreview {
    const others = also.map(memberTarget);
    const changes = previewRemoval(this.#replica.history, memberTarget(member), keep, others);
    const vanishing = changes.reduce((sum, { hidden }) => sum + hidden, 0);
    const returning = changes.reduce((sum, { shown }) => sum + shown, 0);
    return { vanishing, returning, documents: changes.length };
  }

  /** Nobody can come any more by an invite of theirs, either. */
  removeMember(member: MemberId, keep: Keep, also: readonly MemberId[]): Promise<void> {
    const { history } = this.#replica;
    const all = [member, ...also];
    const invites = history.policy.invites().filter(({ by, isOpen }) => isOpen && all.includes(by));
    const closings = invites.map(
      ({ event }) => ({ kind: 'close', invite: event, keep: [] }) as const,
    );
    return this.#done([
      ...(member === memberOf(this.#replica, this.#me)?.id ? [] : closings),
      ...all.flatMap((one) => removalActs(history, memberTarget(one), keep)),
    ]);
  }

  removeDevice(device: PublicKey): Promise<void> {
    return this.#done(removalActs(this.#replica.history, { kind: 'device', device }, 'all'));
  }

  async #done(acts: readonly PolicyAct[]): Promise<void> {
    const written = await this.#write(acts);
    if (!written.ok) throw new StoreError('Failed', written.error.code);
  }
}

/** The device that the act names has said so, on that channel. */
const consents = ({ workspace }: Replica, act: AdmitAct): boolean => {
  const message = joinMessage(workspace, act.invite, act.device, act.name, act.transcript);
  return verify(fromHex(act.device), message, act.consent);
};

const memberTarget = (member: MemberId) => ({ kind: 'member', member }) as const;

const sorryFor = (code: string): 'UsedUp' | 'Refused' =>
  code === 'NoUsesLeft' ? 'UsedUp' : 'Refused';
