/** What a notice lets somebody look into, and check without believing the one who shows it. */
import { afterEach, expect, it } from 'vitest';
import { fromHex } from '../../src/base/bytes.ts';
import type { EventId, MemberId, PublicKey } from '../../src/base/ids.ts';
import { verify } from '../../src/base/keys.ts';
import type { NoticeView, WorkspaceSession } from '../../src/host/session.ts';
import { certificateMessage } from '../../src/wire/certificate.ts';
import { decodeRun, runEnd } from '../../src/wire/run.ts';
import { chainMessage } from '../../src/wire/segment.ts';
import { House, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const never = new AbortController().signal;

/** A notice with all of its details, and what is copied of it. */
function shown(session: WorkspaceSession, code: NoticeView['code']) {
  const notice = session.view().notices.findLast((one) => one.code === code);
  const { member, device, agent, event } = notice?.details ?? {};
  if (!member || !device || !agent || !event) throw new Error(`${code}: details are missing`);
  return { member, device, agent, event, proof: session.proofOf(event) };
}

it('E4 P13 each notice of a member names the signed event, and its proof holds by itself', async () => {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const link = await ada.invite({ role: 'editor', uses: 5, expiresIn: 0 });
  const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
  const [founder, guest] = bo.view().members.map(({ id }) => id) as [MemberId, MemberId];
  await ada.setRole(guest, 'reader');
  await ada.setRole(guest, 'editor');
  await until(bo, ({ notices }) => notices.length >= 1);
  await bo.removeMember(guest, 'all');
  await until(ada, ({ members }) => members.length === 1);

  const seen = new Set<EventId>();
  for (const code of ['joined', 'role', 'left'] as const) {
    const { member, device, agent, event, proof } = shown(ada, code);
    expect([code, member]).toEqual([code, guest]);
    expect(device).toBe(code === 'left' ? guest : founder);
    const lines = new Map(proof?.split('\n').map((line) => line.split(' ') as [string, string]));
    const [key, certificate, bytes] = ['key', 'certificate', 'run'].map((name) => lines.get(name));
    const signer = key as PublicKey;
    const certified = certificateMessage(ada.id, device, signer);
    expect(verify(fromHex(device), certified, fromHex(certificate ?? ''))).toBe(true);
    const run = decodeRun(fromHex(bytes ?? ''));
    if (!run.ok) throw new Error(run.error.code);
    const message = chainMessage(agent, 'policy', runEnd(run.value), event);
    expect(verify(fromHex(signer), message, run.value.signature)).toBe(true);
    seen.add(event);
  }
  expect(seen.size).toBe(3);
});

it('of an event that is not held there is no proof', async () => {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  expect(ada.proofOf('ab'.repeat(32) as EventId)).toBeNull();
});
