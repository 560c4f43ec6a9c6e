/**
 * A workspace that is shown before its history is there: as it was remembered, until it is opened.
 *
 * Reading and checking a history takes as long as it is; what a person came for is the text. So the
 * screens get this session first, the history is read behind it, and then everything goes to the real
 * one. What is asked for meanwhile is done then, in order; what is typed meanwhile is kept here.
 */
import type { DocumentId, EventId, MemberId, PublicKey, Role, Seconds } from '../base/ids.ts';
import { newDocumentId } from '../wire/document.ts';
import { EarlyDocument } from './early-document.ts';
import type { Look } from './look.ts';
import type {
  ArchiveSession,
  DocumentSession,
  FoundDocument,
  ImagesSession,
  InviteOptions,
  ColumnDraft,
  DeviceDoor,
  RecoverySession,
  RemovalPreview,
  TableSession,
  TakeBackPreview,
  WorkspaceSession,
  WorkspaceView,
} from './session.ts';
import type { Workspace } from './workspace.ts';

type TableContent = [columns: readonly ColumnDraft[], rows: readonly (readonly string[])[]];

/** The history waits so long for a document to be shown: a screen without one shows none. */
const SHOWN_MS = 300;

export class EarlySession implements WorkspaceSession {
  readonly id: WorkspaceSession['id'];
  readonly opened: Promise<void>;
  readonly #textOf: Look['textOf'];
  #view: WorkspaceView;
  readonly #documents = new Set<EarlyDocument>();
  readonly #listeners = new Set<() => void>();
  readonly #later: ((workspace: Workspace) => void)[] = [];
  readonly #shown = Promise.withResolvers<void>();
  readonly #arriving: Promise<Workspace>;
  readonly #ready = Promise.withResolvers<Workspace>();
  /** The workspace; not before the view may move. */
  #real: Workspace | null = null;
  #arrived: Workspace | null = null;
  #held = false;

  /**
   * @param drawn resolves when what is on the screens now has been drawn
   * @param open opens the workspace; called once, after the first document was drawn
   */
  constructor(look: Look, drawn: () => Promise<void>, open: () => Promise<Workspace>) {
    this.id = look.view.id;
    this.#view = look.view;
    this.#textOf = look.textOf;
    setTimeout(this.#shown.resolve, SHOWN_MS);
    this.#arriving = this.#shown.promise.then(drawn).then(open);
    this.#ready.promise.catch(() => {});
    this.opened = this.#arriving.then(
      (workspace) => {
        this.#arrived = workspace;
        this.#become();
      },
      (error: unknown) => {
        this.#ready.reject(error);
        throw error;
      },
    );
  }

  view(): WorkspaceView {
    return this.#real?.view() ?? this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  renameWorkspace(title: string): void {
    this.#do((workspace) => workspace.renameWorkspace(title));
  }

  createDocument(title: string, text?: string): DocumentId {
    const id = newDocumentId('text', crypto.getRandomValues(new Uint8Array(15)));
    this.#do((workspace) => workspace.createDocument(title, text, id));
    return id;
  }

