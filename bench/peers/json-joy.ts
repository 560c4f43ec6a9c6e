/**
 * json-joy beside Parley: one patch an edit; its binary model forgets deleted text. Its licence
 * (AGPL) is why it stays a package of the bench, which nobody is given.
 */
import { Model } from 'json-joy/lib/json-crdt/index.js';
import { Patch as JoyPatch } from 'json-joy/lib/json-crdt-patch/index.js';
import type { Patch } from '../../scripts/replay/trace.ts';
import type { Document, Library } from './library.ts';

/** Sessions below this are json-joy's own. */
const FIRST_SESSION = 65_536;

const empty = Model.create(undefined, FIRST_SESSION);
empty.api.set('');
empty.api.flush();
const base = empty.toBinary();

class JsonJoyDocument implements Document {
  #model: Model;
  #api: ReturnType<Model['api']['str']>;
  readonly #onChange: ((bytes: Uint8Array) => void) | undefined;

  constructor(bytes: Uint8Array, author: number, onChange?: (bytes: Uint8Array) => void) {
    this.#model = Model.load(bytes, FIRST_SESSION + 1 + author);
    this.#api = this.#model.api.str([]);
    this.#onChange = onChange;
  }

  edit(patches: readonly Patch[]): void {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) this.#api.del(position, deleted);
      if (inserted !== '') this.#api.ins(position, inserted);
    }
    const patch = this.#model.api.flush();
    this.#onChange?.(patch.toBinary());
  }

  merge(changes: readonly Uint8Array[]): void {
    for (const bytes of changes) this.#model.applyPatch(JoyPatch.fromBinary(bytes));
  }

  text(): string {
    return String(this.#model.view());
  }

  encodings() {
    const bytes = this.#model.toBinary();
    return { sent: bytes, stored: bytes };
  }

  free(): void {}
}

export const jsonJoy: Library = {
  name: 'json-joy',
  unit: 'utf16',
  create: (author, onChange) => new JsonJoyDocument(base, author, onChange),
  receive: (sent) => new JsonJoyDocument(sent, 0),
  open: (stored) => new JsonJoyDocument(stored, 0),
};
