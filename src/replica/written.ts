/**
 * Who wrote a part of a text, by the signed events that put it in: never by anybody's word.
 *
 * What is void or deleted is in no text and so in no answer. When something was written is what its
 * author said; nothing is decided by that.
 */
import type { ChainLog } from './chain.ts';
import type { DocumentLog, Written } from './document.ts';

/**
 * What each chain put in of code points [from, to) of a text, with its first and last event of those;
 * everything typed must be cut before. Reads `units` of the history for that, at most: `undefined`
 * while there is more to read, so ask again. In a document that is no text nobody put anything.
 */
export function writtenIn(
  log: DocumentLog,
  from: number,
  to: number,
  units: number,
): Written[] | undefined {
  const parts = partsIn(log, from, to, units);
  if (!parts) return undefined;
  const found = new Map<ChainLog, Written>();
  for (const one of parts) {
    const before = found.get(one.chain) ?? one;
    found.set(one.chain, {
      chain: one.chain,
      first: Math.min(before.first, one.first),
      last: Math.max(before.last, one.last),
      units: one.units + (before === one ? 0 : before.units),
    });
  }
  return [...found.values()];
}

/** As `writtenIn`, part by part in the order of the text. */
export function partsIn(
  log: DocumentLog,
  from: number,
  to: number,
  units: number,
): Written[] | undefined {
  if (log.text === undefined) return [];
  const authorship = log.text.authorship(units);
  if (!authorship) return undefined;
  const parts: Written[] = [];
  for (const { unit, codePoints } of authorship.between(from, to))
    parts.push(...log.writersOf(unit, unit + codePoints));
  return parts;
}
