/** What a text in Markdown consists of: its headings, and how many words it has. */
import { Slice } from '../host/slice.ts';

export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  readonly title: string;
  /** Where its line begins, in UTF-16 units. */
  readonly at: number;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const MARKS = /[*_`~]+/g;

/** Headings by their marks, in order; what stands within fences is code. */
export function outlineOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence = '';
  let at = 0;
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (fence === '') {
      const [, signs, title = ''] = HEADING.exec(line) ?? [];
      if (signs) headings.push({ level: signs.length, title: title.replace(MARKS, ''), at });
      fence = mark;
    } else if (mark.startsWith(fence)) fence = '';
    at += line.length + 1;
  }
  return headings;
}

export interface Count {
  readonly words: number;
  /** Code points, spaces among them. */
  readonly characters: number;
}

/** A word, or a character of a script that writes without spaces. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu;
const STEP = 32_768;

/** Counts in slices, so that a long text holds nothing up. A word that lies across two steps may count twice. */
export async function countOf(text: string): Promise<Count> {
  const slice = new Slice();
  let words = 0;
  let characters = 0;
  for (let from = 0; from < text.length;) {
    if (slice.isOver) await slice.end();
    const space = text.lastIndexOf(' ', from + STEP);
    const to = from + STEP < text.length && space > from ? space : from + STEP;
    const part = text.slice(from, to);
    for (const _ of part.matchAll(WORD)) words += 1;
    for (const _ of part) characters += 1;
    from = to;
  }
  return { words, characters };
}
