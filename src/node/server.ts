/**
 * One port for everything: the built application, `/config.json`, the relay, and what tells whoever
 * watches over it how it is (`/healthz`, `/readyz`, `/metrics`).
 *
 * Websocket upgrades on any path go to the relay, so the page needs no second address and a reverse
 * proxy that passes on a whole origin no second rule. Requests are counted and not logged: paths hold
 * no secrets (those live in fragments), but addresses are people's own business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { Fault } from '../base/result.ts';
import { pageAddress, type IceServer, type PageOrigin } from '../net/config.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from './headers.ts';
import { relayKey } from './key.ts';
import { METRICS_TYPE, metricsText, type Figures } from './metrics.ts';
import { startRelay, type Relay } from './relay.ts';
import { buildOf, readSite, serveAsset, type Site } from './site.ts';
import { Sockets, type SocketRules } from './sockets.ts';

/** How long open connections may take to say goodbye, in milliseconds. */
const GOODBYE_MS = 1_000;

export interface ServerOptions extends SocketRules {
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
  /** Where the relay is found by pages of another host; `null`: where the page itself came from. */
  readonly announce: PageOrigin | null;
}

export interface ParleyServer {
  readonly port: number;
  readonly relay: Relay;
  /** The relay's address in `config.json`: complete if it is announced, else `/p2p/<id>`. */
  readonly address: string;
  /** False if there was nothing to serve at the given directory. */
  readonly hasSite: boolean;
  /** Name of the build that is served, or ''. */
  readonly build: string;
  figures(): Figures;
  /** Not ready from now on; takes nothing new, and ends what is open. */
  stop(): Promise<void>;
}

type UpgradeListener = {
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

export async function startServer(options: ServerOptions): Promise<ParleyServer> {
  const key = await relayKey(options.data);
  const here: PageOrigin = { protocol: 'http:', hostname: 'localhost', port: `${options.port}` };
  const announced = [pageAddress(options.announce ?? here)];
  const relay = await startRelay(key, announced, options.maxConnections);
  const listener: object = relay.listener() ?? {};
  if (!isUpgradeListener(listener))
    throw new Fault('NoRelay', 'the relay has no websocket listener');
  const desk = new Desk(options, await readSite(options.site), relay);
  const http = createServer((request, response) => desk.answer(request, response));
  desk.sockets.serve(http, (...upgrade) => listener.onUpgrade(...upgrade));
  try {
    await listen(http, options);
  } catch (error) {
    await relay.stop();
    throw error;
  }
  return {
    port: (http.address() as AddressInfo).port,
    relay,
    address: desk.address,
    hasSite: desk.site.has('/'),
    build: desk.build,
    figures: () => desk.figures(),
    stop: async () => {
      desk.stopping = true;
      const closed = new Promise((resolve) => http.close(resolve));
      // Tabs are told, and look for the relay again at once; the listener would wait for the sockets
      // that we handed to it, for as long as they live.
      const timer = setTimeout(() => desk.sockets.close(), GOODBYE_MS);
      await relay.stop();
      clearTimeout(timer);
      desk.sockets.close();
      http.closeAllConnections();
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

/** Answers HTTP requests, and counts. */
class Desk {
  readonly sockets: Sockets;
  readonly site: Site;
  readonly build: string;
  readonly address: string;
  stopping = false;
  readonly #options: ServerOptions;
  readonly #relay: Relay;
  readonly #answers: Record<string, number> = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 };

  constructor(options: ServerOptions, site: Site, relay: Relay) {
    this.#options = options;
    this.#relay = relay;
    this.sockets = new Sockets(options);
    this.site = site;
    this.build = buildOf(site);
    this.address = `${options.announce ? pageAddress(options.announce) : ''}/p2p/${relay.id}`;
  }

  get ready(): boolean {
    return !this.stopping && this.#listening;
  }

  get #listening(): boolean {
    return (this.#relay.listener()?.getAddrs().length ?? 0) > 0;
  }

  figures(): Figures {
    const { user, system } = process.cpuUsage();
    return {
      relay: this.#relay.figures(),
      sockets: this.sockets.count,
      refused: this.sockets.refused,
      answers: this.#answers,
      ready: this.ready,
      build: this.build,
      startedAt: Math.round(performance.timeOrigin / 1_000),
      memoryBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / 1_000_000,
    };
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const policy = contentSecurityPolicy(request.headers.host, this.#options.relays);
    response.setHeader('Content-Security-Policy', policy);
    this.#dispatch(request, response);
    const kind = `${Math.floor(response.statusCode / 100)}xx`;
    this.#answers[kind] = (this.#answers[kind] ?? 0) + 1;
  }

  #dispatch(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return sendText(response, 405, 'Only GET and HEAD.');
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/config.json') return sendJson(response, 200, this.#pageConfig());
    // What comes through the host's proxy comes from anybody, and is told no more than that it lives.
    const outside = this.#options.proxied && 'x-forwarded-for' in request.headers;
    if (path === '/healthz') {
      return sendJson(response, 200, outside ? { status: 'ok' } : this.#health());
    }
    if (path === '/readyz' && !outside) {
      const status = this.ready ? 'ready' : this.stopping ? 'stopping' : 'starting';
      return sendJson(response, this.ready ? 200 : 503, { status });
    }
    if (path === '/metrics' && !outside) {
      return send(response, 200, METRICS_TYPE, metricsText(this.figures()));
    }
    if (serveAsset(this.site, path, request, response)) return;
    if (path === '/') return sendText(response, 503, 'Nothing is built yet: run `npm run build`.');
    sendText(response, 404, 'Not found.');
  }

  /** What the page reads at start; see net/config.ts. */
  #pageConfig(): object {
    const { relays, iceServers, relayOnly } = this.#options;
    return { relays: [this.address, ...relays], iceServers, relayOnly };
  }

  #health(): object {
    return {
      status: 'ok',
      uptime: Math.round(process.uptime()),
      relay: { listening: this.#listening, ...this.#relay.figures() },
    };
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`);
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
