/** Invites on which an admin lets each person in: who is asked, who answers, and who goes before. */
import { afterEach, describe, expect, it } from 'vitest';
import type { MemberId } from '../../src/base/ids.ts';
import { MAX_ASKING } from '../../src/base/limits.ts';
import type { JoinStep, WorkspaceSession } from '../../src/host/session.ts';
import { House, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const ASKS = { role: 'editor', uses: 5, expiresIn: 0, approval: true } as const;

/** Somebody at the door, and what they were told so far. */
async function knock(link: string, name: string) {
  const steps: JoinStep[] = [];
  const stop = new AbortController();
  let code: readonly number[] = [];
  const profile = await house.profile();
  const joined = profile.join(
    link,
    name,
    (progress) => {
      steps.push(progress.step);
      code = progress.code;
    },
    stop.signal,
  );
  joined.catch(() => {}); // Each test awaits it in its own time.
  return { joined, steps, stop, code: () => code };
}

async function founded(): Promise<{ ada: WorkspaceSession; link: string }> {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  return { ada, link: await ada.invite(ASKS) };
}

/** The one who asks, as soon as a tab shows it. */
async function asker(session: WorkspaceSession, name: string) {
  await until(session, ({ asking }) => asking.some((ask) => ask.name === name));
  const ask = session.view().asking.find((one) => one.name === name);
  if (!ask) throw new Error(`${name} asks no more`);
  return ask;
}

const memberId = (session: WorkspaceSession, name: string): MemberId => {
  const member = session.view().members.find((one) => one.name === name);
  if (!member) throw new Error(`${name} is no member`);
  return member.id;
};
const names = (session: WorkspaceSession): string[] =>
  session.view().members.map(({ name }) => name);
const used = (session: WorkspaceSession): number[] =>
  session.view().invites.map((invite) => invite.used);

describe('an invite that asks for approval', () => {
  it('C9 P3 lets in whom an admin lets in, who has seen the words they know them by', async () => {
    const { ada, link } = await founded();
    expect(ada.view().invites).toMatchObject([{ approval: true, used: 0 }]);
    const bo = await knock(link, 'Bo');
    const ask = await asker(ada, 'Bo');
    expect(ask).toMatchObject({ role: 'editor', code: bo.code() });
    expect(names(ada)).toEqual(['Ada']);
    expect(bo.steps).not.toContain('admitted');
    await ada.answer(ask.id, true);
    const session = await bo.joined;
    expect(ada.view().asking).toEqual([]);
    expect(names(session)).toEqual(['Ada', 'Bo']);
    expect(session.view().members[1]).toMatchObject({ code: bo.code(), admittedBy: 'Ada' });
    expect(bo.steps.filter((step, i) => step !== bo.steps[i - 1])).toEqual([
      'relay',
      'member',
      'proof',
      'asked',
      'admitted',
      'receiving',
      'done',
    ]);
  });

  it('C9 tells whom an admin does not let in, and is not used by it', async () => {
    const { ada, link } = await founded();
    const bo = await knock(link, 'Bo');
    await ada.answer((await asker(ada, 'Bo')).id, false);
    await expect(bo.joined).rejects.toMatchObject({ failure: 'Declined' });
    expect(ada.view().asking).toEqual([]);
    expect([names(ada), used(ada)]).toEqual([['Ada'], [0]]);
  });

  it('C9 forgets whoever goes before the answer, and lets them ask again', async () => {
    const { ada, link } = await founded();
    const bo = await knock(link, 'Bo');
    const { id } = await asker(ada, 'Bo');
    bo.stop.abort();
    await expect(bo.joined).rejects.toThrow();
    await until(ada, ({ asking }) => asking.length === 0);
    await ada.answer(id, true);
    expect([names(ada), used(ada)]).toEqual([['Ada'], [0]]);
    const again = await knock(link, 'Bo');
    await ada.answer((await asker(ada, 'Bo')).id, true);
    expect(names(await again.joined)).toEqual(['Ada', 'Bo']);
  });

  it('C9 asks every admin who is there, and none but admins; one answer is enough', async () => {
    const { ada, link } = await founded();
    const plain = await ada.invite({ ...ASKS, role: 'admin', approval: false });
    const [bo, cy] = [await knock(plain, 'Bo'), await knock(plain, 'Cy')];
    const [admin, editor] = await Promise.all([bo.joined, cy.joined]);
    await ada.setRole(memberId(ada, 'Cy'), 'editor');
    await until(editor, ({ me }) => me.role === 'editor');
    const di = await knock(link, 'Di');
    const [ask] = await Promise.all([asker(admin, 'Di'), asker(ada, 'Di')]);
    expect(editor.view().asking).toEqual([]);
    await admin.answer(ask.id, true);
    const session = await di.joined;
    expect(session.view().members.find(({ me }) => me)).toMatchObject({ admittedBy: 'Bo' });
    await until(ada, ({ asking }) => asking.length === 0);
    expect(names(ada)).toEqual(['Ada', 'Bo', 'Cy', 'Di']);
    expect(ada.view().invites.find(({ approval }) => approval)).toMatchObject({ used: 1 });
  });

  it('C9 goes on seeking when the admin who was asked leaves, and finds another', async () => {
    const { ada, link } = await founded();
    const plain = await ada.invite({ ...ASKS, role: 'admin', approval: false });
    const bo = await (await knock(plain, 'Bo')).joined;
    const lowered = memberId(bo, 'Bo');
    await ada.setRole(lowered, 'reader');
    await until(bo, ({ me }) => me.role === 'reader');
    const cy = await knock(link, 'Cy');
    await asker(ada, 'Cy');
    await ada.setRole(lowered, 'admin');
    const ask = await asker(bo, 'Cy');
    await ada.close();
    await until(bo, ({ status }) => status.peers === 0);
    await bo.answer(ask.id, true);
    expect(names(await cy.joined)).toEqual(['Ada', 'Bo', 'Cy']);
  });

  it('C9 says that nobody answered, if whoever was asked has gone', async () => {
    const { ada, link } = await founded();
    const bo = await knock(link, 'Bo');
    await asker(ada, 'Bo');
    await ada.close();
    await expect(bo.joined).rejects.toMatchObject({ failure: 'Unanswered' });
    expect(bo.steps.slice(bo.steps.indexOf('asked'))).toContain('member');
  }, 60_000);

  it('C9 asks about those who could come, and no more than a few at once', async () => {
    const { ada, link } = await founded();
    const all = await Promise.all(
      Array.from({ length: MAX_ASKING + 2 }, (_, i) => knock(link, `Caller ${i}`)),
    );
    await until(ada, ({ asking }) => asking.length === MAX_ASKING);
    const turned = await Promise.any(
      all.map(({ joined }) =>
        joined.then(
          () => Promise.reject(new Error('in')),
          (e: unknown) => e,
        ),
      ),
    );
    expect(turned).toMatchObject({ failure: 'Refused' });
    expect(ada.view().asking).toHaveLength(MAX_ASKING);
    for (const { stop } of all) stop.abort();
    await until(ada, ({ asking }) => asking.length === 0);
    const [invite] = ada.view().invites;
    if (invite) await ada.closeInvite(invite.event);
    const late = await knock(link, 'Late');
    await expect(late.joined).rejects.toMatchObject({ failure: 'Refused' });
    expect(late.steps).not.toContain('asked');
  });
});
