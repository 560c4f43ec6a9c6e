/** Tables of whole profiles: written at once by two, undone, taken back, and read again from the store. */
import { afterEach, describe, expect, it } from 'vitest';
import { asSeconds, type DocumentId } from '../../src/base/ids.ts';
import { MAX_CELL_BYTES } from '../../src/base/limits.ts';
import type { AxisId, TableSession, WorkspaceSession } from '../../src/host/session.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { House, until } from './house.ts';

const house = new House();
afterEach(() => house.close());
const never = new AbortController().signal;
const EDITOR = { role: 'editor', uses: 5, expiresIn: 0 } as const;
const COLUMNS = [
  { name: 'Plant', type: 'text' },
  { name: 'Count', type: 'number' },
] as const;

/** Ada made a table, and Bo joined. */
async function founded() {
  const disk = memoryDisk();
  const ada = await (await house.profile(disk)).create({ title: 'Garden', name: 'Ada' });
  const id = await ada.createTable('Seeds', COLUMNS, [
    ['beans', '3'],
    ['peas', '5'],
  ]);
  const profile = await house.profile();
  const bo = await profile.join(await ada.invite(EDITOR), 'Bo', () => {}, never);
  await until(bo, ({ documents }) => documents.some((one) => one.id === id));
  return { ada, bo, id, disk };
}

const cells = (table: TableSession): string[][] => {
  const { rows, columns } = table.shape();
  return rows.map((row) => columns.map((column) => table.cell(row.id, column.id)));
};
const spot = (
  table: TableSession,
  row: number,
  column: number,
): { row: AxisId; column: AxisId } => {
  const shape = table.shape();
  const [down, across] = [shape.rows[row], shape.columns[column]];
  if (!down || !across) throw new Error('there is no such cell');
  return { row: down.id, column: across.id };
};
const put = (table: TableSession, row: number, column: number, text: string): void =>
  table.setCells([{ ...spot(table, row, column), text }]);

async function shows(session: WorkspaceSession, id: DocumentId, wanted: string[][]) {
  const table = await session.openTable(id);
  while (JSON.stringify(cells(table)) !== JSON.stringify(wanted))
    await new Promise<void>((resolve) => (table.onChange = resolve));
  table.onChange = null;
  return table;
}

