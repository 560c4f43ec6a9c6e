/**
 * Shortens, in the built page, names of members that only packages know: their classes have them, they
 * ask for them, and nobody else does. A bundler by itself shortens names of variables alone.
 *
 * A name stays as it is where our code has that word anywhere; where a text holds it, since it may be
 * asked for by that; where no class has it or nobody asks for it by name, since it may be for a browser;
 * where TypeScript knows it of browsers or the language; and where a browser has it nevertheless, which
 * tests/e2e/short-names.e2e.ts finds. Which name stands for which is in `.vite/short-names.json`, to
 * read what a browser says of an error.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rollup } from 'vite';
import { isNode, nameOf, walk, type Node } from './syntax.ts';

/** Browsers' own, which TypeScript does not know; the last is what scripts/replay asks an editor for. */
const KEPT = ['editContext', 'updateSelection', 'updateText', 'phrase', 'getViewport', 'cmTile'];
const FOREIGN = /^(?:[Aa]pple|[Mm]oz|ms|[Ww]ebkit|on[a-z]|__)/;

/** Shorter ones gain nothing. */
const LENGTH_MIN = 4;
/** The most frequent in code first: that packs better. */
const LETTERS = 'etnriaoscludfmphgvbyxwkTSCPMEAINRDLBOFHUVGWqjzKXYQJZ_$';

/** Below the built page's directory. */
const SHORT_NAMES = '.vite/short-names.json';

/** From long ones to short ones. */
type Names = ReadonlyMap<string, string>;

const wordsOf = (text: string): readonly string[] => text.match(/[\w$]+/g) ?? [];

/** All words, in small letters, with which TypeScript describes browsers and the language. */
function known(): Set<string> {
  const directory = join(import.meta.dirname, '../node_modules/typescript/lib');
  const files = readdirSync(directory).filter((name) => /^lib\..*\.d\.ts$/.test(name));
  const words = new Set<string>();
  for (const name of files)
    for (const word of wordsOf(readFileSync(join(directory, name), 'utf8').toLowerCase()))
      words.add(word);
  return words;
}

/** The name, not put together, of the member that `node` is or asks for. */
function keyOf(node: Node): Node | null {
  const key = node.type === 'MemberExpression' ? node['property'] : node['key'];
  return node['computed'] === false && isNode(key) && key.type === 'Identifier' ? key : null;
}

/** What members the code of packages gives and asks for, and the words in its texts. */
class Use {
  readonly given = new Set<string>();
  /** And how often. */
  readonly asked = new Map<string, number>();
  readonly said = new Set<string>();

  read(program: unknown): void {
    const assigned = new Set<unknown>();
    const takenApart = new Set<unknown>();
    walk(program, (node) => {
      const { type, value } = node;
      if (type === 'ObjectPattern')
        for (const part of node['properties'] as readonly Node[]) takenApart.add(part);
      if (type === 'AssignmentExpression') assigned.add(node['left']);
      const said = type === 'TemplateElement' ? (value as { cooked: unknown }).cooked : value;
      if (typeof said === 'string') for (const word of wordsOf(said)) this.said.add(word);
      const name = nameOf(keyOf(node));
      if (assigned.has(node)) {
        if (isNode(node['object']) && node['object'].type === 'ThisExpression')
          this.given.add(name);
      } else if (type === 'MemberExpression' || takenApart.has(node)) {
        this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
      } else if (type !== 'Property') this.given.add(name);
    });
  }
}

/** A number in letters, at least two, each number in its own. */
function spelt(number: number): string {
  const { length } = LETTERS;
  let name = '';
  for (let rest = number + length; rest > 0; rest = Math.floor(rest / length))
    name += LETTERS[rest % length];
  return name;
}

/** Short names for those that packages alone `use`, the most frequent first. No word of `taken` is one. */
function shorten(use: Use, kept: ReadonlySet<string>, taken: ReadonlySet<string>): Names {
  const words = known();
  const short = new Map<string, string>();
  let next = 0;
  for (const [name] of [...use.asked].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))) {
    if (!use.given.has(name) || use.said.has(name) || kept.has(name)) continue;
    if (name.length < LENGTH_MIN || FOREIGN.test(name) || words.has(name.toLowerCase())) continue;
    let to;
    do to = spelt(next++);
    while (taken.has(to) || words.has(to.toLowerCase()));
    short.set(name, to);
  }
  return short;
}

/** `code` with short names. */
function renamed(code: string, program: unknown, short: Names): string {
  const keys: [Node, string][] = [];
  walk(program, (node) => {
    const key = keyOf(node);
    const to = short.get(nameOf(key));
    if (key === null || to === undefined) return;
    keys.push([key, node['shorthand'] === true ? `${to}:${nameOf(key)}` : to]);
  });
  let rest = '';
  let from = 0;
  for (const [{ start, end }, to] of keys.sort(([a], [b]) => a.start - b.start)) {
    rest += code.slice(from, start) + to;
    from = end;
  }
  return rest + code.slice(from);
}

/** The plugin. Names are chosen before anything is hashed: a file's name tells which it has. */
export function shortNames(): Plugin {
  let short: Names | null = null;
  const choose = (
    chunks: readonly Rollup.RenderedChunk[],
    parse: (code: string) => unknown,
  ): Names => {
    const use = new Use();
    const kept = new Set([...KEPT, ...chunks.flatMap((chunk) => chunk.exports)]);
    const taken = new Set<string>();
    for (const [id, { code }] of chunks.flatMap((chunk) => Object.entries(chunk.modules))) {
      if (code === null) continue;
      const isPackage = id.includes('/node_modules/');
      if (isPackage) use.read(parse(code));
      for (const word of wordsOf(code)) (isPackage ? taken : kept).add(word);
    }
    return shorten(use, kept, new Set([...taken, ...kept]));
  };
  return {
    name: 'parley-short-names',
    apply: 'build',
    renderChunk(code, _chunk, _options, { chunks }) {
      short ??= choose(Object.values(chunks), (module) => this.parse(module));
      return { code: renamed(code, this.parse(code), short), map: null };
    },
    generateBundle() {
      const source = JSON.stringify(Object.fromEntries(short ?? []), null, 1);
      this.emitFile({ type: 'asset', fileName: SHORT_NAMES, source });
    },
  };
}
