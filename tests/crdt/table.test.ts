/** Tables as registers: what may be written, and that all who hold the same writes show the same table. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import type { DocumentId, EventId } from '../../src/base/ids.ts';
import { MAX_CELL_BYTES, MAX_CHOICES, MAX_TITLE_BYTES } from '../../src/base/limits.ts';
import { Registers } from '../../src/crdt/registers.ts';
import {
  axesOf,
  cellOf,
  COLUMN_TYPES,
  deleteColumn,
  deleteRow,
  isTableWrite,
  nameColumn,
  newAxisId,
  placeColumn,
  placeRow,
  setCell,
  setChoices,
  typeColumn,
  unwritten,
  type AxisId,
} from '../../src/crdt/table.ts';
import type { RowId } from '../../src/wire/document.ts';
import type { SetOp } from '../../src/wire/op.ts';

const axis = (n: number): AxisId => newAxisId(Uint8Array.from([n, 0, 0, 0, 0, 0, 0, 1]));
const NONE = '0'.repeat(16);
const write = (row: string, field: number, value: Uint8Array | string): SetOp => ({
  kind: 'set',
  row: row as DocumentId as RowId,
  field,
  value: typeof value === 'string' ? utf8(value) : value,
});

function tableAfter(ops: readonly (readonly [SetOp, number])[]): Registers {
  const registers = new Registers();
  for (const [op, globalSeq] of ops) {
    const event = globalSeq.toString(16).padStart(64, '0') as EventId;
    if (isTableWrite(op)) registers.offer(op.row, op.field, { value: op.value, globalSeq, event });
  }
  return registers;
}

const anyId = fc.integer({ min: 1, max: 4 }).map(axis);
const anyOp: fc.Arbitrary<SetOp> = fc.oneof(
  fc.tuple(anyId, anyId, fc.string()).map((all) => setCell(...all)),
  fc.tuple(anyId, fc.constantFrom('V', 'W', 'K')).map((all) => placeRow(...all)),
  fc.tuple(anyId, fc.constantFrom('V', 'W', 'K')).map((all) => placeColumn(...all)),
  fc.tuple(anyId, fc.boolean()).map((all) => deleteRow(...all)),
  fc.tuple(anyId, fc.boolean()).map((all) => deleteColumn(...all)),
  fc.tuple(anyId, fc.string()).map((all) => nameColumn(...all)),
  fc.tuple(anyId, fc.constantFrom(...COLUMN_TYPES)).map((all) => typeColumn(...all)),
  fc
    .tuple(anyId, fc.uniqueArray(fc.string({ minLength: 1, maxLength: 9 }), { maxLength: 6 }))
    .map((all) => setChoices(...all)),
);

const shownIn = (registers: Registers): unknown => {
  const { rows, columns } = axesOf(registers);
  const cells = rows.map((row) => columns.map(({ id }) => cellOf(registers, row.id, id)));
  return { rows, columns, cells };
};

describe('M6 a write in a table', () => {
  it('made here is one that its schema lets in', () => {
    fc.assert(fc.property(anyOp, isTableWrite), { numRuns: 500 });
  });

  it('A22 of a cell is UTF-8 within its bytes, in field 0 alone', () => {
    const cell = axis(1) + axis(2);
    expect(isTableWrite(write(cell, 0, 'x'.repeat(MAX_CELL_BYTES)))).toBe(true);
    expect(isTableWrite(write(cell, 0, 'x'.repeat(MAX_CELL_BYTES + 1)))).toBe(false);
    expect(isTableWrite(write(cell, 0, Uint8Array.of(0xed, 0xa0, 0x80)))).toBe(false);
    for (const field of [1, 2, 3, 4, 5, 6, 255])
      expect(isTableWrite(write(cell, field, 'V'))).toBe(false);
  });

  it('of a row is its place or whether it is deleted; of neither row nor column is nothing', () => {
    const row = axis(1) + NONE;
    expect(isTableWrite(write(row, 1, 'V'))).toBe(true);
    for (const [field, value] of [
      [0, 'V'],
      [1, 'V0'],
      [1, ''],
      [2, Uint8Array.of(2)],
      [3, 'Name'],
      [4, Uint8Array.of(0)],
      [5, Uint8Array.of(0)],
      [6, 'V'],
    ] as const)
      expect(isTableWrite(write(row, field, value))).toBe(false);
    for (let field = 0; field < 7; field++)
      expect(isTableWrite(write(NONE + NONE, field, Uint8Array.of(0)))).toBe(false);
  });

  it('of a column has a known type, a short name, and different choices that are some', () => {
    const column = NONE + axis(1);
    expect(isTableWrite(write(column, 3, 'x'.repeat(MAX_TITLE_BYTES + 1)))).toBe(false);
    expect(isTableWrite(write(column, 4, Uint8Array.of(COLUMN_TYPES.length)))).toBe(false);
    expect(isTableWrite(write(column, 4, Uint8Array.of()))).toBe(false);
    const many = Array.from({ length: MAX_CHOICES + 1 }, (_, i) => `choice ${i}`);
    expect(isTableWrite(setChoices(axis(1), many.slice(1)))).toBe(true);
    expect(isTableWrite(setChoices(axis(1), many))).toBe(false);
    expect(isTableWrite(setChoices(axis(1), ['a', 'a']))).toBe(false);
    expect(isTableWrite(setChoices(axis(1), ['']))).toBe(false);
    expect(isTableWrite(write(column, 5, Uint8Array.of(1, 1, 97, 0)))).toBe(false);
  });

  it('W3 A49 is let in or not, whatever its bytes, and never throws', () => {
    const anyWrite = fc.record({
      kind: fc.constant('set' as const),
      row: fc
        .tuple(fc.constantFrom(NONE, axis(1)), fc.constantFrom(NONE, axis(2)))
        .map((halves) => halves.join('') as RowId),
      field: fc.integer({ min: 0, max: 255 }),
      value: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(anyWrite, (op) => {
        const registers = tableAfter([[op, 1]]);
        shownIn(registers);
        return [...registers.rows()].length === Number(isTableWrite(op));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a table', () => {
  it('M1 M8 is the same in whatever order its writes come', () => {
    const history = fc.array(anyOp, { maxLength: 30 });
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (ops, chance) => {
        const numbered = ops.map((op, i) => [op, 1 + (i >> 1)] as const);
        const mixed = numbered
          .map((one) => ({ one, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(shownIn(tableAfter(mixed))).toEqual(shownIn(tableAfter(numbered)));
      }),
      { numRuns: 300 },
    );
  });

  it('M8 has its rows and columns by place, without deleted ones, whose cells come back with them', () => {
    const [a, b, c] = [axis(1), axis(2), axis(3)];
    const ops = [
      placeRow(a, 'W'),
      placeRow(b, 'V'),
      placeRow(c, 'V'),
      placeColumn(a, 'V'),
      nameColumn(a, 'Plant'),
      typeColumn(a, 'choice'),
      setChoices(a, ['beans', 'peas']),
      setCell(b, a, 'beans'),
    ];
    const made = ops.map((op, i) => [op, i + 1] as const);
    const { rows, columns } = axesOf(tableAfter(made));
    expect(rows.map(({ id }) => id)).toEqual([b, c, a]);
    expect(columns).toEqual([
      { id: a, place: 'V', name: 'Plant', type: 'choice', choices: ['beans', 'peas'] },
    ]);
    const gone = [...made, [deleteRow(b, true), 20] as const, [deleteColumn(a, true), 21] as const];
    expect(axesOf(tableAfter(gone))).toEqual({
      rows: [
        { id: c, place: 'V' },
        { id: a, place: 'W' },
      ],
      columns: [],
    });
    const back = [
      ...gone,
      [deleteRow(b, false), 22] as const,
      [deleteColumn(a, false), 23] as const,
    ];
    expect(cellOf(tableAfter(back), b, a)).toBe('beans');
    expect(axesOf(tableAfter(back)).columns).toEqual(columns);
  });

  it('M7 keeps every cell when a column changes its type', () => {
    const [row, column] = [axis(1), axis(2)];
    const before = [placeColumn(column, 'V'), setCell(row, column, 'not a number')];
    const ops = [...before, typeColumn(column, 'number')].map((op, i) => [op, i + 1] as const);
    expect(cellOf(tableAfter(ops), row, column)).toBe('not a number');
  });

  it('can be put back to what it was before anything was written', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { maxLength: 30 }), (ops) => {
        const made = ops.map((op, i) => [op, i + 1] as const);
        // As when a step is undone: what was done first comes last, and a place before all else.
        const first = ops.toSorted((a, b) => Number(a.field !== 1) - Number(b.field !== 1));
        const back = first.toReversed().flatMap((op) => unwritten(op) ?? []);
        const undone = back.map((op, i) => [op, 100 + i] as const);
        const { rows, columns } = axesOf(tableAfter([...made, ...undone]));
        const placed = new Set(ops.filter(({ field }) => field === 1).map(({ row }) => row));
        for (const { id } of rows) expect(placed.has((id + NONE) as RowId)).toBe(false);
        for (const { id } of columns) expect(placed.has((NONE + id) as RowId)).toBe(false);
        for (const { row, field } of ops)
          if (field === 0)
            expect(
              cellOf(
                tableAfter([...made, ...undone]),
                row.slice(0, 16) as AxisId,
                row.slice(16) as AxisId,
              ),
            ).toBe('');
      }),
      { numRuns: 200 },
    );
  });
});
