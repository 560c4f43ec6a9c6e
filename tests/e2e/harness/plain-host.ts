/**
 * The plainest of static hosts: the built files below one path, with their types and no other header,
 * and what a test puts beside them.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const DIST = join(import.meta.dirname, '../../../dist');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export class PlainHost {
  readonly #server: Server;
  readonly #path: string;
  /** Beside the built files, by name below the path. */
  readonly files = new Map<string, string>();
  /** Built files that it does not have, and how often it was asked for one. */
  readonly lacks = new Set<string>();
  refused = 0;
  /** Where it leads instead, by name: many hosts hide `index.html`. */
  readonly leads = new Map<string, string>();
  /** What it answers with 502 for, as a proxy does whose server restarts. */
  readonly fails = new Set<string>();

  /** `path` begins and ends with `/`. */
  static async open(path: string): Promise<PlainHost> {
    const host = new PlainHost(path);
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  private constructor(path: string) {
    this.#path = path;
    this.#server = createServer(async (request, response) => {
      const asked = (request.url ?? '').split('?', 1)[0] ?? '';
      const own = asked.startsWith(path) ? asked.slice(path.length) : null;
      const Location = own === null ? undefined : this.leads.get(own);
      if (Location !== undefined) return void response.writeHead(308, { Location }).end();
      const name = own === null ? '' : own || 'index.html';
      if (this.fails.has(name)) return void response.writeHead(502).end('Bad Gateway');
      const built = this.lacks.has(name)
        ? null
        : await readFile(join(DIST, name)).catch(() => null);
      const body = this.files.get(name) ?? built;
      if (body === null) {
        if (this.lacks.has(name)) this.refused += 1;
        return void response.writeHead(404).end();
      }
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type }).end(body);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#path}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
