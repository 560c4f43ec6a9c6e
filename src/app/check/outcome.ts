/**
 * What each look at this browser and this address may find: names that words are found by, with the
 * figures that go into the sentences. Which words, and whether somebody has to act, is decided here
 * and in words/en/check.ts and keeping.ts; how to look, in probes.ts.
 *
 * Pure, so that every verdict can be tested without a browser that has the trouble.
 */
import type { Deployment } from '../../host/deployment.ts';

/** In the order in which they are shown: what everything else needs comes first. */
export const ROWS = [
  'secure',
  'storage',
  'kept',
  'room',
  'offline',
  'engine',
  'build',
  'clock',
  'setup',
  'relay',
  'way',
  'webrtc',
  'helpers',
] as const;
export type Row = (typeof ROWS)[number];

/** `good` needs nothing; `note` is worth knowing, and most goes on; `bad` keeps something from working. */
export type Tone = 'good' | 'note' | 'bad';

/** Those that a workspace speaks of, too. */
export type KeptCode = 'keptPromised' | 'keptMaybe' | 'keptNotYet' | 'keptUnknown';

export type Code =
  | 'secureYes'
  | 'secureNo'
  | 'storageWorks'
  | 'storageRefused'
  | 'storageFull'
  | 'storageSilent'
  | KeptCode
  | 'roomEnough'
  | 'roomLittle'
  | 'roomUnknown'
  | 'offlineReady'
  | 'offlineNotYet'
  | 'offlineNever'
  | 'engineFast'
  | 'engineSlow'
  | 'engineNone'
  | 'buildNewest'
  | 'buildOther'
  | 'buildUnknown'
  | 'clockRight'
  | 'clockWrong'
  | 'clockUnknown'
  | 'setupRead'
  | 'setupRelayOnly'
  | 'setupNone'
  | 'setupNoRelay'
  | 'setupAway'
  | 'setupRefused'
  | 'relayAnswers'
  | 'relayCarriesNothing'
  | 'relayAway'
  | 'relayUntried'
  | 'wayDirect'
  | 'wayRelayed'
  | 'wayRelayOnly'
  | 'webrtcWorks'
  | 'webrtcMissing'
  | 'webrtcBlocked'
  | 'helpersNone'
  | 'helpersAnswer'
  | 'helpersSilent';

/** Figures and names that sentences mention; which of them are there depends on the code. */
export interface Facts {
  readonly bytes?: number;
  readonly minutes?: number;
  readonly milliseconds?: number;
  readonly count?: number;
  /** A host, an entry of config.json, a build, an error. */
  readonly name?: string;
}

/** What was found, what that means, and what to do if something is to be done. */
export interface Finding {
  readonly found: string;
  readonly means: string;
  readonly todo?: string;
}

export interface Outcome {
  readonly row: Row;
  readonly code: Code;
  readonly tone: Tone;
  readonly facts: Facts;
}

const TONES: Readonly<Partial<Record<Code, Tone>>> = {
  secureNo: 'bad',
  storageRefused: 'bad',
  storageFull: 'bad',
  storageSilent: 'bad',
  keptMaybe: 'note',
  keptNotYet: 'note',
  keptUnknown: 'note',
  roomLittle: 'note',
  roomUnknown: 'note',
  offlineNotYet: 'note',
  offlineNever: 'note',
  engineSlow: 'note',
  engineNone: 'bad',
  buildOther: 'note',
  buildUnknown: 'note',
  clockWrong: 'bad',
  clockUnknown: 'note',
  setupNone: 'bad',
  setupNoRelay: 'bad',
  setupAway: 'bad',
  setupRefused: 'bad',
  relayCarriesNothing: 'bad',
  relayAway: 'bad',
  relayUntried: 'note',
  wayRelayed: 'note',
  webrtcMissing: 'note',
  webrtcBlocked: 'note',
  helpersSilent: 'note',
};

/** The outcome of a code, which begins with the name of its row. */
export function outcome(code: Code, facts: Facts = {}): Outcome {
  const row = ROWS.find((name) => code.startsWith(name)) ?? 'secure';
  return { row, code, tone: TONES[code] ?? 'good', facts };
}

// ── Verdicts on what was measured ──────────────────────────────────────────────────────────────

/** Below this a few pictures and a year of writing may not fit. */
const ROOM_BYTES = 100_000_000;
/** Invites expire by the clock, and so do certificates; people are told times by it. */
const CLOCK_MINUTES = 5;

export const keptCodeOf = (persisted: boolean | null): KeptCode =>
  persisted === null ? 'keptUnknown' : persisted ? 'keptPromised' : 'keptMaybe';

export const keptOf = (persisted: boolean | null): Outcome => outcome(keptCodeOf(persisted));

/** `free`: bytes, or `null` if the browser does not say. */
export function roomOf(free: number | null): Outcome {
  if (free === null || !Number.isFinite(free)) return outcome('roomUnknown');
  return outcome(free < ROOM_BYTES ? 'roomLittle' : 'roomEnough', { bytes: Math.max(0, free) });
}

/** `skew`: milliseconds that this clock is ahead of the host's; `null`: nobody said. */
export function clockOf(skew: number | null): Outcome {
  if (skew === null) return outcome('clockUnknown');
  const minutes = Math.round(skew / 60_000);
  return Math.abs(skew) > CLOCK_MINUTES * 60_000
    ? outcome('clockWrong', { minutes })
    : outcome('clockRight');
}

/** `served`: the build that the host has now; `null`: it did not say. */
export function buildOf(running: string, served: string | null): Outcome {
  if (served === null) return outcome('buildUnknown', { name: running });
  return served === running
    ? outcome('buildNewest', { name: running })
    : outcome('buildOther', { name: served });
}

export function setupOf({ found, wrong, relays, relayOnly }: Deployment): Outcome {
  if (found === 'refused') return outcome('setupRefused', { name: wrong });
  if (found === 'none') return outcome('setupNone');
  if (found === 'away') return outcome('setupAway');
  if (relays.length === 0) return outcome('setupNoRelay');
  return outcome(relayOnly ? 'setupRelayOnly' : 'setupRead', { count: relays.length });
}

/** What came of two connections of our own that met through one relay. */
export interface Meeting {
  /** Multiaddr. */
  readonly relay: string;
  readonly reached: boolean;
  /** There and back through the relay, twice each: from one connection to the other and back. */
  readonly milliseconds: number | null;
  readonly direct: boolean;
}

/** Host of a multiaddr, with its port. */
export function hostOf(relay: string): string {
  const [, , host = '', , port = ''] = relay.split('/');
  return port === '443' || port === '80' ? host : `${host}:${port}`;
}

export function relayOf({ relay, reached, milliseconds }: Meeting): Outcome {
  const name = hostOf(relay);
  if (!reached) return outcome('relayAway', { name });
  if (milliseconds === null) return outcome('relayCarriesNothing', { name });
  return outcome('relayAnswers', { name, milliseconds: Math.max(1, Math.round(milliseconds)) });
}

/** How two devices would talk, by what two connections did; `null`: they did not meet. */
export function wayOf(meetings: readonly Meeting[], relayOnly: boolean): Outcome | null {
  const met = meetings.filter(({ milliseconds }) => milliseconds !== null);
  if (met.length === 0) return null;
  if (relayOnly) return outcome('wayRelayOnly');
  return outcome(met.some(({ direct }) => direct) ? 'wayDirect' : 'wayRelayed');
}
