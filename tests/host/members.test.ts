/** What a person does about members, over whole sessions: leaving, roles, invites. */
import { afterEach, describe, expect, it } from 'vitest';
import { asSeconds, type MemberId } from '../../src/base/ids.ts';
import { JoinError, type InviteOptions, type WorkspaceSession } from '../../src/host/session.ts';
import { follow, House, reads, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const EVER = asSeconds(0);
const EDITOR: InviteOptions = { role: 'editor', uses: 5, expiresIn: 0 };

async function join(link: string, name: string): Promise<WorkspaceSession> {
  const never = new AbortController().signal;
  const session = await (await house.profile()).join(link, name, () => {}, never);
  await until(session, (view) => view.status.synced > 0);
  return session;
}

async function founded(role: InviteOptions['role'] = 'editor') {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const document = ada.createDocument('Plan');
  const bo = await join(await ada.invite({ ...EDITOR, role }), 'Bo');
  await until(bo, (view) => view.documents.length === 1);
  return { ada, bo, document };
}

const memberOf = (session: WorkspaceSession, name: string): MemberId => {
  const member = session.view().members.find((one) => one.name === name);
  if (!member) throw new Error(`${name} is no member`);
  return member.id;
};
const names = (session: WorkspaceSession): string[] =>
  session.view().members.map(({ name }) => name);

describe('members', () => {
  it('P13 leave with their last words kept, and are told that they did', async () => {
    const { ada, bo, document } = await founded();
    const [plan, copy] = [ada.openDocument(document), bo.openDocument(document)];
    type(copy, 0, 'Bye');
    await bo.removeMember(memberOf(bo, 'Bo'), 'all');
    await reads(plan, (text) => text === 'Bye');
    await until(ada, (view) => view.members.length === 1);
    expect(ada.view().notices.map(({ code }) => code)).toEqual(['joined', 'left']);
    expect(bo.view().me.member).toBeNull();
    expect(bo.view().status.removal).toEqual({ what: 'left', by: null, known: true });
    type(copy, 3, ' again');
    expect(copy.text()).toBe('Bye');
  });

  it('T11 T12 have what they wrote taken back, after a look at it, and brought back by undoing that', async () => {
    const { ada, bo, document } = await founded();
    const editor = follow(ada, document);
    const [plan, copy] = [editor.document, bo.openDocument(document)];
    plan.edit([{ position: 0, deleted: 0, inserted: (editor.text = 'beans 🌱 leeks') }]);
    await until(bo, () => copy.text() === editor.text);
    copy.edit([{ position: 0, deleted: 8, inserted: 'weeds' }]);
    bo.renameDocument(document, 'Weeds');
    await until(ada, ({ documents }) => documents[0]?.title === 'Weeds');
    await until(ada, () => plan.text() === 'weeds leeks');
    type(plan, 11, ' peas');
    editor.text += ' peas';
    const member = memberOf(ada, 'Bo');
    expect(await ada.previewTakeBack(member, EVER)).toEqual({
      texts: [{ document, vanishing: 5, returning: 7 }],
      tables: [],
      names: 1,
    });
    const future = asSeconds(Math.floor(Date.now() / 1000) + 60);
    expect(await ada.previewTakeBack(member, future)).toEqual({ texts: [], tables: [], names: 0 });
    const undo = await ada.takeBack(member, EVER);
    expect([editor.text, plan.text()]).toEqual(Array(2).fill('beans 🌱 leeks peas'));
    expect(ada.view().documents[0]?.title).toBe('Plan');
    await until(
      bo,
      ({ documents }) => copy.text() === editor.text && documents[0]?.title === 'Plan',
    );
    expect(await bo.previewTakeBack(member, EVER)).toEqual({ texts: [], tables: [], names: 0 });
    await undo();
    expect([editor.text, plan.text()]).toEqual(Array(2).fill('weeds leeks peas'));
    expect(ada.view().documents[0]?.title).toBe('Weeds');
    await until(bo, () => copy.text() === editor.text);
  });

  it('A37 who is not here is shown with when something was last heard, from here on or by their last event', async () => {
    const began = Math.floor(Date.now() / 1000) - 10;
    const { ada, bo, document } = await founded();
    const heard = (session: WorkspaceSession, name: string): number | null =>
      session.view().members.find((one) => one.name === name)?.heard ?? null;
    expect([heard(ada, 'Ada'), heard(ada, 'Bo')]).toEqual([null, null]);
    type(bo.openDocument(document), 0, 'Hi');
    await reads(ada.openDocument(document), (text) => text === 'Hi');
    await bo.close();
    await until(ada, ({ members }) => !members[1]?.online);
    expect(heard(ada, 'Bo')).toBeGreaterThanOrEqual(began);
    const cy = await join(await ada.invite(EDITOR), 'Cy');
    expect(heard(cy, 'Bo')).toBeGreaterThanOrEqual(began);
    expect(heard(cy, 'Bo')).toBeLessThanOrEqual(Date.now() / 1000);
    expect(cy.view().status.missing).toBeNull();
  });

  it('P12 become readers, who write no more, and may become more again', async () => {
    const { ada, bo, document } = await founded();
    const editor = follow(bo, document);
    const copy = editor.document;
    await ada.setRole(memberOf(ada, 'Bo'), 'reader');
    await until(bo, ({ me }) => me.role === 'reader');
    type(copy, 0, (editor.text = 'No'));
    expect([editor.text, copy.text()]).toEqual(['', '']);
    await ada.setRole(memberOf(ada, 'Bo'), 'editor');
    await until(bo, ({ me }) => me.role === 'editor');
    type(copy, 0, 'Yes');
    await reads(ada.openDocument(document), (text) => text === 'Yes');
    expect(bo.view().notices.filter(({ code }) => code === 'role')).toHaveLength(2);
    await expect(bo.setRole(memberOf(bo, 'Ada'), 'reader')).rejects.toThrow('NotGranted');
  });

  it('P15 who are removed take the invites along that they opened', async () => {
    const { ada, bo } = await founded('admin');
    const link = await bo.invite(EDITOR);
    await until(ada, (view) => view.invites.length === 2);
    await ada.removeMember(memberOf(ada, 'Bo'), 'all');
    expect(names(ada)).toEqual(['Ada']);
    expect(ada.view().invites.map(({ role }) => role)).toEqual(['admin']);
    await until(bo, (view) => view.status.removal?.by === 'Ada');
    await bo.close();
    await expect(join(link, 'Cy')).rejects.toThrow(JoinError);
    expect(names(ada)).toEqual(['Ada']);
  }, 60_000);

  it('A25 P13 goes with all who came through it, if that is wanted', async () => {
    const { ada, bo, document } = await founded('admin');
    const cy = await join(await bo.invite({ ...EDITOR, role: 'admin' }), 'Cy');
    const di = await join(await cy.invite(EDITOR), 'Di');
    const eve = await join(await ada.invite(EDITOR), 'Eve');
    await until(di, (view) => view.documents.length === 1);
    type(di.openDocument(document), 0, 'flood');
    await reads(ada.openDocument(document), (text) => text === 'flood');
    await until(ada, ({ members }) => members.length === 5);
    const id = memberOf(ada, 'Bo');
    const brought = ada.brought(id);
    expect(brought.toSorted()).toEqual([memberOf(ada, 'Cy'), memberOf(ada, 'Di')].toSorted());
    const none = { before: asSeconds(0) };
    expect(ada.previewRemoval(id, none).vanishing).toBe(0);
    expect(ada.previewRemoval(id, none, brought)).toMatchObject({ vanishing: 5, documents: 1 });
    await ada.removeMember(id, none, brought);
    expect(names(ada)).toEqual(['Ada', 'Eve']);
    expect(ada.openDocument(document).text()).toBe('');
    expect(ada.view().invites.length).toBe(2);
    for (const gone of [bo, cy, di]) await until(gone, (view) => view.status.removal !== null);
    await until(eve, ({ members }) => members.length === 2);
  }, 60_000);

  it('P15 come no more by an invite that is closed, and those who came stay', async () => {
    const { ada } = await founded();
    const link = await ada.invite(EDITOR);
    await join(link, 'Cy');
    const invite = ada.view().invites.find(({ used, uses }) => used === 1 && uses === 5);
    for (const { event } of ada.view().invites) await ada.closeInvite(event);
    expect(invite).toBeDefined();
    expect(ada.view().invites).toEqual([]);
    await expect(join(link, 'Di')).rejects.toThrow(JoinError);
    expect(names(ada)).toEqual(['Ada', 'Bo', 'Cy']);
  }, 60_000);
});
