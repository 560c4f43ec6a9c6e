/**
 * The rules of the house, each a pure function from sources to trespasses in plain words.
 *
 * They check what a compiler and a linter cannot know: who may import whom, that the pure floors
 * touch nothing of the world, that decoders are bounded, that every rule of the specification is
 * tested. A trespass is a line `path: what is wrong`; none is an empty list.
 */
import ts from 'typescript';
import { isModule, parse, target, walk, type Module, type Source } from './source.ts';

export type Rule = (sources: readonly Source[]) => string[];

// ── Floors ─────────────────────────────────────────────────────────────────────────────────────

/** Which rooms a room may import from, besides itself. `app` never sees bytes, so nothing of `wire`. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  wire: ['base'],
  crdt: ['base', 'wire'],
  consensus: ['base', 'wire'],
  replica: ['base', 'wire', 'crdt', 'consensus'],
  storage: ['base', 'wire'],
  net: ['base', 'wire'],
  host: ['base', 'wire', 'crdt', 'replica', 'storage', 'net'],
  app: ['base', 'crdt', 'replica', 'storage', 'net', 'host'],
  node: ['base', 'replica', 'storage', 'net', 'host'],
};

const LIBP2P = ['libp2p', '@libp2p/', '@multiformats/'];

/** Which packages a room may import; a name that ends in `/` or `:` stands for all below it. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  base: ['@noble/'],
  storage: ['idb', 'node:'],
  net: LIBP2P,
  host: ['@scure/bip39/'],
  app: [
    'svelte',
    'svelte/',
    '@codemirror/',
    '@lezer/',
    '@fontsource-variable/',
    'd3-dsv',
    'fflate',
    'uqr',
    '@scure/bip39/',
  ],
  node: [...LIBP2P, 'node:'],
};

const PURE = new Set(['base', 'wire', 'crdt', 'consensus', 'replica']);

const roomOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];

const inSource = (sources: readonly Source[]): Module[] =>
  sources.filter(({ path }) => path.startsWith('src/') && isModule(path)).map(parse);

const allows = (names: readonly string[], name: string): boolean =>
  names.some((one) => name === one || (/[/:]$/.test(one) && name.startsWith(one)));

export const floors: Rule = (sources) => {
  const found: string[] = [];
  for (const module of inSource(sources)) {
    const room = roomOf(module.path) ?? '';
    const rooms = ROOMS[room];
    if (rooms === undefined) {
      found.push(`${module.path}: not in a room of the house`);
      continue;
    }
    for (const specifier of module.imports) {
      const file = target(module.path, specifier);
      if (file === undefined) {
        if (allows(PACKAGES[room] ?? [], specifier)) continue;
        found.push(`${module.path}: ${room} may not import the package ${specifier}`);
      } else if (!file.startsWith('src/')) {
        found.push(`${module.path}: src may not import ${file}`);
      } else {
        const other = roomOf(file) ?? file;
        if (other === room || rooms.includes(other)) continue;
        found.push(`${module.path}: ${room} may not import ${other} (${file})`);
      }
    }
  }
  return found;
};

/** A cycle has no lowest file to start reading at. Imports of types count. */
export const cycles: Rule = (sources) => {
  const graph = new Map<string, string[]>();
  for (const module of inSource(sources)) {
    const files = module.imports.map((specifier) => target(module.path, specifier));
    graph.set(
      module.path,
      files.filter((file) => file !== undefined),
    );
  }
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(' → ') + ': import cycle');
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
};

/** Replicas must agree which signature is valid, so one file decides it and one room hashes. */
export const noble: Rule = (sources) => {
  const found: string[] = [];
  for (const { path, imports } of inSource(sources)) {
    for (const specifier of imports.filter((name) => name.startsWith('@noble/'))) {
      if (!path.startsWith('src/base/')) {
        found.push(`${path}: ${specifier} belongs in src/base`);
      } else if (!specifier.startsWith('@noble/hashes/') && path !== 'src/base/keys.ts') {
        found.push(`${path}: ${specifier} belongs in src/base/keys.ts`);
      }
    }
  }
  return found;
};

/** An oracle that shares code with what it judges shares its mistakes. */
export const oracle: Rule = (sources) =>
  sources
    .filter(({ path }) => path.startsWith('tests/oracle/') && isModule(path))
    .map(parse)
    .flatMap(({ path, imports }) =>
      imports
        .map((specifier) => target(path, specifier))
        .filter((file) => file?.startsWith('src/crdt/'))
        .map((file) => `${path}: an oracle may not import ${file}`),
    );

