/**
 * `npm run answers`: docs/ANSWERS.md, made of scripts/answers/list.ts. Fails, and writes nothing, if a test or a
 * picture that it names is not there. Whether those tests pass is for `npm test` and `npm run long` to say.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ANSWERS } from './answers/list.ts';
import { pageOf, pictureOf } from './answers/page.ts';
import { titlesIn } from './titles.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs/ANSWERS.md');

const missing = [
  ...ANSWERS.flatMap(({ tests }) => tests)
    .filter(({ file, title }) => !titlesIn(join(ROOT, file)).includes(title))
    .map(({ file, title }) => `${file}: ${title}`),
  ...ANSWERS.flatMap(({ screens }) => screens.map(pictureOf)).filter(
    (file) => !existsSync(join(ROOT, 'docs/screens', file)),
  ),
];
if (missing.length > 0) {
  console.error(`Not there:\n${missing.join('\n')}`);
  process.exit(1);
}
writeFileSync(
  PAGE,
  await format(pageOf(ANSWERS), { ...(await resolveConfig(PAGE)), filepath: PAGE }),
);
const open = ANSWERS.filter((one) => one.open).length;
console.log(`${ANSWERS.length} complaints: ${ANSWERS.length - open} answered, ${open} not wholly`);
