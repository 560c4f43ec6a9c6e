/**
 * Not losing a workspace with a browser: a recovery kit, backups, and putting one back.
 *
 * A kit is one more device of the member, whose key follows from words on paper (wire/kit.ts). It adds
 * the browser in which a backup is put back, and does nothing else. Fetched when somebody opens it.
 */
import { fromHex, toHex, utf8 } from '../base/bytes.ts';
import { asSeconds, type MemberId, type PublicKey, type WorkspaceId } from '../base/ids.ts';
import type { Millis } from '../base/ids.ts';
import { sha256 } from '../base/hash.ts';
import { MAX_BACKUP_BYTES } from '../base/limits.ts';
import type { History } from '../replica/history.ts';
import type { Replica } from '../replica/replica.ts';
import type { PieceStore } from '../storage/pieces.ts';
import type { BackupNotes } from '../storage/files.ts';
import {
  StoreError,
  type DeviceKey,
  type KitRecord,
  type RunRecord,
  type Store,
  type WorkspaceRecord,
} from '../storage/store.ts';
import { decodeBackup, type BackupPiece } from '../wire/backup.ts';
import type { PolicyAct } from '../wire/act.ts';
import { partsOf, readParts, recordsOf, type Told } from './backup.ts';
import { goodPieces, imageParts, imagesOf, piecesHere } from './backup-images.ts';
import { BackupFile, type Sealed } from './backup-file.ts';
import type { Below } from './below.ts';
import type { Write } from './managing.ts';
import type { Stored } from './opening.ts';
import { seal, sealingKey, unseal } from './sealing.ts';
import type { KitView, RecoverySession, RestoreFailure } from './session.ts';
import type { SignatureEngine } from './signatures.ts';

/** Of a kit's secret: as twelve words. */
const SECRET_BYTES = 16;

export interface RecoveryParts {
  readonly replica: Replica;
  readonly store: Store;
  readonly record: WorkspaceRecord;
  readonly pieces: () => Promise<PieceStore>;
  readonly notes: () => Promise<BackupNotes>;
  readonly write: Write;
  readonly subscribe: (listener: () => void) => () => void;
  /** Resolves when everything typed so far is durable. */
  readonly settled: () => Promise<void>;
  /** As it is now. */
  readonly title: () => string;
  /** A kit was made, with this device key. */
  readonly made: (kit: PublicKey) => void;
  /** A file is written so many milliseconds after what it lacks. */
  readonly unwritten?: number;
}

const quiet = (): void => {};

export class Recovery implements RecoverySession {
  readonly #below: Below;
  readonly #parts: RecoveryParts;
  readonly #file: BackupFile;
  leftOut = 0;

