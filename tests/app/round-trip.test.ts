/** Everything taken along from one workspace and brought into another: what comes out there is what went in. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fromUtf8 } from '../../src/base/bytes.ts';
import { asSeconds } from '../../src/base/ids.ts';
import { PIECE_BYTES } from '../../src/base/limits.ts';
import { bringIn } from '../../src/app/archive/bringing.ts';
import { CONTENTS, decodeContents, type Contents } from '../../src/app/archive/contents.ts';
import { planOf } from '../../src/app/archive/plan.ts';
import { takeAlong, type Taken } from '../../src/app/archive/taking.ts';
import { contentOf, listOf } from '../../src/app/archive/zip.ts';
import type { ColumnDraft, Profile, WorkspaceSession } from '../../src/host/session.ts';
import { Slice } from '../../src/host/slice.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { StoreError } from '../../src/storage/store.ts';
import { House, reads, type, until } from '../host/house.ts';
import { png } from '../host/pictures.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const never = new AbortController().signal;
const gaveUp = AbortSignal.abort();
const TITLE = 'Garden plan';

async function taken(session: WorkspaceSession, patience = never): Promise<Taken> {
  return takeAlong({
    view: session.view(),
    archive: await session.archive(),
    at: asSeconds(1_700_000_000),
    words: {
      page: (title) => title,
      said: (name, at) => `${name} ${at}`,
      resolvedBy: (name) => name,
      gone: 'gone',
      untitled: 'Untitled',
    },
    timeOf: String,
    patience,
    told: () => {},
  });
}

/** Every file of a zip by its path; and what parley.json says. */
async function opened(file: Blob) {
  const list = await listOf(file);
  if (typeof list === 'string') throw new Error(list);
  const files = new Map<string, Uint8Array>();
  for (const entry of list) {
    const content = await contentOf(file, entry, new Slice());
    if (typeof content === 'string') throw new Error(content);
    files.set(entry.path, content);
  }
  const contents = decodeContents(files.get(CONTENTS) ?? new Uint8Array());
  if (typeof contents === 'string') throw new Error(contents);
  return { files, contents };
}

async function brought(file: Blob, session: WorkspaceSession): Promise<void> {
  const archive = await session.archive();
  const plan = await planOf(file, {
    nameOf: (bytes) => archive.nameOf(bytes),
    said: (name, at) => `${name}, ${at}:`,
    columnNamed: String,
    told: () => {},
  });
  if (typeof plan === 'string') throw new Error(plan);
  await bringIn(file, plan, archive, () => {});
}

const created = (profile: Profile, name: string, title = TITLE): Promise<WorkspaceSession> =>
  profile.create({ title, name });

/** As it is once somebody called Cy brought it in. */
const asBrought = ({ documents, ...rest }: Contents): Contents => ({
  ...rest,
  exported: { ...rest.exported, by: 'Cy' },
  documents: documents.map((one) =>
    one.kind === 'table'
      ? one
      : {
          ...one,
          authors: one.runs.length > 0 ? ['Cy'] : [],
          runs: one.runs.length > 0 ? [[0, 0, one.runs.at(-1)?.[2] ?? 0]] : [],
          threads: one.threads.map((thread) => ({
            ...thread,
            resolved: thread.resolved && { by: 'Cy', at: asSeconds(0) },
            comments: thread.comments.map(({ by, at, text }) => ({
              by: 'Cy',
              at: asSeconds(0),
              text: `${by}, ${at}:\n${text}`,
            })),
          })),
        },
  ),
});

/**
 * Without when somebody commented, which nobody can know ahead; and without words of threads that are
 * there: of those some are gone, what is left is what they are on elsewhere.
 */
const timeless = ({ documents, ...rest }: Contents): Contents => ({
  ...rest,
  documents: documents.map((one) =>
    one.kind === 'table'
      ? one
      : {
          ...one,
          threads: one.threads.map((thread) => ({
            ...thread,
            quote: thread.ranges.length > 0 ? '' : thread.quote,
            resolved: thread.resolved && { ...thread.resolved, at: asSeconds(0) },
            comments: thread.comments.map((comment) => ({ ...comment, at: asSeconds(0) })),
          })),
        },
  ),
});

/** Takes along, brings in elsewhere, takes along again, and compares. */
async function goesRound(session: WorkspaceSession): Promise<Contents> {
  const first = await taken(session);
  const cy = await created(await house.profile(), 'Cy');
  // What every workspace begins with.
  for (const { id } of cy.view().documents) cy.deleteDocument(id);
  await brought(first.file, cy);
  const [before, after] = [await opened(first.file), await opened((await taken(cy)).file)];
  expect(timeless(after.contents)).toEqual(timeless(asBrought(before.contents)));
  for (const path of ['comments.md', CONTENTS]) {
    before.files.delete(path);
    after.files.delete(path);
  }
  expect(after.files).toEqual(before.files);
  return before.contents;
}

