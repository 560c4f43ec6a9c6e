/**
 * What peers say there is, and nobody has sent: ends of their summaries, and events whose ancestors
 * are missing. A person is told once that has lasted, with who says it.
 *
 * A claim proves nothing: whoever makes one up is named as the one who makes it, and it is gone with
 * that channel. What a share keeps out, or evidence, is not missing.
 */
import type { AgentId, Chain, Millis, PeerId, Seq } from '../base/ids.ts';
import { MAX_LACKING } from '../base/limits.ts';
import { chainKey } from '../wire/run.ts';
import type { History } from './history.ts';
import type { Peer } from './peer.ts';

/** So long nothing that is claimed has come, and nothing else from that peer either. */
const MISSING_AFTER = 60_000;
/** Claims that are due soon after each other are looked at together. */
const LOOK_EVERY = 1_000;

export interface Missing {
  /** Whose events they are, as far as that is said. */
  readonly agents: readonly AgentId[];
  readonly by: readonly PeerId[];
  readonly since: Millis;
}

interface End {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly seq: Seq;
}

interface Claim extends End {
  readonly since: Millis;
}

export class Lacking {
  readonly #history: History;
  readonly #claims = new Map<Peer, Map<string, Claim>>();
  #looked = -Infinity;

  constructor(history: History) {
    this.#history = history;
  }

  /** A peer names ends that it holds, or sends what cannot be taken in yet. */
  heard(peer: Peer, ends: readonly End[], now: Millis): void {
    const claims = this.#claims.get(peer) ?? new Map<string, Claim>();
    for (const { agent, chain, seq } of ends) {
      const key = chainKey(agent, chain);
      const before = claims.get(key);
      if (!before && claims.size === MAX_LACKING) break;
      if (this.#isMissing({ agent, chain, seq }) && !(before && this.#isMissing(before)))
        claims.set(key, { agent, chain, seq, since: now });
    }
    if (claims.size > 0) this.#claims.set(peer, claims);
  }

  forget(peer: Peer): void {
    this.#claims.delete(peer);
  }

  /** What has been missing for long. Forgets what has come. */
  missing(now: Millis): Missing | null {
    this.#looked = now;
    const agents = new Set<AgentId>();
    const by = new Set<PeerId>();
    let since = now;
    for (const [peer, claims] of this.#claims)
      for (const [key, claim] of claims) {
        if (!this.#isMissing(claim)) claims.delete(key);
        else if (dueAt(peer, claim) <= now) {
          agents.add(claim.agent);
          by.add(peer.id);
          since = Math.min(since, claim.since) as Millis;
        }
      }
    return by.size > 0 ? { agents: [...agents].sort(), by: [...by].sort(), since } : null;
  }

  /** When more may be missing for long than `missing` said last. */
  get dueAt(): number {
    let at = Infinity;
    for (const [peer, claims] of this.#claims)
      for (const claim of claims.values()) {
        const due = dueAt(peer, claim);
        if (due > this.#looked) at = Math.min(at, due);
      }
    return Math.max(at, this.#looked + LOOK_EVERY);
  }

  #isMissing({ agent, chain, seq }: End): boolean {
    const { shares } = this.#history;
    const logs = this.#history.histories(agent, chain);
    if (this.#history.isForked(agent, chain) || logs.some(({ end }) => end >= seq)) return false;
    return logs[0] ? !shares.isUsedUp(logs[0]) : !shares.isAnyUsedUp;
  }
}

const dueAt = ({ broughtAt }: Peer, { since }: Claim): number =>
  Math.max(since, broughtAt) + MISSING_AFTER;
