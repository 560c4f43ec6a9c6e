/** What a library's replica that holds a whole recording sends and stores: input of measurements. */
import { castAuthors } from '../../scripts/replay/trace.ts';
import { inUtf16, type Recording } from '../histories.ts';
import type { Document, Encodings, Library } from './library.ts';

export interface PeerFixture extends Encodings {
  /** Every edit as it is sent live; for concurrent recordings. */
  readonly live: readonly Uint8Array[];
}

export const patchesFor = (library: Library, recording: Recording) =>
  library.unit === 'utf16'
    ? inUtf16(recording)
    : recording.transactions.map(({ patches }) => patches);

export function prepare(library: Library, recording: Recording): PeerFixture {
  const { document, live } = recording.concurrent
    ? typeTogether(library, recording)
    : { document: typeAlone(library, recording), live: [] };
  if (document.text() !== recording.endContent) throw new Error('the history has another text');
  return { ...document.encodings(), live };
}

function typeAlone(library: Library, recording: Recording): Document {
  const document = library.create(0);
  for (const patches of patchesFor(library, recording)) document.edit(patches);
  return document;
}

/** A replica for each author; each takes in what lies below its next edit, then writes it. */
function typeTogether(library: Library, recording: Recording) {
  const { transactions } = recording;
  const cast = castAuthors(transactions, 16);
  if (!cast) throw new Error('a trace of too many authors');
  const live: Uint8Array[] = [];
  const documents = Array.from({ length: cast.count }, (_, author) =>
    library.create(author, (bytes) => live.push(bytes)),
  );
  const have = documents.map(() => new Uint32Array(documents.length));
  const written: number[][] = documents.map(() => []);
  /** Brings a replica the changes up to `counts` of each author, oldest first. */
  const bring = (to: number, counts: Iterable<number>): void => {
    const held = have[to] as Uint32Array;
    const lacking = [...counts].flatMap((count, from) => {
      const since = held[from] as number;
      held[from] = Math.max(since, count);
      return from === to ? [] : (written[from]?.slice(since, count) ?? []);
    });
    if (lacking.length === 0) return;
    documents[to]?.merge(lacking.sort((a, b) => a - b).map((at) => live[at] as Uint8Array));
  };
  patchesFor(library, recording).forEach((patches, i) => {
    const author = cast.authors[i] as number;
    bring(author, cast.pasts[i] ?? []);
    documents[author]?.edit(patches);
    if (live.length !== i + 1) throw new Error('an edit is one change');
    written[author]?.push(i);
  });
  const document = documents[0] as Document;
  bring(
    0,
    written.map((all) => all.length),
  );
  return { document, live };
}
