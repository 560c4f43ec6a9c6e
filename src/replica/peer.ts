/**
 * What is remembered of a peer while a proven channel to it is open. Plain data, gone when the last one
 * closes. Where another channel takes over, what came stays, and what was said is said anew.
 */
import type { AgentId, EventId, PeerId, PublicKey, Seq } from '../base/ids.ts';
import { MAX_LINES } from '../base/limits.ts';
import type { Evidence } from '../wire/evidence.ts';
import type { Caret, ChainEnd } from '../wire/message.ts';
import { MESSAGE } from '../wire/tags.ts';
import type { Budget } from './budget.ts';
import type { HeldRun } from './chain.ts';

/** What a frame costs beside its bytes. */
const FRAME_COST = 64;
/** Frames that bring history, whatever was said before them. */
const HISTORY: readonly unknown[] = [
  MESSAGE.events,
  MESSAGE.bundle,
  MESSAGE.packed,
  MESSAGE.evidence,
];

export interface Peer {
  readonly id: PeerId;
  readonly agent: AgentId;
  readonly device: PublicKey;
  /** Another one for each channel. */
  channel: symbol;
  /** Another tab of this profile: it shares our database. */
  readonly sibling: boolean;
  /** What its device may still make us do; its own once it is known to be a member's. */
  budget: Budget;
  /** Frames not looked at yet, oldest first, and their bytes. */
  inbox: Uint8Array[];
  inboxBytes: number;
  /** What the host does for its frames, unpacking and signature checks; the next frame waits. */
  checks: number;
  /** Hash of what it last said that it holds, and of what we last told it. */
  said: string | null;
  told: string | null;
  /** When we last sent a summary, and last answered one. */
  askedAt: number;
  answeredAt: number;
  /** Since when we hear that it holds something else, and how often asking brought nothing. */
  differsSince: number | null;
  fruitless: number;
  /** Its newest summary that we have not answered. */
  asking: readonly ChainEnd[] | null;
  /** Of whom it takes no more (accountKey), and whether we have told it of whom we do not. */
  enough: ReadonlySet<string>;
  toldEnough: string;
  /** The ends unknown to us in the summary that we answered last. */
  doubt: string;
  /** Where it knows that agents' histories part. */
  forks: ReadonlyMap<AgentId, Seq>;
  /** Evidence and runs still to be sent, and whether its channel can take more. */
  outbox: (HeldRun | Evidence)[];
  ready: boolean;
  caret: Caret | null;
  /** A newer one that is not passed on yet, and when one was last. */
  nextCaret: Caret | null | undefined;
  caretAt: number;
  /** When something of it last changed our history. */
  broughtAt: number;
  readonly lines: Lines;
}

/** Where a run ended; the event is not known where it left a gap. */
interface Line {
  readonly seq: Seq;
  readonly last: EventId | undefined;
}

/**
 * Of each chain, where the last run that a peer sent ended, which its next one may go on from without
 * saying so. A peer can name any number of chains that there are not: those that it sent last are kept.
 */
export class Lines {
  /** The one that was set last comes last: a Map iterates in order of insertion. */
  readonly #ends = new Map<string, Line>();
  #hasForgotten = false;

  get size(): number {
    return this.#ends.size;
  }

  get(key: string): Line | undefined {
    return this.#ends.get(key);
  }

  set(key: string, line: Line): void {
    this.#ends.delete(key);
    this.#ends.set(key, line);
    if (this.#ends.size <= MAX_LINES) return;
    const [oldest] = this.#ends.keys();
    if (oldest !== undefined) this.#ends.delete(oldest);
    this.#hasForgotten = true;
  }

  /** Whether a run from a seq on goes on from one of which we do not know where it ended. */
  isLost(key: string, from: Seq): boolean {
    const line = this.#ends.get(key);
    if (!line) return from > 0 && this.#hasForgotten;
    return line.seq === from && line.last === undefined;
  }
}

export type PeerParts = Pick<Peer, 'id' | 'agent' | 'device' | 'sibling' | 'budget'>;

export function newPeer(parts: PeerParts): Peer {
  return {
    ...parts,
    ...unsaid(),
    inbox: [],
    inboxBytes: 0,
    checks: 0,
    caret: null,
    nextCaret: undefined,
    caretAt: -Infinity,
    broughtAt: -Infinity,
    lines: new Lines(),
  };
}

/**
 * The same peer on another channel. What was on its way over the one before may be lost; of what came,
 * history stays, and the rest was said in a conversation that is over.
 */
export function resumed(peer: Peer): Peer {
  const inbox = peer.inbox.filter(([kind]) => HISTORY.includes(kind));
  const inboxBytes = inbox.reduce((sum, frame) => sum + frameCost(frame), 0);
  return Object.assign(peer, unsaid(), { inbox, inboxBytes });
}

/** What a frame costs that waits. */
export const frameCost = (frame: Uint8Array): number => frame.length + FRAME_COST;

/** The state of a conversation that has not begun. */
const unsaid = () => ({
  channel: Symbol('channel'),
  said: null,
  told: null,
  askedAt: -Infinity,
  answeredAt: -Infinity,
  differsSince: null,
  fruitless: 0,
  asking: null,
  enough: new Set<string>(),
  toldEnough: '',
  doubt: '',
  forks: new Map<AgentId, Seq>(),
  outbox: [],
  ready: true,
});
