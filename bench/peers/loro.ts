/** Loro beside Parley: one commit an edit; updates are sent, snapshots stored. */
import { LoroDoc } from 'loro-crdt';
import type { Patch } from '../../scripts/replay/trace.ts';
import type { Document, Library } from './library.ts';

class LoroDocument implements Document {
  readonly #doc = new LoroDoc();
  readonly #text = this.#doc.getText('text');

  constructor(author: number, onChange?: (bytes: Uint8Array) => void) {
    this.#doc.setPeerId(`${author + 1}`);
    if (onChange) this.#doc.subscribeLocalUpdates(onChange);
  }

  edit(patches: readonly Patch[]): void {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) this.#text.delete(position, deleted);
      if (inserted !== '') this.#text.insert(position, inserted);
    }
    this.#doc.commit();
  }

  merge(changes: readonly Uint8Array[]): void {
    for (const bytes of changes) this.#doc.import(bytes);
  }

  text(): string {
    return this.#text.toString();
  }

  encodings() {
    return {
      sent: this.#doc.export({ mode: 'update' }),
      stored: this.#doc.export({ mode: 'snapshot' }),
    };
  }

  free(): void {
    this.#doc.free();
  }
}

function opened(bytes: Uint8Array): Document {
  const document = new LoroDocument(0);
  document.merge([bytes]);
  return document;
}

export const loro: Library = {
  name: 'loro-crdt',
  unit: 'utf16',
  create: (author, onChange) => new LoroDocument(author, onChange),
  receive: opened,
  open: opened,
};
