import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import type { EventId } from '../../src/base/ids.ts';
import { Registers, type Write } from '../../src/crdt/registers.ts';
import type { RowId } from '../../src/wire/document.ts';
import { registersOf, type OracleWrite } from '../oracle/registers.ts';
import { allOrders, unrelated } from './orders.ts';

const ROW = `01${'00'.repeat(15)}` as RowId;
const idOf = (n: number): EventId => n.toString(16).padStart(64, '0') as EventId;

/** Few values each, so that ties of every kind are common. */
const writes: fc.Arbitrary<OracleWrite> = fc.record({
  row: fc.constantFrom(ROW, `01${'11'.repeat(15)}`),
  field: fc.nat({ max: 1 }),
  value: fc.array(fc.constantFrom(0, 1, 128, 255), { maxLength: 2 }).map((v) => Uint8Array.from(v)),
  globalSeq: fc.integer({ min: 1, max: 3 }),
  event: fc.integer({ min: 1, max: 4 }).map(idOf),
});

const asWrite = ({ value, globalSeq, event }: OracleWrite): Write => ({
  value,
  globalSeq,
  event: event as EventId,
});

function valuesAfter(list: readonly OracleWrite[]): Map<string, string> {
  const registers = new Registers();
  for (const write of list) registers.offer(write.row as RowId, write.field, asWrite(write));
  const values = new Map<string, string>();
  for (const row of registers.rows())
    for (const field of [0, 1]) {
      const value = registers.get(row, field);
      if (value) values.set(`${row}/${field}`, toHex(value));
    }
  return values;
}

describe('registers', () => {
  it('M1 have the values of the oracle in every order of arrival', () => {
    fc.assert(
      fc.property(fc.array(writes, { maxLength: 5 }), (list) => {
        const expected = registersOf(list);
        for (const order of allOrders(unrelated(list.length)))
          expect(valuesAfter(order.flatMap((i) => list[i] ?? []))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('have the values of the oracle after many writes, some of them offered again', () => {
    const many = fc
      .array(writes, { maxLength: 60 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list])));
    fc.assert(
      fc.property(many, ([list, again]) => {
        expect(valuesAfter([...list, ...again])).toEqual(registersOf(list));
      }),
      { numRuns: 200 },
    );
  });

  it('say whether an offered write is now the value', () => {
    const registers = new Registers();
    const offer = (globalSeq: number, value: number, event: number): boolean =>
      registers.offer(ROW, 0, { globalSeq, value: Uint8Array.of(value), event: idOf(event) });
    expect(offer(2, 5, 5)).toBe(true);
    expect(offer(2, 5, 5)).toBe(false);
    expect(offer(1, 9, 9)).toBe(false);
    expect(offer(2, 4, 9)).toBe(false);
    expect(offer(2, 5, 4)).toBe(false);
    expect(offer(2, 5, 6)).toBe(true);
    expect(offer(2, 6, 1)).toBe(true);
    expect(offer(3, 0, 1)).toBe(true);
    expect(registers.get(ROW, 0)).toEqual(Uint8Array.of(0));
    expect(registers.get(ROW, 1)).toBeUndefined();
  });

  it('A44 a tie goes to the greater value by unsigned bytes, the longer one after its prefix', () => {
    const of = (...value: number[]): OracleWrite => ({
      row: ROW,
      field: 0,
      value: Uint8Array.from(value),
      globalSeq: 1,
      event: idOf(value.length),
    });
    const last = (list: OracleWrite[]): string | undefined => valuesAfter(list).get(`${ROW}/0`);
    for (const order of allOrders(unrelated(4))) {
      const list = [of(), of(127, 255), of(128), of(128, 0)];
      expect(last(order.flatMap((i) => list[i] ?? []))).toBe('8000');
    }
  });

  it('A22 rows are names and nothing more: what objects inherit is no row', () => {
    const registers = new Registers();
    for (const name of ['__proto__', 'constructor', 'toString'] as string[])
      expect(registers.get(name as RowId, 0)).toBeUndefined();
    registers.offer(
      '__proto__' as RowId,
      0,
      asWrite({ row: '', field: 0, value: Uint8Array.of(1), globalSeq: 1, event: idOf(1) }),
    );
    expect([...registers.rows()]).toEqual(['__proto__']);
    expect(registers.get(ROW, 0)).toBeUndefined();
  });
});
