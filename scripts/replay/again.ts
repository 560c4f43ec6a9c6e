/**
 * The same history once more, without browsers: from the signed runs that a tab has stored, and from
 * the trace alone under every order of its authors.
 */
import type { Page } from 'playwright';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import { asSeconds, type EventId, type LV, type PublicKey } from '../../src/base/ids.ts';
import type { Op } from '../../src/crdt/op.ts';
import { Text } from '../../src/crdt/text.ts';
import { runsIn } from '../../src/host/compaction.ts';
import { Replica } from '../../src/replica/replica.ts';
import { decodeGenesis, workspaceIdOf } from '../../src/wire/genesis.ts';
import { unitsOf } from '../../src/wire/op.ts';
import type { Cast, Transaction } from './trace.ts';

export interface Stored {
  /** Hex. */
  readonly genesis: string;
  /** Records of the store; `bytes` as hex. */
  readonly records: readonly { readonly packed: boolean; readonly bytes: string }[];
}

/** The one workspace in a page's database. */
export const readStored = (page: Page): Promise<Stored> => page.evaluate(dump);

/** Sent to the page as text: may use nothing from outside. */
async function dump(): Promise<Stored> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const hex = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const all = <T>(store: string): Promise<T[]> =>
      done(database.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>);
    const [workspace] = await all<{ genesis: Uint8Array }>('workspaces');
    const runs = await all<{ packed?: true; bytes: Uint8Array }>('runs');
    database.close();
    const records = runs.map(({ packed, bytes }) => ({
      packed: packed === true,
      bytes: hex(bytes),
    }));
    if (workspace) return { genesis: hex(workspace.genesis), records };
  }
  throw new Error('no workspace is stored');
}

export interface Again {
  readonly text: string;
  readonly heads: readonly EventId[];
  /** Content events, and the bytes of all records. */
  readonly events: number;
  readonly bytes: number;
}

/** Builds a new replica from stored runs; the workspace has one text document. */
export async function replayStored({ genesis, records }: Stored): Promise<Again> {
  const founding = decodeGenesis(fromHex(genesis));
  if (!founding.ok) throw new Error('the stored genesis is damaged');
  const nobody = toHex(new Uint8Array(32)) as PublicKey;
  const replica = new Replica({
    workspace: workspaceIdOf(fromHex(genesis)),
    genesis: founding.value,
    // It only reads, so it needs no key that anybody believes.
    identity: {
      seed: new Uint8Array(32),
      certificate: { device: nobody, agent: nobody, signature: new Uint8Array(64) },
    },
    epoch: asSeconds(0),
  });
  for (const { packed, bytes } of records) {
    const runs = await runsIn({ ...(packed && { packed }), bytes: fromHex(bytes) });
    if (!runs) throw new Error('a stored record is damaged');
    replica.restore(runs);
  }
  replica.open(new Map());
  const documents = [...replica.history.documents()].filter(({ text }) => text !== undefined);
  const [document] = documents;
  if (!document || documents.length !== 1) throw new Error(`${documents.length} text documents`);
  const content = [...replica.history.chains()].filter(({ chain }) => chain === 'content');
  return {
    text: document.text?.toString() ?? '',
    heads: document.idsOf(document.graph.heads),
    events: content.reduce((sum, { length }) => sum + length, 0),
    bytes: records.reduce((sum, { bytes }) => sum + bytes.length / 2, 0),
  };
}

/** What a trace ends with under each order of its authors, as ties between them are broken. */
export function everyEnd(transactions: readonly Transaction[], cast: Cast): string[] {
  return permutations([...Array(cast.count).keys()]).map((rank) =>
    endUnder(transactions, cast, (author) => rank[author] ?? 0),
  );
}

function endUnder(
  transactions: readonly Transaction[],
  cast: Cast,
  rankOf: (author: number) => number,
): string {
  const text = new Text<number>((a, b, x, y) => rankOf(a) - rankOf(b) || x - y);
  const last: LV[] = [];
  transactions.forEach(({ parents, patches }, i) => {
    const named = text.graph.minimal(parents.map((parent) => last[parent] as LV));
    const ops = patches.flatMap(([position, count, inserted]): Op[] => [
      ...(count > 0 ? [{ kind: 'delete', position, count } as const] : []),
      ...(inserted === '' ? [] : [{ kind: 'insert', position, text: inserted } as const]),
    ]);
    const start = text.add({ parents: named, ops, author: cast.authors[i] ?? 0 });
    last.push((start + ops.reduce((units, op) => units + unitsOf(op), 0) - 1) as LV);
  });
  text.advance();
  return text.toString();
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
