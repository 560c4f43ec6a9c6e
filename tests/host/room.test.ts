/** More room for whoever has used up a share: what is offered to whom, and what is written then. */
import { describe, expect, it } from 'vitest';
import type { EventId } from '../../src/base/ids.ts';
import { MAX_TIMES } from '../../src/base/limits.ts';
import { ok } from '../../src/base/result.ts';
import { Managing } from '../../src/host/managing.ts';
import { roomFor } from '../../src/host/view.ts';
import type { PolicyAct } from '../../src/wire/act.ts';
import { admitted, device, Forger, Host, identity, insert, text } from '../replica/lab.ts';

const SHARE = 60_000;

/** The founder's replica, and the share of person 1 filled, if `runs` are many. */
function house(runs: number) {
  const { invite, joined } = admitted('editor');
  const host = new Host(0, 50, { content: SHARE, policy: SHARE });
  host.hear('a', invite.run, joined.run);
  const flooder = new Forger(identity(1, 7));
  const body = { seal: true, ops: [insert(0, 'f'.repeat(5_000))] };
  const first = { document: text(7), policyHeads: [joined.id], ...body };
  for (let n = 0; n < runs; n++)
    host.hear('b', (n === 0 ? flooder.first(first) : flooder.next(body)).run);
  return host;
}

/** Does what a person asks as the app does, and says what was written. */
async function giveRoom(host: Host): Promise<PolicyAct[]> {
  const written: PolicyAct[] = [];
  const write = async (acts: readonly PolicyAct[]) => {
    for (const act of acts) {
      written.push(act);
      expect(host.do((own, now) => own.act(act, now)).ok).toBe(true);
    }
    return ok('' as EventId);
  };
  await new Managing(host.replica, device(0), write, () => {}).giveRoom(device(1));
  return written;
}

describe('P23 S12 more room', () => {
  it('is given to nobody who has some left', async () => {
    const host = house(3);
    expect(roomFor(host.replica, device(1))).toBeUndefined();
    expect(await giveRoom(host)).toEqual([]);
  });

  it('is twice as much, and is not needed again before that is used up', async () => {
    const host = house(30);
    const { shares } = host.replica.history;
    expect(await giveRoom(host)).toEqual([{ kind: 'share', member: device(1), times: 2 }]);
    expect(shares.mostOf(device(1))).toBe(2 * SHARE);
    expect(shares.isUsedUp({ device: device(1), chain: 'content' })).toBe(false);
    expect(await giveRoom(host)).toEqual([]);
  });

  it('ends where no more may be given', () => {
    const host = house(30);
    const act = { kind: 'share', member: device(1), times: MAX_TIMES } as const;
    host.do((own, now) => own.act(act, now));
    expect(roomFor(host.replica, device(1))).toBeUndefined();
    expect(host.replica.history.shares.mostOf(device(1))).toBe(MAX_TIMES * SHARE);
  });
});
