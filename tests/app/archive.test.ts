/** Archives as files: what is read of them, what is refused, and that nothing of one does harm. */
import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { asSeconds } from '../../src/base/ids.ts';
import {
  MAX_ARCHIVE_BYTES,
  MAX_ARCHIVE_CELLS,
  MAX_ARCHIVE_FILES,
  MAX_ARCHIVE_INDEX,
  MAX_COMMENT_BYTES,
} from '../../src/base/limits.ts';
import { type Contents, decodeContents, encodeContents } from '../../src/app/archive/contents.ts';
import { Finder } from '../../src/app/archive/finder.ts';
import { imagesIn, pathsIn, withNames, withPaths } from '../../src/app/archive/links.ts';
import { commentsPage, FileNames } from '../../src/app/archive/readable.ts';
import { sha256 } from '../../src/app/archive/sha256.ts';
import { contentOf, listOf, ZipWriter } from '../../src/app/archive/zip.ts';
import { COLUMN_TYPES } from '../../src/crdt/table.ts';
import { Slice } from '../../src/host/slice.ts';
import { blobOf, claiming, entriesIn, FIELD, planned, zipped } from './zips.ts';

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
const AT = new Date('2026-11-22T18:00:00Z');

describe('a zip', () => {
  it('Z1 is read by other programs, and by us, file by file', async () => {
    const content = fc.uint8Array({ maxLength: 2_000 });
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zé/]{1,12}[a-z]$/), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(content, { minLength: 6, maxLength: 6 }),
        async (all, some) => {
          const zip = new ZipWriter(AT);
          for (const [i, name] of all.entries())
            await zip.add(name, some[i] as Uint8Array, i % 2 === 0);
          const file = zip.finish();
          const theirs = all.length === 0 ? {} : unzipSync(await bytesOf(file));
          const list = await listOf(file);
          if (typeof list === 'string') throw new Error(list);
          expect(list.map(({ path }) => path)).toEqual(all);
          for (const [i, entry] of list.entries()) {
            expect(theirs[entry.path]).toEqual(some[i]);
            expect(await contentOf(file, entry, new Slice())).toEqual(some[i]);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('Z3 A69 unfolds to no more than its list says', async () => {
    const good = zipped({ 'a.md': 'x'.repeat(100_000) });
    for (const size of [0, 10, 99_999, 100_001])
      expect(await planned(claiming(good, 0, FIELD.size, size))).toBe('Damaged');
    expect(await planned(claiming(good, 0, FIELD.checksum, 1))).toBe('Damaged');
    expect(await planned(claiming(good, 0, FIELD.packed, 2 ** 31))).toBe('Damaged');
    expect(await planned(claiming(good, 0, FIELD.at, 2 ** 31))).toBe('Damaged');
    expect(await planned(claiming(good, 0, FIELD.size, 0xffffffff))).toBe('TooLarge');
  });

  it('Z3 A69 that says more than is taken in is not unfolded at all', async () => {
    const good = zipped({ 'a.md': 'a', 'b.md': 'b' });
    const half = claiming(good, 0, FIELD.size, MAX_ARCHIVE_BYTES + 1);
    expect(await planned(half)).toBe('TooLarge');
    // Files that share their bytes count each.
    const many = zipped(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [`${i}.md`, i === 0 ? 'x'.repeat(4_194_304) : '']),
      ),
    );
    const [first] = entriesIn(many);
    const view = new DataView(many.buffer);
    for (const at of entriesIn(many))
      for (const field of [10, ...Object.values(FIELD)])
        view.setUint32(at + field, view.getUint32((first ?? 0) + field, true), true);
    expect(await planned(many)).toBe('TooLarge');
  });

  it('Z3 A69 with more files than a person has is not read', async () => {
    const copy = zipped({ 'a.md': 'a' });
    new DataView(copy.buffer).setUint16(copy.length - 12, MAX_ARCHIVE_FILES + 1, true);
    expect(await planned(copy)).toBe('TooLarge');
    new DataView(copy.buffer).setUint16(copy.length - 12, 2, true);
    expect(await planned(copy)).toBe('Damaged');
  });

  it('Z3 that is none, is encrypted, or packed in another way is refused in words of its own', async () => {
    expect(await planned(utf8('Not a zip, but text that is long enough for one.'))).toBe('NotAZip');
    expect(await planned(new Uint8Array())).toBe('NotAZip');
    const zip = zipped({ 'a.md': 'a' });
    const at = entriesIn(zip)[0] ?? 0;
    const encrypted = zip.slice();
    encrypted[at + 8] = 1;
    expect(await planned(encrypted)).toBe('Unsupported');
    const other = zip.slice();
    other[at + 10] = 93;
    expect(await planned(other)).toBe('Unsupported');
    expect(await planned(zipped({ 'a.pdf': 'a', 'folder/': '' }))).toBe('Nothing');
  });

  it('Z3 A69 that was changed anywhere is taken as it is or refused, and never throws', async () => {
    const good = zipped({
      'parley.json': encodeContents(sample(await sha256(utf8('beans and leeks')))),
      'Garden/First.md': 'beans and leeks',
      'Garden/Seeds.csv': 'What,How many\nbeans,3\n',
      'notes.txt': 'more',
    });
    expect(typeof (await planned(good))).toBe('object');
    const edit = fc.record({
      at: fc.nat({ max: good.length - 1 }),
      cut: fc.nat({ max: 40 }),
      put: fc.uint8Array({ maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        let bytes = [...good];
        for (const { at, cut, put } of edits)
          bytes = [...bytes.slice(0, at), ...put, ...bytes.slice(at + cut)];
        const found = await planned(Uint8Array.from(bytes));
        if (typeof found === 'object')
          for (const one of found.documents)
            expect(one.kind === 'table' ? one.rows : one.text).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});

it('Z3 A69 whose parley.json says anything at all is refused, or taken within bounds', async () => {
  const text = 'beans and leeks';
  const json = fromUtf8(encodeContents(sample(await sha256(utf8(text))))) ?? '';
  const word = fc.oneof(
    fc.constantFrom('null', '[]', '{}', '-1', '1e99', '0.5', '""', '[[0,3]]', '[[2,9],[9,15]]'),
    fc.constantFrom('"Garden/Seeds.csv"', '"__proto__"', '99', '"choice"', '[[0,1],[2,16]]'),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  const values = [...json.matchAll(/(?<=[:[,])(?:"[^"]*"|\d+|\[[^[\]]*\]|null)/g)];
  const edits = fc.array(fc.tuple(fc.nat({ max: values.length - 1 }), word), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      let changed = json;
      for (const [n, put] of all.sort(([a], [b]) => b - a)) {
        const { index = 0, 0: old = '' } = values[n] ?? {};
        changed = changed.slice(0, index) + put + changed.slice(index + old.length);
      }
      const plan = await planned(
        zipped({
          'parley.json': changed,
          'Garden/First.md': text,
          'Garden/Seeds.csv': 'What\nbeans\n',
        }),
      );
      if (typeof plan === 'string') return;
      for (const one of plan.documents)
        if (one.kind === 'text')
          for (const { ranges, comments } of one.threads) {
            for (const { from, to } of ranges)
              expect(from < to && to <= one.text.length).toBe(true);
            for (const said of comments) expect(utf8(said).length).toBeLessThan(MAX_COMMENT_BYTES);
          }
    }),
    { numRuns: 500 },
  );
});

function sample(hash: string): Contents {
  return {
    workspace: 'Garden',
    exported: { by: 'Ada', at: asSeconds(1_700_000_000) },
    documents: [
      {
        kind: 'text',
        title: 'First page',
        file: 'Garden/First.md',
        sha256: hash,
        authors: ['Ada'],
        runs: [[0, 0, 15]],
        threads: [
          {
            ranges: [{ from: 0, to: 5 }],
            quote: 'beans',
            resolved: { by: 'Bo', at: asSeconds(5) },
            comments: [{ by: 'Ada', at: asSeconds(4), text: 'Which?' }],
          },
        ],
      },
      {
        kind: 'table',
        title: 'Seeds',
        file: 'Garden/Seeds.csv',
        columns: [
          { name: 'What', type: 'text', choices: [] },
          { name: 'How many', type: 'number', choices: [] },
        ],
      },
    ],
    images: [],
  };
}

describe('parley.json', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const said = fc.record({ by: text, at: fc.integer({ min: -1e10, max: 1e12 }).map(asSeconds) });
  const ranges = fc
    .uniqueArray(fc.nat({ max: 4_000 }), { maxLength: 8 })
    .map((all) => all.sort((a, b) => a - b))
    .map((all) =>
      Array.from({ length: all.length >> 1 }, (_, i) => ({
        from: all[2 * i] ?? 0,
        to: all[2 * i + 1] ?? 0,
      })),
    );
  const thread = fc.record({
    ranges,
    quote: text,
    resolved: fc.option(said),
    comments: fc.array(
      fc.tuple(said, text).map(([by, words]) => ({ ...by, text: `${words}.` })),
      { minLength: 1, maxLength: 3 },
    ),
  });
  const document = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      title: text,
      file: text,
      sha256: fc.constant('a'.repeat(64)),
      authors: fc.constant(['Ada', '']),
      runs: fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat(), fc.nat())),
      threads: fc.array(thread, { maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('table' as const),
      title: text,
      file: text,
      columns: fc.array(
        fc.record({
          name: text,
          type: fc.constantFrom(...COLUMN_TYPES),
          choices: fc.uniqueArray(
            text.map((one) => `${one}.`),
            { maxLength: 5 },
          ),
        }),
        { maxLength: 4 },
      ),
    }),
  );
  const contents: fc.Arbitrary<Contents> = fc.record({
    workspace: text,
    exported: said,
    documents: fc.array(document, { maxLength: 5 }),
    images: fc.array(fc.record({ name: fc.stringMatching(/^[0-9a-f]{30}$/), file: text }), {
      maxLength: 3,
    }),
  });

  it('Z1 says what it was told, in one form', () => {
    fc.assert(
      fc.property(contents, (all) => {
        const bytes = encodeContents(all);
        const read = decodeContents(bytes);
        expect(read).toEqual(all);
        expect(encodeContents(read as Contents)).toEqual(bytes);
      }),
      { numRuns: 100 },
    );
  });

  it('Z3 of any other form is refused whole', () => {
    const good = JSON.parse(fromUtf8(encodeContents(sample('a'.repeat(64)))) ?? '');
    const decoded = (value: unknown) => decodeContents(utf8(JSON.stringify(value)));
    expect(typeof decoded(good)).toBe('object');
    expect(decoded({ ...good, version: 2 })).toBe('Newer');
    expect(decoded({ ...good, format: 'another' })).toBe('Damaged');
    for (const [path, values] of Object.entries({
      documents: [null, {}, 'x', [null], [[]]],
      'documents.0.kind': ['map', null],
      'documents.0.title': [7, 'x'.repeat(500), '\ud800'],
      'documents.0.runs': [[[0, 1]], [[9, 0, 1]], [[0, -1, 1]], [[0, 0.5, 1]], 'x'],
      'documents.0.threads.0.comments': [[], [{ by: 'A', at: 'never', text: 'x' }]],
      'documents.0.threads.0.comments.0.text': ['', 'x'.repeat(MAX_COMMENT_BYTES + 1)],
      'documents.0.threads.0.quote': [null, 'x'.repeat(4_097)],
      'documents.0.threads.0.ranges': [
        [[3, 3]],
        [[5, 3]],
        [
          [0, 3],
          [3, 5],
        ],
        [[0, 9_999]],
        [[0]],
      ],
      'documents.1.columns.0.type': ['formula', 3],
      'documents.1.columns.0.choices': [['a', 'a'], [''], Array(65).fill('x')],
      images: [[{ name: '../x', file: 'x' }], [7]],
    }))
      for (const value of values) {
        const copy = structuredClone(good);
        const keys = path.split('.');
        const last = keys.pop() ?? '';
        keys.reduce((at, key) => at[key], copy)[last] = value;
        expect([path, value, decoded(copy)]).toEqual([path, value, 'Damaged']);
      }
  });

  it('Z3 A69 that is deep, long or no JSON is refused', () => {
    expect(decodeContents(utf8('['.repeat(1_000_000)))).toBe('Damaged');
    expect(decodeContents(utf8('{"format":'))).toBe('Damaged');
    expect(decodeContents(Uint8Array.of(0xff))).toBe('Damaged');
    expect(decodeContents(new Uint8Array(MAX_ARCHIVE_INDEX + 1))).toBe('TooLarge');
  });
});

describe('a zip that nobody took along', () => {
  it('Z2 becomes a document of each text, Markdown and CSV file, by path', async () => {
    const plan = await planned(
      zipped({
        'b/2 peas.md': '\ufeffPeas\r\n',
        'b/10 beans.markdown': 'Beans',
        'a.csv': 'When,What\n2026-01-02,peas\n',
        'b/plain.TXT': 'plain',
        'b/photo.pdf': 'x',
        '__MACOSX/b/._peas.md': 'x',
        '.hidden.md': 'x',
        'broken.txt': Uint8Array.of(0xff, 0xfe),
      }),
    );
    expect(plan).toMatchObject({
      documents: [
        { kind: 'table', title: 'a', columns: [{ name: 'When', type: 'date' }, { name: 'What' }] },
        { kind: 'text', title: '2 peas', text: 'Peas\n' },
        { kind: 'text', title: '10 beans', text: 'Beans' },
        { kind: 'text', title: 'plain', text: 'plain' },
      ],
      others: 2,
      images: [],
    });
  });

  it('Z3 A69 has paths that only name what they lead to', async () => {
    const plan = await planned(
      zipped({ '../../../etc/passwd.md': 'a', 'C:\\Windows\\x.md': 'b', '/root.md': 'c' }),
    );
    if (typeof plan === 'string') throw new Error(plan);
    expect(plan.documents.map(({ title }) => title).sort()).toEqual(['passwd', 'root', 'x']);
  });

  it('Z3 A69 has no table that would take more than a grid can bear', async () => {
    const wide = `${','.repeat(2_000)}\n`;
    expect(await planned(zipped({ 'a.csv': wide + 'x\n'.repeat(2_000) }))).toBe('TooLarge');
    expect(await planned(zipped({ 'a.csv': '\n'.repeat(9 * MAX_ARCHIVE_CELLS) }))).toBe('TooLarge');
  });

  it('Z2 brings the images that its texts show, wherever they lie', async () => {
    const name = 'ab'.repeat(15);
    const plan = await planned(
      zipped({
        'notes/a.md':
          '![one](../pics/bed%20one.png "A bed") ![two](<../pics/bed one.png>) ![no](x.png)',
        'pics/bed one.png': 'a picture',
        'pics/other.png': 'another',
      }),
      (bytes) => (fromUtf8(bytes) === 'a picture' ? name : null),
    );
    if (typeof plan === 'string') throw new Error(plan);
    expect(plan.documents).toMatchObject([
      { text: `![one](parley:${name}) ![two](parley:${name}) ![no](x.png)` },
    ]);
    expect(plan.images.map(({ path }) => path)).toEqual(['pics/bed one.png']);
    expect(plan.others).toBe(1);
  });
});

describe('a zip that was taken along', () => {
  const files = async (markdown: string, changed = markdown) => ({
    'parley.json': encodeContents(sample(await sha256(utf8(markdown)))),
    'Garden/First.md': changed,
    'Garden/Seeds.csv': "\ufeffWhat,How many\n'=beans,3\n,\n",
    'comments.md': '# For people',
  });

  it('Z2 Z4 comes as it was, with who said what in the words of each comment', async () => {
    const all = await files('beans and leeks');
    const inFolder = Object.fromEntries(
      Object.entries(all).map(([path, one]) => [`x/${path}`, one]),
    );
    for (const some of [all, inFolder])
      expect(await planned(zipped({ ...some, 'new.md': 'New' }))).toMatchObject({
        documents: [
          {
            title: 'First page',
            text: 'beans and leeks',
            threads: [{ ranges: [{ from: 0, to: 5 }], resolved: true, comments: ['Ada:\nWhich?'] }],
          },
          {
            title: 'Seeds',
            columns: [
              { name: 'What', type: 'text' },
              { name: 'How many', type: 'number' },
            ],
            rows: [
              ['=beans', '3'],
              ['', ''],
            ],
          },
          { title: 'new', text: 'New' },
        ],
        comments: 1,
      });
  });

  it('Z2 comes as somebody left it, and comments stay with their words if these are there', async () => {
    const threadsOf = async (changed: string) => {
      const plan = await planned(zipped(await files('beans and leeks', changed)));
      const first = typeof plan === 'string' ? null : plan.documents[0];
      return first?.kind === 'text' ? [first.text, first.threads[0]?.ranges] : plan;
    };
    expect(await threadsOf('no beans\r\n')).toEqual(['no beans\n', [{ from: 3, to: 8 }]]);
    expect(await threadsOf('peas')).toEqual(['peas', []]);
  });

  it('Z3 A69 with many threads gives way between two of them', async () => {
    const [first, table] = sample(await sha256(utf8('beans and leeks'))).documents;
    if (first?.kind !== 'text' || !table) throw new Error('a text first');
    const pausesWith = async (count: number, changed: string): Promise<number> => {
      const threads = Array.from({ length: count }, () => first.threads).flat();
      const contents = { ...sample(''), documents: [{ ...first, threads }, table] };
      const all = await files('beans and leeks', changed);
      const zip = zipped({ ...all, 'parley.json': encodeContents(contents) }, 0);
      let [now, pauses] = [0, 0];
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
      vi.stubGlobal('scheduler', { postTask: async () => void pauses++ });
      expect(await planned(zip)).toMatchObject({ comments: count });
      clock.mockRestore();
      vi.unstubAllGlobals();
      return pauses;
    };
    for (const changed of ['beans and leeks', 'peas'])
      expect(await pausesWith(101, changed)).toBeGreaterThanOrEqual(
        (await pausesWith(1, changed)) + 100,
      );
  });

  it('Z3 without one of its files is damaged', async () => {
    for (const gone of ['Garden/First.md', 'Garden/Seeds.csv']) {
      const all = Object.entries(await files('beans and leeks'));
      const rest = Object.fromEntries(all.filter(([path]) => path !== gone));
      expect(await planned(zipped(rest))).toBe('Damaged');
    }
  });

  it('Z4 N1 has comments that are too long with their writer as several', async () => {
    const long = '🌱é'.repeat(682);
    const contents = sample(await sha256(utf8('beans and leeks')));
    const [first, table] = contents.documents;
    if (first?.kind !== 'text' || !table) throw new Error('a text first');
    const comments = [{ by: 'Ada', at: asSeconds(4), text: long }];
    const threads = first.threads.map((thread) => ({ ...thread, comments }));
    const plan = await planned(
      zipped({
        ...(await files('beans and leeks')),
        'parley.json': encodeContents({ ...contents, documents: [{ ...first, threads }, table] }),
      }),
    );
    if (typeof plan === 'string' || plan.documents[0]?.kind !== 'text') throw new Error('a plan');
    const said = plan.documents[0].threads[0]?.comments ?? [];
    expect(said.every((one) => utf8(one).length <= MAX_COMMENT_BYTES)).toBe(true);
    expect(said.map((one) => one.replace('Ada:\n', '')).join('')).toBe(long);
  });
});

describe('the words of a comment', () => {
  it('Z2 are found where they stand first', async () => {
    const word = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b'), maxLength });
    await fc.assert(
      fc.asyncProperty(word(8), word(200), async (quote, text) => {
        const found = await new Finder(new Slice()).find(quote, text);
        expect(found).toBe(quote === '' ? -1 : text.indexOf(quote));
      }),
      { numRuns: 500 },
    );
    const long = `${'beans, '.repeat(700_000)}and leeks`;
    expect(await new Finder(new Slice()).find('and leeks', long)).toBe(4_900_000);
  });

  it('Z3 A69 cost no more than the text is long, and together no more than one archive may', async () => {
    const text = 'a'.repeat(100_000);
    const most = 5 * text.length;
    const quotes = ['b'.padEnd(4_096, 'a'), 'b'.padStart(4_096, 'a'), 'ab'.repeat(2_048)];
    for (const quote of quotes) {
      const finder = new Finder(new Slice(), most);
      expect(await finder.find(quote, text)).toBe(-1);
      expect(most - finder.left).toBeLessThanOrEqual(2 * text.length);
      for (let i = 0; i < 5; i++) await finder.find(quote, text);
      expect(finder.left).toBe(0);
      expect(await finder.find('a', text)).toBe(-1);
    }
  });

  it('Z3 A69 are looked for in slices', async () => {
    let pauses = 0;
    class Short extends Slice {
      override get isOver(): boolean {
        return true;
      }
      override async end(): Promise<void> {
        pauses += 1;
      }
    }
    await new Finder(new Short()).find('b', 'a'.repeat(1_000_000));
    expect(pauses).toBeGreaterThan(10);
  });
});

describe('images in Markdown', () => {
  const name = '0123456789'.repeat(3);
  it('Z1 go from names to paths and back, and all else stays', () => {
    const part = fc.constantFrom(
      `![a bed](parley:${name})`,
      `![](parley:${name})`,
      '![x](y.png "t")',
      '[link](../images/x)',
      '![a \\] b](parley:1)',
      ' beans\n',
      '![',
      '](',
      '🌱',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const path = `images/${'f'.repeat(64)}.png`;
        const out = withPaths(text, () => `../${path}`);
        expect(imagesIn(out)).toEqual([]);
        expect(withNames(out, 'Garden/a.md', (at) => (at === path ? name : undefined))).toBe(text);
      }),
    );
  });

  it('Z3 lead nowhere outside', () => {
    const text =
      '![](../../x.png) ![](https://a.example/x.png) ![](//a/b.png) ![](%ff.png) ![](./a/../b.png)';
    expect(pathsIn(text, 'folder/a.md')).toEqual(['a/b.png', 'folder/b.png']);
  });
});

describe('what people read', () => {
  it('Z1 has a name for each document, whatever it is called', () => {
    const names = new FileNames('Garden: plan/1', 'Untitled');
    expect(
      ['Beds', 'beds', '', '', 'a/b', 'con', 'Beds (2)'].map((one) => names.of(one, 'md')),
    ).toEqual([
      'Garden plan 1/Beds.md',
      'Garden plan 1/beds (2).md',
      'Garden plan 1/Untitled.md',
      'Garden plan 1/Untitled (2).md',
      'Garden plan 1/a b.md',
      'Garden plan 1/Untitled con.md',
      'Garden plan 1/Beds (2) (2).md',
    ]);
  });

  it('Z1 is a page of all comments', () => {
    const { documents } = sample('');
    const [first] = documents;
    if (first?.kind !== 'text') throw new Error('a text first');
    const words = {
      page: (title: string) => `${title}: comments`,
      said: (by: string, at: string) => `${by}, ${at}:`,
      resolvedBy: (by: string) => `Resolved by ${by}`,
      gone: 'gone',
      untitled: 'Untitled',
    };
    expect(commentsPage('Garden', [first], words, (at) => `at ${at}`)).toBe(
      '# Garden: comments\n\n## First page\n\n> beans\n\n- **Ada, at 4:** Which?\n\n*Resolved by Bo*\n',
    );
    expect(commentsPage('Garden', [{ ...first, threads: [] }], words, String)).toBeNull();
  });
});

it('Z3 a file that the browser does not give is refused', async () => {
  const gone = {
    size: 100,
    slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }),
  };
  expect(await planned(Object.setPrototypeOf(gone, Blob.prototype) as Blob)).toBe('Unreadable');
  expect(await listOf(blobOf(new Uint8Array(10)))).toBe('NotAZip');
});
