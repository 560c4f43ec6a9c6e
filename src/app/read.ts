/**
 * Markdown to a page for reading, straight from the syntax tree to elements.
 *
 * What others wrote is hostile until shown otherwise, so no HTML is ever made that would have to be
 * cleaned: the text can name only the elements and attributes below, raw HTML is shown as it was
 * typed, links lead only to the web and to mail and open apart. Images are never fetched from the web,
 * since a fetch tells a stranger who reads what and when: their description and a link stand in their
 * place. For an image that a member made known there is a place that others fill.
 * Left out: footnotes, titles of links, named entities beyond the usual ones.
 */
import { grammar } from './editor/grammar.ts';

type Node = ReturnType<typeof grammar.parse>['topNode'];

export interface ReadWords {
  /** Stands for an image that is described by `alt`, possibly ''. */
  image(alt: string): string;
  readonly done: string;
  readonly open: string;
}

/** Deeper nesting is shown flat: nobody writes it, and it must not exhaust the stack. */
const DEPTH_MAX = 64;

const ELEMENTS: Readonly<Record<string, keyof HTMLElementTagNameMap>> = {
  Paragraph: 'p',
  ATXHeading1: 'h1',
  ATXHeading2: 'h2',
  ATXHeading3: 'h3',
  ATXHeading4: 'h4',
  ATXHeading5: 'h5',
  ATXHeading6: 'h6',
  SetextHeading1: 'h1',
  SetextHeading2: 'h2',
  Blockquote: 'blockquote',
  BulletList: 'ul',
  OrderedList: 'ol',
  ListItem: 'li',
  Task: 'p',
  FencedCode: 'pre',
  CodeBlock: 'pre',
  HorizontalRule: 'hr',
  Emphasis: 'em',
  StrongEmphasis: 'strong',
  Strikethrough: 'del',
  InlineCode: 'code',
  HardBreak: 'br',
};

/** Punctuation of Markdown itself, and what is used elsewhere than where it stands. */
const UNSEEN = /Mark$|^(Link(Label|Title|Reference)|CodeInfo|TableDelimiter|Comment(Block)?)$/;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
};

/** The text as elements, ready to be put into the page. Takes any text and never throws. */
export function render(text: string, words: ReadWords): DocumentFragment {
  const page = document.createDocumentFragment();
  const tree = grammar.parse(text).topNode;
  const renderer = new Renderer(text, referencesIn(tree, text), words);
  renderer.children(page, tree, 0);
  for (const block of page.children) (block as HTMLElement).dir = 'auto';
  return page;
}

/** Where `[label]: url` lines lead, by their labels. The first of a label counts. */
function referencesIn(tree: Node, text: string): Map<string, string> {
  const found = new Map<string, string>();
  tree.cursor().iterate(({ name, node }) => {
    if (name !== 'LinkReference') return;
    const label = node.getChild('LinkLabel');
    const url = node.getChild('URL');
    if (label === null || url === null) return;
    const key = labelKey(text.slice(label.from + 1, label.to - 1));
    if (!found.has(key)) found.set(key, text.slice(url.from, url.to));
  });
  return found;
}

const labelKey = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase();

class Renderer {
  readonly #text: string;
  readonly #references: ReadonlyMap<string, string>;
  readonly #words: ReadWords;

  constructor(text: string, references: ReadonlyMap<string, string>, words: ReadWords) {
    this.#text = text;
    this.#references = references;
    this.#words = words;
  }

  /** Everything in `node` (or from `from` to `to` of it): its parts, and the text between them. */
  children(into: ParentNode, node: Node, depth: number, from = node.from, to = node.to): void {
    let at = from;
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.from < from || child.to > to) continue;
      into.append(this.#text.slice(at, child.from));
      this.#node(into, child, depth + 1);
      at = child.to;
    }
    into.append(this.#text.slice(at, to));
  }

