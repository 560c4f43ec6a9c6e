/**
 * Reads a module as the rules need it: what it opens with, what it imports, which names it uses.
 *
 * Works on the syntax tree, so that a word in a comment or a string is no trespass. Of a Svelte
 * file the scripts count; what its markup says in expressions is left out.
 */
import ts from 'typescript';

export interface Source {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Module {
  readonly path: string;
  /** Text of the comment that the file opens with, without its marks; empty if there is none. */
  readonly opening: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly string[];
}

export const isModule = (path: string): boolean => /\.(ts|svelte)$/.test(path);

const parsed = new WeakMap<Source, Module>();

/** Parses `source` once; never fails, since what does not parse is the compiler's to report. */
export function parse(source: Source): Module {
  const known = parsed.get(source);
  if (known) return known;
  const { path, text } = source;
  const code = path.endsWith('.svelte') ? scripts(text) : text;
  const tree = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const module = { path, opening: opening(text), tree, imports: imports(tree) };
  parsed.set(source, module);
  return module;
}

function scripts(text: string): string {
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((m) => m[1]).join('\n');
}

function opening(text: string): string {
  const match =
    /^(?:#!.*\n)?\s*(?:<script\b[^>]*>\s*)?(?:\/\*\*([\s\S]*?)\*\/|<!--([\s\S]*?)-->)/.exec(text);
  const comment = match?.[1] ?? match?.[2] ?? '';
  return comment
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Every node below `node`, depth first. */
export function* walk(node: ts.Node): Generator<ts.Node> {
  yield node;
  const below: ts.Node[] = [];
  ts.forEachChild(node, (child) => void below.push(child));
  for (const child of below) yield* walk(child);
}

/** Specifiers of all imports and re-exports: static, dynamic and those of types. */
function imports(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  for (const node of walk(tree)) {
    let specifier: ts.Node | undefined;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      specifier = node.moduleSpecifier;
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      specifier = node.argument.literal;
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      specifier = node.arguments[0];
    }
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text);
  }
  return found;
}

/** The file a relative specifier names, or `undefined` for a package. A `?query` is dropped. */
export function target(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.replace(/\?.*$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
