/**
 * A proxy in front of a relay on this machine, run from its kit: the file itself, with this machine's
 * ports, folders and certificate in place of those that it is written for.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** A name that only the browser and the requests of this trial know. */
export const DOMAIN = 'parley.test';
/** What another site at the root of the same origin says. */
export const NEIGHBOUR = 'Another site lives here.';

export type Kind = 'nginx' | 'caddy';

/** A self-signed certificate for DOMAIN, with its key, in a folder of its own. */
export class Certificate {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-kits-'));
  readonly path = join(this.folder, 'parley.pem');
  readonly key = join(this.folder, 'parley.key');
  readonly text: string;

  constructor() {
    const subject = ['-subj', `/CN=${DOMAIN}`, '-addext', `subjectAltName=DNS:${DOMAIN}`];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const files = ['-keyout', this.key, '-out', this.path];
    const words = ['req', '-x509', '-days', '2', ...curve, ...subject, ...files];
    execFileSync('openssl', words, { stdio: 'ignore' });
    this.text = readFileSync(this.path, 'utf8');
  }

  /** The flag that has Chromium take this certificate, and no other that it does not know. */
  get flag(): string {
    const { publicKey } = new X509Certificate(this.text);
    const hash = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
    return `--ignore-certificate-errors-spki-list=${hash.digest('base64')}`;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export interface Around {
  readonly port: number;
  /** Of the server behind. */
  readonly relayPort: number;
  readonly certificate: Certificate;
}

export class Front {
  readonly #process: ChildProcess;
  readonly #around: Around;

  private constructor(child: ChildProcess, around: Around) {
    this.#process = child;
    this.#around = around;
  }

  /** Resolves when it listens; rejects with what it wrote if it ends before. */
  static async start(kind: Kind, around: Around): Promise<Front> {
    const folder = join(around.certificate.folder, kind);
    mkdirSync(join(folder, 'www'), { recursive: true });
    writeFileSync(join(folder, 'www/index.html'), NEIGHBOUR);
    const words = kind === 'nginx' ? nginx(folder, around) : caddy(folder, around);
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const child = spawn(kind, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<never>((_, reject) =>
      child.once('exit', () => reject(new Error(`${kind} ended:\n${said}`))),
    );
    await Promise.race([listening(around.port), ended]);
    ended.catch(() => {});
    return new Front(child, around);
  }

  get url(): string {
    return `https://${DOMAIN}:${this.#around.port}/notes/`;
  }

  /** Asks for a path of the origin, trusting the trial's own certificate alone. */
  async get(
    path: string,
    options: RequestOptions = {},
  ): Promise<IncomingMessage & { body: string }> {
    const { port, certificate } = this.#around;
    const host = { host: '127.0.0.1', port, path, servername: DOMAIN, ca: certificate.text };
    const headers = { Host: `${DOMAIN}:${port}`, ...options.headers };
    const asked = request({ ...host, ...options, headers }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let body = '';
    for await (const piece of answer.setEncoding('utf8')) body += piece;
    return Object.assign(answer, { body });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}

/** The kit with each `from` replaced; one that is not in it is a trial of something else. */
export function adapted(kit: string, changes: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(ROOT, 'deploy', kit), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`deploy/${kit} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

function nginx(folder: string, { port, relayPort, certificate }: Around): string[] {
  const site = adapted('nginx.conf', {
    'listen 443': `listen ${port}`,
    'listen [::]:443': `listen [::1]:${port}`,
    'your.domain': DOMAIN,
    '/etc/ssl/parley.pem': certificate.path,
    '/etc/ssl/parley.key': certificate.key,
    '/etc/nginx/parley-headers.conf': join(ROOT, 'deploy/parley-headers.conf'),
    '/srv/parley/': join(ROOT, 'dist/'),
    '/srv/www': join(folder, 'www'),
    '127.0.0.1:8080': `127.0.0.1:${relayPort}`,
  });
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  // Started by root, its workers would otherwise run as somebody who may not read this folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const main = `${user} daemon off; pid ${folder}/pid; error_log stderr;
events {}
http { access_log off; ${places.join(' ')} include /etc/nginx/mime.types; include ${folder}/site; }`;
  writeFileSync(join(folder, 'site'), site);
  writeFileSync(join(folder, 'main'), main);
  return ['-p', folder, '-c', join(folder, 'main'), '-e', 'stderr'];
}

function caddy(folder: string, { port, relayPort, certificate }: Around): string[] {
  const site = adapted('Caddyfile', {
    'your.domain {': `https://${DOMAIN}:${port} {\n\ttls ${certificate.path} ${certificate.key}`,
    '/srv/www': join(folder, 'www'),
    '127.0.0.1:8080': `127.0.0.1:${relayPort}`,
  });
  const own = '{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n';
  writeFileSync(join(folder, 'Caddyfile'), own + site);
  return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
}

/** Resolves when something listens on the port. */
async function listening(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () =>
        resolve(false),
      );
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
