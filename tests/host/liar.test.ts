/** Somebody who has the link, waits at the door in front of all members, and says what is not so. */
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { asSeconds, type EventId } from '../../src/base/ids.ts';
import { proveTopic, welcome } from '../../src/host/gate.ts';
import { inviteKey } from '../../src/host/joining.ts';
import { Line } from '../../src/host/line.ts';
import type { JoinStep } from '../../src/host/session.ts';
import type { Transport } from '../../src/net/transport.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { doorSecret, encodeInvite, topicOf } from '../../src/wire/link.ts';
import { device } from '../replica/lab.ts';
import { House, until } from './house.ts';

const house = new House();
afterEach(() => house.close());

const never = new AbortController().signal;
const named = (title: string): Genesis => ({
  founder: device(0),
  founderName: 'Ada',
  title,
  topicSecret: new Uint8Array(32).fill(9),
  createdAt: asSeconds(1_700_000_000),
});
const genuine = encodeGenesis(named('Garden'));
const seed = new Uint8Array(32).fill(5);
const link = encodeInvite({
  workspace: workspaceIdOf(genuine),
  seed,
  event: 'ab'.repeat(32) as EventId,
  relays: [],
});

/** Waits at the door and welcomes everybody who knocks with this genesis. */
async function wait(genesis: Uint8Array): Promise<void> {
  const secret = doorSecret(inviteKey({ seed }));
  const transport = house.network.transport();
  const answer = async (line: Line): Promise<void> => {
    await proveTopic(line, secret, never);
    await line.next(never);
    line.send(welcome(genesis, 'Ada'));
  };
  await transport.start({
    onChannel: (channel) => void answer(new Line(channel)),
    onStatus: () => undefined,
  });
  transport.join(toHex(topicOf(secret)), 'wait');
}

describe('at the door', () => {
  it('A28 C5 the genesis of another workspace is not believed, and nothing of it kept', async () => {
    await wait(encodeGenesis(named('Trap')));
    const disk = memoryDisk();
    const bo = await house.profile(disk);
    const steps: JoinStep[] = [];
    const joining = bo.join(link, 'Bo', ({ step }) => steps.push(step), never);
    await expect(joining).rejects.toMatchObject({ failure: 'WrongHistory' });
    expect(steps).toContain('proof');
    expect(steps).not.toContain('admitted');
    expect(await bo.workspaces()).toEqual([]);
    expect(disk.folders.size).toBe(0);
  });

  it.each([
    ['and holds no more', false],
    ['and says that it holds more', true],
  ])(
    'A28 C5 the beginning of the right history lets nobody in: who shows it, %s, is named',
    async (_, more) => {
      const [adas, cys] = [memoryDisk(), memoryDisk()];
      const ada = await (await house.profile(adas)).create({ title: 'Garden', name: 'Ada' });
      if (more) ada.createDocument('Plan');
      const invite = (): Promise<string> => ada.invite({ role: 'editor', uses: 1, expiresIn: 0 });
      const cy = await (await house.profile(cys)).join(await invite(), 'Cy', () => {}, never);
      await until(cy, ({ status }) => status.synced === 1);
      await cy.close();
      const asked = await invite();
      await ada.settled();
      await ada.close();
      // Ada waits at the door alone, where Cy does not come; then Cy is there, and Ada is not.
      const atDoor = (): Transport => {
        const transport = house.network.transport();
        const join = transport.join.bind(transport);
        transport.join = (topic, manner) => (manner === 'wait' ? join(topic, manner) : undefined);
        return transport;
      };
      const profile = await house.profile(adas, memoryStore(adas), undefined, atDoor);
      const host = await profile.open(ada.id);
      let behind: readonly string[] = [];
      let told = (): void => {};
      const shown = new Promise<void>((resolve) => (told = resolve));
      const bo = (await house.profile()).join(
        asked,
        'Bo',
        (progress) => {
          behind = progress.behind;
          if (progress.step === 'receiving' && behind.length > 0) told();
        },
        never,
      );
      await until(host, ({ members }) => members.length === 3);
      await host.settled();
      await host.close();
      await (await house.profile(cys)).open(ada.id);
      await shown;
      expect(behind).toEqual(['Cy']);
      await (await house.profile(adas)).open(ada.id);
      expect((await bo).view().members.map(({ name }) => name)).toEqual(['Ada', 'Cy', 'Bo']);
    },
  );
});
