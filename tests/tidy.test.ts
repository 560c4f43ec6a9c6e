import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as rules from './tidy/rules.ts';
import type { Source } from './tidy/source.ts';

const ROOT = join(import.meta.dirname, '..');
const IGNORED = new Set(['.git', '.cache', 'node_modules', 'dist', 'release']);
const TEXT = /\.(?:ts|svelte|js|mjs|json|md|html|css|svg|txt|ya?ml|webmanifest)$|^[^.]*$|^\.\w+$/;

function project(folder = ''): Source[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : project(path);
    if (!entry.isFile() || !TEXT.test(entry.name)) return [];
    return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
  });
}

/** A source that breaks no rule by itself. */
const file = (path: string, code: string): Source => ({
  path,
  text: `/** Exists so that a rule of the house has something to look at. */\n${code}\n`,
});

describe('the project is tidy', () => {
  const sources = project();
  it.each(Object.entries(rules.RULES))('%s', (_, rule) => {
    expect(rule(sources)).toEqual([]);
  });
});

describe('each rule reports its trespass', () => {
  it('floors: a room imports only what lies below it', () => {
    const found = rules.floors([
      file('src/crdt/text.ts', "import { a } from '../wire/op.ts'; import '../net/sync.ts';"),
      file('src/consensus/vote.ts', "import type { Text } from '../crdt/text.ts';"),
      file('src/app/list.ts', "export { decode } from '../wire/codec.ts';"),
      file('src/app/Door.svelte', "<script>const open = import('../node/serve.ts');</script>"),
      file('src/net/peer.ts', "let store: import('../storage/store.ts').Store;"),
    ]);
    expect(found).toEqual([
      'src/crdt/text.ts: crdt may not import net (src/net/sync.ts)',
      'src/consensus/vote.ts: consensus may not import crdt (src/crdt/text.ts)',
      'src/app/list.ts: app may not import wire (src/wire/codec.ts)',
      'src/app/Door.svelte: app may not import node (src/node/serve.ts)',
      'src/net/peer.ts: net may not import storage (src/storage/store.ts)',
    ]);
  });

  it('floors: a room imports only its own packages', () => {
    const found = rules.floors([
      file('src/crdt/text.ts', "import { openDB } from 'idb';"),
      file(
        'src/app/list.ts',
        "import { readFile } from 'node:fs'; import { mount } from 'svelte';",
      ),
      file('src/net/link.ts', "import { x } from '@libp2p/webrtc'; import y from 'libp2p-other';"),
    ]);
    expect(found).toEqual([
      'src/crdt/text.ts: crdt may not import the package idb',
      'src/app/list.ts: app may not import the package node:fs',
      'src/net/link.ts: net may not import the package libp2p-other',
    ]);
  });

  it('floors: the house has no other rooms and never imports its tests', () => {
    const found = rules.floors([
      file('src/misc/a.ts', ''),
      file('src/main.ts', ''),
      file('src/base/b.ts', "import { oracle } from '../../tests/oracle/text.ts';"),
    ]);
    expect(found).toEqual([
      'src/misc/a.ts: not in a room of the house',
      'src/main.ts: not in a room of the house',
      'src/base/b.ts: src may not import tests/oracle/text.ts',
    ]);
  });

  it('cycles: of any length, through types too', () => {
    const found = rules.cycles([
      file('src/crdt/a.ts', "import './b.ts';"),
      file('src/crdt/b.ts', "import type { C } from './c.ts';"),
      file('src/crdt/c.ts', "import './a.ts'; import './d.ts';"),
      file('src/crdt/d.ts', ''),
    ]);
    expect(found).toEqual([
      'src/crdt/a.ts → src/crdt/b.ts → src/crdt/c.ts → src/crdt/a.ts: import cycle',
    ]);
  });

  it('noble: only in base, the signatures only in keys', () => {
    const ed25519 = "import { verify } from '@noble/ed25519';";
    const hashes = "import { sha256 } from '@noble/hashes/sha2.js';";
    const found = rules.noble([
      file('src/base/keys.ts', ed25519),
      file('src/base/hash.ts', hashes + ed25519),
      file('src/crdt/graph.ts', hashes),
    ]);
    expect(found).toEqual([
      'src/base/hash.ts: @noble/ed25519 belongs in src/base/keys.ts',
      'src/crdt/graph.ts: @noble/hashes/sha2.js belongs in src/base',
    ]);
  });

  it('oracle: shares nothing with what it judges', () => {
    const found = rules.oracle([
      file('tests/oracle/text.ts', "import type { Text } from '../../src/crdt/text.ts';"),
      file('tests/crdt/text.test.ts', "import { Text } from '../../src/crdt/text.ts';"),
    ]);
    expect(found).toEqual(['tests/oracle/text.ts: an oracle may not import src/crdt/text.ts']);
  });

  it.each([
    ['async', 'async function f() {}'],
    ['await', 'const a = await b;'],
    ['await', 'for await (const a of b) {}'],
    ['Promise', 'function f(): Promise<void> {}'],
    ['Date', 'const now = Date.now();'],
    ['performance', 'performance.now();'],
    ['Math.random', 'const die = Math.random() * 6;'],
    ['crypto', 'crypto.getRandomValues(a);'],
    ['setTimeout', 'setTimeout(f, 0);'],
    ['document', 'document.body.append(a);'],
    ['indexedDB', 'const a = { indexedDB };'],
    ['globalThis', "globalThis['fetch'](a);"],
    ['console', 'console.log(a);'],
    ['localeCompare', 'a.localeCompare(b);'],
    ['import()', "import('./a.ts');"],
    ['import.meta', 'import.meta.url;'],
  ])('purity: %s', (word, code) => {
    const found = `src/crdt/text.ts: a pure floor may not use ${word}`;
    expect(rules.purity([file('src/crdt/text.ts', code)])).toContain(found);
    expect(rules.purity([file('src/host/loop.ts', code)])).toEqual([]);
  });

  it('purity: words in comments, strings, labels and names of our own are free', () => {
    const code = `
      // Date.now() is for the host
      const title = 'window, async, fetch';
      interface Entry { document: string; readonly window: number }
      function rename(document: Entry) { return document.document + { fetch: 1 }.fetch; }`;
    expect(rules.purity([file('src/crdt/text.ts', code)])).toEqual([]);
  });

  it('decoders: bounded by a reader, a limit or another decoder', () => {
    const found = rules.decoders([
      file(
        'src/wire/a.ts',
        `export function readFirst(reader: Reader) { return reader.u8(); }
        export const decodeSecond = (bytes: Uint8Array, limit: number) => bytes[limit];
        export function decodeThird(bytes: Uint8Array) { return decode(bytes, MAX, readFirst); }
        export function decodeFourth(bytes: Uint8Array) { return new TextDecoder().decode(bytes); }
        export const readFifth = (bytes: Uint8Array) => bytes[0];
        const readOwn = (bytes: Uint8Array) => bytes[0];`,
      ),
    ]);
    expect(found).toEqual([
      'src/wire/a.ts: decodeFourth takes no limit',
      'src/wire/a.ts: readFifth takes no limit',
    ]);
  });

  it('openings: every module says why it exists', () => {
    const why = 'Why this exists, in a sentence of some length.';
    const found = rules.openings([
      { path: 'src/base/a.ts', text: 'export {};' },
      { path: 'src/base/b.ts', text: '/** Too short. */\nexport {};' },
      { path: 'src/base/c.ts', text: `/**\n * ${why}\n */\nexport {};` },
      { path: 'src/base/d.ts', text: `import './c.ts';\n/** ${why} */` },
      { path: 'src/app/E.svelte', text: `<!-- ${why} -->\n<p>E</p>` },
      { path: 'src/app/F.svelte', text: `<script lang="ts">\n  /** ${why} */\n</script>` },
      { path: 'src/app/G.svelte', text: '<p>G</p>' },
      { path: 'scripts/h.ts', text: `#!/usr/bin/env node\n/** ${why} */` },
      { path: 'tests/base/a.test.ts', text: 'export {};' },
    ]);
    expect(found.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'src/base/a.ts',
      'src/base/b.ts',
      'src/base/d.ts',
      'src/app/G.svelte',
    ]);
  });

  it('words: nothing unfinished, nothing of one machine', () => {
    const home = ['', 'work', 'main'].join('/');
    const host = ['registry', 'npmjs', 'org'].join('.');
    const later = ['TO', 'DO'].join('');
    const found = rules.words([
      file('src/base/a.ts', `// ${later}: finish`),
      file('docs/a.md', `run it in ${home}`),
      file('.npmrc', `at=https://${host}`),
      file('tests/traces/a.json', later),
      file('src/base/b.ts', "import '../../src/work/a.ts'; // methodology"),
    ]);
    expect(found.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'src/base/a.ts',
      'docs/a.md',
      '.npmrc',
    ]);
  });

  it('lockFile: names no host', () => {
    const text = '{ "resolved": "https://a.example/b.tgz", "b": { "resolved": "packages/b" } }';
    expect(rules.lockFile([{ path: 'package-lock.json', text }])).toEqual([
      'package-lock.json: names a host: https://a.example/b.tgz',
    ]);
  });

  it('direction: a style that is only right from left to right', () => {
    const found = rules.direction([
      {
        path: 'src/app/A.svelte',
        text: `<script>panel.style.left = '1px';</script>
          <style>
            /* left: 0; */
            a:hover { left: 0; padding: 0 calc(2px + (1px)) 0 3px; margin: 0 1px 2px 1px }
            b { border-right-color: red; text-align: right; inset-inline-end: 0; object-position: left; }
          </style>`,
      },
      { path: 'src/app/b.css', text: 'p { text-align: start; border-top-left-radius: 1px }' },
    ]);
    expect(found.map((line) => line.slice(line.lastIndexOf('directions: ') + 12))).toEqual([
      'left: 0',
      'padding: 0 calc(2px + (1px)) 0 3px',
      'border-right-color: red',
      'text-align: right',
      'border-top-left-radius: 1px',
    ]);
  });

  it('specification: each rule is defined once and named by a test', () => {
    const found = rules.specification([
      { path: 'docs/SPEC.md', text: '**E7** a.\n- **E8** b.\n**E9** c, see **E10**.\n**E7** d.' },
      file('tests/crdt/a.test.ts', "it('E7 a double delete', f); it.each(a)(`E8 ${'x'}`, f);"),
      file('tests/crdt/b.test.ts', "const title = 'E9';"),
    ]);
    expect(found).toEqual([
      'docs/SPEC.md: E7 is defined twice',
      'docs/SPEC.md: no test title names E9',
    ]);
  });
});
