/**
 * The workspace's map: a row per document with its title, its place in the list and whether it was
 * deleted; and the workspace's own title. Deleting only hides: text and history stay. A row per agent
 * says which of its edits were taken back by hand, so that nobody brings back the same twice. A row per
 * named version says of which document it is, its name and its newest events; a row per image, of what
 * pieces it consists. Rows of comments are read elsewhere (comments.ts).
 *
 * This is the schema over `Registers`: a write that does not fit it is void.
 */
import { fromUtf8, toHex, utf8 } from '../base/bytes.ts';
import type { DocumentId, EventId } from '../base/ids.ts';
import { MAX_COMMENT_BYTES, MAX_TITLE_BYTES, MAX_VERSIONS, PIECE_BYTES } from '../base/limits.ts';
import { decodeAnchor } from '../wire/anchor.ts';
import {
  documentType,
  isAgentRow,
  isImageRow,
  isThreadItself,
  isThreadRow,
  isVersionRow,
  WORKSPACE_MAP,
  type RowId,
} from '../wire/document.ts';
import { decodeManifest, rowOf } from '../wire/image.ts';
import type { SetOp } from '../wire/op.ts';
import { decodeSpans, encodeSpans, type SeqSpan } from '../wire/spans.ts';
import { decodeVersion, encodeVersion, type NamedVersion } from '../wire/version.ts';
import { isPlace } from './place.ts';
import type { Registers, Write } from './registers.ts';

export const FIELD = { title: 0, place: 1, deleted: 2 } as const;
/** Of an agent's row. */
const TAKEN = 0;
/** Of a named version's row. Empty: it has been taken out of the list. */
const VERSION = 0;
/** Of an image's row. */
export const MANIFEST = 0;

/** Of the row of a thread of comments: what it is about, and whether it is resolved. */
export const THREAD = { anchor: 0, resolved: 1 } as const;
/** Of a comment's row. Empty: it was deleted. */
export const COMMENT = 0;

export interface DocumentEntry {
  readonly id: DocumentId;
  readonly title: string;
  /** See place.ts; ties go by id. Empty when it was never placed. */
  readonly place: string;
  readonly deleted: boolean;
}

/** Whether a register write means anything: its row is known and its value fits the field. */
export function isValidWrite(op: SetOp): boolean {
  if (op.row === WORKSPACE_MAP) return op.field === FIELD.title && isTitle(op.value);
  if (isAgentRow(op.row)) return op.field === TAKEN && decodeSpans(op.value).ok;
  if (isVersionRow(op.row))
    return op.field === VERSION && (op.value.length === 0 || decodeVersion(op.value).ok);
  if (isThreadRow(op.row)) return isThreadWrite(op);
  if (isImageRow(op.row)) return announced(op) > 0;
  if (!isDocument(op.row)) return false;
  switch (op.field) {
    case FIELD.title:
      return isTitle(op.value);
    case FIELD.place:
      return isPlace(op.value);
    case FIELD.deleted:
      return isFlag(op.value);
    default:
      return false;
  }
}

function isThreadWrite({ row, field, value }: SetOp): boolean {
  if (!isThreadItself(row)) return field === COMMENT && isText(value, MAX_COMMENT_BYTES);
  return field === THREAD.anchor
    ? decodeAnchor(value).ok
    : field === THREAD.resolved && isFlag(value);
}

/** Bytes of all pieces, the last one too, of the image that a write makes known; 0 for any other write. */
export function announced({ row, field, value }: SetOp): number {
  if (!isImageRow(row) || field !== MANIFEST || rowOf(value) !== row) return 0;
  const manifest = decodeManifest(value);
  return manifest.ok ? manifest.value.pieces.length * PIECE_BYTES : 0;
}

function isDocument(row: RowId): boolean {
  const type = documentType(row);
  return type === 'text' || type === 'table';
}

const isText = (value: Uint8Array, most: number): boolean =>
  value.length <= most && fromUtf8(value) !== undefined;

