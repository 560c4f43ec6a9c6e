import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { ANSWERS } from '../../scripts/answers/list.ts';
import { pageOf, pictureOf } from '../../scripts/answers/page.ts';
import { titlesIn } from '../../scripts/titles.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the answers to complaints', () => {
  it('show a test or a screen each, or say what is left open', () => {
    for (const { complaint, tests, screens, open } of ANSWERS)
      expect(tests.length + screens.length > 0 || open, complaint).toBeTruthy();
  });

  it('name tests and pictures that there are', () => {
    for (const { file, title } of ANSWERS.flatMap(({ tests }) => tests))
      expect(titlesIn(join(ROOT, file))).toContain(title);
    for (const name of ANSWERS.flatMap(({ screens }) => screens))
      expect(existsSync(join(ROOT, 'docs/screens', pictureOf(name))), name).toBe(true);
  });

  it('stand in docs/ANSWERS.md as they are', async () => {
    const page = join(ROOT, 'docs/ANSWERS.md');
    const options = { ...(await resolveConfig(page)), filepath: page };
    expect(readFileSync(page, 'utf8'), 'npm run answers').toBe(
      await format(pageOf(ANSWERS), options),
    );
  });
});
