/**
 * The shape of every stored record, checked on the way in and on the way out.
 *
 * A database is as hostile as a peer: another program, a damaged disk or an older build may have
 * written it. What does not have exactly the right shape is `undefined` here and reported by the
 * store. The meaning of the bytes (canonical form, hashes, signatures) is checked above.
 */
import type { AgentId, DocumentId, EventId, WorkspaceId } from '../base/ids.ts';
import {
  MAX_CACHE_BYTES,
  MAX_EVIDENCE_BYTES,
  MAX_GENESIS_BYTES,
  MAX_NAME_BYTES,
  MAX_RUN_BYTES,
  MAX_SECONDS,
  MAX_SEQ,
  MAX_SETTING_CHARS,
  MAX_TITLE_BYTES,
} from '../base/limits.ts';
import type {
  DeviceKey,
  DocumentCache,
  KitRecord,
  RunName,
  RunRecord,
  WorkspaceRecord,
} from './store.ts';
import { StoreError } from './store.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isHex = (value: unknown, digits: number): value is string =>
  typeof value === 'string' && value.length === digits && /^[0-9a-f]*$/.test(value);

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;

const isInteger = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const isBytes = (value: unknown, most: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length <= most;

const isKey = (value: unknown): value is Uint8Array => isBytes(value, 32) && value.length === 32;

/** The device key, with its bytes copied; a CryptoKey is immutable and stays what it is. */
function readDevice(value: unknown): DeviceKey | undefined {
  if (!isFields(value)) return undefined;
  const { kind, publicKey, privateKey, seed } = value;
  if (!isKey(publicKey)) return undefined;
  if (kind === 'seed') {
    return isKey(seed) ? { kind, publicKey: publicKey.slice(), seed: seed.slice() } : undefined;
  }
  if (kind !== 'webcrypto' || typeof CryptoKey === 'undefined') return undefined;
  if (!(privateKey instanceof CryptoKey) || privateKey.type !== 'private') return undefined;
  return { kind, publicKey: publicKey.slice(), privateKey };
}

/** The same of a recovery kit. */
function readKit(value: unknown): KitRecord | undefined {
  if (!isFields(value) || typeof CryptoKey === 'undefined') return undefined;
  const { device, key, savedAt } = value;
  if (!isKey(device) || !(key instanceof CryptoKey) || key.type !== 'secret') return undefined;
  return isInteger(savedAt, 0, MAX_SECONDS) ? { device: device.slice(), key, savedAt } : undefined;
}

/** A copy that shares no buffer with `value`, or `undefined` if that is no workspace record. */
export function readWorkspace(value: unknown): WorkspaceRecord | undefined {
  if (!isFields(value)) return undefined;
  const { id, genesis, title, name, openedAt, place } = value;
  const device = readDevice(value['device']);
  const kit = readKit(value['kit']);
  if (value['kit'] !== undefined && kit === undefined) return undefined;
  if (!isHex(id, 64) || !isBytes(genesis, MAX_GENESIS_BYTES) || device === undefined) {
    return undefined;
  }
  if (!isText(title, MAX_TITLE_BYTES) || !isText(name, MAX_NAME_BYTES)) return undefined;
  if (!isInteger(openedAt, 0, MAX_SECONDS)) return undefined;
  const record = {
    id: id as WorkspaceId,
    genesis: genesis.slice(),
    title,
    name,
    device,
    openedAt,
    ...(kit && { kit }),
  };
  if (place === undefined) return record;
  return isText(place, MAX_SETTING_CHARS) ? { ...record, place } : undefined;
}

/** A copy that shares no buffer with `value`, or `undefined` if that is no run. */
export function readRun(value: unknown): RunRecord | undefined {
  if (!isFields(value)) return undefined;
  const { agent, chain, from, to, branch, packed, evidence, bytes } = value;
  if (!isHex(agent, 64) || (chain !== 'policy' && chain !== 'content')) return undefined;
  if (!isInteger(from, 0, MAX_SEQ) || !isInteger(to, from + 1, MAX_SEQ)) return undefined;
  const most = evidence === true ? MAX_EVIDENCE_BYTES : MAX_RUN_BYTES;
  if (!isBytes(bytes, most) || bytes.length === 0) return undefined;
  for (const flag of [packed, evidence]) if (flag !== undefined && flag !== true) return undefined;
  if (branch !== undefined && !isHex(branch, 64)) return undefined;
  return {
    agent: agent as AgentId,
    chain,
    from,
    to,
    ...(branch !== undefined && { branch: branch as EventId }),
    ...(packed === true && { packed }),
    ...(evidence === true && { evidence }),
    bytes: bytes.slice(),
  };
}

/** A copy that shares no buffer with `value`, or `undefined` if that is no document cache. */
export function readCache(value: unknown): DocumentCache | undefined {
  if (!isFields(value)) return undefined;
  const { document, bytes } = value;
  if (!isHex(document, 32) || !isBytes(bytes, MAX_CACHE_BYTES)) return undefined;
  return { document: document as DocumentId, bytes: bytes.slice() };
}

export const readSetting = (value: unknown): string | undefined =>
  isText(value, MAX_SETTING_CHARS) ? value : undefined;

/** The record that `read` makes of `value`; throws `Corrupt`, for what would never be read again. */
export function checked<T>(read: (value: unknown) => T | undefined, value: unknown): T {
  const record = read(value);
  if (record === undefined) throw new StoreError('Corrupt', 'a malformed record was not written');
  return record;
}

/** Policy sorts before content, so that membership is read first. */
export const chainOrder = (run: RunName): 0 | 1 => (run.chain === 'policy' ? 0 : 1);

/** Identity of a run inside its workspace, as text that sorts by chain, agent, seq and branch. */
export const runKey = (run: RunName): string =>
  `${chainOrder(run)} ${run.agent} ${String(run.from).padStart(10, '0')} ${run.branch ?? ''}`;

/** Checked copies of `runs`, the longest for each key, in key order. */
export function longestRuns(runs: readonly RunRecord[]): Map<string, RunRecord> {
  const longest = new Map<string, RunRecord>();
  for (const value of runs) {
    const run = checked(readRun, value);
    const key = runKey(run);
    if (run.to > (longest.get(key)?.to ?? 0)) longest.set(key, run);
  }
  return new Map([...longest].sort(([a], [b]) => (a < b ? -1 : 1)));
}
