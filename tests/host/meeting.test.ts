/** Channels before they are trusted, and while somebody waits on them: what they may hold. */
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { MAX_EARLY_BYTES, MAX_EARLY_FRAMES, MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { createDeviceKey } from '../../src/host/device.ts';
import { hearAnswer, knock } from '../../src/host/gate.ts';
import { entryOf } from '../../src/host/joining.ts';
import { Line, LineClosed } from '../../src/host/line.ts';
import type { WorkspaceSession } from '../../src/host/session.ts';
import type { Channel, Transport } from '../../src/net/transport.ts';
import { decodeInvite, topicOf } from '../../src/wire/link.ts';
import { PROOF } from '../../src/wire/tags.ts';
import { House, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const never = new AbortController().signal;
const ASKS = { role: 'editor', uses: 5, expiresIn: 0, approval: true } as const;

async function founded(approval: boolean) {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const link = await ada.invite({ ...ASKS, approval });
  const invite = decodeInvite(link.slice(link.lastIndexOf('/') + 1));
  if (!invite.ok) throw new Error('not a link');
  return { ada, link, entry: entryOf(invite.value, 'Bo') };
}

type Founded = Awaited<ReturnType<typeof founded>>;

/** A channel of its own at the door. */
function atDoor({ entry }: Founded): Promise<Line> {
  const transport = house.network.transport();
  return new Promise((resolve) => {
    void transport.start({
      onChannel: (channel) => resolve(new Line(channel)),
      onStatus: () => {},
    });
    transport.join(toHex(topicOf(entry.secret)), 'seek');
  });
}

const asking = (ada: WorkspaceSession, count: number): Promise<void> =>
  until(ada, (view) => view.asking.length === count);
const names = (ada: WorkspaceSession): string[] => ada.view().members.map(({ name }) => name);

describe('whoever knocked', () => {
  it('A68 C13 and says more before the answer loses the channel, and asks no more', async () => {
    const of = await founded(true);
    const key = await createDeviceKey();
    const line = await atDoor(of);
    const say = (transcript: Uint8Array) => of.entry.say(key, transcript);
    expect(await knock(line, of.entry.secret, say, () => {}, never)).toEqual({ wait: 'Ada' });
    await asking(of.ada, 1);
    line.send(new Uint8Array(MAX_FRAME_BYTES));
    await line.gone;
    await asking(of.ada, 0);
    expect(names(of.ada)).toEqual(['Ada']);
  });

  it('A68 C13 and says more in the same breath is not let in', async () => {
    const of = await founded(false);
    const key = await createDeviceKey();
    const line = await atDoor(of);
    const send = line.channel.send.bind(line.channel);
    line.channel.send = (frame) => {
      const isQueued = send(frame);
      return frame[0] === PROOF.knock ? send(frame) : isQueued;
    };
    const say = (transcript: Uint8Array) => of.entry.say(key, transcript);
    const knocked = knock(line, of.entry.secret, say, () => {}, never);
    await expect(knocked).rejects.toThrow(LineClosed);
    expect(names(of.ada)).toEqual(['Ada']);
  });

  it('A68 C13 and knocks on another channel waits there alone, and was refused by nobody', async () => {
    const of = await founded(true);
    const key = await createDeviceKey();
    const say = (transcript: Uint8Array) => of.entry.say(key, transcript);
    const lines = [await atDoor(of), await atDoor(of), await atDoor(of)];
    for (const line of lines)
      expect(await knock(line, of.entry.secret, say, () => {}, never)).toEqual({ wait: 'Ada' });
    const last = lines.pop();
    for (const line of lines) await expect(hearAnswer(line, never)).rejects.toThrow(LineClosed);
    const [ask, ...others] = of.ada.view().asking;
    expect(others).toEqual([]);
    if (ask) await of.ada.answer(ask.id, true);
    expect(last && (await hearAnswer(last, never))).toMatchObject({ via: 'Ada' });
    expect(names(of.ada)).toEqual(['Ada', 'Bo']);
  });

  it('C9 C13 comes in also where a second channel opened on the way', async () => {
    const { ada, link } = await founded(true);
    const doubled = (): Transport => {
      const [one, other] = [house.network.transport(), house.network.transport()];
      return {
        start: async (events) => {
          await one.start(events);
          await other.start(events);
        },
        join: (topic, manner) => {
          one.join(topic, manner);
          if (manner === 'seek') other.join(topic, manner);
        },
        leave: (topic) => [one, other].forEach((end) => end.leave(topic)),
        nudge: () => one.nudge(),
        stop: async () => void (await Promise.all([one.stop(), other.stop()])),
      };
    };
    const profile = await house.profile(undefined, undefined, undefined, doubled);
    let asked = 0;
    const twice = Promise.withResolvers<void>();
    const joined = profile.join(
      link,
      'Bo',
      ({ step }) => {
        if (step === 'asked' && ++asked === 2) twice.resolve();
      },
      never,
    );
    joined.catch(() => {}); // It is awaited below.
    await twice.promise;
    await asking(ada, 1);
    const [ask] = ada.view().asking;
    if (ask) await ada.answer(ask.id, true);
    expect(names(await joined)).toEqual(['Ada', 'Bo']);
  });
});

describe('a channel that is not proven', () => {
  function line() {
    let isOpen = true;
    const channel = { onFrame: null, onClose: null } as unknown as Channel;
    channel.close = () => {
      isOpen = false;
      channel.onClose?.();
    };
    return { line: new Line(channel), channel, isOpen: () => isOpen };
  }

  it('C13 keeps a few frames that come too early, and is closed by more', () => {
    const { channel, isOpen } = line();
    for (let n = 0; n < MAX_EARLY_FRAMES; n++) channel.onFrame?.(new Uint8Array(9));
    expect(isOpen()).toBe(true);
    channel.onFrame?.(new Uint8Array(9));
    expect(isOpen()).toBe(false);
  });

  it('C13 keeps a few bytes of them, and is closed by more; what was read counts no more', async () => {
    const { line: early, channel, isOpen } = line();
    for (let n = 0; n < 9; n++) {
      channel.onFrame?.(new Uint8Array(MAX_FRAME_BYTES));
      await early.next(never);
    }
    channel.onFrame?.(new Uint8Array(MAX_FRAME_BYTES));
    channel.onFrame?.(new Uint8Array(MAX_EARLY_BYTES - MAX_FRAME_BYTES));
    expect(isOpen()).toBe(true);
    channel.onFrame?.(new Uint8Array(1));
    expect(isOpen()).toBe(false);
  });
});
