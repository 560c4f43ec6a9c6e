/** The line to a relay: what it asks, believes and keeps. */
import type { Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, describe, expect, it } from 'vitest';

import { MAX_MEETING_PEERS } from '../../src/base/limits.ts';
import { Mesh } from '../../src/net/mesh.ts';
import { RelayLine } from '../../src/net/relay-line.ts';
import type { Manner, TransportStatus } from '../../src/net/transport.ts';
import { eventually, OTHER_TOPIC, TOPIC } from '../contract/transport.ts';
import { addressOf, deploy, freshDirectory } from './deployment.ts';
import { MeetingLine, nameOf } from './meeting-line.ts';

const RELAY = '/ip4/127.0.0.1/tcp/9/ws/p2p/12D3KooWRhFgtFBDBRBn6NgGmkrnVVoTCUGgHTUVwyhcVqQ8nRQ4';

interface Scripted {
  readonly relay: MeetingLine;
  readonly line: RelayLine;
  readonly named: string[];
}

async function scripted(topics: ReadonlyMap<string, Manner>): Promise<Scripted> {
  const relay = new MeetingLine();
  const connection = { newStream: async () => relay.stream, abort: () => undefined };
  const node = {
    dial: async () => connection,
    getMultiaddrs: () => [multiaddr(`${RELAY}/p2p-circuit`)],
  };
  const named: string[] = [];
  const line = new RelayLine(
    node as unknown as Libp2p,
    { listen: async () => undefined, getListeners: () => [] },
    RELAY,
    topics,
    {
      onState: () => undefined,
      onHere: (_, peer) => named.push(peer),
      onGone: () => undefined,
      onLost: () => undefined,
    },
  );
  void line.run();
  await eventually(async () => expect(line.state).toBe('connected'));
  return { relay, line, named };
}

describe('the line to a relay', () => {
  it('C14 asks again, one topic a beat, where the relay had no room', async () => {
    const { relay, line } = await scripted(
      new Map([
        [TOPIC, 'meet'],
        [OTHER_TOPIC, 'wait'],
      ]),
    );
    const asked = relay.heard.splice(0);
    expect(asked.length).toBe(2);
    for (const { topic } of asked) relay.say({ kind: 'full', topic });
    expect(relay.heard).toEqual([]);
    line.beat();
    expect(relay.heard).toEqual(asked.slice(0, 1));
    relay.say({ kind: 'full', topic: TOPIC });
    line.beat();
    line.beat();
    expect(relay.heard).toEqual([...asked, asked[0]]);
    line.beat();
    expect(relay.heard.length).toBe(3);
    line.stop();
  });

  it('does not ask again for a topic that was left', async () => {
    const { relay, line } = await scripted(new Map([[TOPIC, 'meet']]));
    relay.say({ kind: 'full', topic: TOPIC });
    line.leave(TOPIC);
    line.beat();
    expect(relay.heard.map(({ kind }) => kind)).toEqual(['meet', 'leave']);
    line.stop();
  });

  it('C14 lets the relay name no more on a topic than an honest one would, and others when some go', async () => {
    const { relay, line, named } = await scripted(new Map([[TOPIC, 'meet']]));
    const came = (number: number): void =>
      relay.say({ kind: 'came', topic: TOPIC, peer: nameOf(number) });
    for (let number = 0; number < 2 * MAX_MEETING_PEERS; number++) came(number);
    relay.say({ kind: 'came', topic: OTHER_TOPIC, peer: nameOf(1) });
    expect(named.length).toBe(MAX_MEETING_PEERS);
    relay.say({ kind: 'gone', topic: TOPIC, peer: nameOf(0) });
    came(200);
    came(201);
    expect(named.slice(MAX_MEETING_PEERS)).toEqual([nameOf(200)]);
    line.stop();
  });
});

describe('a relay that comes back', { timeout: 60_000 }, () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  it('is listened to by the same listener, however often', async () => {
    const data = await freshDirectory();
    let server = await deploy({ data });
    const { port } = server;
    let status: TransportStatus | null = null;
    const relays = [addressOf(server)];
    const mesh = await Mesh.open(
      { relays, iceServers: [], relayOnly: true },
      { onChannel: () => undefined, onStatus: (told) => (status = told) },
    );
    stops.push(
      () => mesh.stop(),
      () => server.stop(),
    );
    const isRelay = (relay: string): Promise<void> =>
      eventually(async () => expect(status?.relay).toBe(relay));
    for (let round = 0; round < 3; round++) {
      await isRelay('connected');
      expect(mesh.node.getMultiaddrs().length).toBeGreaterThan(0);
      expect(mesh.node.services.circuits.getListeners().length).toBe(1);
      if (round === 2) break;
      await server.stop();
      await isRelay('unreachable');
      mesh.nudge();
      server = await deploy({ data, port });
      mesh.nudge();
    }
  });
});
