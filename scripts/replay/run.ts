/**
 * One replay from an empty profile to equal tabs, with a cut line and a killed relay on the way, and
 * what was measured.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventId } from '../../src/base/ids.ts';
import { Stage } from '../../tests/e2e/harness/stage.ts';
import { everyEnd, readStored, replayStored } from './again.ts';
import { gather, isDirect, until, type Company } from './company.ts';
import { syncBytes, type SyncBytes } from './frames.ts';
import { Play } from './play.ts';
import { castAuthors, stepsOf, TraceError, type Cast, type Trace } from './trace.ts';
import type { Typist } from './typist.ts';

export type Say = (line: string) => void;

/** Chromium profiles that write; one more reads. */
const MAX_AUTHORS = 4;
/** How long the relay stays away. */
const RELAY_AWAY_MS = 3_000;
/** What two equal replicas may say to each other, and what a reconnect may cost beyond events. */
const EQUAL_BYTES = 100;
const RECONNECT_BYTES = 1_024;

/** Replays a trace and says what came of it; true if everything holds. */
export async function replay(trace: Trace, say: Say): Promise<boolean> {
  const { transactions } = trace;
  const cast = castAuthors(transactions, MAX_AUTHORS);
  if (!cast)
    throw new TraceError(`no way was found to give its transactions to ${MAX_AUTHORS} authors`);
  const steps = stepsOf(transactions, cast);
  const patches = transactions.reduce((sum, one) => sum + one.patches.length, 0);
  say(
    `${transactions.length} transactions, ${patches} edits, ${cast.count} authors, ${steps.length} steps`,
  );
  const stage = await Stage.open();
  try {
    const company = await gather(stage, cast.count);
    say(`${company.all.length} tabs in one workspace, all connected directly`);
    stage.expectUnreachable();
    const start = Date.now();
    for (const author of company.authors) await author.hold();
    const play = new Play(steps, company.authors);
    const [version, relayed] = await Promise.all([
      play.run(),
      disturb(company, play, patches, say),
    ]);
    const typing = (Date.now() - start) / 1000;
    for (const author of company.authors) await author.release();
    const same = await compare(trace, cast, company, version, say);
    const total = (Date.now() - start) / 1000;
    say(`time: ${typing.toFixed(1)} s typing, ${total.toFixed(1)} s until all tabs were equal`);
    await sayTraffic(company, relayed, say);
    const small = await measureSync(company, say);
    await stage.settle();
    return same && small;
  } finally {
    await stage.close();
  }
}

/**
 * Half-way: the reader's line is cut, the relay is killed and started again, then the line is
 * restored, all while the authors go on. Returns the bytes that the killed relay had carried.
 */
async function disturb(
  { stage, reader }: Company,
  play: Play,
  patches: number,
  say: Say,
): Promise<number> {
  await play.reached(patches * 0.5);
  await reader.person.cut();
  const before = { version: await reader.version(), ...play.progress };
  await play.reached(patches * 0.55);
  const sentinel = { version: await reader.version(), dropped: await reader.person.dropped() };
  const isCut = sentinel.version.join() === before.version.join() && sentinel.dropped.received > 0;
  if (!isCut) throw new Error("the reader's line is not cut");
  const unseen = play.progress.transactions - before.transactions;
  say(
    `reader cut at ${percent(before.patches, patches)}: ${unseen} transactions later it stands where ` +
      `it stood, ${sentinel.dropped.received} messages came to nothing`,
  );

  const { relayedBytes } = await stage.server.figures();
  await stage.killServer();
  const killed = play.progress;
  await pause(RELAY_AWAY_MS);
  await play.reached(Math.min(patches, killed.patches + patches * 0.05));
  const typed = play.progress.transactions - killed.transactions;
  await stage.server.start();
  say(
    `relay killed at ${percent(killed.patches, patches)}, started again on its port after ` +
      `${typed} more transactions were typed`,
  );

  await play.reached(patches * 0.75);
  await reader.person.restore();
  say(`reader restored at ${percent(play.progress.patches, patches)}`);
  return relayedBytes;
}

