/** Many strangers at one tab, over a real relay: whoever else comes is met all the same. */
import type { Stream } from '@libp2p/interface';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { fromHex } from '../../src/base/bytes.ts';
import { MAX_AT_DOORS, MAX_DIALLED, MAX_FRAME_BYTES, MAX_PEERS } from '../../src/base/limits.ts';
import { dataFrame, PONG } from '../../src/net/frames.ts';
import { libp2pTransport } from '../../src/net/libp2p.ts';
import type { MeetMessage } from '../../src/net/meet.ts';
import { SYNC_PROTOCOL } from '../../src/net/peer.ts';
import type { Manner, Transport } from '../../src/net/transport.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { Probe } from '../contract/probe.ts';
import { eventually, OTHER_TOPIC, TOPIC } from '../contract/transport.ts';
import { addressOf, deploy } from './deployment.ts';
import { Stranger } from './stranger.ts';

/** More than any quota has places. */
const CROWD = Math.max(MAX_PEERS, MAX_AT_DOORS) + 2;

let server: ParleyServer;
const crowd: Stranger[] = [];
const ends: Probe[] = [];
/** Of the crowd: to the meeting point, and to tabs. */
const lines: Stream[] = [];
const streams: Stream[] = [];

beforeAll(async () => {
  server = await deploy();
  for (let count = 0; count < CROWD; count++) crowd.push(await Stranger.arrive(addressOf(server)));
}, 60_000);
afterAll(async () => {
  for (const stranger of crowd) await stranger.leave();
  await server.stop();
}, 60_000);
afterEach(async () => {
  for (const end of ends.splice(0)) await end.stop();
  for (const stream of [...lines.splice(0), ...streams.splice(0)]) stream.abort(new Error('over'));
}, 60_000);

interface Tab {
  readonly probe: Probe;
  readonly transport: Transport;
}

async function open(manners: Readonly<Record<string, Manner>>): Promise<Tab> {
  const relays = [addressOf(server)];
  const transport = libp2pTransport({ relays, iceServers: [], relayOnly: true });
  const probe = await Probe.start(transport);
  ends.push(probe);
  for (const [topic, manner] of Object.entries(manners)) transport.join(topic, manner);
  return { probe, transport };
}

/** All of the crowd, on one topic: what each of them is told. */
async function gather(kind: Manner, topic: string): Promise<MeetMessage[][]> {
  const all: MeetMessage[][] = [];
  for (const stranger of crowd) {
    const { stream, heard, say } = await stranger.meet();
    say({ kind, topic });
    lines.push(stream);
    all.push(heard);
  }
  return all;
}

const namesOf = (heard: readonly MeetMessage[]): string[] =>
  heard.flatMap((message) => ('peer' in message ? [message.peer] : []));

/** The tab that every stranger of the crowd was told of. */
const victimOf = (heard: readonly MeetMessage[][]): Promise<string> =>
  eventually(async () => {
    const all = heard.map(namesOf);
    const peer = all[0]?.find((name) => all.every((names) => names.includes(name)));
    if (peer === undefined) throw new Error('not named to everybody yet');
    return peer;
  });

/** A stream to the victim from each of the crowd, which names the topic and shows that it lives. */
async function occupy(peer: string, topic: string): Promise<void> {
  for (const stranger of crowd) {
    const stream = await (await stranger.tab(peer)).newStream(SYNC_PROTOCOL);
    stream.send(dataFrame(fromHex(topic), MAX_FRAME_BYTES));
    stream.addEventListener('message', () => stream.send(PONG));
    streams.push(stream);
  }
}

/** How many different peers have a channel with `tab` on `topic` now. */
async function together(tab: Tab, topic: string): Promise<number> {
  const views = (await tab.probe.channels()).filter((one) => one.topic === topic && !one.closes);
  return new Set(views.map((view) => view.peer)).size;
}

const meets = (tab: Tab, other: Tab, topic: string): Promise<void> =>
  eventually(async () => {
    const [local] = (await other.probe.channels()).map((view) => view.local);
    const views = await tab.probe.channels();
    expect(views.some((one) => one.topic === topic && !one.closes && one.remote === local)).toBe(
      true,
    );
  });

describe('a crowd of strangers', { timeout: 90_000 }, () => {
  it('A71 C14 that is only named at a door keeps neither members nor joiners away', async () => {
    const victim = await open({ [TOPIC]: 'meet', [OTHER_TOPIC]: 'wait' });
    await victimOf(await gather('seek', OTHER_TOPIC));
    const member = await open({ [TOPIC]: 'meet' });
    await meets(victim, member, TOPIC);
    const joiner = await open({ [OTHER_TOPIC]: 'seek' });
    await meets(victim, joiner, OTHER_TOPIC);
  });

  it('A71 C14 that fills a door takes no place of a member', async () => {
    const victim = await open({ [TOPIC]: 'meet', [OTHER_TOPIC]: 'wait' });
    await occupy(await victimOf(await gather('seek', OTHER_TOPIC)), OTHER_TOPIC);
    await eventually(async () => expect(await together(victim, OTHER_TOPIC)).toBe(MAX_AT_DOORS));
    const member = await open({ [TOPIC]: 'meet' });
    await meets(victim, member, TOPIC);
  });

  it('A71 C14 that is named among members and never answers keeps nobody away', async () => {
    const early = await open({ [TOPIC]: 'meet' });
    await victimOf(await gather('meet', TOPIC));
    const late = await open({ [TOPIC]: 'meet' });
    await meets(early, late, TOPIC);
    await meets(late, early, TOPIC);
  });
});

describe('a tab that finds a crowd', { timeout: 90_000 }, () => {
  /** Who of the crowd was dialled. */
  const dialled = new Set<Stranger>();
  let keep = true;

  beforeAll(async () => {
    for (const stranger of crowd)
      await stranger.node.handle(
        SYNC_PROTOCOL,
        (stream) => {
          dialled.add(stranger);
          streams.push(stream);
          stream.addEventListener('message', () => stream.send(PONG));
          if (!keep) stream.abort(new Error('not now'));
        },
        { runOnLimitedConnection: true },
      );
  });

  it('C14 dials MAX_DIALLED of them, and tries the others when those do not stay', async () => {
    dialled.clear();
    for (const stranger of crowd) await stranger.listen();
    await gather('meet', TOPIC);
    await eventually(async () => expect(server.relay.figures().guests).toBe(CROWD));
    const tab = await open({ [TOPIC]: 'meet' });
    await eventually(async () => expect(await together(tab, TOPIC)).toBe(MAX_DIALLED));
    expect(dialled.size).toBeLessThan(CROWD);
    keep = false;
    for (const stream of streams.splice(0)) stream.abort(new Error('not now'));
    await eventually(async () => expect(dialled.size).toBe(CROWD));
  });
});
