/**
 * Texts between the history, which knows local versions, and the store, which knows event ids.
 */
import type { EventId, LV } from '../base/ids.ts';
import { encodeCache, decodeCache } from '../wire/cache.ts';
import type { DocumentLog } from './document.ts';
import type { History } from './history.ts';

/** A document's text for the store; `undefined` for other types. Every edit must be cut before. */
export function saveText(log: DocumentLog): Uint8Array | undefined {
  if (!log.text) return undefined;
  const { text, version, lengths } = log.text.save();
  return encodeCache({
    text,
    voids: log.text.hasVoids,
    version: log.idsOf(version),
    lengths: lengths.flatMap((known) => {
      const named = log.namesOf(known.version);
      return named ? [{ version: named, length: known.length }] : [];
    }),
  });
}

/**
 * Shows a restored text, from its cache where that can be used. False: everything was replayed.
 */
export function openText(history: History, log: DocumentLog, cache?: Uint8Array): boolean {
  if (!log.text) return false;
  const decoded = cache && decodeCache(cache);
  if (!decoded?.ok || decoded.value.voids) return log.text.adopt();
  const place = (version: readonly EventId[]): LV[] | undefined => versionOf(history, log, version);
  const version = place(decoded.value.version);
  if (!version) return log.text.adopt();
  const lengths = decoded.value.lengths.flatMap((known) => {
    const at = place(known.version);
    return at ? [{ version: at, length: known.length }] : [];
  });
  return log.text.adopt({ text: decoded.value.text, version, lengths });
}

/** Local versions of events of one document; `undefined` when one is not known there. */
export function versionOf(
  history: History,
  log: DocumentLog,
  ids: readonly EventId[],
): LV[] | undefined {
  const version: LV[] = [];
  for (const id of ids) {
    const ref = history.find(id);
    if (!ref || ref.chain.contextAt(ref.at).document !== log.id) return undefined;
    version.push(ref.chain.lv(ref.at));
  }
  return version.sort((a, b) => a - b);
}