// ── Workspaces of all kinds ────────────────────────────────────────────────────────────────────

const text = fc.string({ unit: 'binary', maxLength: 40 });
const prose = fc
  .array(fc.oneof(text, fc.constantFrom('\n', '\r\n', '# A\n', '- [ ] b\n', '🌱🌱', '\ufeff')), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
const noted = fc.record({
  from: fc.nat({ max: 30 }),
  length: fc.integer({ min: 1, max: 12 }),
  comments: fc.array(
    text.map((one) => `${one}.`),
    { minLength: 1, maxLength: 3 },
  ),
  resolved: fc.boolean(),
  /** Whether its words are deleted again. */
  isGone: fc.boolean(),
});
const column: fc.Arbitrary<ColumnDraft> = fc.record({
  name: text,
  type: fc.constantFrom('text', 'number', 'date', 'check', 'choice'),
  choices: fc.uniqueArray(
    text.map((one) => `${one}.`),
    { maxLength: 3 },
  ),
});
const cell = fc.oneof(text, fc.constantFrom('', '=1+1', "'=x", '-5', 'a,b', '"', '\r', '\n', "'"));
const document = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    title: text,
    text: prose,
    image: fc.boolean(),
    threads: fc.array(noted, { maxLength: 3 }),
  }),
  fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      kind: fc.constant('table' as const),
      title: text,
      columns: fc.array(column, { minLength: width, maxLength: width }),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }),
    }),
  ),
);

type Drawn = typeof document extends fc.Arbitrary<infer One> ? One : never;

async function filled(session: WorkspaceSession, one: Drawn, image: string) {
  if (one.kind === 'table') return session.createTable(one.title, one.columns, one.rows);
  const id = session.createDocument(one.title, one.image ? `${one.text}${image}` : one.text);
  const page = session.openDocument(id);
  const comments = await page.comments();
  for (const { from, length, comments: said, resolved, isGone } of one.threads) {
    const held = await comments.hold(from, from + length).catch(() => null);
    if (!held) continue;
    const [first = '', ...more] = said;
    const thread = await comments.begin(held, first);
    for (const reply of more) await comments.reply(thread, reply);
    if (resolved) await comments.resolve(thread, true);
    if (isGone)
      for (const range of (await comments.where(held)).toReversed())
        page.edit([{ position: range.from, deleted: range.to - range.from, inserted: '' }]);
  }
  page.close();
  return id;
}

describe('a workspace that is taken along and brought in elsewhere', () => {
  it('Z1 Z2 is the same there, but for who signed it', async () => {
    const bytes = png(300);
    await fc.assert(
      fc.asyncProperty(fc.array(document, { maxLength: 5 }), async (documents) => {
        const ada = await created(await house.profile(), 'Ada');
        const name = await (await ada.images()).add(bytes);
        for (const one of documents) await filled(ada, one, `![bed](parley:${name})`);
        if (documents.length > 0) await goesRound(ada);
      }),
      { numRuns: 15 },
    );
  });

  it('Z1 Z4 says who wrote what, of two people, and who commented', async () => {
    const ada = await created(await house.profile(), 'Ada');
    const id = ada.createDocument('Beds', 'beans  leeks');
    const bo = await (
      await house.profile()
    ).join(await ada.invite({ role: 'editor', uses: 1, expiresIn: 0 }), 'Bo', () => {}, never);
    const [mine, theirs] = [ada.openDocument(id), bo.openDocument(id)];
    await reads(theirs, (now) => now.endsWith('leeks'));
    type(theirs, 6, 'and 🌱');
    await reads(mine, (now) => now === 'beans and 🌱 leeks');
    const others = await theirs.comments();
    const held = await others.hold(0, 5);
    if (!held) throw new Error('it is short');
    await others.begin(held, 'Which?');
    await until(ada, () => mine.isDiscussed());
    const contents = await goesRound(ada);
    const beds = contents.documents.find(({ title }) => title === 'Beds');
    expect(beds).toMatchObject({
      authors: ['Ada', 'Bo'],
      runs: [
        [0, 0, 6],
        [1, 6, 12],
        [0, 12, 18],
      ],
      threads: [{ ranges: [{ from: 0, to: 5 }], comments: [{ by: 'Bo', text: 'Which?' }] }],
    });
  });

  it('Z1 I4 takes images from whoever has them, and goes on without those that nobody has', async () => {
    const ada = await created(await house.profile(), 'Ada');
    const bytes = png(2 * PIECE_BYTES + 5);
    const images = await ada.images();
    const shown = `![bed](parley:${await images.add(bytes)})`;
    const unknown = `![x](parley:${'0'.repeat(30)})`;
    ada.createDocument('Beds', `${shown}\n${unknown}`);
    const link = await ada.invite({ role: 'editor', uses: 5, expiresIn: 0 });
    const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
    await until(bo, ({ documents }) => documents.some(({ title }) => title === 'Beds'));
    const before = await taken(bo, gaveUp);
    expect(before.missing).toBe(2);
    const there = await taken(bo);
    expect(there.missing).toBe(1);
    const { files, contents } = await opened(there.file);
    const [image] = contents.images;
    expect(files.get(image?.file ?? '')).toEqual(bytes);
    const page = fromUtf8(files.get(`${TITLE}/Beds.md`) ?? new Uint8Array());
    expect(page).toBe(`![bed](../${image?.file})\n${unknown}`);
  });

  it('Z1 leaves deleted documents and deleted comments where they are, and is no visit', async () => {
    const ada = await created(await house.profile(), 'Ada');
    const gone = ada.createDocument('Gone', 'secret');
    const id = ada.createDocument('Here', 'beans');
    const notes = await ada.openDocument(id).comments();
    const held = await notes.hold(0, 5);
    if (!held) throw new Error('it is short');
    const thread = await notes.begin(held, 'one');
    await notes.reply(thread, 'two');
    const [found] = await notes.threads();
    if (found?.comments[0]) await notes.remove(found.comments[0]);
    ada.deleteDocument(gone);
    const { files, contents } = await opened((await taken(ada)).file);
    expect([...files.values()].some((one) => fromUtf8(one)?.includes('secret'))).toBe(false);
    const here = contents.documents.find(({ title }) => title === 'Here');
    expect(here).toMatchObject({ threads: [{ comments: [{ text: 'two' }] }] });
  });
});

