/**
 * Relays as a replica is told them: multiaddrs, or the address of a page, whose `config.json` names them
 * to it as to every tab. So a replica beside a relay needs to know neither its key nor its public name.
 */
import { setTimeout } from 'node:timers/promises';

import { MAX_CONFIG_BYTES, MAX_RELAYS } from '../base/limits.ts';
import { readConfig, relayAddress } from '../net/config.ts';
import type { Log } from './log.ts';

const NOWHERE = { protocol: 'http:', hostname: 'localhost', port: '' };
/** Milliseconds between two questions: the first time, and the longest. */
const PAUSES = [1_000, 60_000] as const;
/** How long an answer may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** A multiaddr with a host: outside of a page there is none that it could be relative to. */
export const isComplete = (relay: string): boolean =>
  !relay.startsWith('/p2p/') && relayAddress(relay, NOWHERE) !== undefined;

/** Where a page lies, and nothing more: no link to something on it. */
export const isPage = (name: string): boolean =>
  /^https?:\/\/[^\s#?@]+$/.test(name) && URL.canParse(name);

/** Complete multiaddrs. A page is asked until it answers, since it may be started at the same time. */
export async function relaysNamed(
  names: readonly string[],
  log: Log,
  [first, longest]: readonly [first: number, longest: number] = PAUSES,
): Promise<readonly string[]> {
  const ask = async (page: string): Promise<readonly string[]> => {
    for (let pause = first; ; pause = Math.min(2 * pause, longest)) {
      const relays = await askPage(page).catch(() => undefined);
      if (relays !== undefined) return relays;
      log('no answer', { about: 'relays', again: `in ${Math.ceil(pause / 1000)} s` });
      await setTimeout(pause);
    }
  };
  const named = await Promise.all(names.map((name) => (isPage(name) ? ask(name) : [name])));
  return named.flat().slice(0, MAX_RELAYS);
}

/** `undefined`: what it answers names no relay. Rejects when it does not answer. */
async function askPage(page: string): Promise<readonly string[] | undefined> {
  const url = new URL('config.json', page.endsWith('/') ? page : `${page}/`);
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const config = answer.ok ? readConfig(await beginningOf(answer), url) : undefined;
  return config?.ok === true && config.value.relays.length > 0 ? config.value.relays : undefined;
}

/** No more of it than tells that it is too long. */
async function beginningOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_CONFIG_BYTES) break;
  }
  return Buffer.concat(parts).toString();
}
