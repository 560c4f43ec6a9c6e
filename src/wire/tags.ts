/**
 * Every domain tag and protocol number in one list, so that no two can be confused.
 *
 * A signature or hash made for one purpose must mean nothing for another: each carries its own tag.
 * Numbers of retired layouts stay listed and are never used again.
 */
export const FORMAT_VERSION = 1;

export const TAG = {
  genesis: 'parley/genesis/1',
  agent: 'parley/agent/1',
  certificate: 'parley/certificate/1',
  event: 'parley/event/1',
  chain: 'parley/chain/1',
  join: 'parley/join/1',
  device: 'parley/device/1',
  attach: 'parley/attach/1',
  deviceDoor: 'parley/device-door/1',
  door: 'parley/door/1',
  topic: 'parley/topic/1',
  topicProof: 'parley/topic-proof/1',
  introduce: 'parley/introduce/1',
  held: 'parley/held/1',
  spoken: 'parley/spoken/1',
  image: 'parley/image/1',
  piece: 'parley/piece/1',
  spokenHistory: 'parley/spoken-history/1',
  kit: 'parley/kit/1',
  backup: 'parley/backup/1',
  backupKey: 'parley/backup-key/1',
  backupCommitment: 'parley/backup-commitment/1',
} as const;

/** First byte of an op. */
export const OP = {
  insert: 0,
  delete: 1,
  set: 2,
  invite: 16,
  admit: 17,
  device: 18,
  merge: 19,
  close: 20,
  role: 21,
  remove: 22,
  share: 23,
} as const;

/** First byte of a message between two replicas. */
export const MESSAGE = {
  hello: 1,
  summary: 2,
  events: 3,
  presence: 4,
  taken: 5,
  bundle: 6,
  packed: 7,
  removed: 8,
  forks: 9,
  enough: 10,
  evidence: 11,
  ask: 12,
  piece: 13,
} as const;

/** First byte of a frame before a channel is proven. */
export const PROOF = {
  greet: 64,
  prove: 65,
  introduce: 66,
  knock: 67,
  welcome: 68,
  sorry: 69,
  wait: 70,
} as const;
