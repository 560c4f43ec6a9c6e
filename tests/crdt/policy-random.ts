/**
 * Random policy graphs: a few admins who invite, admit, remove and demote each other at once, and who
 * try what they may not. The oracle says which of it may be done.
 */
import type { EventId, PublicKey } from '../../src/base/ids.ts';
import type { PolicyAct, Target } from '../../src/wire/act.ts';
import type { OracleEvent } from '../oracle/policy-facts.ts';
import { PolicyOracle, type Verdict } from '../oracle/policy.ts';
import { seeded, type Needs } from './orders.ts';
import {
  addDevice,
  admit,
  agentOf,
  close,
  eventId,
  FOUNDER,
  GENESIS,
  give,
  holding,
  invite,
  key,
  raise,
  remove,
  ROOT,
  WORKSPACE,
  type Key,
  type PolicyEvent,
} from './policy-world.ts';

export type Random = (n: number) => number;
export type Attempt = Omit<PolicyEvent, 'id' | 'globalSeq'> & { readonly verdict: Verdict };

export interface World {
  readonly oracle: PolicyOracle;
  readonly events: readonly PolicyEvent[];
  readonly attempts: readonly Attempt[];
  readonly needs: Needs;
  /** An oracle of the same events and one more, which may be done. */
  extended(event: PolicyEvent): PolicyOracle;
}

export const PEOPLE: readonly Key[] = [FOUNDER, ...['bo', 'cy', 'di', 'eve'].map(key)];
export const DEVICES: readonly Key[] = [...PEOPLE, key('laptop'), key('phone')];
const INVITES: readonly Key[] = ['invite 1', 'invite 2'].map(key);
const ROLES = ['reader', 'editor', 'admin'] as const;

