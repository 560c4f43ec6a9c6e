/**
 * A version of a document that somebody gave a name, as the value of a register. Who named it is who
 * signed that; the value does not say so.
 */
import type { DocumentId, EventId } from '../base/ids.ts';
import { MAX_TITLE_BYTES, MAX_VALUE_BYTES, MAX_VERSION_HEADS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { documentType, readDocumentId } from './document.ts';

export interface NamedVersion {
  readonly document: DocumentId;
  readonly name: string;
  /** Ids of its newest events, ascending; at least one. */
  readonly heads: readonly EventId[];
}

export function encodeVersion({ document, name, heads }: NamedVersion): Uint8Array {
  return new Writer()
    .hex(document)
    .text(name)
    .list(heads, (writer, id) => writer.hex(id))
    .finish();
}

export const decodeVersion = (bytes: Uint8Array): Result<NamedVersion> =>
  decode(bytes, MAX_VALUE_BYTES, (reader) => {
    const document = readDocumentId(reader);
    if (documentType(document) !== 'text') reader.fail('Malformed', 'a version of no text');
    const name = reader.text(MAX_TITLE_BYTES);
    let before = '';
    const heads = reader.list(MAX_VERSION_HEADS, (inner) => {
      const id = inner.hex(32) as EventId;
      if (id <= before) inner.fail('NotCanonical', 'heads do not ascend');
      before = id;
      return id;
    });
    if (heads.length === 0) reader.fail('Malformed', 'a version of nothing');
    return { document, name, heads };
  });
