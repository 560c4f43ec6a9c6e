/**
 * What there is to show of an event that somebody wants to look into: who signed it, and what it takes
 * to check that without believing us.
 */
import { toHex } from '../base/bytes.ts';
import type { EventId } from '../base/ids.ts';
import type { History } from '../replica/history.ts';
import type { NoticeDetails } from './session.ts';

/** Whoever signed an event: the device, and the page load on it. Nothing, if it is not held. */
export function signedBy(history: History, event: EventId): NoticeDetails {
  const found = history.find(event);
  return found ? { device: found.chain.device, agent: found.chain.agent } : {};
}

/**
 * The certificate of the key that signed, and the run that ends with the event or a later one, with its
 * signature: lines of a name and hex. `null`: it is not held, or no signature on it is.
 */
export function proofOf(history: History, event: EventId): string | null {
  const found = history.find(event);
  const run = found?.chain.runs(found.at)[0];
  if (!found || !run) return null;
  const { agent, signature } = found.chain.certificate;
  const bytes = found.chain.encode(run.start, run.end, run.signature);
  const lines = { key: agent, certificate: toHex(signature), run: toHex(bytes) };
  return Object.entries(lines)
    .map(([name, hex]) => `${name} ${hex}`)
    .join('\n');
}