  constructor(below: Below, parts: RecoveryParts) {
    this.#below = below;
    this.#parts = parts;
    this.#file = new BackupFile({
      ...parts,
      id: parts.record.id,
      held: () => this.#held(),
      seal: () => this.#seal(quiet),
      saved: (sealed) => this.#saved(sealed),
    });
  }

  /** Keeps a file up to date from now on, if one was chosen. */
  begin(): Promise<void> {
    return this.#file.begin();
  }

  stop(): void {
    this.#file.stop();
  }

  /** The page may go away at any moment. */
  rest(): Promise<void> {
    return this.#file.write();
  }

  /** 128 random bits, which nothing here keeps. */
  newSecret(): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  }

  async kit(): Promise<KitView | null> {
    const kit = await this.#known();
    if (!kit) return null;
    const member = this.#member;
    if (!member || memberOf(this.#parts.replica, idOf(kit)) !== member) return null;
    await this.#file.begin();
    const savedAt = kit.savedAt === 0 ? null : asSeconds(kit.savedAt);
    const note = await this.#file.note();
    const file = note?.file ? { name: note.file.name, trouble: note.trouble ?? null } : null;
    const isBehind = note?.held !== (await this.#held());
    return { savedAt, mayEnd: this.#mayRemove(idOf(kit)), isBehind, file };
  }

  async keepIn(file: FileSystemFileHandle): Promise<void> {
    await this.#file.keepIn(file);
  }

  async allow(): Promise<void> {
    await this.#file.allow();
  }

  async letGo(): Promise<void> {
    await this.#file.letGo();
  }

  /**
   * Makes the kit of a secret a device of this member, and removes the one that was made here before
   * it, if this device may. Durable when it resolves.
   */
  async make(secret: Uint8Array): Promise<void> {
    await this.#file.alone(() => this.#make(secret));
    await this.#file.write();
  }

  async #make(secret: Uint8Array): Promise<void> {
    const { replica, record, store, write, made } = this.#parts;
    const { workspace, history } = replica;
    const { backupSecret, deviceMessage, kitDevice, kitSeed, removalActs, sign } = this.#below;
    const member = this.#member;
    if (!member) throw new StoreError('Failed', 'NotGranted');
    await this.#parts.settled(); // Not to wait for the disk with the lock of all tabs.
    const seed = kitSeed(secret, workspace);
    const device = kitDevice(seed);
    const consent = sign(seed, deviceMessage(workspace, member, device));
    const acts: PolicyAct[] = [{ kind: 'device', device, consent }];
    const before = await this.#known();
    if (before && (await this.kit())?.mayEnd)
      acts.push(...removalActs(history, { kind: 'device', device: idOf(before) }, 'all'));
    const written = await write(acts);
    if (!written.ok) throw new StoreError('Failed', written.error.code);
    const kit = {
      device: fromHex(device),
      key: await sealingKey(backupSecret(secret)),
      savedAt: 0,
    };
    await store.updateWorkspace(record.id, { kit });
    await this.#file.outdated();
    made(device);
  }

  /** Everything that is held and durable, for the words of the kit alone to open. */
  backup(told: Told): Promise<Blob> {
    return this.#file.alone(async () => {
      const sealed = await this.#seal(told);
      await this.#saved(sealed);
      await this.#file.savedElsewhere(sealed.held);
      return sealed.backup;
    });
  }

  async #seal(told: Told): Promise<Sealed> {
    const { replica, record, pieces, settled, title } = this.#parts;
    const kit = await this.#known();
    if (!kit) throw new StoreError('Missing', 'no kit');
    await settled();
    const at = asSeconds(Math.floor(Date.now() / 1000));
    const { genesis, name } = record;
    const held = await this.#held();
    const records = await recordsOf(this.#below, replica.history, told);
    const parts = partsOf({ genesis, title: title(), name, at }, records);
    const bytes = parts.reduce((sum, part) => sum + part.length + BESIDE, 0);
    const images = imageParts(imagesOf(replica.history), await pieces(), record.id, bytes);
    const sealed = await seal(kit.key, inTurn(parts, images.parts()));
    this.leftOut = images.left();
    const backup = new Blob(sealed as Uint8Array<ArrayBuffer>[], {
      type: 'application/octet-stream',
    });
    return { backup, held, at };
  }

  /** Of all that a backup would have, the history and the pieces of its images, hashed. */
  async #held(): Promise<string> {
    const { replica, record, pieces } = this.#parts;
    const { held, history } = replica;
    const images = imagesOf(history);
    if (images.length === 0) return held;
    const here = await piecesHere(images, await pieces(), record.id);
    return toHex(sha256(utf8(`${held} ${here}`)));
  }

  async #saved({ at }: Sealed): Promise<void> {
    const kit = await this.#known();
    if (!kit) throw new StoreError('Missing', 'no kit');
    await this.#parts.store.updateWorkspace(this.#parts.record.id, {
      kit: { ...kit, savedAt: at },
    });
  }

  get #member(): MemberId | undefined {
    return memberOf(this.#parts.replica, this.#parts.replica.device);
  }

  #mayRemove(device: PublicKey): boolean {
    const { replica } = this.#parts;
    const { policy } = replica.history;
    const me = { agent: replica.agent, device: replica.device };
    return policy.mayRemove(policy.graph.heads, me, { kind: 'device', device });
  }

  async #known(): Promise<KitRecord | undefined> {
    return (await this.#parts.store.workspace(this.#parts.record.id))?.kit;
  }
}

/** What a file has beside each of its parts, at most. */
const BESIDE = 128;

async function* inTurn<T>(first: Iterable<T>, then: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* then;
}

const memberOf = ({ history: { policy } }: Replica, device: PublicKey): MemberId | undefined =>
  policy.memberAt(policy.graph.heads, device)?.id;

const idOf = (kit: KitRecord): PublicKey => toHex(kit.device) as PublicKey;

export type Restored =
  | {
      readonly id: WorkspaceId;
      readonly damaged: number;
      /** The disk refused images that are in the backup. */
      readonly imageless: boolean;
    }
  | { readonly failure: RestoreFailure; readonly here?: WorkspaceId };

