/** Somebody who has the link, waits at the door in front of all members, and says what is not so. */
import { afterEach, describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { asSeconds, type EventId } from '../../src/base/ids.ts';
import { inviteKey, proveTopic, welcome } from '../../src/host/gate.ts';
import { Line } from '../../src/host/line.ts';
import type { JoinStep } from '../../src/host/session.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { doorSecret, encodeInvite, topicOf } from '../../src/wire/link.ts';
import { device } from '../replica/lab.ts';
import { House } from './house.ts';

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
});
