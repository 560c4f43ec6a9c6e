/**
 * What a replica says of itself over HTTP, to whoever watches it: alive, ready, figures.
 *
 * Figures are numbers; a workspace is named by the beginning of its id. Nothing can be changed here,
 * and unless it is told otherwise it listens to this machine alone.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { BackupFigures } from './backups.ts';
import type { KeeperFigures, WorkspaceFigures } from './keeper.ts';

export interface ReplicaFigures extends KeeperFigures {
  /** Bytes of the database and its log. */
  readonly size: number;
  readonly backups: BackupFigures | null;
  /** What went wrong in this program and was survived. */
  readonly faults: number;
  /** Seconds since it started. */
  readonly uptime: number;
  /** Bytes of memory. */
  readonly memory: number;
}

/** Everything that it was told to serve is open, reaches a relay, and is written to the disk. */
export function isReady({ workspaces, unopened, joining }: ReplicaFigures): boolean {
  const works = (one: WorkspaceFigures): boolean =>
    one.relay === 'connected' && one.storeError === null && !one.removed;
  return workspaces.length > 0 && unopened + joining === 0 && workspaces.every(works);
}

type Metric = readonly [
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  value: (figures: ReplicaFigures) => number | null,
];

const METRICS: readonly Metric[] = [
  ['workspaces', 'gauge', 'Workspaces that are served.', (all) => all.workspaces.length],
  ['joining', 'gauge', 'Links that are still tried.', (all) => all.joining],
  ['unopened', 'gauge', 'Workspaces that could not be opened.', (all) => all.unopened],
  ['ready', 'gauge', '1 if /readyz says so.', (all) => Number(isReady(all))],
  [
    'store_errors_total',
    'counter',
    'Times that the disk began to refuse.',
    (all) => all.storeErrors,
  ],
  ['faults_total', 'counter', 'Faults that were survived.', (all) => all.faults],
  ['database_bytes', 'gauge', 'Size of the database and its log.', (all) => all.size],
  ['memory_bytes', 'gauge', 'Memory of the process.', (all) => all.memory],
  ['uptime_seconds', 'gauge', 'Since it started.', (all) => all.uptime],
  ['backups_total', 'counter', 'Backups made since the start.', (all) => all.backups?.made ?? null],
  ['backup_errors_total', 'counter', 'Backups that failed.', (all) => all.backups?.failed ?? null],
  [
    'backup_timestamp_seconds',
    'gauge',
    'When the newest backup was made.',
    (all) => all.backups?.newest ?? null,
  ],
];

type Each = readonly [name: string, help: string, value: (one: WorkspaceFigures) => number | null];

const EACH: readonly Each[] = [
  ['relay_connected', '1 if a relay is reached.', ({ relay }) => Number(relay === 'connected')],
  ['members', 'Members of the workspace.', ({ members }) => members],
  ['members_online', 'Members who are connected.', ({ online }) => online],
  ['documents', 'Documents that are not deleted.', ({ documents }) => documents],
  ['events', 'Events held.', ({ events }) => events],
  ['history_bytes', 'Bytes of history held.', ({ bytes }) => bytes],
  ['pending_events', 'Events that wait for others before them.', ({ pending }) => pending],
  ['unwritten', 'Writes that the disk has not confirmed.', ({ unwritten }) => unwritten],
  ['last_heard_timestamp_seconds', 'When a member was connected last.', ({ heard }) => heard],
  ['removed', '1 if it is no member any more.', ({ removed }) => Number(removed)],
];

/** The figures as Prometheus reads them. */
export function metricsText(figures: ReplicaFigures): string {
  const lines: string[] = [];
  const head = (name: string, type: string, help: string): string => {
    const full = `parley_replica_${name}`;
    lines.push(`# HELP ${full} ${help}`, `# TYPE ${full} ${type}`);
    return full;
  };
  for (const [name, type, help, value] of METRICS) {
    const number = value(figures);
    if (number !== null) lines.push(`${head(name, type, help)} ${number}`);
  }
  for (const [name, help, value] of EACH) {
    const full = head(name, 'gauge', help);
    for (const one of figures.workspaces) {
      const number = value(one);
      if (number !== null) lines.push(`${full}{workspace="${one.workspace}"} ${number}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Answers until it is closed. Rejects when the port is taken. */
export async function serveStatus(
  { port, host }: { readonly port: number; readonly host: string },
  figures: () => ReplicaFigures,
): Promise<{ readonly port: number; close(): void }> {
  const http = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return send(response, 405, 'Only GET and HEAD.\n');
    }
    if (path === '/healthz') return send(response, 200, 'ok\n');
    if (path === '/readyz') {
      const ready = isReady(figures());
      return send(response, ready ? 200 : 503, ready ? 'ready\n' : 'not ready\n');
    }
    if (path === '/metrics') return send(response, 200, metricsText(figures()));
    send(response, 404, 'Not found.\n');
  });
  await listen(http, port, host);
  return {
    port: (http.address() as AddressInfo).port,
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
}

async function listen(http: Server, port: number, host: string): Promise<void> {
  const listening = Promise.withResolvers<void>();
  http.once('error', listening.reject);
  http.listen(port, host, () => listening.resolve());
  await listening.promise;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(response.req.method === 'HEAD' ? undefined : body);
}
