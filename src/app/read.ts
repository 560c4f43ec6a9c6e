/**
 * Markdown to a page for reading: micromark for the syntax, DOMPurify for safety, loaded on demand.
 *
 * What others wrote is hostile until shown otherwise: no raw HTML, no styles, no scripts, links only
 * to the web and to mail, opened apart. Images are never fetched, since a fetch tells a stranger who
 * reads what and when: their description and a link stand in their place.
 */
import DOMPurify from 'dompurify';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const TAGS =
  'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img input li ol p pre strong sup table tbody td th thead tr ul section'.split(
    ' ',
  );
const ATTRIBUTES = ['href', 'src', 'alt', 'align', 'start', 'type', 'checked', 'disabled', 'id'];
/** Ids in the page are kept apart from the application's own. */
const PREFIX = 'text-';

export interface ReadWords {
  image(alt: string): string;
  readonly done: string;
  readonly open: string;
}

/** The text as a sanitised fragment, ready to be put into the page. */
export function render(text: string, words: ReadWords): DocumentFragment {
  const html = micromark(text, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml({ clobberPrefix: PREFIX })],
  });
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
    RETURN_TRUSTED_TYPE: true,
  }) as unknown as DocumentFragment;
  for (const image of fragment.querySelectorAll('img')) replaceImage(image, words);
  for (const link of fragment.querySelectorAll('a')) tameLink(link);
  for (const input of fragment.querySelectorAll('input')) tameInput(input, words);
  for (const table of fragment.querySelectorAll('table')) letScroll(table);
  return fragment;
}

function replaceImage(image: HTMLImageElement, words: ReadWords): void {
  const link = document.createElement('a');
  link.textContent = words.image(image.alt);
  link.href = image.getAttribute('src') ?? '';
  image.replaceWith(link);
}

function tameLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href') ?? '';
  if (href.startsWith(`#${PREFIX}`)) return; // A footnote: stays in the page, see `followInside`.
  if (!/^(https?:\/\/|mailto:)/i.test(href)) {
    link.removeAttribute('href');
    return;
  }
  link.rel = 'noopener noreferrer';
  link.target = '_blank';
}

function tameInput(input: HTMLInputElement, words: ReadWords): void {
  if (input.type !== 'checkbox') {
    input.remove();
    return;
  }
  input.disabled = true;
  input.setAttribute('aria-label', input.checked ? words.done : words.open);
}

/** A wide table scrolls by itself, and can be scrolled with the keyboard. */
function letScroll(table: HTMLTableElement): void {
  const frame = document.createElement('div');
  frame.className = 'table-frame';
  frame.tabIndex = 0;
  table.replaceWith(frame);
  frame.append(table);
}

/** Follows a footnote inside `page` without touching the address, which names screens. */
export function followInside(page: HTMLElement, event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  if (link === null) return;
  event.preventDefault();
  const id = decodeURIComponent(link.getAttribute('href')?.slice(1) ?? '');
  const target = page.querySelector(`[id="${CSS.escape(id)}"]`);
  target?.scrollIntoView({ block: 'center' });
}