/**
 * Puts a backup back: all of it is checked like what a stranger sends, then the kit adds a new device
 * key of this browser, and only then something is written, all at once.
 */
export async function restore(
  below: Below,
  file: Blob,
  secret: Uint8Array,
  store: Store,
  pieces: () => Promise<PieceStore>,
  engine: SignatureEngine,
  told: Told,
): Promise<Restored> {
  if (file.size > MAX_BACKUP_BYTES) return { failure: 'TooLarge' };
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return { failure: 'Unreadable' };
  const backup = decodeBackup(new Uint8Array(bytes));
  if (!backup.ok) {
    const isNewer = backup.error.code === 'UnsupportedVersion';
    return { failure: isNewer ? 'Newer' : 'NotABackup' };
  }
  const { backupSecret, createDeviceKey, decodeGenesis, kitSeed, publicKeyOf, workspaceIdOf } =
    below;
  const key = await sealingKey(backupSecret(secret));
  const parts = await unseal(key, backup.value);
  if (typeof parts === 'string') return { failure: parts };
  const read = readParts(parts);
  if (!read || !decodeGenesis(read.manifest.genesis).ok) return { failure: 'Damaged' };
  const id = workspaceIdOf(read.manifest.genesis);
  try {
    if (await store.workspace(id)) return { failure: 'Here', here: id };
    const device = await createDeviceKey();
    const { title, name, genesis: bytesOfGenesis } = read.manifest;
    const kit = { device: publicKeyOf(kitSeed(secret, id)), key, savedAt: read.manifest.at };
    const base = { id, genesis: bytesOfGenesis, title, name, device, openedAt: now(), kit };
    const added = await addDevice(below, base, read.records, kitSeed(secret, id), engine, told);
    if (!added) return { failure: 'NotAMember' };
    const beside = await pieces();
    await store.createWorkspace(base, added.records);
    const isKept = await keep(beside, id, goodPieces(added.history, read.pieces));
    return { id, damaged: added.damaged, imageless: !isKept };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.code === 'Exists' ? { failure: 'Here', here: id } : { failure: 'Storage' };
  }
}

interface Added {
  readonly records: RunRecord[];
  readonly damaged: number;
  readonly history: History;
}

/** Pieces written at once. */
const TOGETHER = 32;

/** Whether the disk took all. What it refuses is fetched from others, as any image that is not here: the text is. */
async function keep(
  store: PieceStore,
  id: WorkspaceId,
  pieces: readonly BackupPiece[],
): Promise<boolean> {
  try {
    for (let at = 0; at < pieces.length; at += TOGETHER)
      await store.put(id, pieces.slice(at, at + TOGETHER), 'strict');
    return true;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return false;
  }
}

/** What is to be stored: what could be believed, and the kit's act; `null` where it speaks for nobody. */
async function addDevice(
  below: Below,
  record: WorkspaceRecord,
  records: readonly RunRecord[],
  seed: Uint8Array,
  engine: SignatureEngine,
  told: Told,
): Promise<Added | null> {
  const kit: DeviceKey = { kind: 'seed', publicKey: below.publicKeyOf(seed), seed };
  const identity = await below.newIdentity(record.id, kit);
  const epoch = asSeconds(now());
  const { replica, damaged } = await below.openReplica(
    record,
    inFile(records),
    identity,
    engine,
    epoch,
  );
  const member = memberOf(replica, identity.certificate.device);
  if (!member) return null;
  const device = toHex(record.device.publicKey) as PublicKey;
  const consent = await below.signWith(
    record.device,
    below.deviceMessage(record.id, member, device),
  );
  const held = await recordsOf(below, replica.history, told);
  const acted = replica.act({ kind: 'device', device, consent }, 0 as Millis);
  if (!acted.ok) return null;
  for (const effect of replica.due())
    if (effect.kind === 'store')
      for (const { agent, chain, from, to, bytes } of effect.runs)
        held.push({ agent, chain, from, to, bytes });
  return { records: held, damaged, history: replica.history };
}

/** Records in a file as a store that can be opened. Policy first, as stores give it. */
function inFile(records: readonly RunRecord[]): Stored {
  const policyFirst = records.toSorted(
    (a, b) => Number(a.chain === 'content') - Number(b.chain === 'content'),
  );
  return {
    onCorrupt: null,
    caches: async () => [],
    async *runs() {
      yield policyFirst;
    },
  };
}

const now = (): number => Math.floor(Date.now() / 1000);
