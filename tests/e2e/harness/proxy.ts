/**
 * A TCP proxy between page and server that keeps every byte, both ways.
 *
 * What browsers do not show to a driver (websocket frames above all) can be searched here. Browsers
 * mask what they send in websocket frames; `sent` takes the mask off again (RFC 6455, 5.3).
 */
import { once } from 'node:events';
import {
  connect,
  createServer,
  type AddressInfo,
  type Server as Listener,
  type Socket,
} from 'node:net';

export class RecordingProxy {
  readonly port: number;
  readonly #listener: Listener;
  readonly #sockets: ReadonlySet<Socket>;
  readonly #up: readonly Buffer[][];
  readonly #down: readonly Buffer[][];

  static async open(target: number): Promise<RecordingProxy> {
    const sockets = new Set<Socket>();
    const up: Buffer[][] = [];
    const down: Buffer[][] = [];
    const listener = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      const streams = [
        [near, far, up],
        [far, near, down],
      ] as const;
      for (const [from, to, kept] of streams) {
        const bytes: Buffer[] = [];
        kept.push(bytes);
        sockets.add(from);
        from.on('data', (chunk: Buffer) => bytes.push(chunk));
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new RecordingProxy(listener, sockets, up, down);
  }

  private constructor(
    listener: Listener,
    sockets: ReadonlySet<Socket>,
    up: readonly Buffer[][],
    down: readonly Buffer[][],
  ) {
    this.#listener = listener;
    this.#sockets = sockets;
    this.#up = up;
    this.#down = down;
    this.port = (listener.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** What pages have sent, one buffer per connection: headers, then frames without their masks. */
  sent(): Buffer[] {
    return this.#up.map((chunks) => unmasked(Buffer.concat(chunks)));
  }

  /** What the server has answered, one buffer per connection. */
  received(): Buffer[] {
    return this.#down.map((chunks) => Buffer.concat(chunks));
  }

  async close(): Promise<void> {
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#listener, 'close');
  }
}

const END_OF_HEADERS = '\r\n\r\n';

function unmasked(bytes: Buffer): Buffer {
  const end = bytes.indexOf(END_OF_HEADERS);
  if (end < 0 || !/^upgrade: *websocket/im.test(bytes.toString('latin1', 0, end))) return bytes;
  const parts = [bytes.subarray(0, end)];
  for (let at = end + END_OF_HEADERS.length; at + 2 <= bytes.length;) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (at + head + 4 > bytes.length) break;
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short;
    const mask = bytes.subarray(at + head, at + head + 4);
    const body = bytes.subarray(at + head + 4, at + head + 4 + length);
    parts.push(body.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) as Buffer);
    at += head + 4 + length;
  }
  return Buffer.concat(parts);
}
