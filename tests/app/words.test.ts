/** What the files of a language have to be, and how what needs their words is fetched. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Begun, LANGUAGES } from '../../src/app/words/languages.ts';

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

/** What a language may say just as English does. */
const ALIKE =
  /^(?:Parley|OK|Offline|Browser|Name|Relay|Admin|Text|Link|Build|Code|QR-Code|Format|Normal|Status|Version|Documents|Menu|Image|Notes|[^a-z]*)$/i;

describe.each(folders.filter((folder) => folder !== 'en'))('the words of %s', (folder) => {
  it.each(readdirSync(join(WORDS, folder)).filter((file) => file !== 'counting.ts'))(
    '%s are all translated, and take the same facts',
    async (file) => {
      const [english, other] = await Promise.all(
        ['en', folder].map((one) => import(`../../src/app/words/${one}/${file.slice(0, -3)}.ts`)),
      );
      const untranslated = [...pairs(english.default, other.default, file)]
        .filter(([, one, another]) =>
          typeof one === 'function' ? typeof another !== 'function' : one === another || !another,
        )
        .filter(([, one]) => typeof one === 'function' || !ALIKE.test(String(one)))
        .map(([path]) => path);
      expect(untranslated).toEqual([]);
    },
  );
});

/** Paths to all that is no object, with what stands there in both. */
function* pairs(one: object, another: object, path: string): Generator<[string, unknown, unknown]> {
  expect([path, Object.keys(another).sort()]).toEqual([path, Object.keys(one).sort()]);
  for (const [key, value] of Object.entries(one)) {
    const its: unknown = another[key as keyof typeof another];
    const place = `${path} ${key}`;
    if (typeof value === 'object' && value !== null) yield* pairs(value, its as object, place);
    else yield [place, value, its];
  }
}

/** The rooms that a language has which is begun. Who adds one adds it here; with the last it is whole (languages.ts). */
const BEGUN: Readonly<Record<Begun, readonly string[]>> = {
  fr: ['first', 'invite', 'join', 'outline', 'search', 'workspace'],
};
const roomsOf = (folder: string): string[] =>
  readdirSync(join(WORDS, folder))
    .map((file) => file.slice(0, -3))
    .filter((name) => name !== 'counting')
    .sort();
const sizeOf = (rooms: readonly string[]): number =>
  rooms.reduce((sum, name) => sum + readFileSync(join(WORDS, `en/${name}.ts`)).length, 0);

describe.each(Object.entries(BEGUN))('%s is begun', (code, rooms) => {
  const all = roomsOf('en');
  const share = Math.round((100 * sizeOf(rooms)) / sizeOf(all));
  afterEach(() => vi.unstubAllGlobals());

  it(`has ${rooms.length} of ${all.length} rooms, ${share} % of what is said, and its name says that`, () => {
    expect(roomsOf(code)).toEqual(rooms);
    expect(rooms.length).toBeLessThan(all.length);
    expect(LANGUAGES[code as Begun]).toMatch(/ \(.+\)$/);
  });

  it('speaks English in the rooms that it does not have', async () => {
    vi.resetModules();
    vi.stubGlobal('localStorage', { getItem: () => code });
    const { language, withWords } = await import('../../src/app/words/languages.ts');
    expect(language).toBe(code);
    for (const name of all) {
      const part: Promise<Record<string, object>> =
        name === 'first'
          ? import('../../src/app/words.ts')
          : import(`../../src/app/words/${name}.ts`);
      const [words] = Object.values(await withWords(part));
      const spoken = rooms.includes(name) ? code : 'en';
      expect(words).toEqual((await import(`../../src/app/words/${spoken}/${name}.ts`)).default);
    }
  });
});

describe('what is fetched on demand', () => {
  const app = join(import.meta.dirname, '../../src/app');
  const sources = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:svelte|ts)$/.test(name))
    .map((name) => [name, readFileSync(join(app, name), 'utf8')] as const);

  /** Without words: the host and packages; and what is only fetched ahead. */
  const WORDLESS = /host\/profile|table\/sheet|@scure|uqr|^\w\w: \(\) => |\.catch\(/;

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
