/**
 * One image of a text on the page, from the first word about it to the picture: for the editor and for
 * the read view alike. Loaded with the first image.
 *
 * What is shown is a blob of this page, of a kind that its own bytes told: nothing is fetched from any
 * address, and no script can be in it.
 */
import type { ImagesSession, ImageState } from '../host/session.ts';
import { imageWords as words } from './words/images.ts';

/** Shows an image in an element as it comes, until the returned function is called. */
export function showImage(
  into: HTMLElement,
  name: string,
  alt: string,
  images: Promise<ImagesSession>,
  onchange: () => void = () => {},
): () => void {
  let over = false;
  let url: string | null = null;
  let stop = (): void => {};
  const show = (state: ImageState): void => {
    if (over) return;
    if (state.kind === 'whole') {
      url ??= URL.createObjectURL(new Blob([state.bytes as BlobPart], { type: state.type }));
      into.replaceChildren(pictureOf(url, alt, state, () => say(into, alt, words.bad)));
    } else say(into, alt, wordsFor(state));
    onchange();
  };
  show({ kind: 'fetching', held: 0, of: 0, sources: 1 });
  void images.then((session) => {
    if (!over) stop = session.watch(name, show);
  });
  return () => {
    over = true;
    stop();
    if (url !== null) URL.revokeObjectURL(url);
  };
}

/** Shows all images of a page that was rendered (read.ts), until the returned function is called. */
export function showImages(page: HTMLElement, images: Promise<ImagesSession>): () => void {
  const stops = [...page.querySelectorAll<HTMLElement>('[data-image]')]
    .filter(({ isConnected }) => isConnected)
    .map((place) => {
      const { image = '', alt = '' } = place.dataset;
      return showImage(place, image, alt, images);
    });
  return () => stops.forEach((stop) => stop());
}

function pictureOf(
  url: string,
  alt: string,
  { width, height }: Extract<ImageState, { kind: 'whole' }>,
  onbad: () => void,
): HTMLImageElement {
  const picture = document.createElement('img');
  // Known before it is decoded, so that nothing moves when it is.
  [picture.width, picture.height] = [width, height];
  picture.alt = alt || words.plain;
  picture.decoding = 'async';
  picture.onerror = onbad;
  picture.src = url;
  return picture;
}

/** Its description, and what is to be said of it. */
function say(into: HTMLElement, alt: string, text: string): void {
  const label = document.createElement('strong');
  label.textContent = alt || words.plain;
  const note = document.createElement('span');
  note.textContent = text;
  into.replaceChildren(label, ' ', note);
}

function wordsFor(state: Exclude<ImageState, { kind: 'whole' }>): string {
  if (state.kind !== 'fetching') return words[state.kind];
  const { held, of, sources } = state;
  if (of === 0) return '';
  return sources === 0 ? words.nobody(held, of) : words.fetching(held, of);
}
