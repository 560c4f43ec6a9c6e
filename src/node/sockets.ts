/**
 * Who may open a websocket to the relay: bounded in all and for each address, from pages that the
 * host allows. Holds every socket that came of it, since the relay's own listener does not end them.
 */
import type { IncomingMessage, Server } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Refused } from './metrics.ts';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

const STATUS: Readonly<Record<Refused, string>> = {
  origin: '403 Forbidden',
  address: '503 Service Unavailable',
  full: '503 Service Unavailable',
};

export interface SocketRules {
  readonly maxConnections: number;
  readonly maxPerAddress: number;
  /** Origins of pages that may connect; `null`: any. What is no browser names none, and may. */
  readonly origins: ReadonlySet<string> | null;
  /** A proxy of the host's own is in front, and says in `X-Forwarded-For` who asks. */
  readonly proxied: boolean;
}

/**
 * Whose request it is, as text to count by. Of what a proxy passes on only the last address counts:
 * that one it has seen itself, those before are anybody's word.
 */
export function addressOf(request: IncomingMessage, proxied: boolean): string {
  const seen = request.socket.remoteAddress ?? '';
  if (!proxied) return seen;
  const said = String(request.headers['x-forwarded-for'] ?? '');
  const last = said.slice(said.lastIndexOf(',') + 1).trim();
  return isIP(last) === 0 ? seen : last;
}

export class Sockets {
  readonly refused: Record<Refused, number> = { address: 0, full: 0, origin: 0 };
  readonly #open = new Map<string, Set<Duplex>>();
  readonly #rules: SocketRules;
  #count = 0;

  constructor(rules: SocketRules) {
    this.#rules = rules;
  }

  get count(): number {
    return this.#count;
  }

  /** From now on `http` hands upgrade requests that are allowed to `take`, and ends the others. */
  serve(
    http: Server,
    take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
  ): void {
    http.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const address = addressOf(request, this.#rules.proxied);
      const reason = this.#objection(request, address);
      if (reason !== undefined) {
        this.refused[reason] += 1;
        socket.end(`HTTP/1.1 ${STATUS[reason]}\r\nConnection: close\r\n\r\n`);
        return;
      }
      this.#hold(address, socket);
      take(request, socket, head);
    });
  }

  /** Ends every socket at once. */
  close(): void {
    for (const sockets of this.#open.values()) for (const socket of sockets) socket.destroy();
  }

  #objection(request: IncomingMessage, address: string): Refused | undefined {
    const { origins, maxConnections, maxPerAddress } = this.#rules;
    const { origin } = request.headers;
    if (origins !== null && origin !== undefined && !origins.has(origin)) return 'origin';
    if (this.#count >= maxConnections) return 'full';
    // A proxy on this machine that says nothing of those behind it is not one crowded address.
    const crowded = (this.#open.get(address)?.size ?? 0) >= maxPerAddress;
    return crowded && !LOOPBACK.test(address) ? 'address' : undefined;
  }

  #hold(address: string, socket: Duplex): void {
    const sockets = this.#open.get(address) ?? new Set();
    this.#open.set(address, sockets.add(socket));
    this.#count += 1;
    socket.once('close', () => {
      this.#count -= 1;
      sockets.delete(socket);
      if (sockets.size === 0) this.#open.delete(address);
    });
  }
}
