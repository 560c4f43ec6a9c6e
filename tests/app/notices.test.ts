/** Notices whose words depend on what is known. */
import { expect, it } from 'vitest';
import { words } from '../words.ts';

it('A37 S16 what is missing is said with whose it is and who says so, as far as that is known', () => {
  const { missing } = words.activity.notices;
  const since = String(new Date(2026, 0, 2, 9, 5).getTime());
  const one = missing({ names: 'Cy', by: 'Bo', count: '1', since });
  expect(one).toMatch(/^Changes by Cy are missing since 09:05 .*: Bo says that they exist/);
  expect(one).toContain('nobody else says so');
  const more = missing({ names: '', by: 'Ada, Bo', count: '2', since });
  expect(more).toMatch(/^Changes by somebody are missing since .*: Ada, Bo say that they exist/);
  expect(more).not.toContain('nobody else');
});
