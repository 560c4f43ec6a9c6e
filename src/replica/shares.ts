/**
 * How much of what each member wrote is kept here, and from when on no more of it is fetched.
 *
 * A share decides what a replica takes from its peers, and nothing else: never what is valid, never
 * what its own person's devices write; and what is held stays. Where a member's share ends, its runs
 * are turned away, unless an event of somebody else waits for them. Then they are charged to that
 * member, at most another share for each member that it draws on; beyond that its event waits. A share
 * ends with the run that fills it, and others may hold a longer one: so of what is drawn one run more
 * is taken.
 * Members who came on one invite beyond its uses have smaller shares, so that together they have
 * what was meant for all; and so have those who came through one whom the founder invited, where
 * these are too many. See docs/decisions/0017-shares.md.
 */
import type { Chain, EventId, MemberId, PublicKey } from '../base/ids.ts';
import {
  CHAIN_COST,
  EVENT_COST,
  MAX_ENOUGH,
  MAX_POLICY_SHARE,
  MAX_RUN_COST,
  MAX_SHARE,
} from '../base/limits.ts';
import type { Payer, Policy, Pool } from '../crdt/policy/policy.ts';
import type { Account } from '../wire/message.ts';
import type { ChainLog } from './chain.ts';

/** Bytes kept of each member, of each kind. */
export type ShareSize = Readonly<Record<Chain, number>>;

const SHARES: ShareSize = { content: MAX_SHARE, policy: MAX_POLICY_SHARE };

/** Whose events, and of which kind: a chain, as far as shares go. */
export interface Writer {
  readonly device: PublicKey;
  readonly chain: Chain;
}

/** A member's events of one kind, whoever of its devices wrote them. */
interface Kept extends Account {
  used: number;
  /** What the dearest of its runs cost. */
  dearest: number;
  /** Of that, what others' events needed when the share was used up, by member. */
  readonly drawn: Map<MemberId, number>;
  /** What is in memory beside that, of histories that nothing needs. */
  spare: number;
}

export class Shares {
  readonly #policy: Policy;
  readonly #own: PublicKey | null;
  readonly #size: ShareSize;
  readonly #kept = new Map<string, Kept>();
  /** What all who came on one invite, or through one member, use. */
  readonly #pools = new Map<string, number>();
  /** Whether anybody ever used up a share, or all of a pool theirs. */
  #any = false;

  /** @param own the device whose member's events are always taken. */
  constructor(policy: Policy, own: PublicKey | null, size = SHARES) {
    this.#policy = policy;
    this.#size = size;
    this.#own = own;
  }

  /** So much more is held, or less; and of what nothing needs. As `costOf` says. */
  charge({ device, chain }: Writer, cost: number, spare: number): void {
    const payer = this.#policy.payer(device);
    if (!payer) return;
    const kept = this.#of(payer.member, chain);
    kept.used += cost;
    kept.spare += spare;
    kept.dearest = Math.max(kept.dearest, Math.min(cost, MAX_RUN_COST));
    this.#any ||= Math.max(kept.used, kept.spare) >= this.#size[chain];
    for (const { of, shares } of payer.pools) {
      const all = this.#all(of, chain) + cost;
      this.#pools.set(keyOf(chain, of), all);
      this.#any ||= all >= shares * this.#size[chain];
    }
  }

  /** Bytes that count for a member. */
  used(member: MemberId): number {
    return this.#of(member, 'content').used + this.#of(member, 'policy').used;
  }

  /** Whether it is worth asking for whom. */
  get isAnyUsedUp(): boolean {
    return this.#any;
  }

  /** Whether the share of whoever writes is used up; that of one's own member may be, too. */
  isUsedUp({ device, chain }: Writer): boolean {
    const payer = this.#any ? this.#policy.payer(device) : undefined;
    return payer !== undefined && this.#isUsedUp(payer, chain);
  }

  /** Whom to give more, if a member's share of content is used up, so that more of it is kept. */
  limitOf(member: MemberId): MemberId | undefined {
    const payer = this.#any ? this.#policy.payer(member) : undefined;
    return payer && this.#limitOf(payer, 'content');
  }

  /** Bytes of content that are kept of a member at most. */
  mostOf(member: MemberId): number {
    return this.#size.content * this.#policy.timesOf(member);
  }

  /** Whether a device is one's own person's. */
  isOwn(device: PublicKey): boolean {
    const own = this.#ownMember;
    return own !== undefined && this.memberOf(device) === own;
  }

