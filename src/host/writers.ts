/**
 * Who wrote a part of a text, for the screens: by member and device, the one who wrote most first.
 */
import { asSeconds, type DocumentId, type PublicKey, type Seconds } from '../base/ids.ts';
import { writtenIn } from '../replica/written.ts';
import type { Written } from '../replica/document.ts';
import type { Replica } from '../replica/replica.ts';
import type { Loop } from './loop.ts';
import type { WriterView } from './session.ts';
import { Slice } from './slice.ts';
import { memberOf } from './view.ts';

/** Units of history read before the clock is looked at. */
const STEP = 4_096;

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
  const member = memberOf(replica, device)?.id ?? policy.spokeFor(device) ?? null;
  const devices = policy.people().find(({ id }) => id === member)?.devices ?? [];
  const inForce = devices.filter((one) => one.inForce).map((one) => one.device);
  const newest = parts.reduce((a, b) => (timesOf(b)[1] > timesOf(a)[1] ? b : a));
  const times = parts.flatMap(timesOf);
  return {
    name: (member && policy.nameOf(member)) ?? '',
    index: policy.members().findIndex(({ id }) => id === member),
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