// ── Purity ─────────────────────────────────────────────────────────────────────────────────────

/** What a machine, a clock, a scheduler or a garbage collector would decide instead of the input. */
const WORLD = new Set(
  [
    'Date performance Intl Temporal crypto Promise',
    'setTimeout setInterval setImmediate queueMicrotask clearTimeout clearInterval',
    'requestAnimationFrame requestIdleCallback scheduler',
    'fetch XMLHttpRequest WebSocket EventSource WebTransport RTCPeerConnection BroadcastChannel',
    'Worker SharedWorker MessageChannel indexedDB IDBDatabase localStorage sessionStorage caches',
    'navigator window document location history self globalThis HTMLElement Element Node',
    'console process require Buffer WeakRef FinalizationRegistry',
  ].flatMap((line) => line.split(' ')),
);

/** Members that break purity whatever they are called on. */
const MEMBERS = new Set([
  'toLocaleString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'localeCompare',
]);

export const purity: Rule = (sources) =>
  inSource(sources)
    .filter(({ path }) => PURE.has(roomOf(path) ?? ''))
    .flatMap(({ path, tree }) => {
      const declared = declarations(tree);
      const words = [...walk(tree)].map((node) => worldly(node, declared));
      const unique = new Set(words.filter((word) => word !== undefined));
      return [...unique].map((word) => `${path}: a pure floor may not use ${word}`);
    });

function worldly(node: ts.Node, declared: ReadonlySet<string>): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AwaitKeyword) return 'await';
  if (ts.isMetaProperty(node)) return 'import.meta';
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return 'import()';
  }
  if (!ts.isIdentifier(node)) return undefined;
  const name = node.text;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    if (name === 'random' && parent.expression.getText() === 'Math') return 'Math.random';
    return MEMBERS.has(name) ? name : undefined;
  }
  if (!WORLD.has(name) || declared.has(name)) return undefined;
  return isLabel(node) ? undefined : name;
}

/** Is the name a property's, so that it means nothing outside its object? */
function isLabel(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isAccessor(parent) ||
      ts.isNamedTupleMember(parent)) &&
    parent.name === node
  );
}

/** Names that the module itself gives to something: `document` may be a parameter of ours. */
function declarations(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const node of walk(tree)) {
    if (
      (ts.isVariableDeclaration(node) ||
        ts.isParameter(node) ||
        ts.isBindingElement(node) ||
        ts.isFunctionDeclaration(node) ||
        ts.isClassDeclaration(node) ||
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node) ||
        ts.isTypeParameterDeclaration(node) ||
        ts.isImportSpecifier(node) ||
        ts.isNamespaceImport(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name)
    ) {
      names.add(node.name.text);
    }
  }
  return names;
}

// ── Decoders ───────────────────────────────────────────────────────────────────────────────────

/**
 * What `src/wire` exports as `decode…`, `read…` or `parse…` is bounded: it takes a `Reader` (which
 * cannot be made without a limit), or a parameter called `limit` or `max…`, or it hands its bytes to
 * `decode…` or `new Reader`, whose second argument is the limit.
 */
export const decoders: Rule = (sources) =>
  inSource(sources)
    .filter(({ path }) => path.startsWith('src/wire/'))
    .flatMap(({ path, tree }) =>
      [...exportedFunctions(tree)]
        .filter(([name, node]) => /^(decode|read|parse)/.test(name) && !bounded(node))
        .map(([name]) => `${path}: ${name} takes no limit`),
    );

function* exportedFunctions(tree: ts.SourceFile): Generator<[string, ts.FunctionLikeDeclaration]> {
  for (const statement of tree.statements) {
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) continue;
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      yield [statement.name.text, statement];
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!initializer || !ts.isIdentifier(name)) continue;
        if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) {
          yield [name.text, initializer];
        }
      }
    }
  }
}

function bounded(node: ts.FunctionLikeDeclaration): boolean {
  for (const { name, type } of node.parameters) {
    if (/^(limit|max)/.test(name.getText()) || type?.getText() === 'Reader') return true;
  }
  if (node.body === undefined) return false;
  for (const inner of walk(node.body)) {
    if (ts.isCallExpression(inner) && inner.expression.getText().startsWith('decode')) return true;
    if (ts.isNewExpression(inner) && inner.expression.getText() === 'Reader') return true;
  }
  return false;
}

// ── Words ──────────────────────────────────────────────────────────────────────────────────────

/** A name and a few words are no reason; a sentence is. In characters. */
const OPENING_MIN = 40;

