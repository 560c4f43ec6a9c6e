/**
 * What two tabs really say to each other over WebRTC, read where libp2p hands it to the browser: data
 * channels carry libp2p's stream messages, these carry our frames, these the messages of the sync
 * protocol (`wire/message.ts`). Only the sending side is recorded; the other end's is its own.
 */
import { inflateRawSync } from 'node:zlib';
import { FrameReader } from '../../src/net/frames.ts';
import { MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { decodeMessage, type Message } from '../../src/wire/message.ts';
import { decodePacked } from '../../src/wire/packed.ts';
import { encodeRun } from '../../src/wire/run.ts';

/** As in src/net/peer.ts, which needs libp2p. */
const SYNC_PROTOCOL = '/parley/sync/1';

export interface Recorder {
  /** Bytes given to all data channels so far. */
  bytes: number;
  /** Called with the size of each message, right before it is sent. */
  onSend: ((bytes: number) => void) | null;
  /** Keeps what channels send that have sent nothing so far. */
  start(): void;
  /** What each of those has sent, as base64. */
  stop(): string[];
}

declare global {
  interface Window {
    recorder: Recorder;
  }
}

/** Sent to the page as text, before the application: may use nothing from outside. */
export function installRecorder(): void {
  const send = RTCDataChannel.prototype.send as (data: ArrayBufferView<ArrayBuffer>) => void;
  const seen = new WeakSet<RTCDataChannel>();
  let kept: Map<RTCDataChannel, string> | null = null;
  const recorder: Recorder = {
    bytes: 0,
    onSend: null,
    start: () => void (kept = new Map()),
    stop: () => {
      const all = [...(kept?.values() ?? [])].map((bytes) => btoa(bytes));
      kept = null;
      return all;
    },
  };
  RTCDataChannel.prototype.send = function (data: unknown): void {
    const view = data as ArrayBufferView<ArrayBuffer>;
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    recorder.bytes += bytes.length;
    recorder.onSend?.(bytes.length);
    if (kept !== null && (kept.has(this) || !seen.has(this)))
      kept.set(
        this,
        (kept.get(this) ?? '') + Array.from(bytes, (one) => String.fromCharCode(one)).join(''),
      );
    seen.add(this);
    send.call(this, view);
  };
  window.recorder = recorder;
}

export interface SyncBytes {
  /** Bytes of the messages of each kind. */
  readonly kinds: Readonly<Record<Message['kind'], number>>;
  /** Signed runs within `events`. */
  readonly runs: number;
}

/** Adds up the sync messages on data channels, as `Recorder.stop` returned them. */
export function syncBytes(channels: readonly string[]): SyncBytes {
  const quiet = { presence: 0, enough: 0, ask: 0, piece: 0, removed: 0, forks: 0, evidence: 0 };
  const kinds = { hello: 0, summary: 0, events: 0, taken: 0, ...quiet };
  let runs = 0;
  for (const message of channels.flatMap((channel) => messagesOf(Buffer.from(channel, 'base64')))) {
    kinds[message.kind] += message.bytes;
    runs += message.runs;
  }
  return { kinds, runs };
}

interface Measured {
  readonly kind: Message['kind'];
  readonly bytes: number;
  readonly runs: number;
}

function messagesOf(channel: Uint8Array): Measured[] {
  const stream = payloadOf(channel);
  const name = Buffer.from(`${SYNC_PROTOCOL}\n`);
  const at = Buffer.from(stream).indexOf(name);
  if (at < 0) return [];
  const frames = new FrameReader(MAX_FRAME_BYTES).push(stream.subarray(at + name.length));
  if (!frames.ok) throw new Error(`unreadable frames: ${frames.error.code}`);
  // The handshake's frames are no messages.
  return frames.value.flatMap(({ kind, body }) => {
    const message = kind === 'data' ? decodeMessage(unpacked(body)) : undefined;
    if (!message?.ok) return [];
    const { value } = message;
    const sizes = value.kind === 'events' ? value.runs.map(runSize) : [];
    return [{ kind: value.kind, bytes: body.length, runs: sizes.reduce((a, b) => a + b, 0) }];
  });
}

/** A message as it was before it was packed. */
function unpacked(body: Uint8Array): Uint8Array {
  const packed = decodePacked(body);
  if (!packed.ok) return body;
  return Buffer.concat([inflateRawSync(packed.value.deflated), packed.value.loose]);
}

const runSize = (run: Extract<Message, { kind: 'events' }>['runs'][number]): number =>
  encodeRun({ ...run, bodies: run.events.map(({ bytes }) => bytes) }).length;

/** A libp2p stream's bytes out of its messages: length, then fields 1 (flag) and 2 (bytes). */
function payloadOf(channel: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = channel[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < channel.length) {
    const length = varint();
    const end = at + length;
    while (at < end) {
      const field = varint();
      const value = varint();
      if (field !== 0x12) continue;
      parts.push(channel.subarray(at, at + value));
      at += value;
    }
  }
  return Buffer.concat(parts);
}