const isTitle = (value: Uint8Array): boolean => isText(value, MAX_TITLE_BYTES);

const isFlag = ([byte, ...more]: Uint8Array): boolean =>
  more.length === 0 && (byte === 0 || byte === 1);

export const setTitle = (row: RowId, title: string): SetOp => ({
  kind: 'set',
  row,
  field: FIELD.title,
  value: utf8(title),
});

export const setPlace = (row: RowId, place: string): SetOp => ({
  kind: 'set',
  row,
  field: FIELD.place,
  value: utf8(place),
});

export const setDeleted = (row: RowId, deleted: boolean): SetOp => ({
  kind: 'set',
  row,
  field: FIELD.deleted,
  value: Uint8Array.of(deleted ? 1 : 0),
});

export const setTaken = (row: RowId, spans: readonly SeqSpan[]): SetOp => ({
  kind: 'set',
  row,
  field: TAKEN,
  value: encodeSpans(spans),
});

/** What of an agent's content was taken back. */
export function takenOf(registers: Registers, row: RowId): readonly SeqSpan[] {
  const value = registers.get(row, TAKEN);
  const spans = value && decodeSpans(value);
  return spans?.ok ? spans.value : [];
}

/** `null` takes a named version out of the list. */
export const setVersion = (row: RowId, version: NamedVersion | null): SetOp => ({
  kind: 'set',
  row,
  field: VERSION,
  value: version === null ? new Uint8Array() : encodeVersion(version),
});

export interface VersionEntry extends NamedVersion {
  readonly row: RowId;
  /** The event that named it so. */
  readonly event: EventId;
}

/** Named versions of a document, the newest first; no more than MAX_VERSIONS. */
export function versionEntries(registers: Registers, document: DocumentId): VersionEntry[] {
  const found: { entry: VersionEntry; globalSeq: number }[] = [];
  for (const row of registers.rows()) {
    const write = isVersionRow(row) ? registers.writeOf(row, VERSION) : undefined;
    const version = write && decodeVersion(write.value);
    if (!write || !version?.ok || version.value.document !== document) continue;
    const { event, globalSeq } = write;
    found.push({ entry: { ...version.value, row, event }, globalSeq });
  }
  found.sort((a, b) => b.globalSeq - a.globalSeq || order(a.entry.row, b.entry.row));
  return found.slice(0, MAX_VERSIONS).map(({ entry }) => entry);
}

/** Every document ever named, in its order, deleted ones included. */
export function documentEntries(registers: Registers): DocumentEntry[] {
  const entries: DocumentEntry[] = [];
  for (const row of registers.rows()) {
    if (!isDocument(row)) continue;
    entries.push({
      id: row,
      title: text(registers.get(row, FIELD.title)),
      place: text(registers.get(row, FIELD.place)),
      deleted: registers.get(row, FIELD.deleted)?.[0] === 1,
    });
  }
  return entries.sort((a, b) => order(a.place, b.place) || order(a.id, b.id));
}

/** Whether somebody ever began a thread of comments about a document. */
export function isDiscussed(registers: Registers, document: DocumentId): boolean {
  for (const row of registers.rows()) {
    const write = isThreadRow(row) ? registers.writeOf(row, THREAD.anchor) : undefined;
    if (write && isThreadItself(row) && isAbout(write, document)) return true;
  }
  return false;
}

/** Whether the anchor of a thread is one in a document. */
export const isAbout = ({ value }: Write, document: DocumentId): boolean =>
  toHex(value.subarray(0, 16)) === document;

/** The workspace's title, or `undefined` while nobody has renamed it. */
export function workspaceTitle(registers: Registers): string | undefined {
  const value = registers.get(WORKSPACE_MAP, FIELD.title);
  return value === undefined ? undefined : text(value);
}

const text = (value: Uint8Array | undefined): string =>
  value === undefined ? '' : (fromUtf8(value) ?? '');

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
