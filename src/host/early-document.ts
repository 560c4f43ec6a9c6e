/**
 * A text document that is shown before the history is there: what was remembered of it, and what has
 * been typed since, until the real one takes over.
 */
import type { DocumentId, EventId } from '../base/ids.ts';
import type { TextChange } from '../crdt/op.ts';
import { difference, rebased } from './rebase.ts';
import type {
  AuthorRange,
  CommentsSession,
  DocumentSession,
  HistorySession,
  RemoteSelection,
  VisitView,
  WriterView,
} from './session.ts';

export class EarlyDocument implements DocumentSession {
  readonly id: DocumentId;
  onChanges: DocumentSession['onChanges'] = null;
  onSelections: DocumentSession['onSelections'] = null;
  readonly #remembered: string;
  readonly #onTyped: () => void;
  readonly #typed: TextChange[] = [];
  #text: string;
  #selection: Parameters<DocumentSession['select']>[0] = null;
  #real: DocumentSession | null = null;
  #tell: (real: DocumentSession) => void = () => {};
  readonly #became = new Promise<DocumentSession>((resolve) => (this.#tell = resolve));
  #closed = false;
  /** How often somebody came to look at it, or left. */
  #visits = 0;

  /** @param onTyped called with each edit that is only kept here */
  constructor(id: DocumentId, remembered: string, onTyped: () => void) {
    this.id = id;
    this.#remembered = remembered;
    this.#onTyped = onTyped;
    this.#text = remembered;
  }

  /** From now on this is `real`; the editor is told of what it shows otherwise. */
  become(real: DocumentSession): void {
    const moved = difference(this.#remembered, real.text());
    const typed = moved ? rebased(this.#typed, moved) : this.#typed;
    if (typed.length > 0) real.edit(typed);
    if (this.#closed) return real.close();
    const shown = this.#text;
    this.#real = real;
    this.#tell(real);
    const change = difference(shown, real.text());
    real.onChanges = (changes) => this.onChanges?.(changes);
    real.onSelections = () => this.onSelections?.();
    // The selection is one in the text that was shown: an editor that changes tells its own anew.
    real.select(this.#selection);
    if (change) this.onChanges?.([change]);
    this.onSelections?.();
  }

  text(): string {
    return this.#real ? this.#real.text() : this.#text;
  }

  /** Without a history there is no version. */
  version(): readonly EventId[] {
    return this.#real?.version() ?? [];
  }

  edit(changes: readonly TextChange[]): void {
    if (this.#real) return this.#real.edit(changes);
    for (const { position, deleted, inserted } of changes)
      this.#text = this.#text.slice(0, position) + inserted + this.#text.slice(position + deleted);
    this.#typed.push(...changes);
    this.#onTyped();
  }

  select(selection: Parameters<DocumentSession['select']>[0]): void {
    if (this.#real) this.#real.select(selection);
    else this.#selection = selection;
  }

  selections(): readonly RemoteSelection[] {
    return this.#real?.selections() ?? [];
  }

  /** Only the history knows. */
  async writers(from: number, to: number): Promise<readonly WriterView[]> {
    return (await this.#became).writers(from, to);
  }

  async authors(from: number, to: number): Promise<readonly AuthorRange[]> {
    return (await this.#became).authors(from, to);
  }

  async history(): Promise<HistorySession | null> {
    return (await this.#became).history();
  }

  isDiscussed(): boolean {
    return this.#real?.isDiscussed() ?? false;
  }

  async comments(): Promise<CommentsSession> {
    return (await this.#became).comments();
  }

  async visit(): Promise<VisitView | null> {
    const turn = ++this.#visits;
    const real = await this.#became;
    return turn === this.#visits ? real.visit() : null;
  }

  leave(): void {
    this.#visits += 1;
    this.#real?.leave();
  }

  /** What was typed is still written, once there is a history. */
  close(): void {
    this.leave();
    this.onChanges = null;
    this.onSelections = null;
    this.#real?.close();
    this.#closed = true;
  }
}