  #node(into: ParentNode, node: Node, depth: number): void {
    const { name } = node;
    const source = this.#text.slice(node.from, node.to);
    if (UNSEEN.test(name)) return;
    if (depth > DEPTH_MAX) return into.append(source);
    const element = ELEMENTS[name];
    if (element !== undefined) return this.#element(into, node, element, depth);
    switch (name) {
      case 'Escape':
        return into.append(source.slice(1));
      case 'Entity':
        return into.append(entity(source));
      case 'Autolink':
        return this.#link(into, source.slice(1, -1), (link) => link.append(source.slice(1, -1)));
      case 'URL':
        return this.#link(into, source, (link) => link.append(source));
      case 'Link':
        return this.#labelled(into, node, depth);
      case 'Image':
        return this.#image(into, node);
      case 'Table':
        return this.#table(into, node, depth);
      case 'TaskMarker':
        return this.#task(into, source);
      default:
        // Raw HTML, and whatever a later grammar may add: shown as it was typed.
        return into.append(source);
    }
  }

  #element(into: ParentNode, node: Node, name: keyof HTMLElementTagNameMap, depth: number): void {
    const made = document.createElement(name);
    into.append(made);
    if (name === 'hr' || name === 'br') return;
    if (name === 'pre') {
      made.tabIndex = 0; // Long lines scroll sideways, by keys too.
      for (const part of node.getChildren('CodeText')) {
        made.append(this.#text.slice(part.from, part.to));
      }
      return;
    }
    if (name === 'ol') {
      const first = this.#text.slice(node.from, node.from + 9);
      (made as HTMLOListElement).start = Number.parseInt(first, 10) || 1;
    }
    // Between blocks there is only white space, which lists must not hold.
    this.children(made, node, depth);
    if (name === 'ul' || name === 'ol') made.replaceChildren(...made.children);
  }

  /** `[text](url)`, `[text][label]` or `[label]`; without a target the text as it was typed. */
  #labelled(into: ParentNode, node: Node, depth: number): void {
    const { inside, url } = this.#parts(node);
    if (url === undefined) return this.children(into, node, depth);
    this.#link(into, url, (link) => this.children(link, node, depth, inside.from, inside.to));
  }

  #image(into: ParentNode, node: Node): void {
    const { inside, url } = this.#parts(node);
    const alt = this.#text.slice(inside.from, inside.to);
    const [, name] = /^parley:([0-9a-f]{30})$/.exec(url ?? '') ?? [];
    if (name !== undefined) {
      // Whoever shows the page puts the image there (image.ts).
      const place = document.createElement('span');
      place.className = 'image';
      Object.assign(place.dataset, { image: name, alt: alt.replace(/\\(.)/g, '$1') });
      place.append(this.#words.image(alt));
      return into.append(place);
    }
    this.#link(into, url ?? '', (link) => link.append(this.#words.image(alt)));
  }

  /** What stands between the first brackets of a link or image, and where it leads. */
  #parts(node: Node): { inside: { from: number; to: number }; url: string | undefined } {
    const [open, close] = node.getChildren('LinkMark');
    const inside = { from: open?.to ?? node.from, to: close?.from ?? node.to };
    const direct = node.getChild('URL');
    if (direct !== null) return { inside, url: this.#text.slice(direct.from, direct.to) };
    const label = node.getChild('LinkLabel');
    const named = label === null ? '' : this.#text.slice(label.from + 1, label.to - 1);
    const key = labelKey(named || this.#text.slice(inside.from, inside.to));
    return { inside, url: this.#references.get(key) };
  }

  /** A link if it leads to the web or to mail, else only what it would show. */
  #link(into: ParentNode, url: string, fill: (link: ParentNode) => void): void {
    const href = url.replace(/^<|>$/g, '').replace(/\\([!-/:-@[-`{-~])/g, '$1');
    const target = /^www\./i.test(href)
      ? `https://${href}`
      : /^[^\s/:@]+@[^\s/:@]+$/.test(href)
        ? `mailto:${href}`
        : href;
    if (!/^(https?:\/\/|mailto:)/i.test(target) || !URL.canParse(target)) return fill(into);
    const link = document.createElement('a');
    link.href = target;
    link.rel = 'noopener noreferrer';
    link.target = '_blank';
    fill(link);
    into.append(link);
  }

  #task(into: ParentNode, source: string): void {
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.disabled = true;
    box.checked = source !== '[ ]';
    box.setAttribute('aria-label', box.checked ? this.#words.done : this.#words.open);
    into.append(box);
  }

  /** In a frame that scrolls by itself, by keys too. */
  #table(into: ParentNode, node: Node, depth: number): void {
    const frame = document.createElement('div');
    frame.className = 'table-frame';
    frame.tabIndex = 0;
    const table = document.createElement('table');
    frame.append(table);
    into.append(frame);
    const rule = node.getChild('TableDelimiter');
    const columns = rule === null ? [] : this.#text.slice(rule.from, rule.to).match(/:?-+:?/g);
    for (const row of [...node.getChildren('TableHeader'), ...node.getChildren('TableRow')]) {
      const line = table.insertRow();
      for (const [place, cell] of row.getChildren('TableCell').entries()) {
        const made = document.createElement(row.name === 'TableHeader' ? 'th' : 'td');
        const column = columns?.[place] ?? '';
        if (column.endsWith(':')) made.className = column.startsWith(':') ? 'middle' : 'end';
        this.children(made, cell, depth);
        line.append(made);
      }
    }
  }
}

function entity(source: string): string {
  const number = /^&#(x?)([0-9a-f]{1,7});$/i.exec(source);
  if (number === null) return ENTITIES[source.slice(1, -1)] ?? source;
  const code = Number.parseInt(number[2] ?? '', number[1] === '' ? 10 : 16);
  const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? String.fromCodePoint(code) : '\ufffd';
}
