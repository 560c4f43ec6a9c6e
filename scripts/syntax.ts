/** What plugins of the build see of parsed code: the few shapes that they ask for. */

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Shows `node` and everything in it, from the outside in. */
export function walk(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) walk(each, see);
  if (!isNode(node)) return;
  see(node);
  for (const part of Object.values(node)) if (typeof part === 'object') walk(part, see);
}

/** The name that `node` has or, of a member of something, the last one. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'ChainExpression') return nameOf(node['expression']);
  if (node.type === 'MemberExpression') return nameOf(node['property']);
  return typeof node['name'] === 'string' ? node['name'] : '';
}
