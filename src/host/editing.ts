/**
 * One text document in step with one editor: what the person does goes in, what others did comes out.
 */
import type { DocumentId, EventId } from '../base/ids.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Loop } from './loop.ts';
import type { DocumentSession, RemoteSelection, WriterView } from './session.ts';
import { selectionViews } from './view.ts';
import { writersOf } from './writers.ts';

export interface EditingEvents {
  /** The person changed the text. */
  onEdit(): void;
  onClose(): void;
}

export class Editing implements DocumentSession {
  readonly id: DocumentId;
  onChanges: DocumentSession['onChanges'] = null;
  onSelections: DocumentSession['onSelections'] = null;
  readonly #loop: Loop;
  readonly #events: EditingEvents;

  constructor(id: DocumentId, loop: Loop, events: EditingEvents) {
    this.id = id;
    this.#loop = loop;
    this.#events = events;
  }

  text(): string {
    return this.#loop.call((replica) => replica.history.document(this.id).text?.toString() ?? '');
  }

  version(): readonly EventId[] {
    return this.#loop.call((replica, now) => {
      replica.flush(now);
      const log = replica.history.document(this.id);
      return log.idsOf(replica.history.heads(log));
    });
  }

  edit(changes: readonly TextChange[]): void {
    this.#events.onEdit();
    this.#loop.call((replica, now) => replica.edit(this.id, changes, now));
  }

  select(selection: { readonly anchor: number; readonly head: number } | null): void {
    this.#loop.call((replica, now) =>
      replica.select(selection && { document: this.id, ...selection }, now),
    );
  }

  selections(): readonly RemoteSelection[] {
    return this.#loop.call((replica) => selectionViews(replica, this.id));
  }

  writers(from: number, to: number): Promise<readonly WriterView[]> {
    return writersOf(this.#loop, this.id, from, to);
  }

  close(): void {
    this.onChanges = null;
    this.onSelections = null;
    this.select(null);
    this.#events.onClose();
  }
}
