/** Cells, and tables as files and on the clipboard. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIn, kept, shown, TICKED } from '../../src/app/table/cell.ts';
import { fromClipboard, fromCsv, toClipboard, toCsv } from '../../src/app/table/sheet.ts';
import { MAX_COLUMNS_IN, MAX_ROWS_IN } from '../../src/base/limits.ts';
import type { ColumnType } from '../../src/host/session.ts';

const of = (type: ColumnType, choices: readonly string[] = []) => ({ type, choices });
const nameOf = (n: number): string => `Column ${n}`;

describe('M7 a cell', () => {
  it('of numbers keeps decimals with a point, whatever way they are typed', () => {
    for (const [typed, value] of [
      ['12', '12'],
      [' 007.50 ', '7.5'],
      ['1,5', '1.5'],
      ["1'000", '1000'],
      ['1 000', '1000'],
      ['-0', '0'],
      ['-.5', '-0.5'],
      ['+3', '3'],
      ['twelve', null],
      ['1.2.3', null],
      ['1e3', null],
      ['', ''],
    ] as const)
      expect(kept(of('number'), typed)).toBe(value);
  });

  it('of dates knows the calendar', () => {
    expect(kept(of('date'), '2026-02-28')).toBe('2026-02-28');
    expect(kept(of('date'), '2028-02-29')).toBe('2028-02-29');
    for (const bad of ['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', 'tomorrow'])
      expect(kept(of('date'), bad)).toBeNull();
  });

  it('of ticks and of choices takes what means one', () => {
    expect(['x', 'Yes', '1', 'no', '0', 'maybe'].map((text) => kept(of('check'), text))).toEqual([
      TICKED,
      TICKED,
      TICKED,
      '',
      '',
      null,
    ]);
    expect(kept(of('choice', ['Beans']), 'beans ')).toBe('Beans');
    expect(kept(of('choice', ['Beans']), 'Peas')).toBeNull();
  });

  it('that is kept is kept as it is the next time', () => {
    const types = fc.constantFrom<ColumnType>('text', 'number', 'date', 'check', 'choice');
    const texts = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.stringMatching(/^[-+.,\d]{1,12}$/),
    );
    fc.assert(
      fc.property(types, texts, (type, text) => {
        const value = kept(of(type, ['a', 'B']), text);
        if (value !== null) expect(kept(of(type, ['a', 'B']), value)).toBe(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is shown in the language of the screen, and as it is where it does not fit', () => {
    expect(shown(of('number'), '1234.5', 'en')).toBe('1,234.5');
    expect(shown(of('date'), '2026-11-22', 'en')).toBe('Nov 22, 2026');
    expect(shown(of('number'), 'many', 'en')).toBe('many');
    expect(shown(of('number'), '123456789012345678901234567890', 'en')).toMatch(/^1234567890123/);
  });

  it('sorts as its column counts, what does not fit and what is empty last', () => {
    const sorted = (type: ColumnType, texts: string[], choices: string[] = []): string[] =>
      texts.sort((a, b) => compareIn(of(type, choices), a, b));
    expect(sorted('number', ['10', '', '9', 'x', '-1'])).toEqual(['-1', '9', '10', 'x', '']);
    expect(sorted('choice', ['low', 'high'], ['high', 'low'])).toEqual(['high', 'low']);
  });
});

const line = fc.array(
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\t', '=', "'", '-', '1', 'é') }),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const lines = (width: number) =>
  fc.array(
    fc.array(
      line.map((parts) => parts.join('')),
      { minLength: width, maxLength: width },
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  );

describe('a table as a file', () => {
  it('comes back with every cell', () => {
    fc.assert(
      fc.property(lines(3), (cells) => {
        const named = [['A', 'B', 'C'], ...cells];
        const sheet = fromCsv(toCsv(named), nameOf);
        expect(sheet?.columns.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
        const back = sheet?.rows.map((row) => row.map((text) => text));
        const asKept = cells.map((row) =>
          row.map((text, i) => kept(of(sheet?.columns[i]?.type ?? 'text'), text) ?? text),
        );
        expect(back).toEqual(asKept);
      }),
      { numRuns: 300 },
    );
  });

  it('holds nothing that a spreadsheet takes for a formula', () => {
    const file = toCsv([
      ['Name'],
      ['=HYPERLINK("https://evil.example")'],
      ['+1+1'],
      ['-5'],
      ['@x'],
    ]);
    expect(file.split('\n').slice(1, 5)).toEqual([
      `"'=HYPERLINK(""https://evil.example"")"`,
      "'+1+1",
      '-5',
      "'@x",
    ]);
  });

  it('has columns of the narrowest type that their cells fit, and names for all', () => {
    const sheet = fromCsv('When,Count,Done,\r\n2026-01-02,"1,5",yes,soon\r\n,2,,\r\n', nameOf);
    expect(sheet).toEqual({
      columns: [
        { name: 'When', type: 'date' },
        { name: 'Count', type: 'number' },
        { name: 'Done', type: 'check' },
        { name: 'Column 4', type: 'text' },
      ],
      rows: [
        ['2026-01-02', '1.5', 'yes', 'soon'],
        ['', '2', '', ''],
      ],
    });
    expect(fromCsv('', nameOf)).toBeNull();
  });

  it('A20 is read up to so many rows and columns', () => {
    const wide = Array.from({ length: MAX_COLUMNS_IN + 5 }, (_, i) => `c${i}`).join(',');
    const sheet = fromCsv(`${wide}\n${'x\n'.repeat(MAX_ROWS_IN + 5)}`, nameOf);
    expect(sheet?.columns.length).toBe(MAX_COLUMNS_IN);
    expect(sheet?.rows.length).toBe(MAX_ROWS_IN - 1);
  });
});

it('the clipboard brings back what it was given, tabs and breaks in cells too', () => {
  fc.assert(
    fc.property(lines(2), (cells) => {
      const some = cells.some((row) => row.some((text) => text !== ''));
      if (some) expect(fromClipboard(toClipboard(cells))).toEqual(cells);
    }),
    { numRuns: 300 },
  );
});
