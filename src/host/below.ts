/**
 * What parts that are fetched later need of what every workspace loads anyway.
 *
 * It is handed to them instead of imported by them: a module that two chunks import becomes a chunk of
 * its own, and everybody would load the same code in more and larger files.
 */
import { publicKeyOf, sign } from '../base/keys.ts';
import { storedHeld } from '../replica/intake.ts';
import { removalActs } from '../replica/removal.ts';
import { encodeEvidence } from '../wire/evidence.ts';
import { decodeGenesis, workspaceIdOf } from '../wire/genesis.ts';
import { deviceMessage } from '../wire/join.ts';
import { backupSecret, kitDevice, kitSeed } from '../wire/kit.ts';
import { bundleOf, parts } from './compaction.ts';
import { createDeviceKey, signWith } from './device.ts';
import { newIdentity } from './identity.ts';
import { openReplica } from './opening.ts';

export const below = {
  backupSecret,
  bundleOf,
  createDeviceKey,
  decodeGenesis,
  deviceMessage,
  encodeEvidence,
  kitDevice,
  kitSeed,
  newIdentity,
  openReplica,
  parts,
  publicKeyOf,
  removalActs,
  sign,
  signWith,
  storedHeld,
  workspaceIdOf,
};

export type Below = typeof below;
