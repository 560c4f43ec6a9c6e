/** What the files of a language have to be, and how what needs their words is fetched. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const WORDS = join(import.meta.dirname, '../../src/app/words');
const folders = readdirSync(WORDS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(folders)('the words of %s', (folder) => {
  const files = readdirSync(join(WORDS, folder));

  it.each(files)('%s bring nothing but words', (file) => {
    const source = readFileSync(join(WORDS, folder, file), 'utf8');
    const imported = [...source.matchAll(/^import (?!type ).* from '(.*)';$/gm)];
    for (const [, from] of imported) expect(from).toBe('./counting.ts');
  });

  it('are asked for by one room each', () => {
    const rooms = ['../words.ts', ...readdirSync(WORDS).filter((name) => name.endsWith('.ts'))];
    const sources = rooms.map((name) => readFileSync(join(WORDS, name), 'utf8')).join('');
    for (const file of files) {
      const asked = sources.split(`/${folder}/${file}')`).length - 1;
      expect([file, asked]).toEqual([file, file === 'counting.ts' ? 0 : 1]);
    }
  });
});

describe('what is fetched on demand', () => {
  const app = join(import.meta.dirname, '../../src/app');
  const sources = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:svelte|ts)$/.test(name))
    .map((name) => [name, readFileSync(join(app, name), 'utf8')] as const);

  /** Without words: the host and packages; and what is only fetched ahead. */
  const WORDLESS = /host\/profile|table\/sheet|@scure|uqr|room\(|\.catch\(/;

  it('is waited for together with its words', () => {
    const found = sources.flatMap(([name, source]) =>
      [...source.matchAll(/^.*\bimport\(.*$/gm)]
        .map(([line]) => line.trim())
        .filter(
          (line) =>
            !/withWords\(|loaded\(|<Fetched|^(?:\/\/|\*)/.test(line) && !WORDLESS.test(line),
        )
        .map((line) => `${name}: ${line}`),
    );
    expect(found).toEqual([]);
  });
});
