/**
 * A document's id says what type it is, so that an op's meaning never depends on another event.
 *
 * The first byte is the type, fifteen random bytes follow. The workspace's own map, which holds
 * titles and order, is the one document whose id is all zeros.
 */
import type { AgentId, DocumentId } from '../base/ids.ts';
import { toHex } from '../base/bytes.ts';
import { Fault } from '../base/result.ts';
import type { Reader } from './codec.ts';

export type DocumentType = 'map' | 'text' | 'table';

/** Type bytes. 3 and above are free, but for those of rows below. */
const TYPES: readonly DocumentType[] = ['map', 'text', 'table'];

/** The workspace's map: a row per document. */
export const WORKSPACE_MAP = '0'.repeat(32) as DocumentId;

/**
 * A row of registers: 16 bytes. In the map a document's id, or what stands for an agent, a named version,
 * comments or an image.
 */
export type RowId = DocumentId;

/** First byte of an agent's row: no document's type. */
const AGENT = 'ff';

/** The row of what is noted of an agent: fifteen bytes of its id follow. */
export const agentRow = (agent: AgentId): RowId => (AGENT + agent.slice(0, 30)) as RowId;

export const isAgentRow = (row: RowId): boolean => row.startsWith(AGENT);

/** First byte of a named version's row: no document's type. */
const VERSION = 'fe';

export const isVersionRow = (row: RowId): boolean => row.startsWith(VERSION);

/** @param random 15 bytes. */
export const newVersionRow = (random: Uint8Array): RowId => {
  if (random.length !== 15) throw new Fault('Assertion', 'a version’s row takes 15 random bytes');
  return (VERSION + toHex(random)) as RowId;
};

/** First byte of the rows of a thread of comments: no document's type. Seven bytes name the thread. */
const THREAD = 'fc';
/** What follows in the row of the thread itself. */
const ITSELF = '0'.repeat(16);

export const isThreadRow = (row: RowId): boolean => row.startsWith(THREAD);

/** Whether a thread's row is the thread's own, and not a comment's. */
export const isThreadItself = (row: RowId): boolean => row.endsWith(ITSELF);

/** The own row of the thread that a row belongs to. */
export const threadOf = (row: RowId): RowId => (row.slice(0, 16) + ITSELF) as RowId;

/** @param random 7 bytes. */
export const newThreadRow = (random: Uint8Array): RowId =>
  (THREAD + toHex(random) + ITSELF) as RowId;

/** @param random 8 bytes. Zeros alone name nothing, and chance never makes them. */
export const newCommentRow = (thread: RowId, random: Uint8Array): RowId =>
  (thread.slice(0, 16) + toHex(random)) as RowId;

/** First byte of an image's row: no document's type. */
const IMAGE = 'fd';

/** The row of the image whose manifest has this hash: fifteen bytes of that follow. */
export const imageRow = (hash: Uint8Array): RowId => (IMAGE + toHex(hash.subarray(0, 15))) as RowId;

export const isImageRow = (row: RowId): boolean => row.startsWith(IMAGE);

/** @param random 15 bytes. */
export function newDocumentId(type: DocumentType, random: Uint8Array): DocumentId {
  if (random.length !== 15) throw new Fault('Assertion', 'a document id takes 15 random bytes');
  return (`0${TYPES.indexOf(type)}` + toHex(random)) as DocumentId;
}

export function documentType(id: DocumentId): DocumentType | undefined {
  return TYPES[Number.parseInt(id.slice(0, 2), 16)];
}

/** 16 bytes whose first is a known type. */
export function readDocumentId(reader: Reader): DocumentId {
  const id = reader.hex(16) as DocumentId;
  const type = documentType(id);
  if (type === undefined) reader.fail('UnsupportedVersion', 'unknown document type');
  if (type === 'map' && id !== WORKSPACE_MAP) reader.fail('Malformed', 'unknown map');
  return id;
}
