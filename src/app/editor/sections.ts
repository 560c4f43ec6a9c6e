/**
 * The grammar over a long text, section by section, so that a key costs a parse of the section that it
 * is in and no look at every other block.
 *
 * Where a block begins a line and lies in no other, nothing before it matters for what follows: there a
 * section may end. So sections put together are the tree that the grammar makes of the whole. A text
 * with a block that is too long for that, a list of a thousand items, is left to the grammar.
 */
import {
  type Input,
  NodeType,
  Parser,
  type PartialParse,
  Tree,
  type TreeFragment,
} from '@lezer/common';
import { grammar } from './grammar.ts';

/** UTF-16 units beyond which a section ends at the next place. */
export const SECTION = 2_048;
/** So much of a new text is parsed in one go, more where it is all one block, and at most so much. */
const LOOK = 12_288;
const MOST = 131_072;
/** What is looked at beyond a place that was one before. */
const BEYOND = 512;

/** Named, so that who looks for a place passes over whole sections. */
const section = NodeType.define({ id: grammar.nodeSet.types.length, name: 'Section' });
const { type: top } = grammar.parse('');

class Sections implements PartialParse {
  readonly #input: Input;
  readonly #sections: Tree[] = [];
  readonly #positions: number[] = [];
  /** What is as it was before, with sections. */
  readonly #fragments: readonly TreeFragment[];
  /** Set when the grammar has taken over. */
  #plain: PartialParse | undefined;
  #at = 0;
  #stop: number | null = null;

  constructor(input: Input, fragments: readonly TreeFragment[]) {
    this.#input = input;
    this.#fragments = fragments;
    const isPlain = fragments.some(({ tree }) => tree.children.some((one) => !isSection(one)));
    if (isPlain) this.#plain = grammar.startParse(input, fragments);
  }

  get parsedPos(): number {
    return this.#plain?.parsedPos ?? this.#at;
  }

  get stoppedAt(): number | null {
    return this.#stop;
  }

  stopAt(position: number): void {
    this.#stop = position;
    this.#plain?.stopAt(position);
  }

  advance(): Tree | null {
    if (this.#plain) return this.#plain.advance();
    const end = this.#stop ?? this.#input.length;
    for (let known; this.#at < end && (known = this.#known(this.#at));) this.#add(known);
    if (this.#at >= end) return new Tree(top, this.#sections, this.#positions, this.#at);
    const next = this.#nextKnown(this.#at);
    for (let look = Math.min(LOOK, next + BEYOND - this.#at); !this.#parse(look); look *= 2)
      if (look > MOST) {
        this.#plain = grammar.startParse(this.#input);
        if (this.#stop !== null) this.#plain.stopAt(this.#stop);
        break;
      }
    return null;
  }

  /** Parses sections of the next `length` units or more. False: it is all one block. */
  #parse(length: number): boolean {
    const base = this.#at;
    const text = this.#lines(base, length);
    const isAll = base + text.length === this.#input.length;
    // Where a block ends may be for the line to say that comes two lines later: tables begin so.
    const certain = isAll ? text.length : text.lastIndexOf('\n', text.lastIndexOf('\n') - 1);
    let from = 0;
    let blocks: Tree[] = [];
    let places: number[] = [];
    const close = (to: number): void => {
      this.#add(new Tree(section, blocks, places, to - from));
      [from, blocks, places] = [to, [], []];
    };
    let block = grammar.parse(text).topNode.firstChild;
    for (; block; block = block.nextSibling) {
      const at = block.from;
      if (at > from && text[at - 1] === '\n' && at < certain) {
        const isKnown = this.#known(base + at) !== undefined;
        if (isKnown || at - from >= SECTION) close(at);
        if (isKnown) return true;
      }
      blocks.push(block.toTree());
      places.push(at - from);
    }
    if (isAll) close(text.length);
    return this.#at > base;
  }

  /** Whole lines, `length` units or more of them. */
  #lines(from: number, length: number): string {
    let text = '';
    for (let line = -1; line < 0 && from + text.length < this.#input.length;) {
      const at = text.length;
      text += this.#input.read(from + at, Math.min(this.#input.length, from + at + length));
      line = text.lastIndexOf('\n');
      if (line >= 0 && from + text.length < this.#input.length) text = text.slice(0, line + 1);
    }
    return text;
  }

  #add(tree: Tree): void {
    this.#sections.push(tree);
    this.#positions.push(this.#at);
    this.#at += tree.length;
  }

  /** The section that begins at `at`, if nothing of it changed, nor of what made it end. */
  #known(at: number): Tree | undefined {
    for (const fragment of this.#fragments) {
      const { tree, offset } = fragment;
      const i = indexFrom(tree.positions, at + offset);
      if (tree.positions[i] === at + offset && this.#isWhole(fragment, i))
        return tree.children[i] as Tree;
    }
    return undefined;
  }

  /** Where the first section after `at` begins of which that is known. */
  #nextKnown(at: number): number {
    const places = this.#fragments.map((fragment) => {
      const { positions } = fragment.tree;
      const i = indexFrom(positions, Math.max(at + 1, fragment.from) + fragment.offset);
      return this.#isWhole(fragment, i) ? (positions[i] as number) - fragment.offset : Infinity;
    });
    return Math.min(...places);
  }

  #isWhole({ tree, from, to, offset, openEnd }: TreeFragment, index: number): boolean {
    const child = tree.children[index];
    const begin = (tree.positions[index] as number) - offset;
    if (!child || begin < from) return false;
    const end = begin + child.length;
    return end + LOOK < to || (!openEnd && end <= to) || this.#hasLines(end, to);
  }

  /** Whether there are two whole lines: they decide whether a block ends before them. */
  #hasLines(from: number, to: number): boolean {
    const text = from < to ? this.#input.read(from, to) : '';
    return text.includes('\n', text.indexOf('\n') + 1 || text.length);
  }
}

const isSection = (node: Tree['children'][number]): node is Tree =>
  node instanceof Tree && node.type === section;

/** Index of the first of ascending numbers that is `least` or more. */
function indexFrom(list: readonly number[], least: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

class SectionedParser extends Parser {
  createParse(input: Input, fragments: readonly TreeFragment[]): PartialParse {
    return new Sections(input, fragments);
  }
}

/** Gives what `grammar` gives, with sections between the document and its blocks. */
export const sectioned: Parser = new SectionedParser();
