/**
 * How this address is set up: its `config.json`, fetched once in a page load, if that succeeds.
 *
 * Without a readable one Parley still works, in this browser and between its tabs; what is wrong with
 * it is kept, so that the screens can say so.
 */
import { MAX_CONFIG_BYTES } from '../base/limits.ts';
import { readConfig, type NetworkConfig } from '../net/config.ts';

export interface Deployment extends NetworkConfig {
  /** `none`: this address has no `config.json`. `away`: it could not be asked. */
  readonly found: 'read' | 'none' | 'away' | 'refused';
  /** When refused: the entry that is wrong, such as `relays[1]`; '' if it is no such file at all. */
  readonly wrong: string;
}

const NOTHING: NetworkConfig = { relays: [], iceServers: [], relayOnly: false };

let asked: Promise<Deployment> | undefined;

/** Never rejects. What the host says first counts until the page is loaded again. */
export function deployment(): Promise<Deployment> {
  asked ??= fetchConfig().then((deployed) => {
    if (deployed.found === 'away') asked = undefined;
    return deployed;
  });
  return asked;
}

async function fetchConfig(): Promise<Deployment> {
  try {
    const answer = await fetch('./config.json', { cache: 'no-cache' });
    if (answer.status === 404 || answer.status === 410) {
      return { ...NOTHING, found: 'none', wrong: '' };
    }
    if (!answer.ok) return { ...NOTHING, found: 'away', wrong: '' };
    const config = readConfig(await beginningOf(answer, MAX_CONFIG_BYTES + 1), location);
    if (config.ok) return { ...config.value, found: 'read', wrong: '' };
    return { ...NOTHING, found: 'refused', wrong: config.error.detail ?? '' };
  } catch {
    return { ...NOTHING, found: 'away', wrong: '' };
  }
}

/** The text of an answer, of which no more is taken than `most` bytes and a piece of the network's. */
export async function beginningOf(answer: Response, most: number): Promise<string> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; bytes < most;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}