/** Test files speak through their titles; every other module says first why it exists. */
export const openings: Rule = (sources) =>
  sources
    .filter(({ path }) => isModule(path) && !/\.(test|e2e)\.ts$/.test(path))
    .map(parse)
    .filter(({ opening }) => opening.length < OPENING_MIN)
    .map(({ path }) => `${path}: does not open with a comment that says why it exists`);

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:TO-?DO|FIX-?ME)\b/, 'unfinished work'],
  [/(?<![\w.~}])\/(?:work|root|tmp)\//, 'a path of one machine'],
  [/\bregistry\.[a-z]+\.[a-z]+|\bnpmmirror\./, 'the host of a package registry'],
];

/** Recorded data is as its source has it. */
const RECORDED = /^tests\/(?:vectors|traces)\//;

export const words: Rule = (sources) =>
  sources
    .filter(({ path }) => !RECORDED.test(path))
    .flatMap(({ path, text }) =>
      WORDS.filter(([pattern]) => pattern.test(text)).map(
        ([pattern, what]) => `${path}: ${what}: ${pattern.exec(text)?.[0] ?? ''}`,
      ),
    );

/** Versions and hashes fix what is installed; where it comes from is each machine's own affair. */
export const lockFile: Rule = (sources) =>
  sources
    .filter(({ path }) => /^(?:bench\/)?package-lock\.json$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/"resolved": *"(?=\w+:\/\/)([^"]*)"/g)].map(
        ([, url]) => `${path}: names a host: ${url ?? ''}`,
      ),
    );

// ── Specification ──────────────────────────────────────────────────────────────────────────────

/** A rule opens a line or a list item of docs/SPEC.md as `**E7**`; a test of it has E7 in a title. */
export const specification: Rule = (sources) => {
  const spec = sources.find(({ path }) => path === 'docs/SPEC.md')?.text ?? '';
  const ids = [...spec.matchAll(/^(?:[-*] )?\*\*([A-Z]+\d+)\*\*/gm)].map((match) => match[1] ?? '');
  const cited = new Set(
    sources.flatMap(titles).flatMap((title) => title.match(/[A-Z]+\d+/g) ?? []),
  );
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  return [
    ...twice.map((id) => `docs/SPEC.md: ${id} is defined twice`),
    ...ids.filter((id) => !cited.has(id)).map((id) => `docs/SPEC.md: no test title names ${id}`),
  ];
};

/** First arguments of `it`, `test` and `describe`, with their `.each`, `.for` and the like. */
function titles(source: Source): string[] {
  if (!/^tests\/.*\.(?:test|e2e)\.ts$/.test(source.path)) return [];
  const found: string[] = [];
  for (const node of walk(parse(source).tree)) {
    if (!ts.isCallExpression(node)) continue;
    const title = node.arguments[0];
    if (title === undefined || !/^(?:it|test|describe)\b/.test(node.expression.getText())) continue;
    if (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))
      found.push(title.getText());
  }
  return found;
}

// ── Direction ──────────────────────────────────────────────────────────────────────────────────

const FOUR_SIDES =
  /^(?:margin|padding|inset|border-(?:width|style|color)|scroll-(?:margin|padding))$/;
const SIDE = /(?:^|-)(?:left|right)(?:$|-)/;

/** Styles name the start and the end of lines, so that pages from right to left are laid out by the same ones. */
export const direction: Rule = (sources) =>
  sources
    .filter(({ path }) => /^src\/.*\.(?:css|svelte)$/.test(path))
    .flatMap(({ path, text }) =>
      stylesOf(path, text)
        .filter(([name, value]) => isPhysical(name, value))
        .map(([name, value]) => `${path}: not for both directions: ${name}: ${value}`),
    );

function stylesOf(path: string, text: string): (readonly [name: string, value: string])[] {
  const styles = path.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
  const set = styles
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .matchAll(/([\w-]+)\s*:\s*([^:;{}]+)(?=[;}])/g);
  return [...set].map(([, name = '', value = '']) => [name, value.trim()] as const);
}

function isPhysical(name: string, value: string): boolean {
  if (SIDE.test(name)) return true;
  if (/^(?:text-align|float|clear)$/.test(name)) return SIDE.test(value);
  if (!FOUR_SIDES.test(name)) return false;
  const sides = value.match(/(?:[\w-]*\((?:[^()]|\([^()]*\))*\)|[^\s()])+/g) ?? [];
  return sides.length === 4 && sides[1] !== sides[3];
}

export const RULES: Readonly<Record<string, Rule>> = {
  floors,
  cycles,
  noble,
  oracle,
  purity,
  decoders,
  openings,
  words,
  lockFile,
  specification,
  direction,
};
