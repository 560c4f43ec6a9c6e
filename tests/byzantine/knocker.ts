/**
 * A27, A54: lets somebody in with what others said at the door: another's proof, for another device,
 * on another invite, under another name, or once more than the invite allows.
 */
import type { EventId } from '../../src/base/ids.ts';
import type { AdmitAct, PolicyAct } from '../../src/wire/act.ts';
import { admission, deviceSeed, keyOf } from '../sim/people.ts';
import { Actor } from './actor.ts';

/** The person whom nobody invited. */
export const OBSERVER = 77;

export class Knocker extends Actor {
  turn(): void {
    const overheard = this.random.pick(this.#admissions());
    if (!overheard) return;
    const device = keyOf(deviceSeed(OBSERVER));
    const { invite } = overheard;
    // He has no invite's secret, so he signs with his own.
    const own = { event: invite, seed: deviceSeed(this.device.person) };
    const knocks: readonly AdmitAct[] = [
      { ...overheard, device },
      { ...overheard, device, name: 'Nobody' },
      admission(this.siege.world.workspace, own, OBSERVER, overheard.transcript),
      {
        ...admission(this.siege.world.workspace, own, OBSERVER, overheard.transcript),
        proof: overheard.proof,
      },
      { ...overheard, consent: this.random.bytes(64) },
      overheard,
    ];
    const act = this.random.pick(knocks);
    if (!act) return;
    const policy = this.forger('policy');
    const first = { certificate: policy.identity.certificate, continues: [] };
    const parents = act === overheard ? undefined : this.random.pick([this.#since(), undefined]);
    const where = { first, parents: parents ?? this.place(this.document).policyHeads };
    this.tell([this.wrong(policy.next({ ...where, ops: [act] })).run]);
  }

  /** Where it was a member, and those who came after it were not yet. */
  #since(): EventId[] | undefined {
    const own = this.replica.history.policy.members().find(({ id }) => id === this.device.key);
    return own && [own.event];
  }

  /** Admissions that everybody in the workspace can read. */
  #admissions(): AdmitAct[] {
    return [...this.replica.history.chains()].flatMap((log) =>
      log.chain === 'policy' ? this.siege.acts(log).filter(isAdmission) : [],
    );
  }
}

const isAdmission = (act: PolicyAct): act is AdmitAct => act.kind === 'admit';
