/**
 * The settings of `npm start`, from the environment; docs/HOSTING.md has the same table for people.
 *
 * A setting that is there and wrong ends the start with one sentence that names it: a relay that
 * quietly ran with another port, key or limit than was meant would be found out by its users.
 */
import { join, resolve } from 'node:path';

import { MAX_RELAYS } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import { readConfig, type PageOrigin } from '../net/config.ts';
import { MAX_CONNECTIONS } from './relay.ts';
import type { ServerOptions } from './server.ts';

/** Websockets open at once from one address: a large office. */
export const MAX_SOCKETS_PER_ADDRESS = 512;
/** Far more than one process serves; a larger number is a slip of the hand. */
const MOST = 1_000_000;

const HERE: PageOrigin = { protocol: 'http:', hostname: 'localhost', port: '' };
const ORIGIN = /^https?:\/\/(?:[0-9a-z.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting that is read, for whoever checks that none is written in vain. */
export const SETTINGS = [
  'PORT',
  'HOST',
  'PARLEY_DATA',
  'PARLEY_SITE',
  'PARLEY_RELAYS',
  'PARLEY_ICE',
  'PARLEY_RELAY_ONLY',
  'PARLEY_ANNOUNCE',
  'PARLEY_ORIGINS',
  'PARLEY_PROXY',
  'PARLEY_MAX_CONNECTIONS',
  'PARLEY_MAX_PER_ADDRESS',
] as const;

type Setting = (typeof SETTINGS)[number];

/** Throws a Fault whose message is a sentence for whoever started it. */
export function readSettings(env: Environment): ServerOptions {
  // A variable that is set and empty is one that a compose file left open.
  const given = (name: Setting): string | undefined => env[name] || undefined;
  const relays = listOf(given('PARLEY_RELAYS'));
  const config = readConfig(
    `{"relays":${JSON.stringify(relays)},"iceServers":${given('PARLEY_ICE') ?? '[]'}}`,
    HERE,
  );
  const wrong = config.ok ? '' : (config.error.detail ?? '');
  const most = MAX_RELAYS - 1; // The page uses this one, too.
  if (
    relays.length > most ||
    relays.some((relay) => relay.startsWith('/p2p/')) ||
    wrong.startsWith('relays')
  ) {
    throw bad(`PARLEY_RELAYS must be up to ${most} multiaddrs, separated by commas`);
  }
  if (!config.ok) throw bad('PARLEY_ICE must be a JSON list, as iceServers in config.json');
  return {
    port: numberOf('PORT', given('PORT'), 8_080, 0, 65_535),
    host: given('HOST') ?? '127.0.0.1',
    data: resolve(given('PARLEY_DATA') ?? '.parley'),
    site: resolve(given('PARLEY_SITE') ?? join(import.meta.dirname, '../../dist')),
    relays,
    iceServers: config.value.iceServers,
    relayOnly: switchOf('PARLEY_RELAY_ONLY', given('PARLEY_RELAY_ONLY')),
    announce: announceOf(given('PARLEY_ANNOUNCE')),
    origins: originsOf(given('PARLEY_ORIGINS')),
    proxied: switchOf('PARLEY_PROXY', given('PARLEY_PROXY')),
    maxConnections: numberOf(
      'PARLEY_MAX_CONNECTIONS',
      given('PARLEY_MAX_CONNECTIONS'),
      MAX_CONNECTIONS,
      1,
      MOST,
    ),
    maxPerAddress: numberOf(
      'PARLEY_MAX_PER_ADDRESS',
      given('PARLEY_MAX_PER_ADDRESS'),
      MAX_SOCKETS_PER_ADDRESS,
      1,
      MOST,
    ),
  };
}

const bad = (sentence: string): Fault => new Fault('BadSetting', `${sentence}.`);

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function numberOf(
  name: Setting,
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (/^[0-9]{1,7}$/.test(text) && number >= least && number <= most) return number;
  throw bad(`${name} must be a number from ${least} to ${most}`);
}

function switchOf(name: Setting, text: string | undefined): boolean {
  if (text === undefined || text === '0') return false;
  if (text === '1') return true;
  throw bad(`${name} must be 1 or 0`);
}

/** `wss://relay.example`, where pages of another host find this relay. */
function announceOf(text: string | undefined): PageOrigin | null {
  if (text === undefined) return null;
  const origin = text.replace(/^ws/, 'http').replace(/\/$/, '');
  if (!ORIGIN.test(origin) || !URL.canParse(origin)) {
    throw bad('PARLEY_ANNOUNCE must be an address such as wss://relay.example, without a path');
  }
  const { protocol, hostname, port } = new URL(origin);
  return { protocol, hostname, port };
}

/** Pages that may use the relay, as browsers name them; `null`: any. */
function originsOf(text: string | undefined): ReadonlySet<string> | null {
  if (text === undefined) return null;
  const origins = listOf(text);
  if (origins.length > 0 && origins.every((origin) => ORIGIN.test(origin))) return new Set(origins);
  throw bad('PARLEY_ORIGINS must be origins such as https://notes.example, separated by commas');
}
