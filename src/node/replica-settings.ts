/**
 * What a replica is told: by its command line, and the links also by a file or the environment, so that
 * no secret has to stand in a list of processes.
 */
import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { MAX_LINK_CHARS, MAX_NAME_BYTES, MAX_RELAYS, MAX_REPLICA_LINKS } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import type { BackupPlan } from './backups.ts';
import { isComplete, isPage } from './relay-names.ts';

export interface ReplicaSettings {
  readonly links: readonly string[];
  /** The database file. */
  readonly database: string;
  readonly name: string;
  /** In place of those that links name: multiaddrs, or pages that name theirs. */
  readonly relays: readonly string[];
  /** Where it answers about itself, if it does. */
  readonly status: { readonly port: number; readonly host: string } | null;
  readonly backups: BackupPlan | null;
  /** What the database may grow to, in bytes. */
  readonly most: number | undefined;
  /** A backup to be put back; then nothing else is done. */
  readonly restore: string | null;
}

export const USAGE = `npm run replica -- [invite link …] [options]

  Keeps workspaces on this machine and serves them to their members, always. Once it
  has joined, it needs no link to start again.

  --links <file>       invite links, one a line (or in PARLEY_LINKS)
  --data <folder>      where everything is kept            (.parley-replica)
  --name <name>        how the others see it               (Replica on <this machine>)
  --relay <address>    in place of the relays of the links; may be given again: multiaddrs,
                       or pages beside a relay, as http://localhost:8080
  --port <port>        answer /healthz, /readyz and /metrics on this port
  --host <address>     and on this address                 (127.0.0.1)
  --backup <folder>    copy everything there …
  --every <time>       … every so often: 30m, 24h, 7d      (24h)
  --keep <number>      … keeping so many                   (7)
  --most <size>        take no more than this: 500MB, 20GB (all that there is)
  --restore <file>     put a backup back into --data, where no data is yet
`;

const OPTIONS = {
  links: { type: 'string' },
  data: { type: 'string', default: '.parley-replica' },
  name: { type: 'string' },
  relay: { type: 'string', multiple: true },
  port: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  backup: { type: 'string' },
  every: { type: 'string', default: '24h' },
  keep: { type: 'string', default: '7' },
  most: { type: 'string' },
  restore: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const TIMES: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZES: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** `null`: help was asked for. A Fault says in one sentence what is wrong, and never shows a link. */
export function readReplicaSettings(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ReplicaSettings | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const listed = values.links === undefined ? '' : readLinks(values.links);
  const links = [...positionals, ...`${listed}\n${env['PARLEY_LINKS'] ?? ''}`.split(/\s+/)].filter(
    (link) => link !== '',
  );
  if (links.length > MAX_REPLICA_LINKS) bad(`At most ${MAX_REPLICA_LINKS} links.`);
  const relays = values.relay ?? [];
  if (relays.length > MAX_RELAYS || !relays.every((relay) => isComplete(relay) || isPage(relay)))
    bad('--relay needs a multiaddr, as /dns4/host/tcp/443/wss/p2p/…, or a page, as https://host.');
  const every = measured(values.every, TIMES, '--every needs a time, as 24h.');
  const keep = within(values.keep, 1, 10_000, '--keep');
  const folder = resolve(values.data);
  return {
    links,
    database: join(folder, 'parley.sqlite'),
    name: nameFrom(values.name ?? `Replica on ${hostname()}`),
    relays,
    status:
      values.port === undefined
        ? null
        : { port: within(values.port, 0, 65_535, '--port'), host: values.host },
    backups: values.backup === undefined ? null : { folder: resolve(values.backup), every, keep },
    most:
      values.most === undefined
        ? undefined
        : measured(values.most, SIZES, '--most needs a size, as 20GB.'),
    restore: values.restore === undefined ? null : resolve(values.restore),
  };
}

function bad(sentence: string): never {
  throw new Fault('BadSetting', sentence);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Its message may hold what was given: an option's name, and nothing else, is told again.
    const name = /'(-[\w-]{1,20})/.exec((error as Error).message)?.[1];
    return bad(name === undefined ? 'These options cannot be read.' : `${name} is not understood.`);
  }
}

function readLinks(file: string): string {
  try {
    if (statSync(file).size > 2 * MAX_REPLICA_LINKS * MAX_LINK_CHARS)
      bad('The file of links is too large.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Fault) throw error;
    return bad('The file of links cannot be read.');
  }
}

/** As much of a name as members may have. */
function nameFrom(name: string): string {
  const letters = [...name.trim().toWellFormed()];
  while (Buffer.byteLength(letters.join('')) > MAX_NAME_BYTES) letters.pop();
  return letters.join('') || bad('--name is empty.');
}

function within(text: string, least: number, most: number, option: string): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most
    ? number
    : bad(`${option} needs a number from ${least} to ${most}.`);
}

function measured(text: string, units: Readonly<Record<string, number>>, sentence: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([A-Za-z]{1,2})$/.exec(text) ?? [];
  const value = Number(number) * (units[unit] ?? NaN);
  return value > 0 ? value : bad(sentence);
}