  /** Whose shares are used up, ascending. */
  get usedUp(): readonly Account[] {
    if (!this.#any) return [];
    const full = [...this.#kept.values()].filter(({ member, chain }) =>
      this.isUsedUp({ device: member, chain }),
    );
    return full
      .map(({ member, chain }) => ({ member, chain }))
      .sort((a, b) => (accountKey(a) < accountKey(b) ? -1 : 1));
  }

  /** Whose events are turned away, ascending, as many as can be told. */
  get enough(): readonly Account[] {
    return this.usedUp.filter(({ member }) => !this.isOwn(member)).slice(0, MAX_ENOUGH);
  }

  /**
   * Whether events are taken; `waiting` are those whose events wait for ancestors. One of them, if
   * they are charged to it.
   */
  admits(of: Writer, waiting: () => readonly MemberId[]): boolean | MemberId {
    const member = this.memberOf(of.device);
    if (member === undefined || this.isOwn(of.device)) return true;
    const { drawn, spare, dearest } = this.#of(member, of.chain);
    const size = this.#size[of.chain];
    if (!this.isUsedUp(of) && spare < size) return true;
    const most = size * this.#policy.timesOf(member) + dearest;
    for (const by of waiting()) if (by !== member && (drawn.get(by) ?? 0) < most) return by;
    return false;
  }

  /** Charges events over somebody's share to another, for whose event they were taken in. */
  draw(by: MemberId, of: Writer, bytes: number, events: number, begun: boolean): void {
    const member = this.memberOf(of.device);
    if (member === undefined || member === by) return;
    const { drawn } = this.#of(member, of.chain);
    drawn.set(by, (drawn.get(by) ?? 0) + costOf(bytes, events, begun));
  }

  /** To whom a device's events are charged. */
  memberOf(device: PublicKey): MemberId | undefined {
    return this.#policy.payer(device)?.member;
  }

  /**
   * A history was read from the store, which does not say for whom what was taken in: what a member's
   * events build on counts as drawn, as far as it is more than the other's share.
   */
  restore(chains: Iterable<ChainLog>): void {
    if (!this.#any) return;
    for (const { drawn } of this.#kept.values()) drawn.clear();
    const seen = new Map<MemberId, Map<ChainLog, number>>();
    for (const log of chains)
      for (const { chain, to } of log.links) {
        const by = this.isUsedUp(chain) ? this.memberOf(log.device) : undefined;
        if (by === undefined) continue;
        const known = seen.get(by) ?? new Map<ChainLog, number>();
        seen.set(by, known);
        let of: ChainLog | undefined = chain;
        for (let end = chain.indexOf(to) ?? 0; of; [of, end] = [of.origin, of.base]) {
          const from = known.get(of) ?? of.base;
          if (end <= from) continue;
          known.set(of, end);
          this.draw(by, of, of.span(from, end).length, end - from, from === of.base);
        }
      }
    for (const { member, chain, used, drawn } of this.#kept.values()) {
      const share = this.#size[chain] * this.#policy.timesOf(member);
      for (const [by, bytes] of drawn) drawn.set(by, Math.max(0, Math.min(bytes, used) - share));
    }
  }

  get #ownMember(): MemberId | undefined {
    return this.#own === null ? undefined : this.memberOf(this.#own);
  }

  #of(member: MemberId, chain: Chain): Kept {
    const key = keyOf(chain, member);
    let kept = this.#kept.get(key);
    if (!kept) {
      kept = { member, chain, used: 0, dearest: 0, drawn: new Map(), spare: 0 };
      this.#kept.set(key, kept);
    }
    return kept;
  }

  /** What all of a pool use. */
  #all(of: Pool['of'], chain: Chain): number {
    return this.#pools.get(keyOf(chain, of)) ?? 0;
  }

  #isUsedUp(payer: Payer, chain: Chain): boolean {
    return this.#limitOf(payer, chain) !== undefined;
  }

  /**
   * Who must be given more, if a share is used up, so that more is taken: itself, or the first of its
   * circle. Where all of a pool have used up theirs, whoever has its part of that.
   */
  #limitOf({ member, pools }: Payer, chain: Chain): MemberId | undefined {
    const { used } = this.#of(member, chain);
    const share = this.#size[chain];
    if (used >= share && used >= share * this.#policy.timesOf(member)) return member;
    for (const { of, shares, members, first } of pools) {
      const most = share * shares * (first === undefined ? 1 : this.#policy.timesOf(first));
      const times = first === undefined ? this.#policy.timesOf(member) : 1;
      if (used >= (most / members) * times && this.#all(of, chain) >= most) return first ?? member;
    }
    return undefined;
  }
}

/** What events cost, `begun` with the first of their chain. */
export const costOf = (bytes: number, events: number, begun: boolean): number =>
  bytes + EVENT_COST * events + (begun ? CHAIN_COST : 0);

const keyOf = (chain: Chain, of: string | EventId): string => `${chain}/${of}`;

export const accountKey = ({ member, chain }: Account): string => member + chain;