describe('what is brought in', () => {
  const many = (n: number) => async () => {
    const ada = await created(await house.profile(), 'Ada');
    for (let i = 0; i < n; i++) ada.createDocument(`Page ${i}`, `text ${i}`);
    return taken(ada);
  };

  it('Z2 of a hundred documents stands behind the others, in its order', async () => {
    const { file } = await many(100)();
    const bo = await created(await house.profile(), 'Bo');
    const before = bo.view().documents.map(({ title }) => title);
    await brought(file, bo);
    const titles = bo.view().documents.map(({ title }) => title);
    expect(titles.slice(0, before.length)).toEqual(before);
    expect(titles.slice(before.length).filter((title) => title.startsWith('Page'))).toEqual(
      Array.from({ length: 100 }, (_, i) => `Page ${i}`),
    );
  });

  it('Z2 D1 is durable, or not in the list', async () => {
    const { file } = await many(5)();
    const disk = memoryDisk();
    const bo = await created(await house.profile(disk), 'Bo');
    await brought(file, bo);
    const { documents } = bo.view();
    await bo.close();
    const again = await (await house.profile(disk)).open(bo.id);
    expect(again.view().documents.map(({ title }) => title)).toEqual(
      documents.map(({ title }) => title),
    );
    const last = again.view().documents.at(-1);
    expect(last && again.openDocument(last.id).text()).toBe('text 4');
  });

  it('Z4 A70 is by whoever brings it in, whatever the file says', async () => {
    const ada = await created(await house.profile(), 'Ada');
    const id = ada.createDocument('Beds', 'beans');
    const notes = await ada.openDocument(id).comments();
    const held = await notes.hold(0, 5);
    if (!held) throw new Error('it is short');
    await notes.begin(held, 'I give it all to Bo.');
    const { file } = await taken(ada);
    const link = await ada.invite({ role: 'editor', uses: 1, expiresIn: 0 });
    const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
    await brought(file, bo);
    const copy = bo.view().documents.at(-1);
    if (!copy) throw new Error('it is there');
    const page = bo.openDocument(copy.id);
    expect(await page.authors(0, 5)).toMatchObject([{ name: 'Bo' }]);
    const [thread] = await (await page.comments()).threads();
    expect(thread?.comments).toMatchObject([
      { name: 'Bo', me: true, text: expect.stringMatching(/^Ada, \d+:\nI give it all to Bo\.$/) },
    ]);
  });

  it('Z2 P7 is nothing where one may only read', async () => {
    const { file } = await many(2)();
    const ada = await created(await house.profile(), 'Ada');
    const link = await ada.invite({ role: 'reader', uses: 1, expiresIn: 0 });
    const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
    const before = bo.view().documents;
    await expect(brought(file, bo)).rejects.toThrow(StoreError);
    expect(bo.view().documents).toEqual(before);
  });
});
