/**
 * One port for everything: the built application, `/config.json`, `/healthz`, and the relay.
 *
 * Websocket upgrades on any path go to the relay, so the page needs no second address and a reverse
 * proxy no second rule. Nothing is logged of a request but its outcome: paths hold no secrets
 * (those live in fragments), but addresses are people's own business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { Fault } from '../base/result.ts';
import type { IceServer } from '../net/config.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from './headers.ts';
import { relayKey } from './key.ts';
import { startRelay, type Relay } from './relay.ts';
import { readSite, serveAsset, type Site } from './site.ts';

/** Websockets open at once from one address that is not this machine: a large office. */
const MAX_SOCKETS_PER_ADDRESS = 512;
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  /** Directory of the relay's key. */
  readonly data: string;
  /** Directory of the built application. */
  readonly site: string;
  /** Further relays for the page, as complete multiaddrs. */
  readonly relays: readonly string[];
  readonly iceServers: readonly IceServer[];
  readonly relayOnly: boolean;
}

export interface ParleyServer {
  readonly port: number;
  readonly relay: Relay;
  /** False if there was nothing to serve at the given directory. */
  readonly hasSite: boolean;
  stop(): Promise<void>;
}

type UpgradeListener = {
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

export async function startServer(options: ServerOptions): Promise<ParleyServer> {
  const key = await relayKey(options.data);
  const relay = await startRelay(key, [`/dns4/localhost/tcp/${options.port}/ws`]);
  const listener: object = relay.listener() ?? {};
  if (!isUpgradeListener(listener))
    throw new Fault('NoRelay', 'the relay has no websocket listener');
  const site = await readSite(options.site);
  const http = createServer((request, response) => {
    answer(request, response, options, site, relay);
  });
  const closeSockets = acceptSockets(http, listener);
  try {
    await listen(http, options);
  } catch (error) {
    await relay.stop();
    throw error;
  }
  return {
    port: (http.address() as AddressInfo).port,
    relay,
    hasSite: site.has('/'),
    stop: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      // The listener would wait for the sockets that we handed to it, for as long as they live.
      closeSockets();
      http.closeAllConnections();
      await relay.stop();
      await closed;
    },
  };
}

async function listen(http: Server, { port, host }: ServerOptions): Promise<void> {
  const listening = Promise.withResolvers<void>();
  http.once('error', listening.reject);
  http.listen(port, host, () => listening.resolve());
  await listening.promise;
}

/** libp2p's websocket listener takes upgrades, though its type does not say so. */
const isUpgradeListener = (listener: object): listener is UpgradeListener =>
  'onUpgrade' in listener && typeof listener.onUpgrade === 'function';

/** Hands upgrade requests to the relay; returns what closes all sockets that came of them. */
function acceptSockets(http: Server, listener: UpgradeListener): () => void {
  const open = new Map<string, Set<Duplex>>();
  http.on('upgrade', (request, socket, head) => {
    const address = request.socket.remoteAddress ?? '';
    const sockets = open.get(address) ?? new Set();
    socket.on('error', () => socket.destroy());
    if (sockets.size >= MAX_SOCKETS_PER_ADDRESS && !LOOPBACK.test(address)) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
      return;
    }
    open.set(address, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) open.delete(address);
    });
    listener.onUpgrade(request, socket, head);
  });
  return () => {
    for (const sockets of open.values()) for (const socket of sockets) socket.destroy();
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  site: Site,
  relay: Relay,
): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const policy = contentSecurityPolicy(request.headers.host, options.relays);
  response.setHeader('Content-Security-Policy', policy);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD.');
  }
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/config.json') return sendJson(response, pageConfig(options, relay));
  if (path === '/healthz') return sendJson(response, health(relay));
  if (serveAsset(site, path, request, response)) return;
  if (path === '/') return sendText(response, 503, 'Nothing is built yet: run `npm run build`.');
  sendText(response, 404, 'Not found.');
}

/** What the page reads at start; see net/config.ts. Our own relay is named relative to the page. */
function pageConfig({ relays, iceServers, relayOnly }: ServerOptions, relay: Relay): object {
  return { relays: [`/p2p/${relay.id}`, ...relays], iceServers, relayOnly };
}

function health(relay: Relay): object {
  const listening = (relay.listener()?.getAddrs().length ?? 0) > 0;
  return {
    status: 'ok',
    uptime: Math.round(process.uptime()),
    relay: { listening, ...relay.figures() },
  };
}

function sendJson(response: ServerResponse, body: object): void {
  send(response, 200, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`);
}

function sendText(response: ServerResponse, status: number, body: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${body}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.setHeader('Content-Type', type);
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(response.req.method === 'HEAD' ? undefined : body);
}