export const pick = <T>(list: readonly T[], random: Random): T => {
  const item = list[random(list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** One to three known events, none below another; mostly recent ones. */
export function parentsFrom(
  ids: readonly EventId[],
  oracle: PolicyOracle,
  random: Random,
  window = 5,
): EventId[] {
  const recent = [ROOT, ...ids].slice(-window);
  const picked = new Set(Array.from({ length: 1 + random(3) }, () => pick(recent, random)));
  return [...picked]
    .filter((id) => ![...picked].some((other) => other !== id && oracle.past([other]).has(id)))
    .sort();
}

function namesFrom(random: Random): ReturnType<typeof holding> {
  const some = DEVICES.filter(() => random(2) === 0);
  return holding(Object.fromEntries(some.map(({ id }) => [id, 1 + random(9)])));
}

function targetFrom(random: Random): Target {
  const die = random(8);
  if (die < 5) return { kind: 'member', member: pick(PEOPLE, random).id };
  const device = pick(DEVICES, random).id;
  if (die < 7) return { kind: 'device', device };
  return { kind: 'agent', device, agent: agentOf(device, random(2)) };
}

/** `mood`: of ten, how many acts take something away. */
function actFrom(
  events: readonly PolicyEvent[],
  author: Key,
  random: Random,
  mood: number,
): PolicyAct {
  const before = events.filter(({ device }) => device === author.id).at(-1)?.act;
  if (before && 'part' in before && before.part < before.parts && random(2) === 0)
    return { ...before, part: before.part + 1, names: namesFrom(random) };
  const opened = events.filter((event) => event.act.kind === 'invite').slice(-3);
  if (random(10) < mood) {
    const die = random(10);
    if (die < 2 && opened.length > 0) {
      const on = pick(opened, random).id;
      const admissions = events.filter(({ act }) => act.kind === 'admit' && act.invite === on);
      return close(
        on,
        admissions.filter(() => random(2) === 0).map(({ id }) => id),
      );
    }
    const parts = random(4) === 0 ? 2 : 1;
    if (die < 5) {
      const role = pick(ROLES, random);
      const given = give(pick(PEOPLE, random), role);
      return role === 'reader' ? { ...given, parts, names: namesFrom(random) } : given;
    }
    return { ...remove(targetFrom(random), namesFrom(random)), parts };
  }
  if (random(12) === 0) return { kind: 'merge' };
  const die = random(10);
  if (opened.length === 0 || die < 3)
    return invite(pick(INVITES, random), pick(ROLES, random), 1 + random(2), random(3) === 0);
  if (die < 5)
    return addDevice(random(4) === 0 ? pick(PEOPLE, random).id : author.id, pick(DEVICES, random));
  const someone = pick(PEOPLE, random);
  const on = pick(opened, random);
  const secret = INVITES.find((one) => on.act.kind === 'invite' && one.id === on.act.key);
  const by = random(12) === 0 || !secret ? pick(INVITES, random) : secret;
  return admit(on.id, by, someone, `${someone.id.slice(0, 2)} ${random(3)}`);
}

const newOracle = (): PolicyOracle => new PolicyOracle(WORKSPACE, FOUNDER.id, GENESIS.founderName);

/** Something that somebody may do on top of some of the events given; often there is nothing. */
export function tryAct(
  { oracle, events }: World,
  by: Key | undefined,
  known: readonly EventId[],
  random: Random,
): PolicyEvent | undefined {
  if (!by) return undefined;
  const parents = parentsFrom(known, oracle, random, known.length + 1);
  const act = actFrom(events, by, random, 5);
  const tried = { parents, agent: agentOf(by.id, 2), device: by.id, act };
  if (oracle.judge(tried) !== 'ok') return undefined;
  return { id: eventId(random(1_000_000_000)), ...tried, globalSeq: 0 };
}

/** Grows a policy graph event by event, as far as the oracle allows. */
export class Growing {
  readonly oracle = newOracle();
  readonly events: PolicyEvent[] = [];
  readonly attempts: Attempt[] = [];
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The new event, if the oracle allows it. */
  try(
    parents: readonly EventId[],
    device: PublicKey,
    act: PolicyAct,
    agent = agentOf(device),
  ): PolicyEvent | undefined {
    const tried = { parents, agent, device, act };
    const verdict = this.oracle.judge(tried);
    if (verdict !== 'ok') {
      this.attempts.push({ ...tried, verdict });
      return undefined;
    }
    const id = eventId(1_000 * this.#seed + this.events.length);
    this.oracle.add({ id, ...tried } satisfies OracleEvent);
    const event = { id, ...tried, globalSeq: this.oracle.globalSeq(id) };
    this.events.push(event);
    return event;
  }

  get world(): World {
    const { oracle, events, attempts } = this;
    const at = new Map(events.map(({ id }, i) => [id, i]));
    const needs = events.map(({ parents }) => parents.flatMap((id) => at.get(id) ?? []));
    const extended = (event: PolicyEvent): PolicyOracle => {
      const more = newOracle();
      for (const one of [...events, event]) more.add(one);
      return more;
    };
    return { oracle, events, attempts, needs, extended };
  }
}

/** The founder lets in `count` others as admins, one after the other, each through the one before. */
export function withAdmins(growing: Growing, count: number, random: Random): EventId[] {
  let heads: EventId[] = [ROOT];
  const chain = random(2) === 0;
  let host = FOUNDER;
  let opened: EventId | undefined;
  for (const someone of PEOPLE.slice(1, 1 + count)) {
    if (chain || opened === undefined)
      opened = growing.try(heads, host.id, invite(INVITES[0] as Key, 'admin', 4))?.id as EventId;
    if (heads[0] === ROOT || chain) heads = [opened];
    const joined = growing.try(heads, host.id, admit(opened, INVITES[0] as Key, someone));
    heads = [joined?.id as EventId];
    if (chain) host = someone;
  }
  return heads;
}

/**
 * `size` more events after some admins were let in, and what the oracle refused on the way. `raises`:
 * of ten, how many say what shares somebody has.
 */
export function world(seed: number, size: number, admins = 0, mood = 0, raises = 0): World {
  const random = seeded(seed);
  const growing = new Growing(seed);
  const start = withAdmins(growing, admins, random);
  const begun = growing.events.length;
  const { events, oracle } = growing;
  for (let tries = 0; events.length < begun + size && tries < 40 * size; tries++) {
    const author = random(2) === 0 ? FOUNDER : pick(DEVICES, random);
    const device = admins > 0 ? pick(DEVICES, random) : author;
    const after = [...start, ...events.slice(begun).map(({ id }) => id)];
    const act =
      raises > 0 && random(10) < raises
        ? raise(pick(PEOPLE, random), 1 + random(4))
        : actFrom(events, device, random, mood);
    const before = events.filter((one) => one.device === device.id).at(-1);
    const goesOn = before && 'part' in act && act.part > 1 && random(8) > 0;
    const ids = admins > 0 ? after : after.slice(1);
    const parents = goesOn ? [before.id] : parentsFrom(ids, oracle, random);
    const load = random(5) === 0 ? 1 : 0;
    growing.try(parents, device.id, act, goesOn ? before.agent : agentOf(device.id, load));
  }
  return growing.world;
}
