/**
 * Who wrote a part of a text, for the screens: by member and device, the one who wrote most first; or
 * part by part. Loaded when somebody asks.
 */
import {
  asSeconds,
  type DocumentId,
  type MemberId,
  type PublicKey,
  type Seconds,
} from '../base/ids.ts';
import { partsIn, writtenIn } from '../replica/written.ts';
import type { Written } from '../replica/document.ts';
import type { Replica } from '../replica/replica.ts';
import type { Loop } from './loop.ts';
import type { AuthorRange, WriterView } from './session.ts';
import { Slice } from './slice.ts';
import { memberOf } from './view.ts';

/** Units of history read before the clock is looked at. */
const STEP = 4_096;

/** Whose device it is or was, also of those who are members no more. */
export const authorOf = (replica: Replica, device: PublicKey): MemberId | null =>
  memberOf(replica, device)?.id ?? replica.history.policy.spokeFor(device) ?? null;

/** '' and −1 for who is not known, or no member. */
export function shownAs(
  { history: { policy } }: Replica,
  id: MemberId | null,
): { readonly name: string; readonly index: number } {
  const index = policy.members().findIndex((one) => one.id === id);
  return { name: (id && policy.nameOf(id)) ?? '', index };
}

/** Who wrote UTF-16 units [from, to) of a document's text, which is read in slices for that. */
export async function writersOf(
  loop: Loop,
  document: DocumentId,
  from: number,
  to: number,
): Promise<WriterView[]> {
  const slice = new Slice();
  for (;;) {
    const found = loop.call((replica, now) => {
      replica.flush(now);
      const log = replica.history.document(document);
      const inText = (unit: number): number =>
        log.text?.toCodePoints(unit) ?? log.text?.length ?? 0;
      const written = writtenIn(log, inText(from), inText(to), STEP);
      return written && writerViews(replica, written);
    });
    if (found) return found;
    if (slice.isOver) await slice.end();
  }
}

/** The same by part of the text, neighbours of one member joined. */
export async function authorsOf(
  loop: Loop,
  document: DocumentId,
  from: number,
  to: number,
): Promise<AuthorRange[]> {
  const slice = new Slice();
  for (;;) {
    const found = loop.call((replica, now) => {
      replica.flush(now);
      const { text } = replica.history.document(document);
      if (!text) return [];
      const inText = (unit: number): number => text.toCodePoints(unit) ?? text.length;
      const parts = partsIn(replica.history.document(document), inText(from), inText(to), STEP);
      return parts && authorRanges(replica, parts, inText(from), (at) => text.toUnits(at));
    });
    if (found) return found;
    if (slice.isOver) await slice.end();
  }
}

function authorRanges(
  replica: Replica,
  parts: readonly Written[],
  start: number,
  toUnits: (position: number) => number,
): AuthorRange[] {
  const people = new Map<PublicKey, ReturnType<typeof shownAs>>();
  const ranges: AuthorRange[] = [];
  let at = start;
  for (const { chain, units } of parts) {
    const by = people.get(chain.device) ?? shownAs(replica, authorOf(replica, chain.device));
    people.set(chain.device, by);
    const [from, to] = [toUnits(at), toUnits(at + units)];
    const last = ranges.at(-1);
    const isSame = last?.index === by.index && last.name === by.name;
    if (isSame) ranges[ranges.length - 1] = { ...last, to };
    else ranges.push({ from, to, ...by });
    at += units;
  }
  return ranges;
}

/** One device may have written in many page loads, each a chain of its own. */
function writerViews(replica: Replica, written: readonly Written[]): WriterView[] {
  const devices = new Map<PublicKey, Written[]>();
  for (const one of written) {
    const others = devices.get(one.chain.device);
    if (others) others.push(one);
    else devices.set(one.chain.device, [one]);
  }
  const views = [...devices].map(([device, parts]) => writerView(replica, device, parts));
  return views.sort((a, b) => b.characters - a.characters);
}

function writerView(replica: Replica, device: PublicKey, parts: readonly Written[]): WriterView {
  const { policy } = replica.history;
  const member = authorOf(replica, device);
  const devices = policy.people().find(({ id }) => id === member)?.devices ?? [];
  const inForce = devices.filter((one) => one.inForce).map((one) => one.device);
  const newest = parts.reduce((a, b) => (timesOf(b)[1] > timesOf(a)[1] ? b : a));
  const times = parts.flatMap(timesOf);
  return {
    ...shownAs(replica, member),
    here: device === replica.device,
    device: devices.length > 1 ? inForce.indexOf(device) + 1 : null,
    characters: parts.reduce((sum, { units }) => sum + units, 0),
    first: asSeconds(Math.min(...times)),
    last: asSeconds(Math.max(...times)),
    details: {
      ...(member && { member }),
      device,
      agent: newest.chain.agent,
      event: newest.chain.idAt(newest.last),
    },
  };
}

const timesOf = ({ chain, first, last }: Written): [Seconds, Seconds] => [
  chain.timeAt(first),
  chain.timeAt(last),
];
