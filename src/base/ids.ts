/**
 * Names for things, as branded types, so that an agent cannot be passed where a device is meant.
 *
 * Ids are lower-case hex strings in memory (usable as map keys) and raw bytes on the wire. This
 * module holds no behaviour beyond the checks that make a brand.
 */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** SHA-256 of the canonical genesis, 64 hex digits. Also the id of the root of the policy graph. */
export type WorkspaceId = Brand<string, 'WorkspaceId'>;
/** SHA-256 over a segment up to and including the event (see wire/segment.ts), 64 hex digits. */
export type EventId = Brand<string, 'EventId'>;
/** Hash of an agent's certificate without its signature, 64 hex digits. */
export type AgentId = Brand<string, 'AgentId'>;
/** Ed25519 public key, canonical and of prime order once admitted, 64 hex digits. */
export type PublicKey = Brand<string, 'PublicKey'>;
/** A member is named by the device key that it joined with. */
export type MemberId = PublicKey;
/** One kind byte and 15 random bytes, 32 hex digits. See wire/document.ts. */
export type DocumentId = Brand<string, 'DocumentId'>;
/** Hash of a piece of an image, 64 hex digits. See wire/image.ts. */
export type PieceId = Brand<string, 'PieceId'>;
/** The transport's name for a connection's other end; opaque, and worth nothing as an identity. */
export type PeerId = Brand<string, 'PeerId'>;

/** An agent's counter on one chain: ops spent so far, from 0, without gaps. */
export type Seq = Brand<number, 'Seq'>;
/** Advisory wall-clock time, whole seconds since 1970. Orders and authorises nothing. */
export type Seconds = Brand<number, 'Seconds'>;
/** Monotonic time handed to the pure core by its host, in milliseconds. */
export type Millis = Brand<number, 'Millis'>;
/** Local version: index of a unit in this process's event graph. Never stored, never sent. */
export type LV = Brand<number, 'LV'>;

/** `content` carries documents; `policy` carries membership. An agent has one chain of each. */
export type Chain = 'content' | 'policy';
export type Role = 'reader' | 'editor' | 'admin';

/**
 * Seconds in which an event's time is written: most events then have none of their own, and a
 * history in which somebody typed is a fifth smaller. It says when, within these seconds, not how
 * somebody types.
 */
export const TIME_STEP = 10;

export const asSeq = (value: number): Seq => value as Seq;
export const asSeconds = (value: number): Seconds => value as Seconds;
export const asMillis = (value: number): Millis => value as Millis;
export const asLV = (value: number): LV => value as LV;
export const asPeerId = (value: string): PeerId => value as PeerId;
