/**
 * What the screens know of a workspace: immutable views, plain calls, and nothing of bytes.
 *
 * The host (host/workspace.ts) implements this contract over a replica, a store and a transport;
 * `app/` uses nothing else of it. Positions and lengths here are UTF-16 units, as editors count.
 */
import type {
  AgentId,
  DocumentId,
  EventId,
  MemberId,
  PeerId,
  PublicKey,
  Role,
  Seconds,
  WorkspaceId,
} from '../base/ids.ts';
import type { AxisId, Column, ColumnType, Row } from '../crdt/table.ts';
import type { RelayState, Route } from '../net/transport.ts';
import type { Point } from '../replica/past.ts';
import type { Keep } from '../replica/removal.ts';
import type { FileTrouble } from '../storage/files.ts';

export type { AxisId, Column, ColumnType, Row } from '../crdt/table.ts';
export type { Point } from '../replica/past.ts';
export type { Keep } from '../replica/removal.ts';
export type { FileTrouble } from '../storage/files.ts';

/** `deleted` units from `position` give way to `inserted`. Sequences apply in order. */
export interface TextChange {
  readonly position: number;
  readonly deleted: number;
  readonly inserted: string;
}

export interface DocumentView {
  readonly id: DocumentId;
  readonly type: 'text' | 'table';
  readonly title: string;
  readonly deleted: boolean;
  /** Somebody else wrote there since it was looked at on this device, or it never was. */
  readonly unread: boolean;
}

export interface MemberView {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly me: boolean;
  /** Order of joining, 0 = founder: gives the colour. */
  readonly index: number;
  readonly online: boolean;
  /**
   * When something was last heard from them, if they are not here: in this page load, or in the newest
   * event that is held, by its word. Seconds since 1970.
   */
  readonly heard: Seconds | null;
  /** Names; `null` for the founder. They need not be members any more. */
  readonly invitedBy: string | null;
  readonly admittedBy: string | null;
  /** Those in force, the most senior first. */
  readonly devices: readonly DeviceView[];
  /** Of its share of storage: what is kept here of what it wrote, and whether that is all it may be. */
  readonly bytes: number;
  readonly most: number;
  readonly full: boolean;
  /** Four numbers below 2048, a hash of its first device's key: for two people to compare by voice. */
  readonly code: readonly number[];
  /** What this page may do to it. */
  readonly mayRemove: boolean;
  readonly mayBecome: readonly Role[];
  /** Its share is used up, and this page may give it, or the first of its circle, more. */
  readonly mayGive: boolean;
}

export interface DeviceView {
  readonly id: PublicKey;
  /** The one that this page runs on. */
  readonly here: boolean;
  readonly online: boolean;
  /** No browser, but the recovery kit that this one knows of. */
  readonly kit: boolean;
  readonly mayRemove: boolean;
}

export interface InviteView {
  readonly event: EventId;
  readonly role: Role;
  readonly uses: number;
  readonly used: number;
  /** Seconds since 1970; 0 = never. */
  readonly expires: Seconds;
  /** An admin lets each person in. */
  readonly approval: boolean;
  readonly mayClose: boolean;
}

/** Somebody at the door whom a person may let in. */
export interface AskView {
  readonly id: number;
  readonly device: PublicKey;
  /** By their own word. */
  readonly name: string;
  /** What the invite gives. */
  readonly role: Role;
  /** As a member's, and the same once they are one. */
  readonly code: readonly number[];
}

/** Another page load that we have a proven channel to. Sorted by member index, then peer. */
export interface PeerView {
  readonly peer: PeerId;
  readonly member: MemberId;
  readonly name: string;
  readonly index: number;
  /** True for another tab or device of the same member. */
  readonly me: boolean;
  readonly route: Route;
  /** It says that it has everything that we have. */
  readonly synced: boolean;
  readonly document: DocumentId | null;
}

