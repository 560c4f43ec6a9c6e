/**
 * A workspace that is open in this tab: what a person can do with it, over replica, store and
 * networks.
 */
import { toHex } from '../base/bytes.ts';
import type {
  AgentId,
  DocumentId,
  EventId,
  MemberId,
  PublicKey,
  Role,
  Seconds,
  WorkspaceId,
} from '../base/ids.ts';
import { publicKeyOf, SEED_BYTES } from '../base/keys.ts';
import { PIECES_RATE } from '../base/limits.ts';
import { ok, refuse, type Result } from '../base/result.ts';
import type { RelayState, TransportEvents } from '../net/transport.ts';
import { buckets } from '../replica/budget.ts';
import type { History } from '../replica/history.ts';
import type { Keep } from '../replica/removal.ts';
import type { Replica } from '../replica/replica.ts';
import type { Taken } from '../replica/taking-back.ts';
import type { BackupNotes } from '../storage/files.ts';
import type { PieceStore } from '../storage/pieces.ts';
import { StoreError, type Store, type WorkspaceRecord } from '../storage/store.ts';
import { newDocumentId } from '../wire/document.ts';
import { encodeInvite } from '../wire/link.ts';
import { historyCode } from '../wire/spoken.ts';
import type { PolicyAct } from '../wire/act.ts';
import type { SignedRun } from '../wire/run.ts';
import { below } from './below.ts';
import { Compacting, runsIn } from './compaction.ts';
import { Editing } from './editing.ts';
import type { Images } from './images.ts';
import type { Recovery } from './recovery.ts';
import { deviceId } from './identity.ts';
import { Listing } from './listing.ts';
import { Loop } from './loop.ts';
import { Managing } from './managing.ts';
import { Meeting, type MeetingParts } from './meeting.ts';
import { ignoreStoreError, Remembering } from './remembering.ts';
import type {
  ArchiveSession,
  ColumnDraft,
  DeviceDoor,
  DocumentSession,
  FoundDocument,
  InviteOptions,
  NoticeDetails,
  NoticeView,
  RemovalPreview,
  TableSession,
  TakeBackPreview,
  WorkspaceSession,
  WorkspaceView,
} from './session.ts';
import { Notices } from './notices.ts';
import { proofOf } from './proof.ts';
import type { TableEditing } from './table.ts';
import { Telling } from './telling.ts';
import { memberOf, workspaceView } from './view.ts';
import { Visits } from './visits.ts';

/** Only who opens or makes a table needs that. */
const loadTables = () => import('./table.ts');
/** And only who takes something back, or adds a device, these. */
const loadTakingBack = () => import('./taking-back.ts');
export const loadAttaching = () => import('./attaching.ts');

export interface WorkspaceParts extends Omit<MeetingParts, 'loop' | 'genesis'> {
  readonly record: WorkspaceRecord;
  readonly store: Store;
  readonly pieces: () => Promise<PieceStore>;
  readonly notes: () => Promise<BackupNotes>;
  /** The store forgets everything when this tab closes. */
  readonly memory: boolean;
  /**
   * Those that were left and are not closed yet, of a profile that can come back to them. Without it
   * what the store refuses goes with the workspace.
   */
  readonly left?: Map<WorkspaceId, Workspace>;
  /** Whether the platform promises to keep the data; a browser may ask the person first. */
  readonly persisted: Promise<boolean | null>;
  /** `performance.now()` at the replica's `Millis` 0. */
  readonly start: number;
  /** Multiaddrs that invites name. */
  readonly relays: readonly string[];
  /** A link that holds an invite's payload. */
  readonly linkTo: (payload: string) => string;
}

