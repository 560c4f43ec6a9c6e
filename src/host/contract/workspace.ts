/** A workspace that is open in a tab: what can be done in it, and what is asked before it is done. */
import type {
  DocumentId,
  EventId,
  MemberId,
  PublicKey,
  Role,
  Seconds,
  WorkspaceId,
} from '../../base/ids.ts';
import type { AxisId } from '../../crdt/table.ts';
import type { Keep } from '../../replica/removal.ts';
import type { ArchiveSession } from './archive.ts';
import type { DeviceDoor, RecoverySession } from './devices.ts';
import type { DocumentSession } from './document.ts';
import type { ImagesSession } from './images.ts';
import type { ColumnDraft, TableSession } from './table.ts';
import type { WorkspaceView } from './views.ts';

/** A workspace that is open in this tab. */
export interface WorkspaceSession {
  readonly id: WorkspaceId;
  /** Resolves when its history has been read; rejects when it cannot be. */
  readonly opened: Promise<void>;
  /** The newest view; a new object whenever anything in it changed, its unchanged parts the same. */
  view(): WorkspaceView;
  /** Calls the listener after the view has changed. */
  subscribe(listener: () => void): () => void;

  renameWorkspace(title: string): void;
  createDocument(title: string, text?: string): DocumentId;
  /** A table with these columns, and in its rows these texts, each in the column of its place. */
  createTable(
    title: string,
    columns: readonly ColumnDraft[],
    rows: readonly (readonly string[])[],
  ): Promise<DocumentId>;
  renameDocument(id: DocumentId, title: string): void;
  /** Puts `id` before `before`, or last. */
  moveDocument(id: DocumentId, before: DocumentId | null): void;
  deleteDocument(id: DocumentId): void;
  restoreDocument(id: DocumentId): void;
  /** One of texts. */
  openDocument(id: DocumentId): DocumentSession;
  /** One of tables; waits until the history has been read. */
  openTable(id: DocumentId): Promise<TableSession>;
  /**
   * Documents in which the words of a query stand next to each other; waits until the history has been
   * read. `undefined` once it is aborted.
   */
  search(query: string, signal: AbortSignal): Promise<readonly FoundDocument[] | undefined>;
  /** As if somebody had looked at every document now. */
  allRead(): void;

  /**
   * Four numbers from 0 to 2047 for all that is held here: the same wherever just that is held. `null`
   * while the history is still being read.
   */
  historyCode(): readonly number[] | null;

  /** Writes the invite into the history and returns the whole link, secret in the fragment. */
  invite(options: InviteOptions): Promise<string>;

  /** Lets somebody in who asks, or not now. Rejects when the invite is over meanwhile. */
  answer(id: number, letIn: boolean): Promise<void>;
  /** People can come no more by this invite. Whoever came by it stays. */
  closeInvite(event: EventId): Promise<void>;
  setRole(member: MemberId, role: Role): Promise<void>;
  /** Doubles what is kept of a member whose share is used up. */
  giveRoom(member: MemberId): Promise<void>;
  /** Who came by a member's invites, by theirs, and so on. */
  brought(member: MemberId): readonly MemberId[];
  /** What `removeMember` would change in the texts as they are here. */
  previewRemoval(member: MemberId, keep: Keep, also?: readonly MemberId[]): RemovalPreview;
  /** Oneself: leaves. `also`: who goes with them. */
  removeMember(member: MemberId, keep: Keep, also?: readonly MemberId[]): Promise<void>;
  removeDevice(device: PublicKey): Promise<void>;
  /** Waits for one more device of one's own. Rejects for whoever is no member. */
  addDevice(): Promise<DeviceDoor>;

  /** What `takeBack` would change. Reads the history in slices. */
  previewTakeBack(member: MemberId, since: Seconds): Promise<TakeBackPreview>;
  /**
   * Writes what undoes all that a member wrote, from the first on that says it was at `since` or
   * later. Durable when it resolves; what it returns takes that back again.
   */
  takeBack(member: MemberId, since: Seconds): Promise<() => Promise<void>>;

  /**
   * What proves an event, in lines of text: the certificate of the key that signed it, and the signed
   * bytes. `null`: it is not here.
   */
  proofOf(event: EventId): string | null;

  /** Those of its texts; waits until the history has been read. */
  images(): Promise<ImagesSession>;

  /** To take everything along, and to bring it in; waits until the history has been read. */
  archive(): Promise<ArchiveSession>;

  /** Until released, nothing newer is taken in, in any document (IME composition). */
  hold(): void;
  release(): void;
  /** While held: lets the view move on just until these events are in it, however late they come. */
  advanceTo(version: readonly EventId[]): void;
  /** Resolves when everything typed so far is durable. */
  settled(): Promise<void>;
  /** What keeps the workspace from being lost with this browser. */
  recovery(): Promise<RecoverySession>;
  /** Looks for peers again at once. */
  nudge(): void;
  close(): Promise<void>;
}

export interface InviteOptions {
  readonly role: Role;
  readonly uses: number;
  /** Seconds from now; 0 = never. */
  readonly expiresIn: number;
  /** An admin is to let each person in. */
  readonly approval?: boolean;
}

export interface RemovalPreview {
  /** Characters that disappear, and deleted ones that come back. */
  readonly vanishing: number;
  readonly returning: number;
  readonly documents: number;
}

/** What taking back what somebody wrote would change. */
export interface TakeBackPreview {
  /** Of each text that changes: characters that disappear, and deleted ones that come back. */
  readonly texts: readonly {
    readonly document: DocumentId;
    readonly vanishing: number;
    readonly returning: number;
  }[];
  /** Of each table that changes: cells, rows and columns that become what they were. */
  readonly tables: readonly { readonly document: DocumentId; readonly changed: number }[];
  /** Titles and places that become what they were, and documents that go or come back. */
  readonly names: number;
}

/** A document in which words were found. */
export interface FoundDocument {
  readonly id: DocumentId;
  readonly inTitle: boolean;
  /** The first few. */
  readonly places: readonly FoundPlace[];
  /** How many there are, as far as they were counted. */
  readonly count: number;
}

export interface FoundPlace {
  /** UTF-16 units [from, to) of the text, or of a table's cell. */
  readonly from: number;
  readonly to: number;
  readonly cell?: { readonly row: AxisId; readonly column: AxisId };
  readonly match: string;
  /** What stands beside it in its line. */
  readonly before: string;
  readonly after: string;
}