export interface StatusView {
  /** `failed`: the store refused; edits live in this tab only and the person must act. */
  readonly storage: 'saved' | 'saving' | 'failed' | 'memory';
  /** Why the store failed, when it did: `Quota`, `Unavailable`, … */
  readonly storageError: string | null;
  /** Own events that no proven peer has said it holds. */
  readonly unsent: number;
  readonly peers: number;
  readonly synced: number;
  readonly relay: RelayState;
  /** The browser's own word: `navigator.onLine`. */
  readonly online: boolean;
  /** Bytes of history still to come from peers, when it is known to be more than a moment's worth. */
  readonly receiving: { readonly events: number } | null;
  /** That this device speaks for nobody any more, as far as is known or said. */
  readonly removal: RemovalView | null;
  /** What others say there is, and nobody has sent for a minute or longer. */
  readonly missing: MissingView | null;
  /** The browser has promised not to delete this profile's data; `null`: it has not answered yet. */
  readonly persisted: boolean | null;
}

export interface MissingView {
  /** Whose changes, as far as that is known. */
  readonly names: readonly string[];
  /** Who says that they exist. Nothing proves it. */
  readonly by: readonly string[];
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface RemovalView {
  /** `device`: the member still is one, elsewhere. */
  readonly what: 'left' | 'member' | 'device';
  /** Who did it or, where it is not known, who says so. */
  readonly by: string | null;
  /** False: a claim of whoever says it, while nobody else talks to us. History does not say so. */
  readonly known: boolean;
}

/** Whole ids of what a notice is about, for those who look into it. */
export interface NoticeDetails {
  readonly member?: MemberId;
  /** Whose signature it bears: of this device, in this page load. */
  readonly device?: PublicKey;
  readonly agent?: AgentId;
  readonly event?: EventId;
}

export interface NoticeView {
  readonly id: number;
  /** Key into words, with its facts; newest last. */
  readonly code:
    | 'joined'
    | 'removed'
    | 'left'
    | 'role'
    | 'full'
    | 'youFull'
    | 'room'
    | 'youRemoved'
    | 'forked'
    | 'missing'
    | 'storage'
    | 'restored';
  readonly facts: Readonly<Record<string, string>>;
  readonly details: NoticeDetails;
  /** Milliseconds since 1970, when it was noticed here. */
  readonly at: number;
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

export interface WorkspaceView {
  readonly id: WorkspaceId;
  readonly title: string;
  readonly me: { readonly member: MemberId | null; readonly name: string; readonly role: Role };
  /** In their order, deleted ones included. */
  readonly documents: readonly DocumentView[];
  /** Another number whenever a version may have got or lost a name, or somebody commented. */
  readonly named: number;
  /** By index. */
  readonly members: readonly MemberView[];
  /** Those that somebody can still join by, the newest first. */
  readonly invites: readonly InviteView[];
  /** Those whom this tab was asked to let in, the longest waiting first. */
  readonly asking: readonly AskView[];
  readonly peers: readonly PeerView[];
  readonly status: StatusView;
  readonly notices: readonly NoticeView[];
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

export interface InviteOptions {
  readonly role: Role;
  readonly uses: number;
  /** Seconds from now; 0 = never. */
  readonly expiresIn: number;
  /** An admin is to let each person in. */
  readonly approval?: boolean;
}

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

/**
 * Where one more device of this member is waited for: until it is added, for ten minutes at most, and
 * no longer than somebody looks.
 */
export interface DeviceDoor {
  /** For the other device to open; its secret is in the fragment, and in no store. */
  readonly link: string;
  readonly state: 'open' | 'added' | 'shut';
  /** Those who opened the link and ask, the longest waiting first. */
  readonly asking: readonly Pick<AskView, 'id' | 'code'>[];
  /** Calls the listener after `state` or `asking` changed. */
  subscribe(listener: () => void): () => void;
  /** Adds the one who asks, durably, or not now. Rejects when that could not be saved. */
  answer(id: number, add: boolean): Promise<void>;
  close(): void;
}

/** What a device link says. */
export interface DeviceLinkView {
  readonly workspace: WorkspaceId;
  /** The member's, and the beginning of the workspace's, by the word of whoever made the link. */
  readonly name: string;
  readonly title: string;
  /** The workspace is in this browser already. */
  readonly here: boolean;
  /** Knocks, and comes in; as `Profile.join`. */
  use(onProgress: (progress: JoinProgress) => void, signal: AbortSignal): Promise<WorkspaceSession>;
}

/** A recovery kit that is in force. */
export interface KitView {
  /** When a backup was saved here last, or the one that was put back here was made. */
  readonly savedAt: Seconds | null;
  /** Whether this browser can end it: not one that it brought here, since that is junior to it. */
  readonly mayEnd: boolean;
  /** Something is here that the newest backup does not have, as far as this browser knows. */
  readonly isBehind: boolean;
  /** That is kept up to date, and why it could not be written when it was to be. */
  readonly file: { readonly name: string; readonly trouble: FileTrouble | null } | null;
}

/** A recovery kit and the backups that its words open. */
export interface RecoverySession {
  /** The one that was made in this browser, or brought the workspace here. */
  kit(): Promise<KitView | null>;
  /** For new words. Nothing keeps it. */
  newSecret(): Uint8Array;
  /** Makes it the secret of a kit of this member; ends the one before, if it may. Durable when it resolves. */
  make(secret: Uint8Array): Promise<void>;
  /** All that is here, for a file; tells how far it is, from 0 to 1. */
  backup(told: (done: number) => void): Promise<Blob>;
  /** Images that the newest backup of this session lacks: not all of them is here, or they did not fit. */
  readonly leftOut: number;
  /** Keeps a file up to date with backups from now on, and writes the first. The view tells how that went. */
  keepIn(file: FileSystemFileHandle): Promise<void>;
  /** Asks for leave to write that file again. Only in answer to a press. */
  allow(): Promise<void>;
  /** Keeps it up to date no longer. */
  letGo(): Promise<void>;
}

export type RestoreFailure =
  | 'TooLarge'
  | 'Unreadable' // the browser could not read the file
  | 'NotABackup'
  | 'Newer' // made by a newer version
  | 'WrongWords' // of another kit
  | 'Damaged' // changed since it was made
  | 'Here' // the workspace is in this browser already
  | 'NotAMember' // the kit speaks for nobody, by what the backup says
  | 'Storage';

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

/** Comments on one text document. */
export interface CommentsSession {
  /** In the order of the text as it is now; those whose text is not there come last. */
  threads(): Promise<readonly ThreadView[]>;
  /** Takes hold of units [from, to) of the text, to begin a thread about; `null`: that is too much for one. */
  hold(from: number, to: number): Promise<Held | null>;
  /** Where that stands now. */
  where(held: Held): Promise<ThreadView['ranges']>;
  /** These write; they are durable when they resolve. Returns the thread. */
  begin(held: Held, text: string): Promise<ThreadView['id']>;
  reply(thread: ThreadView['id'], text: string): Promise<void>;
  resolve(thread: ThreadView['id'], resolved: boolean): Promise<void>;
  /** Deletes a comment; what it returns brings it back. */
  remove(comment: CommentView): Promise<() => Promise<void>>;
}

/** Characters of a text that somebody has begun to comment on, wherever they move to. */
export interface Held {
  readonly anchor: unknown;
}

export interface ThreadView {
  readonly id: string;
  /** `gone`: nothing of what it is about is in the text; `missing`: that has not arrived. */
  readonly state: 'here' | 'gone' | 'missing';
  /** Units [from, to) that it is about, in order and apart. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** The words that it was put on, or the beginning of them; '' if they are not to be had. */
  readonly quote: string;
  /** Who resolved it. */
  readonly resolved: { readonly name: string; readonly at: Seconds } | null;
  /** In the order in which they were written, at least one. */
  readonly comments: readonly CommentView[];
}

export interface CommentView {
  readonly id: string;
  /** '' for one that was deleted: the rest says by whom. */
  readonly text: string;
  /** Who wrote it, by the signature: '' if that is not known. */
  readonly name: string;
  /** As a member's; −1 for none. */
  readonly index: number;
  readonly me: boolean;
  /** When, by their word. */
  readonly at: Seconds;
}

/** The images of a workspace. In a text one is named by thirty hex digits. */
export interface ImagesSession {
  /**
   * Keeps an image and makes it known to everybody; what names it. Rejects with StoreError where it
   * cannot be kept.
   */
  add(bytes: Uint8Array): Promise<string>;
  /** Tells where an image stands, now and whenever that changes, and fetches it, until it is called off. */
  watch(name: string, told: (state: ImageState) => void): () => void;
}

export type ImageState =
  /** Nobody has made it known, as far as is known here. */
  | { readonly kind: 'unknown' }
  /** `held` parts of it are here; `sources`: so many who are connected may have the others. */
  | {
      readonly kind: 'fetching';
      readonly held: number;
      readonly of: number;
      readonly sources: number;
    }
  | {
      readonly kind: 'whole';
      readonly type: string;
      readonly width: number;
      readonly height: number;
      readonly bytes: Uint8Array;
    }
  /** It is here, and no image that is shown. */
  | { readonly kind: 'bad' };

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

/** What a table consists of, in order. */
export interface TableShape {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

export interface CellText {
  readonly row: AxisId;
  readonly column: AxisId;
  /** At most MAX_CELL_BYTES of it are kept. */
  readonly text: string;
}

/** A new column: its name, its type, what can be chosen in it. */
export interface ColumnDraft {
  readonly name: string;
  readonly type: ColumnType;
  readonly choices?: readonly string[];
}

export type ColumnChange = Partial<ColumnDraft>;

/** One table, in step with one grid. Whatever is written is seen at once. */
export interface TableSession {
  readonly id: DocumentId;
  /** The newest; the same object while no row or column changed. */
  shape(): TableShape;
  /** '' for one that nobody has written in. */
  cell(row: AxisId, column: AxisId): string;
  /** Something in the table may have changed, by whomever. */
  onChange: (() => void) | null;
  /** Makes one step, for undoing, of all that `act` writes. */
  together(act: () => void): void;
  setCells(cells: readonly CellText[]): void;
  /** Ahead of a row, or last. */
  addRows(count: number, before: AxisId | null): readonly AxisId[];
  addColumns(drafts: readonly ColumnDraft[], before: AxisId | null): readonly AxisId[];
  changeColumn(id: AxisId, change: ColumnChange): void;
  moveRow(id: AxisId, before: AxisId | null): void;
  moveColumn(id: AxisId, before: AxisId | null): void;
  deleteRows(ids: readonly AxisId[]): void;
  deleteColumn(id: AxisId): void;
  /**
   * Undoes one's own newest step, but where somebody has written since. False: there is none.
   */
  undo(): boolean;
  redo(): boolean;
  close(): void;
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

/** Units [from, to) of a text that one person wrote. */
export interface AuthorRange {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** As a member's; −1 for none. */
  readonly index: number;
}

/** An earlier visit of a document, and who wrote in it since. */
export interface VisitView {
  readonly at: Seconds;
  readonly names: readonly string[];
  readonly ends: Ends;
}

/** Where a document ended: the agents of its newest events, and the seqs at which these begin. */
export type Ends = readonly (readonly [agent: AgentId, seq: number])[];

// ── The history of a document ───────────────────────────────────────────────────────────────────

/** Somebody who wrote in a document. */
export interface AuthorView {
  /** '' if that is not known. They need not be a member any more. */
  readonly name: string;
  readonly index: number;
  readonly me: boolean;
}

/** What somebody wrote at one time and in one go. */
export interface MomentView {
  /** Place among the authors. */
  readonly author: number;
  /** By their word. */
  readonly time: Seconds;
}

/** Moments without a longer pause: those after state `from`, up to state `to`. */
export interface SittingView {
  readonly from: number;
  readonly to: number;
  readonly first: Seconds;
  readonly last: Seconds;
  readonly authors: readonly number[];
}

/** Some of a text, in UTF-16 units, with who put it in, or for `out` took it away. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'kept' | 'in' | 'out';
  readonly author: number;
}

export interface PastText {
  /** With what was taken away, where that is shown. */
  readonly text: string;
  /** All of it, in order. */
  readonly marks: readonly Mark[];
}

/** A version of a document that somebody named, for everybody. */
export interface VersionView {
  readonly id: string;
  readonly name: string;
  /** Who named it, by its signature: '' if that is not known. */
  readonly by: string;
  /** When, by their word. */
  readonly at: Seconds;
}

/** The states that a document had, from 0, before anything was written, to `length`, as it is. */
export interface HistorySession {
  readonly length: number;
  readonly authors: readonly AuthorView[];
  readonly sittings: readonly SittingView[];
  /** What led to a state; `null` for the first. */
  moment(state: number): MomentView | null;
  /** Those that have a name now, the newest first. */
  versions(): readonly VersionView[];
  /**
   * Takes in what was written since, behind the rest: whether there was more. `anew`: something that
   * was there is not any more, and no state and no point of before means what it did.
   */
  refresh(): Promise<'more' | 'anew' | null>;
  textAt(point: Point): PastText;
  /** The text at `to`, with what was put in and taken away since `from`. */
  changes(from: Point, to: Point): PastText;
  /** A state that may be none that this history goes through. `null`: it is not here. */
  pointOf(version: VersionView | Ends): Promise<Point | null>;
  /** For everybody. Durable when it resolves. */
  nameVersion(state: number, name: string): Promise<void>;
  /** Durable when it resolves; what it returns gives the name again. */
  forgetVersion(version: VersionView): Promise<() => Promise<void>>;
  /** Writes what makes the document what it was. Durable when it resolves; what it returns undoes it. */
  restore(point: Point): Promise<() => Promise<void>>;
}

export interface RemoteSelection {
  readonly peer: PeerId;
  readonly name: string;
  readonly index: number;
  readonly anchor: number;
  readonly head: number;
}

/** Where a join stands; each step has its own timeout and words. `asked`, if at all, has no timeout. */
export type JoinStep = 'relay' | 'member' | 'proof' | 'asked' | 'admitted' | 'receiving' | 'done';

export type JoinFailure =
  | 'NotALink' // no invite link at all, or a damaged one
  | 'NewerLink' // made by a newer version
  | 'NoRelay' // the relay could not be reached
  | 'NobodyOnline' // nobody of the workspace answered
  | 'UsedUp'
  | 'Expired'
  | 'Refused' // a member answered, and did not let us in
  | 'Declined' // a person was asked, and said not now
  | 'Unanswered' // a person was asked, and went away
  | 'WrongHistory' // what we were sent is not the workspace that the link names
  | 'Storage';

export interface JoinProgress {
  readonly step: JoinStep;
  /** Name of the member who answers, once known. */
  readonly via: string | null;
  /** Our own, once there is a key: four numbers, as a member's. */
  readonly code: readonly number[];
  /** While receiving: who has no more for us, and less than the link promises; '' if it is not known who. */
  readonly behind: readonly string[];
  readonly failure: JoinFailure | null;
}

export interface WorkspaceSummary {
  readonly id: WorkspaceId;
  readonly title: string;
  readonly name: string;
  /** Whole seconds. */
  readonly openedAt: number;
  /** When a backup was saved last, in whole seconds, 0 if never; `null`: there is no recovery kit. */
  readonly backupAt: number | null;
}

/** This browser profile: the workspaces in it, and the ways to come to one more. */
export interface Profile {
  /** Newest first. */
  workspaces(): Promise<WorkspaceSummary[]>;
  /** The name used last, or ''. */
  name(): Promise<string>;
  create(options: { readonly title: string; readonly name: string }): Promise<WorkspaceSession>;
  open(id: WorkspaceId): Promise<WorkspaceSession>;
  /** As `open`, but at once, as this browser remembers it, if it does: `opened` tells of the rest. */
  enter(id: WorkspaceId): Promise<WorkspaceSession>;
  /** What a pasted link or fragment says, without touching the network. */
  readLink(link: string): LinkView | JoinFailure;
  /** Joins, reporting each step; rejects with JoinError, and can be given up by the signal. */
  join(
    link: string,
    name: string,
    onProgress: (progress: JoinProgress) => void,
    signal: AbortSignal,
  ): Promise<WorkspaceSession>;
  /** Reads a link that makes this browser a device of whoever made it; touches no network. */
  deviceLink(link: string): Promise<DeviceLinkView | JoinFailure>;
  /** Puts a backup back that these words' secret opens. Nothing is written unless all of it is good. */
  restore(
    file: Blob,
    secret: Uint8Array,
    told: (done: number) => void,
  ): Promise<WorkspaceSession | { readonly failure: RestoreFailure; readonly here?: WorkspaceId }>;
  /** Removes a workspace from this browser. What other members hold stays with them. */
  forget(id: WorkspaceId): Promise<void>;
  setting(key: string): Promise<string | undefined>;
  putSetting(key: string, value: string): Promise<void>;
}

export interface LinkView {
  readonly workspace: WorkspaceId;
}

export class JoinError extends Error {
  readonly failure: JoinFailure;
  constructor(failure: JoinFailure, options?: ErrorOptions) {
    super(failure, options);
    this.name = 'JoinError';
    this.failure = failure;
  }
}