  async createTable(title: string, ...content: TableContent): Promise<DocumentId> {
    return (await this.#ready.promise).createTable(title, ...content);
  }

  renameDocument(id: DocumentId, title: string): void {
    this.#do((workspace) => workspace.renameDocument(id, title));
  }

  moveDocument(id: DocumentId, before: DocumentId | null): void {
    this.#do((workspace) => workspace.moveDocument(id, before));
  }

  deleteDocument(id: DocumentId): void {
    this.#do((workspace) => workspace.deleteDocument(id));
  }

  restoreDocument(id: DocumentId): void {
    this.#do((workspace) => workspace.restoreDocument(id));
  }

  openDocument(id: DocumentId): DocumentSession {
    if (this.#real) return this.#real.openDocument(id);
    const document = new EarlyDocument(id, this.#textOf(id), () => this.#owe());
    this.#documents.add(document);
    this.#shown.resolve();
    return document;
  }

  async openTable(id: DocumentId): Promise<TableSession> {
    this.#shown.resolve();
    return (await this.#ready.promise).openTable(id);
  }

  async search(query: string, signal: AbortSignal): Promise<readonly FoundDocument[] | undefined> {
    return (await this.#ready.promise).search(query, signal);
  }

  /** Nothing is unread yet. */
  allRead(): void {
    this.#real?.allRead();
  }

  historyCode(): readonly number[] | null {
    return this.#real?.historyCode() ?? null;
  }

  async invite(options: InviteOptions): Promise<string> {
    return (await this.#ready.promise).invite(options);
  }

  async answer(id: number, letIn: boolean): Promise<void> {
    return (await this.#ready.promise).answer(id, letIn);
  }

  async closeInvite(event: EventId): Promise<void> {
    return (await this.#ready.promise).closeInvite(event);
  }

  async setRole(member: MemberId, role: Role): Promise<void> {
    return (await this.#ready.promise).setRole(member, role);
  }

  async giveRoom(member: MemberId): Promise<void> {
    return (await this.#ready.promise).giveRoom(member);
  }

  /** Nothing is known of who wrote what, so nothing can be said yet. */
  brought(member: MemberId): readonly MemberId[] {
    return this.#real?.brought(member) ?? [];
  }

  previewRemoval(...about: Parameters<WorkspaceSession['previewRemoval']>): RemovalPreview {
    return this.#real?.previewRemoval(...about) ?? { vanishing: 0, returning: 0, documents: 0 };
  }

  async removeMember(...about: Parameters<WorkspaceSession['removeMember']>): Promise<void> {
    return (await this.#ready.promise).removeMember(...about);
  }

  async removeDevice(device: PublicKey): Promise<void> {
    return (await this.#ready.promise).removeDevice(device);
  }

  async addDevice(): Promise<DeviceDoor> {
    return (await this.#ready.promise).addDevice();
  }

  async previewTakeBack(member: MemberId, since: Seconds): Promise<TakeBackPreview> {
    return (await this.#ready.promise).previewTakeBack(member, since);
  }

  async takeBack(member: MemberId, since: Seconds): Promise<() => Promise<void>> {
    return (await this.#ready.promise).takeBack(member, since);
  }

  proofOf(event: EventId): string | null {
    return this.#real?.proofOf(event) ?? null;
  }

  async images(): Promise<ImagesSession> {
    return (await this.#ready.promise).images();
  }

  async archive(): Promise<ArchiveSession> {
    return (await this.#ready.promise).archive();
  }

  /** Nothing moves the view of what was remembered, but that the real one takes over. */
  hold(): void {
    this.#held = true;
    this.#real?.hold();
  }

  release(): void {
    this.#held = false;
    this.#real?.release();
    this.#become();
  }

  /** What was remembered has no version to go on from. */
  advanceTo(version: readonly EventId[]): void {
    this.#real?.advanceTo(version);
  }

  async settled(): Promise<void> {
    return (await this.#ready.promise).settled();
  }

  async recovery(): Promise<RecoverySession> {
    return (await this.#ready.promise).recovery();
  }

  nudge(): void {
    this.#real?.nudge();
  }

  /** What was typed and asked for so far is done first. */
  async close(): Promise<void> {
    this.#shown.resolve();
    this.#held = false;
    const workspace = await this.#arriving.catch(() => null);
    this.#become();
    await workspace?.close();
  }

  #do(act: (workspace: Workspace) => void): void {
    if (this.#real) return act(this.#real);
    this.#later.push(act);
    this.#owe();
  }

  /** There is something now that no store has, and that is said. */
  #owe(): void {
    if (this.#view.status.storage === 'saving') return;
    this.#view = { ...this.#view, status: { ...this.#view.status, storage: 'saving' } };
    this.#tell();
  }

  #become(): void {
    const workspace = this.#arrived;
    if (!workspace || this.#held || this.#real) return;
    this.#real = workspace;
    for (const document of this.#documents) document.become(workspace.openDocument(document.id));
    for (const act of this.#later.splice(0)) act(workspace);
    workspace.subscribe(() => this.#tell());
    this.#ready.resolve(workspace);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
