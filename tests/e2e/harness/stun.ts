/**
 * A STUN server on this machine that answers every request in the same way: with an address that
 * nobody has, so that whatever shows it was told by this server.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const REQUEST = 0x0001;
const SUCCESS = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
const COOKIE = 0x2112a442;
const HEADER = 20;
/** For documentation only: 192.0.2.7. */
const NOBODY = 0xc0000207;

export class Stun {
  readonly #socket: Socket;

  static async open(): Promise<Stun> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Stun(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (asked, from) => {
      if (asked.length < HEADER || asked.readUInt16BE(0) !== REQUEST) return;
      const answer = Buffer.alloc(HEADER + 12);
      answer.writeUInt16BE(SUCCESS, 0);
      answer.writeUInt16BE(answer.length - HEADER, 2);
      asked.copy(answer, 4, 4, HEADER); // The cookie, and which request it is.
      answer.writeUInt16BE(XOR_MAPPED_ADDRESS, HEADER);
      answer.writeUInt16BE(8, HEADER + 2);
      answer.writeUInt16BE(1, HEADER + 4); // IPv4.
      answer.writeUInt16BE(from.port ^ (COOKIE >>> 16), HEADER + 6);
      answer.writeUInt32BE((NOBODY ^ COOKIE) >>> 0, HEADER + 8);
      socket.send(answer, from.port, from.address);
    });
  }

  get url(): string {
    return `stun:127.0.0.1:${this.#socket.address().port}`;
  }

  close(): void {
    this.#socket.close();
  }
}
