/** A text document, in step with an editor: its text, who writes where, and who wrote what. */
import type { DocumentId, EventId, PeerId, Seconds } from '../../base/ids.ts';
import type { CommentsSession } from './comments.ts';
import type { HistorySession, VisitView } from './history.ts';
import type { NoticeDetails } from './views.ts';

/** `deleted` units from `position` give way to `inserted`. Sequences apply in order. */
export interface TextChange {
  readonly position: number;
  readonly deleted: number;
  readonly inserted: string;
}

/** One text document, in step with one editor. */
export interface DocumentSession {
  readonly id: DocumentId;
  /** The text at the version that `edit` and `onChanges` speak of. */
  text(): string;
  /** The version of `text()`, as event ids; everything typed is cut into an event first. */
  version(): readonly EventId[];
  /** The editor's change, in order, in coordinates of the text before each. Applied at once. */
  edit(changes: readonly TextChange[]): void;
  /** Remote changes, one batch at a time: the editor dispatches each batch as one transaction. */
  onChanges: ((changes: readonly TextChange[]) => void) | null;
  /** Own selection, shown to others; `null` when the document has no focus. */
  select(selection: { readonly anchor: number; readonly head: number } | null): void;
  /** Others' selections, in coordinates of the current text. */
  selections(): readonly RemoteSelection[];
  onSelections: (() => void) | null;
  /** Who wrote units [from, to) of the text, the one who wrote most first. */
  writers(from: number, to: number): Promise<readonly WriterView[]>;
  /** The same in the order of the text, each part with its writer. */
  authors(from: number, to: number): Promise<readonly AuthorRange[]>;
  /** Reads its history, to walk through; `null`: it is too long for that. */
  history(): Promise<HistorySession | null>;
  /** Whether anybody ever commented on it, as far as that is known. */
  isDiscussed(): boolean;
  /** What people say about it. */
  comments(): Promise<CommentsSession>;
  /**
   * Somebody looks at it from now on, until `leave`. Tells what others wrote since that was so last on
   * this device; `null`: nothing, or it never was.
   */
  visit(): Promise<VisitView | null>;
  leave(): void;
  close(): void;
}

export interface RemoteSelection {
  readonly peer: PeerId;
  readonly name: string;
  readonly index: number;
  readonly anchor: number;
  readonly head: number;
}

/** What somebody wrote, from one device, of a part of a text. */
export interface WriterView {
  /** '' if that is not known. They need not be a member any more. */
  readonly name: string;
  /** As a member's; −1 for none. */
  readonly index: number;
  /** On the device that this page runs on. */
  readonly here: boolean;
  /** Which of their devices, from 1; 0: one that speaks for them no more; `null`: they have just one. */
  readonly device: number | null;
  /** Code points. */
  readonly characters: number;
  /** When, by their own word. */
  readonly first: Seconds;
  readonly last: Seconds;
  /** The event is the newest of those that put it in. */
  readonly details: NoticeDetails;
}

/** Units [from, to) of a text that one person wrote. */
export interface AuthorRange {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** As a member's; −1 for none. */
  readonly index: number;
}
