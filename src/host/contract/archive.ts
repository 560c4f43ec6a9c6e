/** Documents as files have them, and back: what an archive asks of a workspace, and what it brings into one. */
import type { DocumentId } from '../../base/ids.ts';
import type { ThreadView } from './comments.ts';
import type { AuthorRange } from './document.ts';
import type { ColumnDraft } from './table.ts';

/** A workspace's documents as files have them, and back. Reading here is no visit (T18). */
export interface ArchiveSession {
  /** A text, and who wrote and said what, all of one moment. */
  text(id: DocumentId): Promise<ArchivedText>;
  table(id: DocumentId): Promise<TableContent>;
  /**
   * An image, fetched if need be; `null`: nobody who is here has it, or it is none. Once the signal
   * says so nothing is waited for.
   */
  image(name: string, signal: AbortSignal): Promise<Uint8Array | null>;
  /** What names an image, by its bytes alone; `null`: they are none that is shown. */
  nameOf(bytes: Uint8Array): string | null;
  /** As `ImagesSession.add`. */
  addImage(bytes: Uint8Array): Promise<string>;
  /**
   * Writes documents, in slices; they stand in the list, in their order, behind all others, once all
   * of them are there. Durable when it resolves. Tells how far it is, from 0 to 1.
   */
  bringIn(
    documents: readonly BroughtDocument[],
    told: (done: number) => void,
  ): Promise<readonly DocumentId[]>;
}

export interface ArchivedText {
  readonly text: string;
  readonly authors: readonly AuthorRange[];
  readonly threads: readonly ThreadView[];
}

export interface TableContent {
  readonly columns: readonly Required<ColumnDraft>[];
  /** Texts of cells, each row as long as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

export type BroughtDocument =
  | {
      readonly kind: 'text';
      readonly title: string;
      readonly text: string;
      readonly threads: readonly BroughtThread[];
    }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly ColumnDraft[];
      readonly rows: readonly (readonly string[])[];
    };

/** A thread of comments as it is begun anew. */
export interface BroughtThread {
  /** Units [from, to) of the text, in order and apart; none: what it was on is in the text no more. */
  readonly ranges: ThreadView['ranges'];
  /** The words that it was on, if they are known. */
  readonly quote: string;
  readonly resolved: boolean;
  /** At least one, each at most MAX_COMMENT_BYTES and not empty. */
  readonly comments: readonly string[];
}
