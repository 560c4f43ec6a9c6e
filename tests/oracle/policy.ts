/**
 * Membership as plainly as it can be said: every question walks the whole past of a set of events.
 *
 * An event is named by its id; a *past* is a set of ids closed under parents. Nothing is kept from
 * one question to the next. Ed25519 is Node's and the signed bytes are laid out here once more;
 * keys that the one predicate refuses are therefore no business of this model.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

export type OracleAct =
  | { readonly kind: 'invite'; readonly key: string; readonly role: string; readonly uses: number }
  | {
      readonly kind: 'admit';
      readonly invite: string;
      readonly device: string;
      readonly name: string;
      readonly transcript: Uint8Array;
      readonly proof: Uint8Array;
      readonly consent: Uint8Array;
    }
  | { readonly kind: 'device'; readonly device: string; readonly consent: Uint8Array }
  | { readonly kind: 'merge' };

export interface OracleEvent {
  readonly id: string;
  readonly parents: readonly string[];
  /** The device that speaks. */
  readonly device: string;
  readonly act: OracleAct;
}

export interface OracleMember {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly event: string;
  readonly globalSeq: number;
}

export type Verdict = 'ok' | 'NotGranted' | 'NoUsesLeft' | 'BadSignature';
type Past = ReadonlySet<string>;

const POWER = ['reader', 'editor', 'admin'];

export class PolicyOracle {
  readonly #events = new Map<string, OracleEvent>();
  readonly #workspace: string;
  readonly #founder: OracleMember;

  /** The workspace's id is also the id of the root. */
  constructor(workspace: string, founder: string, founderName: string) {
    this.#workspace = workspace;
    const root = { event: workspace, globalSeq: 0 };
    this.#founder = { id: founder, name: founderName, role: 'admin', ...root };
  }

  add(event: OracleEvent): void {
    this.#events.set(event.id, event);
  }

  /** Everything at or below the given events, the root included. */
  past(heads: readonly string[]): Past {
    const past = new Set<string>([this.#workspace]);
    const visit = (id: string): void => {
      if (past.has(id)) return;
      past.add(id);
      this.#events.get(id)?.parents.forEach(visit);
    };
    heads.forEach(visit);
    return past;
  }

  /** One more than the greatest below; the root has 0. Every event holds one act. */
  globalSeq(id: string): number {
    const parents = this.#events.get(id)?.parents ?? [];
    return id === this.#workspace ? 0 : 1 + Math.max(...parents.map((one) => this.globalSeq(one)));
  }

  members(past: Past): OracleMember[] {
    const joined = new Set(this.#admissions(past).map((member) => member.id));
    return [...joined]
      .flatMap((id) => this.#member(past, id) ?? [])
      .sort((a, b) => a.globalSeq - b.globalSeq || (a.event < b.event ? -1 : 1));
  }

  /** Whom a device speaks for: itself, if it joined; else the least member that added it. */
  memberOf(past: Past, device: string): OracleMember | undefined {
    const own = this.#member(past, device);
    if (own) return own;
    const adders = this.#eventsIn(past).flatMap((event) =>
      event.act.kind === 'device' && event.act.device === device
        ? (this.memberOf(this.past(event.parents), event.device)?.id ?? [])
        : [],
    );
    const [least] = adders.sort();
    return least === undefined ? undefined : this.#member(past, least);
  }

  judge({ parents, device, act }: Omit<OracleEvent, 'id'>): Verdict {
    const past = this.past(parents);
    const author = this.memberOf(past, device);
    if (!author) return 'NotGranted';
    if (act.kind === 'invite') return author.role === 'admin' ? 'ok' : 'NotGranted';
    if (act.kind === 'merge') return parents.length > 1 ? 'ok' : 'NotGranted';
    if (this.memberOf(past, act.device)) return 'NotGranted';
    if (act.kind === 'device') {
      const message = tagged('parley/device/1', this.#workspace, author.id, act.device);
      return isSigned(act.device, message, act.consent) ? 'ok' : 'BadSignature';
    }
    const invite = past.has(act.invite) ? this.#events.get(act.invite)?.act : undefined;
    if (invite?.kind !== 'invite') return 'NotGranted';
    const spent = this.#eventsIn(past).filter(
      (event) => event.act.kind === 'admit' && event.act.invite === act.invite,
    );
    if (spent.length >= invite.uses) return 'NoUsesLeft';
    const parts = [
      Buffer.from(this.#workspace, 'hex'),
      Buffer.from(act.invite, 'hex'),
      Buffer.from(act.device, 'hex'),
      Buffer.from(act.name),
      act.transcript,
    ].flatMap((part) => [Buffer.of(part.length), Buffer.from(part)]);
    const message = tagged('parley/join/1', Buffer.concat(parts).toString('hex'));
    const good =
      isSigned(invite.key, message, act.proof) && isSigned(act.device, message, act.consent);
    return good ? 'ok' : 'BadSignature';
  }

  #eventsIn(past: Past): OracleEvent[] {
    return [...past].flatMap((id) => this.#events.get(id) ?? []);
  }

  #admissions(past: Past): OracleMember[] {
    const admitted = this.#eventsIn(past).flatMap(({ id, act }): OracleMember[] => {
      const invite = act.kind === 'admit' ? this.#events.get(act.invite)?.act : undefined;
      if (act.kind !== 'admit' || invite?.kind !== 'invite') return [];
      const { name, device } = act;
      return [{ id: device, name, role: invite.role, event: id, globalSeq: this.globalSeq(id) }];
    });
    return [this.#founder, ...admitted];
  }

  /** Of several admissions of one key: the strongest role, then the least event. */
  #member(past: Past, id: string): OracleMember | undefined {
    const power = ({ role }: OracleMember): number => POWER.indexOf(role);
    return this.#admissions(past)
      .filter((member) => member.id === id)
      .sort((a, b) => power(b) - power(a) || (a.event < b.event ? -1 : 1))[0];
  }
}

function tagged(tag: string, ...hex: readonly string[]): Buffer {
  const tagHash = createHash('sha256').update(tag).digest();
  return createHash('sha256').update(tagHash).update(hex.join(''), 'hex').digest();
}

/** RFC 8410 §4: what stands before the 32 bytes of an Ed25519 public key in DER. */
const DER = '302a300506032b6570032100';

function isSigned(key: string, message: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.from(DER + key, 'hex');
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, publicKey, signature);
}
