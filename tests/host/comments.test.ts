/** Comments on a document as the screens see them: by whom, about what, and what becomes of them. */
import { afterEach, describe, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import { MAX_COMMENT_BYTES } from '../../src/base/limits.ts';
import type {
  CommentsSession,
  Held,
  ThreadView,
  WorkspaceSession,
} from '../../src/host/session.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { House, reads, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const never = new AbortController().signal;

async function pair() {
  const disk = memoryDisk();
  const ada = await (await house.profile(disk)).create({ title: 'Garden', name: 'Ada' });
  const id = ada.createDocument('Beds', 'beans 🌱 leeks');
  const link = await ada.invite({ role: 'editor', uses: 5, expiresIn: 0 });
  const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
  const [mine, theirs] = [ada.openDocument(id), bo.openDocument(id)];
  await reads(theirs, (text) => text.endsWith('leeks'));
  return {
    disk,
    ada,
    bo,
    id,
    mine,
    theirs,
    notes: await mine.comments(),
    others: await theirs.comments(),
  };
}

async function held(comments: CommentsSession, from: number, to: number): Promise<Held> {
  const found = await comments.hold(from, to);
  if (!found) throw new Error('it is short');
  return found;
}

/** The threads once they satisfy a condition; the test's own timeout is the limit. */
async function threadsOf(
  session: WorkspaceSession,
  comments: CommentsSession,
  condition: (threads: readonly ThreadView[]) => boolean,
): Promise<readonly ThreadView[]> {
  for (;;) {
    const { named } = session.view();
    const threads = await comments.threads();
    if (condition(threads)) return threads;
    await until(session, (view) => view.named !== named);
  }
}

const told = (threads: readonly ThreadView[]): unknown[] =>
  threads.map(({ state, quote, resolved, comments }) => [
    state,
    quote,
    resolved?.name ?? null,
    comments.map(({ name, me, text }) => [name, me, text]),
  ]);

describe('comments', () => {
  it('N3 N4 are by whoever signed them, about words that move with the text, in its order', async () => {
    const { ada, bo, mine, theirs, notes, others } = await pair();
    expect([mine.isDiscussed(), await notes.threads()]).toEqual([false, []]);
    const leeks = await notes.begin(await held(notes, 9, 14), 'Too many?');
    const [there] = await threadsOf(bo, others, (threads) => threads.length === 1);
    expect(there).toMatchObject({ id: leeks, ranges: [{ from: 9, to: 14 }] });
    expect(theirs.isDiscussed()).toBe(true);
    type(theirs, 0, 'My ');
    type(theirs, 14, '++');
    await others.reply(leeks, 'No.');
    await others.begin(await held(others, 0, 2), 'Whose?');
    const both = await threadsOf(ada, notes, (threads) => threads[1]?.comments.length === 2);
    expect(mine.text()).toBe('My beans 🌱 le++eks');
    expect(told(both)).toEqual([
      ['here', 'My', null, [['Bo', false, 'Whose?']]],
      [
        'here',
        'leeks',
        null,
        [
          ['Ada', true, 'Too many?'],
          ['Bo', false, 'No.'],
        ],
      ],
    ]);
    expect(both[1]?.ranges).toEqual([
      { from: 12, to: 14 },
      { from: 16, to: 19 },
    ]);
    type(mine, 0, '> ');
    expect((await notes.threads())[0]?.ranges).toEqual([{ from: 2, to: 4 }]);
  });

  it('N3 stay with what was taken hold of while others write, and keep the words that are gone', async () => {
    const { ada, mine, theirs, notes } = await pair();
    const holding = await held(notes, 0, 5);
    type(theirs, 0, 'Many ');
    await reads(mine, (text) => text.startsWith('Many'));
    expect(await notes.where(holding)).toEqual([{ from: 5, to: 10 }]);
    await notes.begin(holding, 'Which?');
    mine.edit([{ position: 5, deleted: 6, inserted: '' }]);
    expect(told(await notes.threads())).toEqual([
      ['gone', 'beans', null, [['Ada', true, 'Which?']]],
    ]);
    expect(ada.view().documents.map(({ title }) => title)).toEqual(['Beds']);
  });

  it('N1 are resolved, opened again and deleted, for everybody and after a reload', async () => {
    const { disk, ada, bo, id, notes, others } = await pair();
    const thread = await notes.begin(await held(notes, 0, 5), 'Which?');
    await notes.reply(thread, 'These.');
    await threadsOf(bo, others, ([one]) => one?.comments.length === 2);
    await others.resolve(thread, true);
    const [resolved] = await threadsOf(ada, notes, ([one]) => one?.resolved !== null);
    expect(resolved?.resolved).toMatchObject({ name: 'Bo' });
    await notes.resolve(thread, false);
    await threadsOf(bo, others, ([one]) => one?.resolved === null);
    const [first] = (await notes.threads())[0]?.comments ?? [];
    if (!first) throw new Error('there are two');
    const undo = await notes.remove(first);
    expect((await notes.threads())[0]?.comments.map(({ text }) => text)).toEqual(['These.', '']);
    await undo();
    expect((await notes.threads())[0]?.comments.map(({ text }) => text)).toEqual([
      'These.',
      'Which?',
    ]);
    await ada.close();
    const again = await (await house.profile(disk)).open(ada.id);
    await again.opened;
    const document = again.openDocument(id);
    expect(told(await (await document.comments()).threads())).toMatchObject([
      [
        'here',
        'beans',
        null,
        [
          ['Ada', true, 'These.'],
          ['Ada', true, 'Which?'],
        ],
      ],
    ]);
  });

  it('N4 somebody who writes over what another said is shown as who said it', async () => {
    const { bo, notes, others } = await pair();
    await notes.begin(await held(notes, 0, 5), 'I agree.');
    const [thread] = await threadsOf(bo, others, (threads) => threads.length === 1);
    const [comment] = thread?.comments ?? [];
    if (!comment) throw new Error('Ada said something');
    const undo = await others.remove({ ...comment, text: 'I do not agree.' });
    await undo();
    expect(told(await others.threads())).toEqual([
      ['here', 'beans', null, [['Bo', true, 'I do not agree.']]],
    ]);
  });

  it('N5 go when what their writer wrote is taken back, and those that they deleted return', async () => {
    const { ada, bo, notes, others } = await pair();
    const thread = await notes.begin(await held(notes, 0, 5), 'Which?');
    const [there] = await threadsOf(bo, others, (threads) => threads.length === 1);
    const [comment] = there?.comments ?? [];
    if (!comment) throw new Error('Ada said something');
    await others.remove(comment);
    await others.reply(thread, 'SPAM');
    await others.resolve(thread, true);
    await others.begin(await held(others, 9, 14), 'SPAM');
    await threadsOf(ada, notes, (threads) => threads.length === 2 && threads[0]?.resolved !== null);
    const guest = ada.view().members[1]?.id;
    if (guest === undefined) throw new Error('Bo is a member');
    const undo = await ada.takeBack(guest, asSeconds(0));
    const [left, ...none] = await notes.threads();
    expect(none).toEqual([]);
    expect(left?.resolved).toBeNull();
    expect(left?.comments.map(({ text }) => text).sort()).toEqual(['', 'Which?']);
    await undo();
    expect((await notes.threads()).length).toBe(2);
  });

  it('P17 of a removed member are gone with their text, and their words in nobody’s thread', async () => {
    const { ada, bo, mine, theirs, notes, others } = await pair();
    type(theirs, 0, 'SPAM ');
    await others.begin(await held(others, 5, 10), 'SPAM');
    await reads(mine, (text) => text.startsWith('SPAM'));
    await threadsOf(ada, notes, (threads) => threads.length === 1);
    await notes.begin(await held(notes, 0, 4), 'What is that?');
    const guest = ada.view().members[1]?.id;
    if (guest === undefined) throw new Error('Bo is a member');
    await ada.removeMember(guest, { before: asSeconds(0) });
    expect(told(await notes.threads())).toEqual([
      ['gone', '', null, [['Ada', true, 'What is that?']]],
    ]);
    expect(bo.view().me.name).toBeDefined();
  });

  it('P7 of a reader are refused, and so is what is too long', async () => {
    const { ada, id, notes } = await pair();
    const link = await ada.invite({ role: 'reader', uses: 1, expiresIn: 0 });
    const cy = await (await house.profile()).join(link, 'Cy', () => {}, never);
    const document = cy.openDocument(id);
    await reads(document, (text) => text.endsWith('leeks'));
    const reader = await document.comments();
    await expect(reader.begin(await held(reader, 0, 5), 'May I?')).rejects.toThrow();
    expect(await reader.threads()).toEqual([]);
    await expect(
      notes.begin(await held(notes, 0, 5), 'x'.repeat(MAX_COMMENT_BYTES + 1)),
    ).rejects.toThrow();
    expect(await notes.threads()).toEqual([]);
    expect(await notes.hold(3, 3)).toBeNull();
  });
});