describe('a table', () => {
  it('M1 M6 that two write in at once has both their cells, and rows and columns', async () => {
    const { ada, bo, id } = await founded();
    const copy = await shows(bo, id, [
      ['beans', '3'],
      ['peas', '5'],
    ]);
    const own = await ada.openTable(id);
    put(own, 0, 1, '4');
    put(copy, 1, 1, '6');
    copy.addRows(1, copy.shape().rows[0]?.id ?? null);
    put(copy, 0, 0, 'kale');
    own.addColumns([{ name: 'Done', type: 'check' }], null);
    const both = [
      ['kale', '', ''],
      ['beans', '4', ''],
      ['peas', '6', ''],
    ];
    await shows(ada, id, both);
    await shows(bo, id, both);
    expect(copy.shape().columns.map(({ name }) => name)).toEqual(['Plant', 'Count', 'Done']);
    expect(bo.view().documents.find((one) => one.id === id)?.type).toBe('table');
  });

  it('M8 is the same after it was read again from the store', async () => {
    const { ada, id, disk } = await founded();
    const own = await ada.openTable(id);
    own.moveRow(spot(own, 1, 0).row, spot(own, 0, 0).row);
    own.changeColumn(spot(own, 0, 1).column, { type: 'choice', choices: ['3', '5'] });
    await ada.settled();
    await ada.close();
    const again = await (await house.profile(disk)).open(ada.id);
    const table = await shows(again, id, [
      ['peas', '5'],
      ['beans', '3'],
    ]);
    expect(table.shape().columns[1]).toMatchObject({ type: 'choice', choices: ['3', '5'] });
  });

  it('undoes a step as a whole, but what somebody wrote since', async () => {
    const { ada, bo, id } = await founded();
    const own = await ada.openTable(id);
    own.together(() => {
      put(own, 0, 0, 'leeks');
      put(own, 0, 1, '7');
    });
    const copy = await shows(bo, id, [
      ['leeks', '7'],
      ['peas', '5'],
    ]);
    put(copy, 0, 1, '8');
    await shows(ada, id, [
      ['leeks', '8'],
      ['peas', '5'],
    ]);
    expect(own.undo()).toBe(true);
    expect(cells(own)[0]).toEqual(['beans', '8']);
    expect(own.redo()).toBe(true);
    expect(cells(own)[0]).toEqual(['leeks', '8']);
    expect([own.undo(), own.undo()]).toEqual([true, false]);
  });

  it('undoes the step that is named, and none that came after it', async () => {
    const { ada, id } = await founded();
    const own = await ada.openTable(id);
    const step = own.deleteRows([spot(own, 0, 0).row]);
    put(own, 0, 1, '8');
    expect([own.undo(step), own.undo(step)]).toEqual([true, false]);
    expect(cells(own)).toEqual([
      ['beans', '3'],
      ['peas', '8'],
    ]);
    expect([own.undo(), own.undo()]).toEqual([true, false]);
    expect(cells(own)[1]).toEqual(['peas', '5']);
  });

  it('brings deleted rows and columns back with their cells', async () => {
    const { ada, id } = await founded();
    const own = await ada.openTable(id);
    own.deleteRows([spot(own, 0, 0).row]);
    own.deleteColumn(spot(own, 0, 1).column);
    expect(cells(own)).toEqual([['peas']]);
    expect([own.undo(), own.undo()]).toEqual([true, true]);
    expect(cells(own)).toEqual([
      ['beans', '3'],
      ['peas', '5'],
    ]);
  });

  it('W7 takes a large paste as several events, and of a cell no more than it holds', async () => {
    const { ada, bo, id } = await founded();
    const own = await ada.openTable(id);
    const rows = own.addRows(1_500, null);
    const { column } = spot(own, 0, 0);
    own.setCells(rows.map((row, i) => ({ row, column, text: `row ${i} ${'x'.repeat(90)}` })));
    own.setCells([{ ...spot(own, 0, 0), text: '🌱'.repeat(MAX_CELL_BYTES) }]);
    expect(own.cell(spot(own, 0, 0).row, column)).toBe('🌱'.repeat(MAX_CELL_BYTES / 4));
    await shows(bo, id, cells(own));
  });

  it('stays in order however often something is put first or last', async () => {
    const { ada, id } = await founded();
    const own = await ada.openTable(id);
    const wanted = ['beans', 'peas'];
    for (let n = 0; n < 300; n++) {
      const isFirst = n % 3 > 0;
      own.addRows(1, isFirst ? spot(own, 0, 0).row : null);
      put(own, isFirst ? 0 : wanted.length, 0, `${n}`);
      wanted.splice(isFirst ? 0 : wanted.length, 0, `${n}`);
    }
    expect(cells(own).map(([first]) => first)).toEqual(wanted);
    expect(Math.max(...own.shape().rows.map(({ place }) => place.length))).toBeLessThan(33);
  });

  it('T11 gives back what somebody wrote there', async () => {
    const { ada, bo, id } = await founded();
    const copy = await shows(bo, id, [
      ['beans', '3'],
      ['peas', '5'],
    ]);
    put(copy, 0, 0, 'weeds');
    copy.addRows(1, null);
    put(copy, 2, 0, 'more weeds');
    await shows(ada, id, [
      ['weeds', '3'],
      ['peas', '5'],
      ['more weeds', ''],
    ]);
    const member = ada.view().members.find(({ name }) => name === 'Bo')?.id;
    if (!member) throw new Error('Bo is not there');
    const preview = await ada.previewTakeBack(member, asSeconds(0));
    expect(preview.tables).toEqual([{ document: id, changed: 3 }]);
    const undo = await ada.takeBack(member, asSeconds(0));
    const before = [
      ['beans', '3'],
      ['peas', '5'],
    ];
    await shows(bo, id, before);
    await undo();
    await shows(bo, id, [
      ['weeds', '3'],
      ['peas', '5'],
      ['more weeds', ''],
    ]);
  });

  it('P20 M4 loses what a removal makes void', async () => {
    const { ada, bo, id } = await founded();
    const copy = await shows(bo, id, [
      ['beans', '3'],
      ['peas', '5'],
    ]);
    put(copy, 0, 0, 'weeds');
    await shows(ada, id, [
      ['weeds', '3'],
      ['peas', '5'],
    ]);
    const member = ada.view().members.find(({ name }) => name === 'Bo')?.id;
    if (!member) throw new Error('Bo is not there');
    await ada.removeMember(member, { before: asSeconds(0) });
    await shows(ada, id, [
      ['beans', '3'],
      ['peas', '5'],
    ]);
  });
});
