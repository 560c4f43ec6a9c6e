/**
 * What a person does about members, their devices and invites: written as policy acts, done when they
 * are durable.
 */
import type { EventId, MemberId, PublicKey, Role } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { type Keep, previewRemoval, removalActs, roleActs } from '../replica/removal.ts';
import type { Replica } from '../replica/replica.ts';
import { StoreError } from '../storage/store.ts';
import type { AdmitAct, PolicyAct } from '../wire/act.ts';
import type { Admit } from './meeting.ts';
import type { RemovalPreview } from './session.ts';
import { memberOf } from './view.ts';

/** Writes acts one right after the other; resolves when all are durable, or says why not. */
export type Write = (acts: readonly PolicyAct[]) => Promise<Result<EventId>>;

export class Managing {
  readonly #replica: Replica;
  readonly #me: PublicKey;
  readonly #write: Write;

  constructor(replica: Replica, me: PublicKey, write: Write) {
    this.#replica = replica;
    this.#me = me;
    this.#write = write;
  }

  /** Lets a device in, unless the invite is over; says by whom it was, or why not. */
  async admit(act: AdmitAct): ReturnType<Admit> {
    const replica = this.#replica;
    const invite = replica.history.policy.invite(act.invite);
    const via = memberOf(replica, this.#me)?.name ?? '';
    if (!invite) return { sorry: 'Refused' };
    if (memberOf(replica, act.device)) return { via };
    if (invite.expires !== 0 && invite.expires < Date.now() / 1000) return { sorry: 'Expired' };
    const done = await this.#write([act]);
    if (done.ok) return { via };
    return { sorry: done.error.code === 'NoUsesLeft' ? 'UsedUp' : 'Refused' };
  }

  closeInvite(invite: EventId): Promise<void> {
    return this.#done([{ kind: 'close', invite, keep: [] }]);
  }

  setRole(member: MemberId, role: Role): Promise<void> {
    return this.#done(roleActs(this.#replica.history, member, role));
  }

  previewRemoval(member: MemberId, keep: Keep): RemovalPreview {
    const changes = previewRemoval(this.#replica.history, { kind: 'member', member }, keep);
    const vanishing = changes.reduce((sum, { hidden }) => sum + hidden, 0);
    const returning = changes.reduce((sum, { shown }) => sum + shown, 0);
    return { vanishing, returning, documents: changes.length };
  }

  /** Nobody can come any more by an invite of theirs, either. */
  removeMember(member: MemberId, keep: Keep): Promise<void> {
    const { history } = this.#replica;
    const invites = history.policy.invites().filter(({ by, isOpen }) => isOpen && by === member);
    const closings = invites.map(
      ({ event }) => ({ kind: 'close', invite: event, keep: [] }) as const,
    );
    return this.#done([
      ...(member === memberOf(this.#replica, this.#me)?.id ? [] : closings),
      ...removalActs(history, { kind: 'member', member }, keep),
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
