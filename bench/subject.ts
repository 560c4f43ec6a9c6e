/**
 * What is measured, under one shape: a call that does some work once, from given bytes or a
 * recording, and ends with the visible text.
 */
import type { Recording } from './histories.ts';

export const KINDS = ['local', 'typed', 'remote', 'live', 'reopen', 'session'] as const;
export type Kind = (typeof KINDS)[number];

export interface Outcome {
  readonly text: string;
  /** What stays in memory while the document is open. */
  readonly held: unknown;
  /** Gives back memory that no garbage collector sees. */
  readonly free: () => void | Promise<void>;
  /** Where perhaps not all was done: the edits that were. */
  readonly edits?: number;
  /** Compares the result with more than the recording's text, or throws. */
  readonly check?: () => void;
}

export type Call = () => Outcome | Promise<Outcome>;

/** Bytes by what they are; the first two are what is sent, and what is stored. */
export type Sizes = Readonly<Record<string, readonly Uint8Array[]>>;

export interface Prepared {
  /** Survives a structured clone. */
  readonly fixture: unknown;
  readonly encodings: Sizes;
  readonly events?: number;
}

export interface Subject {
  prepare(recording: Recording): Prepared | Promise<Prepared>;
  /** `undefined` where there is nothing of the kind. */
  call(kind: Kind, recording: Recording, fixture: unknown): Promise<Call | undefined>;
}

const PEERS = {
  yjs: async () => (await import('./peers/yjs.ts')).yjs,
  automerge: async () => (await import('./peers/automerge.ts')).automerge,
  loro: async () => (await import('./peers/loro.ts')).loro,
  'json-joy': async () => (await import('./peers/json-joy.ts')).jsonJoy,
  'diamond-types': async () => (await import('./peers/diamond-types.ts')).diamondTypes,
};

const CUTS = { 'parley/typist': 'typist', 'parley/16': 16, 'parley/1': 1 } as const;

export type PeerName = keyof typeof PEERS;
export type SubjectName = PeerName | keyof typeof CUTS | 'parley/text';

export const PEER_NAMES = Object.keys(PEERS) as PeerName[];
export const PARLEY_NAMES = Object.keys(CUTS) as (keyof typeof CUTS)[];

/** Loads only what the one subject needs. */
export async function subjectOf(name: SubjectName): Promise<Subject> {
  if (name in PEERS) {
    const { peerSubject } = await import('./peers/subject.ts');
    return peerSubject(await PEERS[name as PeerName]());
  }
  const { coreSubject, parleySubject } = await import('./parley/subject.ts');
  return name === 'parley/text' ? coreSubject : parleySubject(CUTS[name as keyof typeof CUTS]);
}