/** Waits until every tab is at the version of everything typed; then compares what they show. */
async function compare(
  { transactions, endContent }: Trace,
  cast: Cast,
  { all }: Company,
  version: readonly EventId[],
  say: Say,
): Promise<boolean> {
  const heads = [...version].sort().join();
  await until('all tabs are at the last version', async () => {
    for (const tab of all) if ((await tab.version()).join() !== heads) return false;
    return true;
  });
  const texts = await Promise.all(all.map((tab) => tab.text()));
  const text = texts[0] ?? '';
  const again = await replayStored(await readStored((all.at(-1) as Typist).person.page));
  const checks: (readonly [string, boolean])[] = [
    [`heads in all ${all.length} tabs`, true],
    [`text in all ${all.length} tabs`, texts.every((one) => one === text)],
    ['a fresh replay of the signed history', again.text === text && again.heads.join() === heads],
  ];
  if (text === endContent) checks.push(["the trace's own end content", true]);
  else {
    const ends = everyEnd(transactions, cast);
    const own = ends.filter((end) => end === endContent).length;
    say(
      `the trace's own end content comes from ${own} of ${ends.length} orders of its authors: where ` +
        'it breaks ties otherwise than these tabs did, tabs are compared with a fresh replay alone',
    );
    checks.push(['an end of the trace under some order', own < ends.length && ends.includes(text)]);
  }
  for (const [what, holds] of checks) say(`${what}: ${holds ? 'identical' : 'NOT IDENTICAL'}`);
  say(
    `${again.events} events, ${again.bytes} bytes of signed history, ${text.length} units of text`,
  );
  return checks.every(([, holds]) => holds);
}

async function sayTraffic({ stage, all }: Company, before: number, say: Say): Promise<void> {
  const sent = await Promise.all(
    all.map((tab) => tab.person.page.evaluate(() => window.recorder.bytes)),
  );
  const { relayedBytes } = await stage.server.figures();
  const direct = sent.reduce((sum, bytes) => sum + bytes, 0);
  say(`bytes over WebRTC: ${direct}; over the relay: ${before + relayedBytes}`);
}

/**
 * Two tabs alone: they lose each other and meet again, once with nothing to say, once after both
 * wrote. Their views are held until WebRTC is there, so that they sync where it can be read.
 */
async function measureSync({ all }: Company, say: Say): Promise<boolean> {
  const [one, ...others] = all;
  const other = others.shift();
  if (!one || !other) throw new Error('two tabs');
  for (const third of others) await third.person.page.close();
  const pair = [one, other];
  await until('only two are left', () => isDirect(one.person, 1));

  const equal = await reconnect(pair, async () => {});
  const hellos = equal.map(({ kinds }) => kinds.hello);
  const isQuiet = equal.every(({ kinds }) => kinds.summary + kinds.events + kinds.taken === 0);
  const isSmall = hellos.every((bytes) => bytes > 0 && bytes <= EQUAL_BYTES);
  say(
    `sync when equal: ${hellos.join(' + ')} bytes of hello each way, ` +
      `${isQuiet ? 'nothing else' : 'AND MORE'} (at most ${EQUAL_BYTES} each)`,
  );

  const writers = all.slice(0, 2).filter((_, i, both) => i === 0 || both.length < all.length);
  const after = await reconnect(pair, async () => {
    for (const tab of writers) await tab.type(await tab.version(), [[0, 0, 'Written apart. ']]);
  });
  const texts = await Promise.all(pair.map((tab) => tab.text()));
  const runs = after.reduce((sum, each) => sum + each.runs, 0);
  const parts = after.map(({ kinds, runs: own }) => ({
    hello: kinds.hello,
    summary: kinds.summary,
    'around events': kinds.events - own,
    taken: kinds.taken,
  }));
  const beyond = parts.map((each) => Object.values(each).reduce((sum, bytes) => sum + bytes, 0));
  const isSame = texts[0] === texts[1] && runs > 0;
  say(
    `sync on reconnect after ${writers.length} wrote apart: ${runs} bytes of events, and ` +
      `${beyond.join(' + ')} beyond them (at most ${RECONNECT_BYTES} each way; ` +
      `${parts.map(sizes).join(' | ')}); ${isSame ? 'identical' : 'NOT IDENTICAL'}`,
  );
  return isQuiet && isSmall && isSame && beyond.every((bytes) => bytes <= RECONNECT_BYTES);
}

const sizes = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts)
    .map(([kind, bytes]) => `${kind} ${bytes}`)
    .join(', ');

/** Cuts the first's line, does something, restores it; what both then said over WebRTC. */
async function reconnect(
  pair: readonly Typist[],
  apart: () => Promise<void>,
): Promise<readonly SyncBytes[]> {
  const [first] = pair;
  if (!first) throw new Error('two tabs');
  for (const tab of pair) await tab.hold();
  await first.person.cut();
  await apart();
  await until('both know that they are apart', async () => {
    for (const { person } of pair) if ((await person.connections()).length > 0) return false;
    return true;
  });
  for (const { person } of pair) await person.page.evaluate(() => window.recorder.start());
  await first.person.restore();
  await until('both are connected directly again', async () => {
    for (const { person } of pair) if (!(await isDirect(person, 1))) return false;
    return true;
  });
  for (const tab of pair) await tab.release();
  await until('both are equal', async () => {
    const versions = await Promise.all(pair.map((tab) => tab.version()));
    return versions[0]?.join() === versions[1]?.join();
  });
  await pause(2_000); // Until the last hello and acknowledgement have been said.
  const sent = pair.map(({ person }) => person.page.evaluate(() => window.recorder.stop()));
  return (await Promise.all(sent)).map(syncBytes);
}

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
