/** Yjs beside Parley: one transaction an edit, update format v1 as its providers send it. */
import * as Y from 'yjs';
import type { Patch } from '../../scripts/replay/trace.ts';
import type { Document, Library } from './library.ts';

class YjsDocument implements Document {
  readonly #doc = new Y.Doc();
  readonly #text = this.#doc.getText('text');

  constructor(author: number, onChange?: (bytes: Uint8Array) => void) {
    this.#doc.clientID = author + 1;
    if (onChange)
      this.#doc.on('update', (update, _origin, _doc, transaction) => {
        if (transaction.local) onChange(update);
      });
  }

  edit(patches: readonly Patch[]): void {
    this.#doc.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        if (deleted > 0) this.#text.delete(position, deleted);
        if (inserted !== '') this.#text.insert(position, inserted);
      }
    });
  }

  merge(changes: readonly Uint8Array[]): void {
    for (const bytes of changes) Y.applyUpdate(this.#doc, bytes);
  }

  text(): string {
    return this.#text.toString();
  }

  encodings() {
    const v1 = Y.encodeStateAsUpdate(this.#doc);
    return { sent: v1, stored: v1, others: { 'update v2': Y.encodeStateAsUpdateV2(this.#doc) } };
  }

  free(): void {
    this.#doc.destroy();
  }
}

/** An author that no recording has. */
const READER = 1_000;

function opened(bytes: Uint8Array): Document {
  const document = new YjsDocument(READER);
  document.merge([bytes]);
  return document;
}

export const yjs: Library = {
  name: 'yjs',
  unit: 'utf16',
  create: (author, onChange) => new YjsDocument(author, onChange),
  receive: opened,
  open: opened,
};
