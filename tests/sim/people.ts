/**
 * Persons, their devices, and what they sign outside of events: certificates and admissions.
 */
import { toHex } from '../../src/base/bytes.ts';
import { asSeconds, type EventId, type PublicKey, type WorkspaceId } from '../../src/base/ids.ts';
import { certificateMessage } from '../../src/wire/certificate.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { joinMessage } from '../../src/wire/join.ts';
import type { AdmitAct } from '../../src/wire/act.ts';
import type { Identity } from '../../src/replica/author.ts';
import { publicKeyOf, sign } from './engine.ts';
import type { Random } from './random.ts';

export const NAMES = ['Ada', 'Bo', 'Cleo', 'Dev', 'Eun', 'Fay', 'Gil', 'Hana'] as const;

/** Persons beyond these come only where a test lets them in. */
export const COMING = 6;

/** Seeds of keys: few and always the same, since deciding on a key is dear. */
export const seedOf = (kind: number, index: number): Uint8Array =>
  new Uint8Array(32).fill(kind).fill(index, 0, 2);

export const keyOf = (seed: Uint8Array): PublicKey => toHex(publicKeyOf(seed)) as PublicKey;

export const deviceSeed = (person: number): Uint8Array => seedOf(1, person);
export const inviteSeed = (invite: number): Uint8Array => seedOf(2, invite);

export interface Founded {
  readonly genesis: Genesis;
  readonly workspace: WorkspaceId;
}

export function found(random: Random): Founded {
  const genesis: Genesis = {
    founder: keyOf(deviceSeed(0)),
    founderName: NAMES[0],
    title: 'Simulation',
    topicSecret: random.bytes(32),
    createdAt: asSeconds(1_700_000_000),
  };
  return { genesis, workspace: workspaceIdOf(encodeGenesis(genesis)) };
}

/** A new agent, as each page load makes one. */
export function newIdentity(workspace: WorkspaceId, person: number, load: number): Identity {
  const device = keyOf(deviceSeed(person));
  const seed = seedOf(3, load);
  const agent = keyOf(seed);
  const message = certificateMessage(workspace, device, agent);
  return { seed, certificate: { device, agent, signature: sign(deviceSeed(person), message) } };
}

export function admission(
  workspace: WorkspaceId,
  invite: { readonly event: EventId; readonly seed: Uint8Array },
  person: number,
  transcript: Uint8Array,
): AdmitAct {
  const device = keyOf(deviceSeed(person));
  const name = NAMES[person] ?? 'Nobody';
  const message = joinMessage(workspace, invite.event, device, name, transcript);
  const proof = sign(invite.seed, message);
  const consent = sign(deviceSeed(person), message);
  return { kind: 'admit', invite: invite.event, device, name, transcript, proof, consent };
}
