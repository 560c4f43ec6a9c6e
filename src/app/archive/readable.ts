/**
 * What of an archive is for people without Parley: names of files after titles, and a page with all
 * comments. Nothing of it is read back but the names of files that nobody listed.
 */
import { fileName } from '../text.ts';
import type { TextContent, ThreadContent } from './contents.ts';

export const COMMENTS_PAGE = 'comments.md';
export const IMAGES = 'images';

/** Gives each file of a folder a name of its own, also where case makes no difference. */
export class FileNames {
  readonly #folder: string;
  readonly #untitled: string;
  readonly #taken = new Set<string>();
  /** The next number for a title that is there already. */
  readonly #next = new Map<string, number>();

  constructor(workspace: string, untitled: string) {
    this.#folder = stemOf(workspace, untitled);
    this.#untitled = untitled;
  }

  of(title: string, extension: 'md' | 'csv'): string {
    const stem = stemOf(title, this.#untitled);
    const known = `${stem}.${extension}`.toLowerCase();
    for (let n = this.#next.get(known) ?? 1; ; n++) {
      const name = n === 1 ? `${stem}.${extension}` : `${stem} (${n}).${extension}`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      this.#next.set(known, n + 1);
      return `${this.#folder}/${name}`;
    }
  }
}

const stemOf = (title: string, untitled: string): string =>
  fileName(title, 'md', untitled).slice(0, -3);

/** The title of a document that a file becomes. */
export const titleOf = (path: string): string =>
  (path.split('/').at(-1) ?? '').replace(/\.\w{1,8}$/, '');

export interface PageWords {
  readonly page: (workspace: string) => string;
  readonly said: (name: string, at: string) => string;
  readonly resolvedBy: (name: string, at: string) => string;
  readonly gone: string;
  readonly untitled: string;
}

/** All comments as Markdown, by document; `null`: there are none. */
export function commentsPage(
  workspace: string,
  documents: readonly Pick<TextContent, 'title' | 'threads'>[],
  words: PageWords,
  timeOf: (seconds: number) => string,
): string | null {
  const discussed = documents.filter(({ threads }) => threads.length > 0);
  if (discussed.length === 0) return null;
  const parts = discussed.map(({ title, threads }) =>
    [`## ${title || words.untitled}`, ...threads.map((one) => threadPage(one, words, timeOf))].join(
      '\n\n',
    ),
  );
  return [`# ${words.page(workspace)}`, ...parts].join('\n\n') + '\n';
}

function threadPage(
  { quote, ranges, resolved, comments }: ThreadContent,
  words: PageWords,
  timeOf: (seconds: number) => string,
): string {
  const about = quote.split('\n').map((line) => `> ${line}`);
  const said = comments.map(
    ({ by, at, text }) => `- **${words.said(by, timeOf(at))}** ${text.replaceAll('\n', '\n  ')}`,
  );
  return [
    [...about, ...(ranges.length > 0 ? [] : ['>', `> (${words.gone})`])].join('\n'),
    said.join('\n'),
    ...(resolved ? [`*${words.resolvedBy(resolved.by, timeOf(resolved.at))}*`] : []),
  ].join('\n\n');
}
