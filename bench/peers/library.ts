/**
 * What every library that Parley is measured beside is asked to do; one adapter each lies beside
 * this file. Adapters call the library the way its documentation says, and nothing more.
 */
import type { Patch } from '../../scripts/replay/trace.ts';

export interface Document {
  /** One transaction of the library. Positions are in the library's unit. */
  edit(patches: readonly Patch[]): void;
  /** Takes in, at once, what `onChange` or `encodings` of other documents gave. */
  merge(changes: readonly Uint8Array[]): void;
  text(): string;
  /** Every encoding of the full history that the library has. */
  encodings(): Encodings;
  /** Gives back memory that no garbage collector sees. */
  free(): void;
}

export interface Encodings {
  /** What another replica is sent. */
  readonly sent: Uint8Array;
  /** What is stored. */
  readonly stored: Uint8Array;
  /** Others, for their size alone. */
  readonly others?: Readonly<Record<string, Uint8Array>>;
}

export interface Library {
  /** The name of its package. */
  readonly name: string;
  readonly unit: 'utf16' | 'codepoints';
  /** An empty text. `onChange` gets every local transaction, encoded for other replicas. */
  create(author: number, onChange?: (bytes: Uint8Array) => void): Document;
  /** A new replica's text from the whole history that another one sent. */
  receive(sent: Uint8Array): Document;
  /** A text from what was stored. */
  open(stored: Uint8Array): Document;
}
