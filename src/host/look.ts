/**
 * How a workspace looked when it was open last, so that its next opening shows it at once and reads
 * and checks the history behind it.
 *
 * It lies among the text caches, in the place of the workspace's map, which has no text. Only ever
 * read back on the device that wrote it; whoever can write this device's database can show anything
 * for that moment, as with cached texts. What is not exactly as it was written is as good as none.
 */
import type { DocumentId, MemberId, WorkspaceId } from '../base/ids.ts';
import { MAX_LOOK_BYTES, MAX_SHARE } from '../base/limits.ts';
import type { Store } from '../storage/store.ts';
import { decodeCache, summed } from '../wire/cache.ts';
import { documentType, WORKSPACE_MAP } from '../wire/document.ts';
import type { DocumentView, MemberView, WorkspaceView } from './session.ts';

export interface Look {
  readonly view: WorkspaceView;
  /** The text of a document; empty where none is remembered. */
  readonly textOf: (document: DocumentId) => string;
}

/** What of a view is remembered. The rest is of the moment. */
export type Lasting = Pick<WorkspaceView, 'title' | 'me' | 'documents' | 'members'>;

const LAYOUT = 1;

/** `undefined`: it would be too long to be read in a moment. */
export function encodeLook({ title, me, documents, members }: Lasting): Uint8Array | undefined {
  const shown = documents.map(({ id, title: name, deleted }) => ({ id, title: name, deleted }));
  const json = JSON.stringify({ layout: LAYOUT, title, me, documents: shown, members });
  const bytes = new TextEncoder().encode(json);
  return bytes.length > MAX_LOOK_BYTES ? undefined : bytes;
}

/** Everything that is remembered of a workspace; `undefined`: it must be opened before it is shown. */
export async function recall(store: Store, id: WorkspaceId): Promise<Look | undefined> {
  const caches = await store.caches(id);
  const kept = caches.find(({ document }) => document === WORKSPACE_MAP);
  const lasting = kept && decodeLook(kept.bytes);
  if (!lasting) return undefined;
  // Of all texts, since nobody knows yet which is wanted: the browser hashes them beside the page.
  const sums = await Promise.all(
    caches.map(({ bytes }) => crypto.subtle.digest('SHA-256', summed(bytes) as BufferSource)),
  );
  const textOf = (wanted: DocumentId): string => {
    const at = caches.findIndex(({ document }) => document === wanted);
    const [cache, sum] = [caches[at], sums[at]];
    const decoded = cache && sum && decodeCache(cache.bytes, new Uint8Array(sum));
    return decoded?.ok ? decoded.value.text : '';
  };
  const moment = { named: 0, invites: [], asking: [], peers: [], status: OPENING, notices: [] };
  return { view: { id, ...lasting, ...moment }, textOf };
}

const OPENING: WorkspaceView['status'] = {
  storage: 'saved',
  storageError: null,
  unsent: 0,
  peers: 0,
  synced: 0,
  relay: 'connecting',
  online: true,
  receiving: null,
  removal: null,
  missing: null,
  persisted: null,
};

export function decodeLook(bytes: Uint8Array): Lasting | undefined {
  if (bytes.length > MAX_LOOK_BYTES) return undefined;
  try {
    return readLook(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isHex = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{1,64}$/.test(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isRole = (value: unknown): value is MemberView['role'] =>
  value === 'reader' || value === 'editor' || value === 'admin';

function readLook(value: unknown): Lasting | undefined {
  if (!isFields(value) || value['layout'] !== LAYOUT) return undefined;
  const { title, me, documents, members } = value;
  if (!isText(title) || !isFields(me) || !Array.isArray(documents) || !Array.isArray(members))
    return undefined;
  const { member, name, role } = me;
  if (!(member === null || isHex(member)) || !isText(name) || !isRole(role)) return undefined;
  const shown = documents.map(readDocument).filter((one) => one !== undefined);
  const known = members.map(readMember).filter((one) => one !== undefined);
  if (shown.length < documents.length || known.length < members.length) return undefined;
  const own = member as MemberId | null;
  return { title, me: { member: own, name, role }, documents: shown, members: known };
}

function readDocument(value: unknown): DocumentView | undefined {
  if (!isFields(value)) return undefined;
  const { id, title, deleted } = value;
  if (!isHex(id) || !isText(title) || !isFlag(deleted)) return undefined;
  const type = documentType(id as DocumentId);
  if (type !== 'text' && type !== 'table') return undefined;
  return { id: id as DocumentId, type, title, deleted, unread: false };
}

/** What is not remembered of a member. */
const UNKNOWN: Omit<MemberView, 'id' | 'name' | 'role' | 'me' | 'index' | 'online'> = {
  heard: null,
  invitedBy: null,
  admittedBy: null,
  devices: [],
  bytes: 0,
  most: MAX_SHARE,
  full: false,
  code: [],
  mayRemove: false,
  mayBecome: [],
  mayGive: false,
};

/** Nobody but oneself is here before the network is. */
function readMember(value: unknown): MemberView | undefined {
  if (!isFields(value)) return undefined;
  const { id, name, role, me, index } = value;
  if (!isHex(id) || !isText(name) || !isRole(role) || !isFlag(me)) return undefined;
  if (!Number.isInteger(index)) return undefined;
  return { ...UNKNOWN, id: id as MemberId, name, role, me, index: index as number, online: me };
}
