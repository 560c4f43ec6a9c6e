/** The relay's meeting point, over a real relay. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { MAX_TOPICS } from '../../src/base/limits.ts';
import { libp2pTransport } from '../../src/net/libp2p.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { Probe } from '../contract/probe.ts';
import { eventually, OTHER_TOPIC, TOPIC } from '../contract/transport.ts';
import { addressOf, deploy } from '../net/deployment.ts';
import { Stranger } from '../net/stranger.ts';

let server: ParleyServer;
const strangers: Stranger[] = [];

beforeAll(async () => {
  server = await deploy();
});
afterEach(async () => {
  await Promise.all(strangers.splice(0).map((stranger) => stranger.leave()));
});
afterAll(() => server.stop());

async function arrive(): Promise<Stranger> {
  const stranger = await Stranger.arrive(addressOf(server));
  strangers.push(stranger);
  return stranger;
}

describe('the meeting point', { timeout: 60_000 }, () => {
  it('C6 names those on a topic to each other, and says when one leaves or goes away', async () => {
    const [a, b] = [await arrive(), await arrive()];
    const [ofA, ofB] = [await a.meet(), await b.meet()];
    for (const topic of [TOPIC, OTHER_TOPIC]) ofA.say({ kind: 'meet', topic });
    await eventually(async () => expect(server.relay.figures().topics).toBe(2));
    ofB.say({ kind: 'meet', topic: TOPIC });
    await eventually(async () => {
      expect(ofA.heard).toEqual([{ kind: 'came', topic: TOPIC, peer: b.id }]);
      expect(ofB.heard).toEqual([{ kind: 'here', topic: TOPIC, peer: a.id }]);
    });
    ofA.say({ kind: 'leave', topic: TOPIC });
    await eventually(async () => {
      expect(ofB.heard.at(-1)).toEqual({ kind: 'gone', topic: TOPIC, peer: a.id });
    });
    ofA.say({ kind: 'meet', topic: TOPIC });
    await eventually(async () => {
      expect(ofB.heard.at(-1)).toEqual({ kind: 'came', topic: TOPIC, peer: a.id });
    });
    await b.leave();
    await eventually(async () => {
      expect(ofA.heard.at(-1)).toEqual({ kind: 'gone', topic: TOPIC, peer: b.id });
    });
  });

  it('introduces who seeks to who waits, whoever came first, and no others', async () => {
    const [a, b, c, d, e] = await Promise.all(Array.from({ length: 5 }, arrive));
    const lines = await Promise.all([a, b, c, d, e].map((one) => (one as Stranger).meet()));
    const manners = ['wait', 'seek', 'wait', 'seek', 'meet'] as const;
    for (const [at, kind] of manners.entries()) {
      lines[at]?.say({ kind, topic: TOPIC });
      await eventually(async () => expect(server.relay.figures().topics).toBe(1));
    }
    const told = (kind: 'here' | 'came', ...ends: readonly (Stranger | undefined)[]): object[] =>
      ends.map((end) => ({ kind, topic: TOPIC, peer: end?.id }));
    const sorted = (messages: readonly object[]): string[] =>
      messages.map((message) => JSON.stringify(message)).sort();
    await eventually(async () => {
      const heard = lines.map((line) => sorted(line.heard));
      const seekers = told('came', b, d);
      const waiters = told('here', a, c);
      const expected = [seekers, waiters, seekers, waiters, []].map(sorted);
      expect(heard).toEqual(expected);
    });
  });

  it('keeps one guest in a bounded number of topics', async () => {
    const { heard, say } = await (await arrive()).meet();
    const topics = Array.from({ length: MAX_TOPICS + 1 }, (_, i) => String(i).padStart(64, '0'));
    for (const topic of topics) say({ kind: 'meet', topic });
    await eventually(async () => {
      expect(heard).toEqual([{ kind: 'full', topic: topics.at(-1) }]);
    });
    expect(server.relay.figures().topics).toBe(MAX_TOPICS);
  });

  it('a newer line of the same guest replaces the earlier, and names it once', async () => {
    const [a, b] = [await arrive(), await arrive()];
    const watching = await a.meet();
    watching.say({ kind: 'meet', topic: TOPIC });
    for (let line = 0; line < 3; line++) (await b.meet()).say({ kind: 'meet', topic: TOPIC });
    await eventually(async () => {
      const kinds = watching.heard.map((message) => message.kind);
      expect(kinds).toEqual(['came', 'gone', 'came', 'gone', 'came']);
    });
    expect(server.relay.figures().guests).toBe(2);
  });

  it('lets circuits run between those on one topic, and nobody else', async () => {
    const relays = [addressOf(server)];
    const tab = await Probe.start(libp2pTransport({ relays, iceServers: [], relayOnly: true }));
    await tab.join(TOPIC);
    const [member, outsider] = [await arrive(), await arrive()];
    const [inside, outside] = [await member.meet(), await outsider.meet()];
    inside.say({ kind: 'meet', topic: TOPIC });
    outside.say({ kind: 'meet', topic: OTHER_TOPIC });
    const peer = await eventually(async () => {
      const [named] = inside.heard;
      if (named === undefined || !('peer' in named)) throw new Error('nobody is here');
      return named.peer;
    });
    await expect(outsider.tab(peer)).rejects.toThrow(/PERMISSION_DENIED/);
    expect((await member.tab(peer)).status).toBe('open');
    await tab.stop();
  });

  it('dismisses a guest who asks without end', async () => {
    const { say, stream } = await (await arrive()).meet();
    for (let round = 0; round < 200 && stream.writeStatus === 'writable'; round++) {
      say({ kind: round % 2 === 0 ? 'meet' : 'leave', topic: TOPIC });
    }
    await eventually(async () => expect(stream.remoteWriteStatus).toBe('closed'));
  });

  it('survives random bytes and goes on introducing people', async () => {
    const junk = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 400 }), {
      numRuns: 60,
      seed: 3,
    });
    const stranger = await arrive();
    for (const bytes of junk) {
      const { stream } = await stranger.meet();
      stream.send(bytes);
    }
    const [a, b] = [await (await arrive()).meet(), await (await arrive()).meet()];
    for (const line of [a, b]) line.say({ kind: 'meet', topic: TOPIC });
    await eventually(async () => expect(a.heard.length + b.heard.length).toBe(2));
    const health = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect(health.status).toBe(200);
  });

  it('forgets who is gone', async () => {
    await eventually(async () => {
      expect(server.relay.figures()).toMatchObject({ connections: 0, guests: 0, topics: 0 });
    });
  });
});
