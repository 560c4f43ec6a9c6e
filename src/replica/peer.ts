/**
 * What is remembered of one proven channel while it is open. Plain data, gone when it closes.
 */
import type { AgentId, PeerId, PublicKey } from '../base/ids.ts';
import type { Caret, ChainEnd } from '../wire/message.ts';
import type { Run } from '../wire/run.ts';
import type { Parcel } from './sync.ts';

export interface Peer {
  readonly id: PeerId;
  readonly agent: AgentId;
  readonly device: PublicKey;
  /** Another tab of this profile: it shares our database. */
  readonly sibling: boolean;
  /** Frames not looked at yet, oldest first, and their bytes. */
  readonly inbox: Uint8Array[];
  inboxBytes: number;
  /** A signature check or a store that must end before the next frame is looked at. */
  busy: boolean;
  /** Hash of what it last said that it holds, and of what we last told it. */
  said: string | null;
  told: string | null;
  /** When we last sent a summary, and last answered one. */
  askedAt: number;
  answeredAt: number;
  /** Its newest summary that we have not answered. */
  asking: readonly ChainEnd[] | null;
  /** Runs still to be sent, and whether its channel can take more. */
  outbox: Parcel[];
  ready: boolean;
  /** Own content seq that it says is durable there. */
  taken: number;
  caret: Caret | null;
  /** When something of it last changed our history. */
  broughtAt: number;
}

export function newPeer(id: PeerId, agent: AgentId, device: PublicKey, sibling: boolean): Peer {
  return {
    id,
    agent,
    device,
    sibling,
    inbox: [],
    inboxBytes: 0,
    busy: false,
    said: null,
    told: null,
    askedAt: -Infinity,
    answeredAt: -Infinity,
    asking: null,
    outbox: [],
    ready: true,
    taken: 0,
    caret: null,
    broughtAt: -Infinity,
  };
}

/** Runs of one message that wait for their verdicts. */
export interface Checking {
  readonly peer: PeerId | null;
  readonly runs: readonly Run[];
}
