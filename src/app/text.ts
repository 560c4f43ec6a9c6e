/**
 * Text on its way in and out of the workspace: titles and names within their bounds, files to
 * import, names for files to export. Refusals are values; screens find the words.
 */
import { MAX_IMPORT_BYTES } from '../base/limits.ts';

/**
 * A title or name as it may be written: well-formed, one line, single spaces, trimmed, at most
 * `maxBytes` of UTF-8, cut between characters. May be empty.
 */
export function oneLine(text: string, maxBytes: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const encoder = new TextEncoder();
  if (encoder.encode(line).length <= maxBytes) return line;
  let bytes = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    bytes += encoder.encode(segment).length;
    if (bytes > maxBytes) break;
    kept += segment;
  }
  return kept.trimEnd();
}

/** Text as a document holds it: well-formed, lines ended by LF alone. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n');
}

/** An image of a member, or letters of Hebrew, Arabic and their kin, in one UTF-16 unit or as the first of two. */
export const SPECIAL =
  /\]\(parley:|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\ud802\ud803\ud83a\ud83b]/;

export type ImportRefusal = 'tooLarge' | 'notText' | 'unreadable';

export type Imported =
  | { readonly ok: true; readonly title: string; readonly text: string }
  | { readonly ok: false; readonly refusal: ImportRefusal };

type FileLike = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** Reads a Markdown or text file of at most MAX_IMPORT_BYTES in UTF-8. Never throws. */
export async function importFile(file: FileLike): Promise<Imported> {
  if (file.size > MAX_IMPORT_BYTES) return { ok: false, refusal: 'tooLarge' };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { ok: false, refusal: 'unreadable' };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, refusal: 'notText' };
  }
  if (text.includes('\0')) return { ok: false, refusal: 'notText' };
  return {
    ok: true,
    title: file.name.replace(/\.(md|markdown|txt|text|csv|tsv)$/i, ''),
    text: plainText(text),
  };
}

/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name that every common system takes, made of a title: at most 80 characters before the dot. */
export function fileName(
  title: string,
  extension: 'md' | 'txt' | 'csv' | 'zip' | 'parley',
  fallback: string,
): string {
  const stem = title
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const short = [...stem].slice(0, 80).join('').trimEnd();
  const name = short === '' || RESERVED.test(short) ? `${fallback} ${short}`.trim() : short;
  return `${name}.${extension}`;
}

/** Offers a text or a file as a download. */
export function download(name: string, content: string | Blob): void {
  const kind = name.split('.').at(-1);
  const type = kind === 'md' ? 'text/markdown' : kind === 'csv' ? 'text/csv' : 'text/plain';
  const blob =
    typeof content === 'string' ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
