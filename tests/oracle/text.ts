/**
 * A slow and obvious collaborative text: Fugue's tree (Weidner & Kleppmann 2023), by characters.
 *
 * Shares no code and no idea of replaying with src/crdt. Every character is a node, left or right
 * child of another; siblings on one side stand in the order of their authors. An event's ops are
 * read against the tree without what the event had not seen. Nothing is ever removed: a character
 * is visible at a version if an event of it put the character in and none of it deleted it.
 */

export type OracleOp =
  | { readonly kind: 'insert'; readonly position: number; readonly text: string }
  | { readonly kind: 'delete'; readonly position: number; readonly count: number };

/** `parents` are indices of events given before. */
export interface OracleEvent {
  readonly parents: readonly number[];
  /** Events that the author knew to be void: they were not in the text that the ops were made on. */
  readonly known?: readonly number[];
  readonly ops: readonly OracleOp[];
  readonly author: string;
}

export interface OracleNode {
  readonly character: string;
  readonly event: number;
  readonly author: string;
  readonly parent: OracleNode | undefined;
  readonly left: OracleNode[];
  readonly right: OracleNode[];
  readonly deletedBy: Set<number>;
}

export class TextOracle {
  /** By event, then op: true if the op lay outside the text that its author saw. */
  readonly voids: boolean[][] = [];
  private readonly pasts: Set<number>[] = [];
  private readonly root: OracleNode;
  private readonly order: (a: string, b: string) => number;

  constructor(order: (a: string, b: string) => number) {
    this.order = order;
    this.root = this.node('', -1, '', undefined);
  }

  /** Takes in an event; returns its index. */
  add({ parents, known = [], ops, author }: OracleEvent): number {
    const event = this.pasts.length;
    this.pasts.push(this.pastOf(parents).add(event));
    const past = without(this.pastOf(parents), known).add(event);
    const apply = (op: OracleOp): boolean =>
      op.kind === 'insert' ? this.insert(event, past, author, op) : this.remove(event, past, op);
    this.voids.push(ops.map((op) => !apply(op)));
    return event;
  }

  /** The events that a version stands for. */
  pastOf(version: readonly number[]): Set<number> {
    return new Set(version.flatMap((event) => [event, ...(this.pasts[event] ?? [])]));
  }

  /** The visible characters at a version, in order, if some events are void. */
  nodesAt(version: readonly number[], voids: readonly number[] = []): OracleNode[] {
    const past = without(this.pastOf(version), voids);
    return this.seen(past).filter((node) => isVisible(node, past));
  }

  textAt(version: readonly number[], voids: readonly number[] = []): string {
    return this.nodesAt(version, voids)
      .map((node) => node.character)
      .join('');
  }

  private insert(
    event: number,
    past: Set<number>,
    author: string,
    { position, text }: { position: number; text: string },
  ): boolean {
    const seen = this.seen(past);
    const visible = seen.filter((node) => isVisible(node, past));
    if (position > visible.length) return false;
    let before = position === 0 ? this.root : (visible[position - 1] as OracleNode);
    for (const character of text) {
      const known = [this.root, ...this.seen(past)];
      const after = known[known.indexOf(before) + 1];
      const goesLeft = after !== undefined && descends(after, before);
      const parent = goesLeft ? after : before;
      const node = this.node(character, event, author, parent);
      const siblings = goesLeft ? parent.left : parent.right;
      siblings.push(node);
      siblings.sort((a, b) => this.order(a.author, b.author));
      before = node;
    }
    return true;
  }

  private remove(
    event: number,
    past: Set<number>,
    { position, count }: { position: number; count: number },
  ): boolean {
    const visible = this.seen(past).filter((node) => isVisible(node, past));
    if (position + count > visible.length) return false;
    for (const node of visible.slice(position, position + count)) node.deletedBy.add(event);
    return true;
  }

  /** Every character that events of `past` put in, deleted or not, in document order. */
  private seen(past: Set<number>): OracleNode[] {
    const out: OracleNode[] = [];
    const visit = (node: OracleNode): void => {
      node.left.forEach(visit);
      if (past.has(node.event)) out.push(node);
      node.right.forEach(visit);
    };
    visit(this.root);
    return out;
  }

  private node(
    character: string,
    event: number,
    author: string,
    parent: OracleNode | undefined,
  ): OracleNode {
    return { character, event, author, parent, left: [], right: [], deletedBy: new Set() };
  }
}

function without(events: Set<number>, others: readonly number[]): Set<number> {
  const rest = new Set(events);
  for (const event of others) rest.delete(event);
  return rest;
}

function isVisible(node: OracleNode, past: Set<number>): boolean {
  return past.has(node.event) && ![...node.deletedBy].some((event) => past.has(event));
}

function descends(node: OracleNode, from: OracleNode): boolean {
  for (let above = node.parent; above !== undefined; above = above.parent) {
    if (above === from) return true;
  }
  return false;
}
