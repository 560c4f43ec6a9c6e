/** Words in everything that is written: found where they stand, and nothing else. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { DocumentId } from '../../src/base/ids.ts';
import { findInText, patternOf } from '../../src/host/searching.ts';
import type { FoundDocument, WorkspaceSession } from '../../src/host/session.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { House } from './house.ts';

const house = new House();
afterEach(() => house.close());

const asked = async (session: WorkspaceSession, query: string): Promise<readonly FoundDocument[]> =>
  (await session.search(query, new AbortController().signal)) ?? [];
const founded = async (): Promise<WorkspaceSession> =>
  (await house.profile(memoryDisk())).create({ title: 'Garden', name: 'Ada' });
const idsOf = (found: readonly FoundDocument[]): DocumentId[] => found.map(({ id }) => id);
const find = (text: string, query: string) => findInText(text, patternOf(query) ?? /$^/);

describe('searching a workspace', () => {
  it('finds words in titles, texts and tables, titles first, and nothing in what was deleted', async () => {
    const session = await founded();
    const text = session.createDocument('Plan', 'Sow the Beans.\nWater them.');
    const table = await session.createTable(
      'Seeds',
      [{ name: 'Plant', type: 'text' }],
      [['bush BEANS']],
    );
    const title = session.createDocument('About beans', 'nothing');
    const gone = session.createDocument('Old', 'beans');
    session.deleteDocument(gone);
    const found = await asked(session, 'beans');
    expect(idsOf(found)).toEqual([title, text, table]);
    expect(found[0]).toMatchObject({ inTitle: true, count: 0, places: [] });
    expect(found[1]?.places).toEqual([
      { from: 8, to: 13, before: 'Sow the ', match: 'Beans', after: '.' },
    ]);
    expect(found[2]?.places[0]).toMatchObject({ before: 'bush ', match: 'BEANS', after: '' });
    const opened = await session.openTable(table);
    const { row, column } = found[2]?.places[0]?.cell ?? {};
    expect(row && column && opened.cell(row, column)).toBe('bush BEANS');
  });

  it('finds what was written a moment ago, and no longer what was deleted', async () => {
    const session = await founded();
    const id = session.createDocument('Plan', 'peas');
    const document = session.openDocument(id);
    expect(idsOf(await asked(session, 'leeks'))).toEqual([]);
    document.edit([{ position: 0, deleted: 4, inserted: 'leeks' }]);
    expect(idsOf(await asked(session, 'leeks'))).toEqual([id]);
    expect(idsOf(await asked(session, 'peas'))).toEqual([]);
  });

  it('ends when it is aborted, and finds nothing without a word', async () => {
    const session = await founded();
    session.createDocument('Plan', 'peas');
    expect(await session.search('peas', AbortSignal.abort())).toBe(undefined);
    expect(await asked(session, ' \n')).toEqual([]);
  });
});

describe('a place in a text', () => {
  it('is found by words next to each other, whatever stands for the space', () => {
    expect(find('one  two\nthree', 'two three').places).toMatchObject([{ from: 5, to: 14 }]);
    expect(find('onetwo', 'one two').count).toBe(0);
  });

  it('is found by signs as they are written', () => {
    const signs = String.raw`a.b*c+(d)[e]{2}|^$\w?/`;
    expect(find(`x ${signs} y`, signs).places).toMatchObject([{ from: 2, match: signs }]);
    expect(find('aXb', 'a.b').count).toBe(0);
  });

  it('is shown with a part of its line, never with half a character', () => {
    const [place] = find(`above\n${'🦔'.repeat(40)} hay ${'🦔'.repeat(60)}\nbelow`, 'hay').places;
    expect(place?.before.isWellFormed() && place.after.isWellFormed()).toBe(true);
    expect(place?.before).toMatch(/^…(🦔){15} $/u);
    expect(place?.after).toMatch(/^ (🦔)+…$/u);
  });

  it('is one of all, of which the first few are given and the others counted', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('ab', 'AB', ' ', 'a', '\n')), (parts) => {
        const text = parts.join('');
        const { places, count } = find(text, 'aB');
        const all = [...text.toLowerCase().matchAll(/ab/g)].map(({ index }) => index);
        expect(count).toBe(all.length);
        expect(places.map(({ from }) => from)).toEqual(all.slice(0, 3));
        for (const { from, to, match } of places) expect(text.slice(from, to)).toBe(match);
      }),
    );
  });
});
