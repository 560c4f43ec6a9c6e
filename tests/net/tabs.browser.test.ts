/** The transport between tabs, over Chromium's BroadcastChannel. */
import { describe, expect, it } from 'vitest';

import { tabsTransport } from '../../src/net/tabs.ts';
import { Probe } from '../contract/probe.ts';
import { eventually, openChannel, TOPIC, transportContract } from '../contract/transport.ts';

transportContract('tabs', () => Probe.start(tabsTransport()));

describe('tabs', () => {
  it('a tab that hides closes its channels, and opens new ones when it is shown again', async () => {
    const [a, b] = [await Probe.start(tabsTransport()), await Probe.start(tabsTransport())];
    for (const end of [a, b]) await end.join(TOPIC);
    const { index } = await openChannel(a);
    await openChannel(b);
    dispatchEvent(new Event('pagehide'));
    await eventually(async () => expect((await a.channels())[index]?.closes).toBe(1));
    await a.nudge();
    await openChannel(a);
    await openChannel(b);
    for (const end of [a, b]) await end.stop();
  });

  it('nonsense on its lines is passed over', async () => {
    const a = await Probe.start(tabsTransport());
    await a.join(TOPIC);
    const line = new BroadcastChannel(`parley/${TOPIC}`);
    const name = 'f'.repeat(32);
    for (const data of [null, 7, {}, { from: 'x' }, { from: name, to: 9 }, []]) {
      line.postMessage(data);
    }
    const answered = new Promise<string>((resolve) => {
      line.onmessage = ({ data }) => resolve(data.from);
    });
    line.postMessage({ from: name });
    const pair = new BroadcastChannel(`parley/${TOPIC}/${[await answered, name].sort().join('/')}`);
    pair.postMessage({ kind: 'begin' });
    for (const data of [null, { kind: 'frame' }, { kind: 'frame', frame: 'x' }, { kind: 'odd' }]) {
      pair.postMessage(data);
    }
    pair.postMessage({ kind: 'taken', bytes: Infinity });
    pair.postMessage({ kind: 'frame', frame: new Uint8Array(4) });
    await eventually(async () => expect((await a.channels())[0]?.frames).toEqual([-1]));
    await a.stop();
    for (const channel of [line, pair]) channel.close();
  });
});
