/**
 * One text document in step with one editor: what the person does goes in, what others did comes out.
 */
import type { DocumentId, EventId } from '../base/ids.ts';
import type { TextChange } from '../crdt/op.ts';
import { isDiscussed } from '../crdt/workspace-map.ts';
import type { Loop } from './loop.ts';
import type { LookingBackParts } from './looking-back.ts';
import type {
  AuthorRange,
  CommentsSession,
  DocumentSession,
  HistorySession,
  RemoteSelection,
  VisitView,
  WriterView,
} from './session.ts';
import { selectionViews } from './view.ts';
import type { Visits } from './visits.ts';

export interface EditingEvents {
  /** The person changed the text. */
  onEdit(): void;
  /** The person may not change it any more, and is to see that. */
  onRefused(): void;
  onClose(): void;
}

export interface EditingParts extends LookingBackParts {
  readonly visits: Visits;
}

export class Editing implements DocumentSession {
  readonly id: DocumentId;
  onChanges: DocumentSession['onChanges'] = null;
  onSelections: DocumentSession['onSelections'] = null;
  readonly #loop: Loop;
  readonly #parts: EditingParts;
  readonly #events: EditingEvents;
  /** Somebody looks at it. */
  #visited = false;

  constructor(parts: EditingParts, events: EditingEvents) {
    this.id = parts.document;
    this.#loop = parts.loop;
    this.#parts = parts;
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
    const done = this.#loop.call((replica, now) => replica.edit(this.id, changes, now));
    if (!done.ok) this.#events.onRefused();
  }

  select(selection: { readonly anchor: number; readonly head: number } | null): void {
    this.#loop.call((replica, now) =>
      replica.select(selection && { document: this.id, ...selection }, now),
    );
  }

  selections(): readonly RemoteSelection[] {
    return this.#loop.call((replica) => selectionViews(replica, this.id));
  }

  async writers(from: number, to: number): Promise<readonly WriterView[]> {
    const { writersOf } = await import('./writers.ts');
    return writersOf(this.#loop, this.id, from, to);
  }

  async authors(from: number, to: number): Promise<readonly AuthorRange[]> {
    const { authorsOf } = await import('./writers.ts');
    return authorsOf(this.#loop, this.id, from, to);
  }

  async history(): Promise<HistorySession | null> {
    const { lookBack } = await import('./looking-back.ts');
    return lookBack(this.#parts);
  }

  isDiscussed(): boolean {
    return this.#loop.call(({ history }) => {
      const { registers } = history.map();
      return registers !== undefined && isDiscussed(registers, this.id);
    });
  }

  async comments(): Promise<CommentsSession> {
    const { Commenting } = await import('./commenting.ts');
    return new Commenting(this.#parts);
  }

  async visit(): Promise<VisitView | null> {
    if (this.#visited) return null;
    this.#visited = true;
    return this.#parts.visits.visit(this.id, () => this.#visited);
  }

  leave(): void {
    if (this.#visited) this.#parts.visits.leave(this.id);
    this.#visited = false;
  }

  close(): void {
    this.leave();
    this.onChanges = null;
    this.onSelections = null;
    this.select(null);
    this.#events.onClose();
  }
}
