/**
 * A document as the plainest thing that keeps its contract: a string, with a list of what the editor
 * wrote to it. What others write is queued while the editor holds, as the host does it.
 */
import type { DocumentId, EventId } from '../../src/base/ids.ts';
import type { TextEditor } from '../../src/app/editor/editor.ts';
import { withWords } from '../../src/app/words/languages.ts';
import type {
  AuthorRange,
  CommentsSession,
  DocumentSession,
  HistorySession,
  RemoteSelection,
  TextChange,
  VisitView,
  WriterView,
} from '../../src/host/session.ts';

const { createEditor } = await withWords(import('../../src/app/editor/editor.ts'));

export function applyTo(text: string, changes: readonly TextChange[]): string {
  return changes.reduce((before, { position, deleted, inserted }) => {
    if (position < 0 || deleted < 0 || position + deleted > before.length) {
      throw new RangeError(`${position}+${deleted} outside ${before.length}`);
    }
    return before.slice(0, position) + inserted + before.slice(position + deleted);
  }, text);
}

export class Paper implements DocumentSession {
  readonly id = '0'.repeat(32) as DocumentId;
  readonly written: TextChange[] = [];
  readonly selected: ({ anchor: number; head: number } | null)[] = [];
  readonly holds: ('hold' | 'release')[] = [];
  others: RemoteSelection[] = [];
  onChanges: DocumentSession['onChanges'] = null;
  onSelections: DocumentSession['onSelections'] = null;
  #text: string;
  #held = false;
  readonly #waiting: ((text: string) => TextChange[])[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  text(): string {
    return this.#text;
  }

  version(): readonly EventId[] {
    return [];
  }

  edit(changes: readonly TextChange[]): void {
    this.#text = applyTo(this.#text, changes);
    this.written.push(...changes);
  }

  select(selection: { anchor: number; head: number } | null): void {
    const end = Math.max(selection?.anchor ?? 0, selection?.head ?? 0);
    if (end > this.#text.length) throw new RangeError(`${end} is outside the text`);
    this.selected.push(selection);
  }

  selections(): readonly RemoteSelection[] {
    return this.others;
  }

  async writers(): Promise<readonly WriterView[]> {
    return [];
  }

  /** Who wrote what, as a test says. */
  ranges: readonly AuthorRange[] = [];
  /** Parts of the text that were asked for. */
  readonly asked: (readonly [from: number, to: number])[] = [];

  async authors(from: number, to: number): Promise<readonly AuthorRange[]> {
    this.asked.push([from, to]);
    return this.ranges;
  }

  past: HistorySession | null = null;

  isDiscussed(): boolean {
    return false;
  }

  comments(): Promise<CommentsSession> {
    return Promise.reject(new Error('paper has no margin'));
  }

  async history(): Promise<HistorySession | null> {
    return this.past;
  }

  async visit(): Promise<VisitView | null> {
    return null;
  }

  leave(): void {}

  close(): void {}

  /** Somebody else writes: in coordinates of the text at the time it is let in. */
  arrive(write: (text: string) => TextChange[]): void {
    this.#waiting.push(write);
    if (!this.#held) this.#letIn();
  }

  hold(): void {
    this.#held = true;
    this.holds.push('hold');
  }

  release(): void {
    this.#held = false;
    this.holds.push('release');
    this.#letIn();
  }

  #letIn(): void {
    for (const write of this.#waiting.splice(0)) {
      const changes = write(this.#text);
      this.#text = applyTo(this.#text, changes);
      this.onChanges?.(changes);
    }
  }
}

/** An editor over `paper`, in the page, with the application's styles. */
export function openEditor(
  paper: Paper,
  options: { readonly readOnly?: boolean; readonly onText?: (near: string) => void } = {},
): TextEditor {
  const parent = document.createElement('div');
  parent.className = 'page';
  parent.style.height = '400px';
  document.body.append(parent);
  return createEditor({
    parent,
    document: paper,
    holder: paper,
    title: 'Plan',
    readOnly: options.readOnly ?? false,
    placeholder: 'Start writing…',
    ...(options.onText && { onText: options.onText }),
  });
}

export const insert = (position: number, inserted: string): TextChange => ({
  position,
  deleted: 0,
  inserted,
});
