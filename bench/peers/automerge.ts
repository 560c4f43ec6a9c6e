/** Automerge beside Parley: one change an edit. The text field is made by a change of its own. */
import * as A from '@automerge/automerge';
import type { Patch } from '../../scripts/replay/trace.ts';
import type { Document, Library } from './library.ts';

interface Root {
  text: string;
}

const actor = (author: number): string => String(author).padStart(32, '0');

const empty = A.save(
  A.change(A.init<Root>({ actor: 'ff'.repeat(16) }), { time: 0 }, (root) => {
    root.text = '';
  }),
);

class AutomergeDocument implements Document {
  #doc: A.Doc<Root>;
  readonly #onChange: ((bytes: Uint8Array) => void) | undefined;

  constructor(doc: A.Doc<Root>, onChange?: (bytes: Uint8Array) => void) {
    this.#doc = doc;
    this.#onChange = onChange;
  }

  edit(patches: readonly Patch[]): void {
    this.#doc = A.change(this.#doc, (root) => {
      for (const [position, deleted, inserted] of patches)
        A.splice(root, ['text'], position, deleted, inserted);
    });
    const bytes = this.#onChange && A.getLastLocalChange(this.#doc);
    if (bytes) this.#onChange?.(bytes);
  }

  merge(changes: readonly Uint8Array[]): void {
    this.#doc = A.loadIncremental(this.#doc, Buffer.concat(changes));
  }

  text(): string {
    return this.#doc.text;
  }

  encodings() {
    const saved = A.save(this.#doc);
    return { sent: saved, stored: saved };
  }

  free(): void {
    A.free(this.#doc);
  }
}

export const automerge: Library = {
  name: '@automerge/automerge',
  unit: 'utf16',
  create: (author, onChange) =>
    new AutomergeDocument(A.load<Root>(empty, { actor: actor(author) }), onChange),
  receive(sent) {
    const document = new AutomergeDocument(A.init<Root>());
    document.merge([sent]);
    return document;
  },
  open: (stored) => new AutomergeDocument(A.load<Root>(stored)),
};