export class Workspace implements WorkspaceSession {
  readonly id: WorkspaceId;
  readonly opened = Promise.resolve();
  readonly loop: Loop;
  readonly #parts: WorkspaceParts;
  readonly #meeting: Meeting;
  readonly #me: PublicKey;
  readonly #editings = new Set<Editing>();
  readonly #tables = new Set<TableEditing>();
  readonly #awaited = new Map<number, () => void>();
  readonly #remembering: Remembering;
  readonly #visits: Visits;
  readonly #compacting: Compacting;
  readonly #managing: Managing;
  readonly #listing: Listing;
  readonly #telling: Telling;
  readonly #notices: Notices;
  #tellingAgain: ReturnType<typeof setInterval> | undefined;
  /** Once there is an image, here or for somebody else. */
  #images: Promise<Images> | null = null;
  /** Once there is a kit, or somebody looks for one. */
  #recovery: Promise<Recovery> | null = null;
  /** Called once when the workspace is closed. */
  onClose: (() => void) | null = null;
  #relay: RelayState = 'connecting';
  #kit: PublicKey | null;
  #persisted: boolean | null = null;
  /** Who waits for any change at all. */
  readonly #onChange: (() => void)[] = [];
  #title = '';
  #closing: Promise<void> | null = null;
  #closed = false;

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
    this.id = parts.record.id;
    this.#me = deviceId(parts.record.device);
    this.#kit = parts.record.kit ? (toHex(parts.record.kit.device) as PublicKey) : null;
    this.loop = new Loop(parts.replica, parts.store, parts.engine, parts.start, {
      onView: () => {
        this.#changed();
        for (const table of this.#tables) table.look();
        this.#images?.then((images) => images.look(), ignore);
      },
      onShow: ({ document, changes }) => {
        this.#remembering.touch(document);
        this.#visits.touch(document);
        for (const editing of this.#editings)
          if (editing.id === document) editing.onChanges?.(changes);
      },
      onCarets: (document) => {
        for (const editing of this.#editings)
          if (document === null || editing.id === document) editing.onSelections?.();
      },
      onForked: ({ agent }) => this.notice('forked', { name: this.#nameOf(agent) }, { agent }),
      onPieces: (effect) => void this.images().then((images) => images.hear(effect), ignore),
      onStored: (ticket) => {
        this.#awaited.get(ticket)?.();
        this.#awaited.delete(ticket);
        this.#wakeWaiting();
        this.#changed();
        if (parts.left?.get(this.id) === this) this.close().catch(ignore);
      },
    });
    const loop = this.loop;
    this.#telling = new Telling(
      () => this.#look(),
      () => this.#beforeTelling(),
    );
    this.#notices = new Notices(parts.replica.history, () => this.#changed());
    this.#listing = new Listing(loop);
    this.#remembering = new Remembering(parts.store, this.id, loop, () => this.view());
    this.#visits = new Visits(parts.store, this.id, loop, () => this.#changed());
    this.#compacting = new Compacting(parts.store, parts.replica);
    const write = (acts: readonly PolicyAct[]) => this.#write(acts);
    this.#managing = new Managing(parts.replica, this.#me, write, () => this.#changed());
    const genesis = parts.record.genesis;
    this.#meeting = new Meeting(
      { ...parts, loop, genesis },
      this.#managing.admit,
      () => void this.#readAgain().catch(ignoreStoreError),
    );
    void parts.persisted.then((persisted) => {
      this.#persisted = persisted;
      this.#changed();
    });
  }

  /** What the transports are to tell; channels of this workspace's topics end up here. */
  readonly transportEvents: TransportEvents = {
    onChannel: (channel) => this.#meeting.meet(channel),
    onStatus: ({ relay }) => {
      this.#relay = relay;
      this.#changed();
    },
  };

  /** Begins to meet others. The transports have been started with `transportEvents`. */
  begin(): void {
    this.#meeting.begin();
    this.#tellingAgain = setInterval(
      () => this.loop.call((replica) => replica.tellAgain()),
      CARET_AGAIN_MS,
    );
    this.#changed();
    this.#compacting.begin();
    if (this.#kit)
      this.recovery()
        .then((recovery) => recovery.begin())
        .catch(ignore);
  }

  view(): WorkspaceView {
    return this.#telling.view();
  }

  subscribe(listener: () => void): () => void {
    return this.#telling.subscribe(listener);
  }

  renameWorkspace(title: string): void {
    this.#listing.renameWorkspace(title);
  }

  createDocument(
    title: string,
    text = '',
    id = newDocumentId('text', crypto.getRandomValues(new Uint8Array(15))),
  ): DocumentId {
    this.#listing.add(id, title);
    if (text !== '')
      this.loop.call((replica, now) =>
        replica.edit(id, [{ position: 0, deleted: 0, inserted: text }], now),
      );
    this.#remembering.touch(id);
    return id;
  }

  async createTable(
    title: string,
    columns: readonly ColumnDraft[],
    rows: readonly (readonly string[])[],
  ): Promise<DocumentId> {
    const { fillTable, TableEditing } = await loadTables();
    const id = newDocumentId('table', crypto.getRandomValues(new Uint8Array(15)));
    this.#listing.add(id, title);
    fillTable(new TableEditing(id, this.loop, () => {}), columns, rows);
    return id;
  }

  renameDocument(id: DocumentId, title: string): void {
    this.#listing.rename(id, title);
  }

  moveDocument(id: DocumentId, before: DocumentId | null): void {
    this.#listing.move(id, before);
  }

  deleteDocument(id: DocumentId): void {
    this.#listing.setDeleted(id, true);
  }

  restoreDocument(id: DocumentId): void {
    this.#listing.setDeleted(id, false);
  }

  openDocument(id: DocumentId): DocumentSession {
    const parts = {
      loop: this.loop,
      document: id,
      visits: this.#visits,
      settled: () => this.settled(),
      takeBack: (written: Taken) => this.#takeBack(() => written),
    };
    const editing = new Editing(parts, {
      onEdit: () => {
        this.#telling.typed();
        this.#visits.touch(id);
      },
      onRefused: () => this.#telling.tellNow(),
      onClose: () => this.#editings.delete(editing),
    });
    this.#editings.add(editing);
    return editing;
  }

  async openTable(id: DocumentId): Promise<TableSession> {
    const { TableEditing } = await loadTables();
    const table = new TableEditing(id, this.loop, () => {
      this.#tables.delete(table);
      this.#visits.leave(id);
    });
    this.#tables.add(table);
    void this.#visits.visit(id, () => this.#tables.has(table));
    return table;
  }

  async search(query: string, signal: AbortSignal): Promise<readonly FoundDocument[] | undefined> {
    const { search } = await import('./searching.ts');
    const documents = this.view().documents.filter(({ deleted }) => !deleted);
    return search(this.loop, documents, query, signal);
  }

  allRead(): void {
    this.#visits.allRead();
  }

  historyCode(): readonly number[] {
    return historyCode(
      this.id,
      this.loop.call((replica) => replica.held),
    );
  }

  async invite({ role, uses, expiresIn, approval = false }: InviteOptions): Promise<string> {
    const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
    const key = toHex(publicKeyOf(seed)) as PublicKey;
    const wall = Math.floor(Date.now() / 1000);
    const expires = (expiresIn === 0 ? 0 : wall + expiresIn) as Seconds;
    const act = { kind: 'invite', key, role, approval, uses, expires } as const;
    const event = await this.#write([act]);
    if (!event.ok) throw new StoreError('Failed', event.error.code);
    this.#meeting.tend();
    const { relays, linkTo } = this.#parts;
    return linkTo(encodeInvite({ workspace: this.id, seed, event: event.value, relays }));
  }

  answer(id: number, letIn: boolean): Promise<void> {
    return this.#managing.answer(id, letIn);
  }

  closeInvite(event: EventId): Promise<void> {
    return this.#managing.closeInvite(event);
  }

  setRole(member: MemberId, role: Role): Promise<void> {
    return this.#managing.setRole(member, role);
  }

  giveRoom(member: MemberId): Promise<void> {
    return this.#managing.giveRoom(member);
  }

  brought(member: MemberId): readonly MemberId[] {
    return this.#managing.brought(member);
  }

  previewRemoval(member: MemberId, keep: Keep, also: readonly MemberId[] = []): RemovalPreview {
    return this.#managing.previewRemoval(member, keep, also);
  }

  removeMember(member: MemberId, keep: Keep, also: readonly MemberId[] = []): Promise<void> {
    this.loop.call((replica, now) => replica.flush(now)); // Whoever leaves keeps their last words.
    return this.#managing.removeMember(member, keep, also);
  }

  removeDevice(device: PublicKey): Promise<void> {
    return this.#managing.removeDevice(device);
  }

  async addDevice(): Promise<DeviceDoor> {
    const { Door } = await loadAttaching();
    const write = (acts: readonly PolicyAct[]) => this.#write(acts);
    return new Door(this.#parts, this.#meeting, this.view().title, write);
  }

  async previewTakeBack(member: MemberId, time: Seconds): Promise<TakeBackPreview> {
    const { previewTakeBack, since } = await loadTakingBack();
    return previewTakeBack(this.loop, since(member, time));
  }

  async takeBack(member: MemberId, time: Seconds): Promise<() => Promise<void>> {
    const { since } = await loadTakingBack();
    return this.#takeBack(since(member, time));
  }

  images(): Promise<Images> {
    this.#images ??= this.#loadImages();
    this.#images.catch(() => (this.#images = null)); // What could not be loaded is tried again.
    return this.#images;
  }

  async #loadImages(): Promise<Images> {
    const [{ Images }, store] = await Promise.all([import('./images.ts'), this.#parts.pieces()]);
    return new Images({ id: this.id, loop: this.loop, store, sentTo: buckets(PIECES_RATE) });
  }

  async archive(): Promise<ArchiveSession> {
    return new (await import('./archiving.ts')).Archiving(this);
  }

  hold(): void {
    this.loop.call((replica) => replica.hold());
  }

  release(): void {
    this.loop.call((replica, now) => replica.release(now));
  }

  advanceTo(version: readonly EventId[]): void {
    this.loop.call((replica, now) => replica.advanceTo(version, now));
  }

  async settled(): Promise<void> {
    this.loop.call((replica, now) => replica.flush(now));
    while (this.loop.pending > 0 && !this.#closed) {
      if (this.loop.failure) throw this.loop.failure;
      await this.#change();
    }
  }

  recovery(): Promise<Recovery> {
    this.#recovery ??= this.#loadRecovery();
    this.#recovery.catch(() => (this.#recovery = null));
    return this.#recovery;
  }

  async #loadRecovery(): Promise<Recovery> {
    const { Recovery } = await import('./recovery.ts');
    return new Recovery(below, {
      ...this.#parts,
      write: (acts) => this.#write(acts),
      subscribe: (listener) => this.subscribe(listener),
      settled: () => this.settled(),
      title: () => this.view().title,
      made: (kit) => {
        this.#kit = kit;
        this.#changed();
      },
    });
  }

  nudge(): void {
    this.#parts.network.nudge();
    this.#changed();
  }

  proofOf(event: EventId): string | null {
    return proofOf(this.#parts.replica.history, event);
  }

  /** What a browser calls when the page may go away at any moment. */
  async rest(): Promise<void> {
    this.loop.call((replica, now) => replica.flush(now));
    for (const editing of this.#editings) this.#remembering.touch(editing.id);
    await this.#remembering.now();
    this.#recovery?.then((recovery) => recovery.rest()).catch(ignore);
  }

  /**
   * Closes it once what was written here is durable. Where the store refuses that, it stays open until
   * the store takes it, since nothing else has it, if the profile can come back to it.
   */
  close(): Promise<void> {
    this.#closing ??= this.#leave().finally(() => (this.#closing = null));
    return this.#closing;
  }

  async #leave(): Promise<void> {
    if (this.#closed) return;
    const { left } = this.#parts;
    left?.set(this.id, this);
    await this.rest();
    this.loop.call((replica, now) => replica.flush(now));
    while (this.loop.owes && !this.loop.failure && !this.#closed) await this.#change();
    const { owes, failure } = this.loop;
    if (!left || !owes || failure?.code === 'Missing') await this.end();
  }

  /** For whoever comes back: itself, if it was left and cannot be closed yet. */
  async back(): Promise<Workspace | null> {
    await this.#closing?.catch(ignore);
    if (this.#closed) return null;
    this.#parts.left?.delete(this.id);
    return this;
  }

  /** Closes it, whatever is not durable yet. */
  async end(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { left } = this.#parts;
    if (left?.get(this.id) === this) left.delete(this.id);
    clearInterval(this.#tellingAgain);
    this.#compacting.stop();
    this.#visits.stop();
    this.#images?.then((images) => images.close(), ignore);
    this.#recovery?.then((recovery) => recovery.stop(), ignore);
    this.onClose?.();
    this.loop.stop();
    this.#wakeWaiting();
    this.#changed();
    await Promise.all([this.#parts.network.stop(), this.#parts.tabs?.stop()]);
  }

  /** Tells the person of something. */
  notice(code: NoticeView['code'], facts: NoticeView['facts'], details: NoticeDetails = {}): void {
    this.#notices.add(code, facts, details);
  }

  /** Tells of so many records that could not be believed. */
  damaged(count: number): void {
    if (count > 0) this.notice('storage', { damaged: String(count) });
  }

  async #takeBack(what: (history: History) => Taken): Promise<() => Promise<void>> {
    const { takeBack } = await loadTakingBack();
    const written = await takeBack(this.loop, what);
    await this.settled();
    return async () => void (await this.#takeBack(() => written));
  }

  #nameOf(agent: AgentId): string {
    const { replica } = this.#parts;
    const log = replica.history.chain(agent, 'content') ?? replica.history.chain(agent, 'policy');
    return (log && memberOf(replica, log.device)?.name) ?? '';
  }

  /** Policy acts one right after the other, done when they are durable; the last one's event. */
  async #write(acts: readonly PolicyAct[]): Promise<Result<EventId>> {
    const written = this.loop.call((replica, now) => {
      let last: ReturnType<Replica['act']> = refuse('Malformed', 'nothing to do');
      for (const act of acts) if (!(last = replica.act(act, now)).ok) break;
      return last;
    });
    if (!written.ok) return written;
    const { id, ticket } = written.value;
    await new Promise<void>((resolve) => this.#awaited.set(ticket, resolve));
    return ok(id);
  }

  #look(): WorkspaceView {
    return this.loop.call((replica) =>
      workspaceView(replica, this.loop, {
        device: this.#me,
        kit: this.#kit,
        memory: this.#parts.memory,
        relay: this.#relay,
        persisted: this.#persisted,
        asking: this.#managing.asking,
        notices: this.#notices.list,
        isUnread: (document) => this.#visits.isUnread(replica, document),
        seen: this.#notices.seen,
      }),
    );
  }

  #changed(): void {
    this.#telling.changed();
  }

  #beforeTelling(): void {
    this.#wakeWaiting();
    this.#greet();
    this.#notices.mark(this.view());
    this.#remember();
  }

  /** Resolves when anything has changed. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve));
  }

  #wakeWaiting(): void {
    for (const resolve of this.#onChange.splice(0)) resolve();
  }

  /** Says who has come, gone or changed, and opens or shuts doors. */
  #greet(): void {
    if (this.#closed || !this.#notices.greet(this.view().members)) return;
    this.#meeting.tend();
    this.#managing.tend();
  }

  /** The start screen shows the title under which a workspace was last seen. */
  #remember(): void {
    const { title } = this.view();
    this.#remembering.look();
    if (title === this.#title || this.#closed) return;
    this.#title = title;
    this.#parts.store.updateWorkspace(this.id, { title }).catch(ignoreStoreError);
  }

  /** A tab that crashed may have stored what it told nobody: we share its database. */
  async #readAgain(): Promise<void> {
    for await (const batch of this.#parts.store.runs(this.id)) {
      const runs: SignedRun[] = [];
      for (const record of batch) runs.push(...((await runsIn(record)) ?? []));
      if (this.#closed) return;
      this.loop.call((replica, now) => replica.found(runs, now));
    }
  }
}

/** A caret is no event, that anybody would miss and ask for: so often it is told again. */
const CARET_AGAIN_MS = 10_000;
/** Without the code for them others' images wait, and are asked for again. */
const ignore = (): void => {};
