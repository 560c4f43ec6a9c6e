/**
 * `npm run replica`: a member that is always there. It holds whole workspaces and serves them to all their
 * members, so that two who are never here together still meet.
 *
 * Here it is put together, started and stopped; what it does is keeper.ts, over the host that runs in
 * every tab. `USAGE` in replica-settings.ts says what it can be told.
 */
import { createSignatureEngine } from '../host/signatures.ts';
import { libp2pTransport } from '../net/libp2p.ts';
import { putBack } from '../storage/sqlite-copy.ts';
import { lockFile } from '../storage/sqlite-file.ts';
import { repairFile } from '../storage/sqlite-repair.ts';
import { openSqliteStore } from '../storage/sqlite.ts';
import { StoreError, type StoreErrorCode } from '../storage/store.ts';
import { Backups } from './backups.ts';
import { Keeper } from './keeper.ts';
import { log } from './log.ts';
import { relaysNamed } from './relay-names.ts';
import { readReplicaSettings, USAGE, type ReplicaSettings } from './replica-settings.ts';
import { serveStatus, type ReplicaFigures } from './replica-status.ts';

/** How long a stop may take before it is one without goodbye: nothing is lost by it. */
const STOP_MS = 10_000;

const SENTENCES: Partial<Record<StoreErrorCode, string>> = {
  Blocked: 'Another replica runs on this folder: two cannot. Stop it, or choose another --data.',
  Newer: 'This data was written by a newer version of Parley: run that one, or an older backup.',
  Corrupt: 'The database cannot be read. Move it away, then restore a backup or join again.',
  Unavailable: 'The folder of --data cannot be written.',
  Quota: 'The disk is full.',
  Exists: 'There is data in the folder of --data already: choose another, or move it away.',
};

/** Serves until it is told to stop. Rejects with StoreError, Fault or the system's error. */
async function serve(settings: ReplicaSettings): Promise<void> {
  const { database, most, backups: plan, links } = settings;
  const lock = lockFile(database);
  const repair = await repairFile(database);
  if (repair) log('repaired', { lost: repair.lost.length, kept: repair.kept });
  const store = openSqliteStore(database, most === undefined ? {} : { maxBytes: most });
  const keeper = new Keeper({
    store,
    pieces: store.pieces,
    engine: await createSignatureEngine(),
    transport: (relays) => libp2pTransport({ relays, iceServers: [], relayOnly: true }),
    name: settings.name,
    log,
  });
  const backups = plan && new Backups(plan, (path) => store.copyTo(path), log);
  let faults = 0;
  // As in a page: what fails by itself ends by itself, and costs nothing that was confirmed.
  process.on('unhandledRejection', (reason) => {
    faults += 1;
    log('fault', { reason: reason instanceof Error ? reason.name : 'unknown' });
  });
  const figures = (): ReplicaFigures => ({
    ...keeper.figures(),
    size: store.size,
    backups: backups?.figures ?? null,
    faults,
    uptime: Math.round(process.uptime()),
    memory: process.memoryUsage.rss(),
  });
  const status = settings.status && (await serveStatus(settings.status, figures));
  log('started', { process: process.pid, ...(status && { port: status.port }) });

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    stopping = true;
    log('stopping', { signal });
    setTimeout(() => process.exit(1), STOP_MS).unref();
    status?.close();
    backups?.stop();
    await keeper.close();
    store.close();
    lock.close();
    log('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop(signal));

  await backups?.begin();
  const served = await keeper.begin(links, await relaysNamed(settings.relays, log));
  if (served > 0 || stopping) return;
  log('nothing to serve');
  console.error('There is no workspace here. Give an invite link: npm run replica -- <link>');
  process.exit(1);
}

function sentenceFor(error: unknown): string {
  if (error instanceof StoreError)
    return SENTENCES[error.code] ?? `The store failed: ${error.code}.`;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' ? 'The port is taken: choose another --port.' : message;
}

if (import.meta.main) {
  try {
    const settings = readReplicaSettings(process.argv.slice(2), process.env);
    // Where the system allows it, what was given is shown in no list of processes from now on.
    process.title = 'parley-replica';
    // Whoever read the log may be gone: no reason to stop.
    process.stdout.on('error', () => undefined);
    if (settings === null) process.stdout.write(USAGE);
    else if (settings.restore === null) await serve(settings);
    else {
      putBack(settings.restore, settings.database);
      log('restored');
    }
  } catch (error) {
    console.error(sentenceFor(error));
    process.exit(1);
  }
}
