import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../scripts/attacks/report.ts';
import { withTable } from '../../scripts/attacks/table.ts';
import { titlesIn } from '../../scripts/titles.ts';
import { ROWS } from '../byzantine/table.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('the table of attacks', () => {
  it('has every row once, and for each says what shows it or what is missing', () => {
    const ids = ROWS.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, i) => `A${String(i + 1).padStart(2, '0')}`));
    expect(ids.length).toBeGreaterThanOrEqual(55);
    expect(ROWS.filter(({ shown, missing }) => shown.length === 0 && !missing)).toEqual([]);
  });

  it('names rules that there are', () => {
    const rules = [...read('docs/SPEC.md').matchAll(/^\*\*([A-Z]+\d+)\*\*/gm)].map(([, id]) => id);
    for (const row of ROWS) for (const rule of row.rules) expect(rules).toContain(rule);
  });

  it('names tests that there are', () => {
    const known = new Map<string, string[]>();
    for (const { file, title } of ROWS.flatMap(({ shown }) => shown)) {
      if (!known.has(file)) known.set(file, titlesIn(join(ROOT, file)));
      expect(
        known.get(file)?.some((one) => one.startsWith(title)),
        `${file}: ${title}`,
      ).toBe(true);
    }
  });

  it('stands in docs/THREATS.md as it is', () => {
    const document = read('docs/THREATS.md');
    expect(withTable(document, ROWS), 'npm run attacks -- --write').toBe(document);
  });
});

describe('the outcome of a row', () => {
  const test = (title: string, status: string, above = 'A01 above') => ({
    ancestorTitles: [above],
    title,
    status,
  });
  const files = [
    {
      name: '/somewhere/tests/a.test.ts',
      assertionResults: [
        test('one PARLEY_SEED=1', 'passed'),
        test('one PARLEY_SEED=2', 'failed'),
        test('A02 plain', 'passed', 'other'),
        test('A02 left out', 'skipped', 'other'),
      ],
    },
  ];

  it('adds up what begins as it says, and counts seeds', () => {
    const above = outcomeOf(files, { file: 'tests/a.test.ts', title: 'A01' });
    expect(above).toEqual({ passed: 1, failed: 1, seeds: 2 });
    const plain = outcomeOf(files, { file: 'tests/a.test.ts', title: 'A02' });
    expect(plain).toEqual({ passed: 1, failed: 0, seeds: 0 });
  });

  it('is nothing for a test that is not there', () => {
    const none = { passed: 0, failed: 0, seeds: 0 };
    expect(outcomeOf(files, { file: 'tests/b.test.ts', title: 'A01' })).toEqual(none);
    expect(outcomeOf(files, { file: 'tests/a.test.ts', title: 'A09' })).toEqual(none);
  });
});
