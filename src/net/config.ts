/**
 * Reads `config.json`: which relays and ICE servers this deployment uses.
 *
 * The file lies beside the page and may have been written by hand, so every field is checked and
 * bounded. A relay given as `/p2p/<id>` alone is the one on the page's own host and port; thus one
 * build serves any host, and a page on https never dials plain ws. Pure: the host fetches.
 */
import { MAX_CONFIG_BYTES, MAX_RELAY_BYTES, MAX_RELAYS } from '../base/limits.ts';
import { ok, refuse, type Result } from '../base/result.ts';

/** As RTCIceServer, with one shape for `urls`. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface NetworkConfig {
  /** Complete multiaddrs, `/dns4/host/tcp/443/wss/p2p/<id>`. */
  readonly relays: readonly string[];
  readonly iceServers: readonly IceServer[];
  /** Never WebRTC: peers then do not learn each other's addresses. */
  readonly relayOnly: boolean;
}

/** The parts of `location` that decide how a relay is reached. */
export interface PageOrigin {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}

const HOST = String.raw`\/(?:ip4|ip6|dns|dns4|dns6)\/[0-9A-Za-z.:-]{1,253}\/tcp\/[0-9]{1,5}`;
const RELAY = new RegExp(`^(${HOST}(\\/ws|\\/wss|\\/tls\\/ws))?(\\/p2p\\/[0-9A-Za-z]{32,128})$`);
const SAME_MACHINE = /^\/(?:ip4\/127\.|ip6\/::1\/|dns[46]?\/localhost\/)/;

/**
 * The complete multiaddr of a relay as seen from this page; `undefined` for one that is malformed
 * or that the page may not dial (plain ws from https, except on the same machine).
 */
export function relayAddress(relay: string, page: PageOrigin): string | undefined {
  if (relay.length > MAX_RELAY_BYTES) return undefined;
  const parts = RELAY.exec(relay);
  if (parts === null) return undefined;
  const secure = page.protocol === 'https:';
  const [, address, transport, id = ''] = parts;
  if (address !== undefined) {
    const refused = secure && transport === '/ws' && !SAME_MACHINE.test(address);
    return refused ? undefined : relay;
  }
  return pageAddress(page) + id;
}

/** The multiaddr of a websocket on the page's own host, port and security, without whose it is. */
export function pageAddress({ protocol, hostname, port }: PageOrigin): string {
  const secure = protocol === 'https:';
  const number = port === '' ? (secure ? '443' : '80') : port;
  return `${hostAddress(hostname)}/tcp/${number}/${secure ? 'wss' : 'ws'}`;
}

/** Whether an address is one of `relays`, or leads to somebody through one. */
export function mayDial(address: string, relays: readonly string[]): boolean {
  return relays.some((relay) => {
    const host = relay.slice(0, relay.lastIndexOf('/p2p/'));
    return address === host || address.startsWith(`${host}/p2p`);
  });
}

function hostAddress(hostname: string): string {
  if (hostname.startsWith('[')) return `/ip6/${hostname.slice(1, -1)}`;
  return /^[0-9]+(?:\.[0-9]+){3}$/.test(hostname) ? `/ip4/${hostname}` : `/dns4/${hostname}`;
}

/**
 * The network part of `config.json`; keys that mean something to others are passed over. A refusal's
 * detail is the entry that is wrong, as a person would look for it: `relays[1]`, or '' for all of it.
 */
export function readConfig(text: string, page: PageOrigin): Result<NetworkConfig> {
  if (text.length > MAX_CONFIG_BYTES) return refuse('TooLarge', '');
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return refuse('Malformed', '');
  }
  if (!isRecord(config)) return refuse('Malformed', '');
  const { relays = [], iceServers = [], relayOnly = false } = config;
  const addresses = readList('relays', relays, (relay) =>
    typeof relay === 'string' ? relayAddress(relay, page) : undefined,
  );
  if (!addresses.ok) return addresses;
  const servers = readList('iceServers', iceServers, readIceServer);
  if (!servers.ok) return servers;
  if (typeof relayOnly !== 'boolean') return refuse('Malformed', 'relayOnly');
  return ok({ relays: addresses.value, iceServers: servers.value, relayOnly });
}

/** Each item read; the first that `read` has nothing for is refused by its place. */
function readList<T>(
  name: string,
  list: unknown,
  read: (item: unknown) => T | undefined,
): Result<T[]> {
  if (!isShortList(list)) return refuse('Malformed', name);
  const items: T[] = [];
  for (const [at, item] of list.entries()) {
    const known = read(item);
    if (known === undefined) return refuse('Malformed', `${name}[${at}]`);
    items.push(known);
  }
  return ok(items);
}

function readIceServer(server: unknown): IceServer | undefined {
  if (!isRecord(server)) return undefined;
  const { urls, username, credential } = server;
  const list = typeof urls === 'string' ? [urls] : urls;
  if (!isShortList(list) || list.length === 0) return undefined;
  if (!list.every((url) => isShortText(url) && /^(?:stun|turn)s?:/.test(url))) return undefined;
  if (username === undefined && credential === undefined) return { urls: list as string[] };
  if (!isShortText(username) || !isShortText(credential)) return undefined;
  return { urls: list as string[], username, credential };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isShortList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length <= MAX_RELAYS;

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_RELAY_BYTES;
