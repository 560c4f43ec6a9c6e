/**
 * A bundle: many runs in one message, as columns, so that it is small once it is packed.
 *
 *   count of runs ‖ agents ‖ runs ‖ verbatim ‖ names ‖ sizes ‖ gaps ‖ times ‖ strokes ‖ positions
 *   ‖ text ‖ signatures
 *
 * | column     | holds                                                                         |
 * |------------|-------------------------------------------------------------------------------|
 * | runs       | for each: agent, flags, first seq unless it goes on from the chain's run before, events |
 * | verbatim   | the bodies of runs that are not of a text                                       |
 * | names      | flags and bytes of what first events name: certificate, document, parents, heads |
 * | sizes      | (code points written and deleted by an event, events in a row of that size)    |
 * | gaps       | events without time between those with it, and `times` what elapsed before them |
 * | strokes    | what was typed or deleted in one go, whatever the events: 3 × code points + kind |
 * | positions  | where a stroke begins, from where the one before it ended                      |
 * | text       | all that was written                                                           |
 *
 * Events cut strokes into ops; a size of 0 is what is left of a stroke. Bodies are made anew from
 * the columns, so they are in their one encoding or refused, and are then hashed like any other. A
 * bundle itself is not hashed and may have several forms. Writing one is in bundling.ts.
 */
import type { AgentId, Chain, Seq } from '../base/ids.ts';
import {
  MAX_BUNDLE_BYTES,
  MAX_CHUNK_RUNS,
  MAX_FRAME_BYTES,
  MAX_RUN_BYTES,
  MAX_RUN_EVENTS,
  MAX_SEQ,
} from '../base/limits.ts';
import { Reader } from './codec.ts';
import { TextColumns } from './columns.ts';
import { chainKey, checkRun, SignedRun } from './run.ts';
import { readStretch } from './stretch.ts';

/** Bits of a run's flags. */
export const BUNDLED = { policy: 1, from: 2, seal: 4, columns: 8, named: 16 } as const;
const ALL_BUNDLED = 31;

const SIGNATURE = 64;

/** What follows a bundle message's first byte. */
export function readBundle(reader: Reader): SignedRun[] {
  const count = reader.varint(MAX_CHUNK_RUNS);
  if (count * SIGNATURE > reader.remaining) reader.fail('Malformed', 'ends too early');
  const agents = reader.list(MAX_CHUNK_RUNS, (inner) => inner.hex(32) as AgentId);
  const column = (): Reader => new Reader(reader.blob(MAX_FRAME_BYTES), MAX_FRAME_BYTES);
  const heads: Reader = column();
  const verbatim = column();
  const columns = new TextColumns(column);
  const signatures = new Reader(reader.bytes(count * SIGNATURE), count * SIGNATURE);
  const ends = new Map<string, number>();
  const runs: SignedRun[] = [];
  let bodies = 0;
  for (let i = 0; i < count; i++) {
    const agent = agents[heads.varint(MAX_CHUNK_RUNS)];
    if (agent === undefined) heads.fail('Malformed', 'unknown agent');
    const flags = heads.u8();
    if (flags > ALL_BUNDLED) heads.fail('UnsupportedVersion', 'run');
    const has = (flag: number): boolean => (flags & flag) !== 0;
    const chain: Chain = has(BUNDLED.policy) ? 'policy' : 'content';
    if (has(BUNDLED.policy) && has(BUNDLED.columns)) heads.fail('WrongChain', 'text');
    const key = chainKey(agent, chain);
    const from = (has(BUNDLED.from) ? heads.varint(MAX_SEQ) : (ends.get(key) ?? 0)) as Seq;
    const events = heads.varint(MAX_RUN_EVENTS);
    const stretch = has(BUNDLED.columns)
      ? columns.read(events, has(BUNDLED.named), has(BUNDLED.seal))
      : readStretch(verbatim, chain, events);
    checkRun(heads, from, stretch);
    bodies += stretch.bytes.length;
    if (bodies > MAX_BUNDLE_BYTES + MAX_RUN_BYTES) heads.fail('TooLarge', 'bundle');
    ends.set(key, from + stretch.ops);
    const signature = signatures.bytes(SIGNATURE).slice();
    runs.push(new SignedRun({ agent, chain, from, signature }, stretch));
  }
  heads.end();
  verbatim.end();
  columns.end();
  return runs;
}
