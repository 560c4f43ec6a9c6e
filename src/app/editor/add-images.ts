/**
 * Takes image files that were pasted, dropped or chosen into the workspace, and writes at the caret what
 * stands for them. Loaded when somebody does that.
 *
 * A file is kept as it is, where it is small enough and of a kind that is shown; any other that this
 * browser can decode is drawn anew, smaller if it must be.
 */
import type { EditorView } from '@codemirror/view';
import { MAX_IMAGE_BYTES } from '../../base/limits.ts';
import { pictureOf } from '../../host/picture.ts';
import type { ImagesSession, WorkspaceSession } from '../../host/session.ts';
import { imageWords as words } from '../words/images.ts';

/** Tells the person. */
type Say = (text: string) => void;

/** Files at once: what a person means to do. */
const MOST = 20;
/** Longest sides that are tried, and as what an image is written, until it is small enough. */
const SIDES = [4096, 2560, 1600];
const QUALITY = 0.85;

export default async function addImages(
  session: WorkspaceSession,
  view: EditorView,
  files: readonly File[],
  say: Say,
): Promise<void> {
  if (files.length > MOST) say(words.tooMany(MOST));
  const images = await session.images();
  for (const file of files.slice(0, MOST)) {
    const name = await addImage(images, file, say);
    if (name === null || !view.dom.isConnected || view.state.readOnly) continue;
    const written = `![${altOf(file)}](parley:${name})`;
    view.dispatch(view.state.replaceSelection(written), {
      userEvent: 'input.paste',
      scrollIntoView: true,
    });
  }
}

/** What names it; `null`: it was said why not. */
async function addImage(images: ImagesSession, file: File, say: Say): Promise<string | null> {
  let bytes: Uint8Array | null = new Uint8Array(
    await file.slice(0, MAX_IMAGE_BYTES + 1).arrayBuffer(),
  );
  if (bytes.length > MAX_IMAGE_BYTES || !pictureOf(bytes)) {
    const drawn = await decoded(file);
    if (!drawn) {
      say(words.notShown(file.name));
      return null;
    }
    bytes = await drawnAnew(drawn);
    drawn.close();
    say(bytes ? words.smaller(file.name) : words.tooLarge(file.name));
    if (!bytes) return null;
  }
  try {
    return await images.add(bytes);
  } catch {
    say(words.notKept(file.name));
    return null;
  }
}

const decoded = (file: File): Promise<ImageBitmap | null> =>
  file.type === 'image/svg+xml'
    ? Promise.resolve(null)
    : createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);

/** WebP, or JPEG where the browser cannot write that; `null`: it is too large in any size. */
async function drawnAnew(drawn: ImageBitmap): Promise<Uint8Array | null> {
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(drawn.width, drawn.height));
    const size = [drawn.width, drawn.height].map((one) => Math.max(1, Math.round(one * scale)));
    const canvas = new OffscreenCanvas(size[0] as number, size[1] as number);
    canvas.getContext('2d')?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const webp = await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
    const blob =
      webp.type === 'image/webp'
        ? webp
        : await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    if (bytes.length <= MAX_IMAGE_BYTES && pictureOf(bytes)) return bytes;
  }
  return null;
}

/** The file's name without its ending, unless the clipboard made it up. */
function altOf({ name }: File): string {
  const alt = name
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[\r\n]+/g, ' ')
    .slice(0, 200)
    .toWellFormed();
  return alt === 'image' ? '' : alt.replace(/[\\[\]]/g, '\\$&');
}
