/** diamond-types beside Parley: the wasm build for Node, which has no transactions. */
import { Doc } from 'diamond-types-node';
import type { Patch } from '../../scripts/replay/trace.ts';
import type { Document, Library } from './library.ts';

class DiamondDocument implements Document {
  readonly #doc: Doc;
  readonly #onChange: ((bytes: Uint8Array) => void) | undefined;

  constructor(doc: Doc, onChange?: (bytes: Uint8Array) => void) {
    this.#doc = doc;
    this.#onChange = onChange;
  }

  edit(patches: readonly Patch[]): void {
    const before = this.#onChange && this.#doc.getLocalVersion();
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) this.#doc.del(position, deleted);
      if (inserted !== '') this.#doc.ins(position, inserted);
    }
    if (before) this.#onChange?.(this.#doc.getPatchSince(before));
  }

  merge(changes: readonly Uint8Array[]): void {
    for (const bytes of changes) this.#doc.mergeBytes(bytes);
  }

  text(): string {
    return this.#doc.get();
  }

  encodings() {
    const bytes = this.#doc.toBytes();
    return { sent: bytes, stored: bytes };
  }

  free(): void {
    this.#doc.free();
  }
}

export const diamondTypes: Library = {
  name: 'diamond-types-node',
  unit: 'codepoints',
  create: (author, onChange) => new DiamondDocument(new Doc(`agent ${author}`), onChange),
  receive(sent) {
    const document = new DiamondDocument(new Doc('agent 0'));
    document.merge([sent]);
    return document;
  },
  open: (stored) => new DiamondDocument(Doc.fromBytes(stored, 'agent 0')),
};
