/**
 * Walking through the history of a document: which step comes next, and what of a state is shown.
 */
import type { AuthorView, HistorySession, PastText } from '../host/session.ts';
import type { Painted } from './editor/paint.ts';
import { historyWords } from './words/history.ts';

type Steps = Pick<HistorySession, 'length' | 'moment' | 'sittings'>;

/** The next state forward (1) or back (−1) that a step of an author led to; the last or first if none. */
export function stepFrom(history: Steps, state: number, by: 1 | -1, author: number | null): number {
  for (let at = state + by; at > 0 && at <= history.length; at += by)
    if (author === null || history.moment(at)?.author === author) return at;
  return by < 0 ? 0 : Math.max(state, author === null ? history.length : state);
}

/** Where the sitting after or before a state ends that an author took part in. */
export function sittingFrom(
  { sittings }: Steps,
  state: number,
  by: 1 | -1,
  author: number | null,
): number {
  const some = sittings.filter(({ authors }) => author === null || authors.includes(author));
  if (by > 0) return some.find(({ to }) => to > state)?.to ?? state;
  return some.findLast(({ to }) => to < state)?.to ?? 0;
}

/** The state before the sitting that led to one. */
export const sittingStart = ({ sittings }: Steps, state: number): number =>
  sittings.findLast(({ from }) => from < state)?.from ?? 0;

export const nameOf = ({ name, me }: AuthorView): string =>
  me ? historyWords.you(name) : name || historyWords.somebody;

/** A text with what is painted on it, and whose that is. */
export interface Shown {
  readonly text: string;
  readonly painted: readonly Painted[];
  readonly people: readonly Person[];
}

export type Person = Pick<Painted, 'name' | 'index'>;

/**
 * A state as it is shown: with who wrote all of it, or with what came and went. Of others than one
 * author nothing is painted, and what they took out is left out.
 */
export function shownOf(
  { text, marks }: PastText,
  authors: readonly AuthorView[],
  isWritten: boolean,
  only: number | null,
): Shown {
  const painted: Painted[] = [];
  const parts: string[] = [];
  const people = new Map<number, Person>();
  let at = 0;
  for (const { from, to, kind, author } of marks) {
    const isMeant = only === null || author === only;
    if (kind === 'out' && !isMeant) continue;
    parts.push(text.slice(from, to));
    const how = kind === 'in' ? 'came' : kind === 'out' ? 'went' : isWritten ? 'wrote' : null;
    if (how && isMeant) {
      const person = people.get(author) ?? personOf(authors[author]);
      people.set(author, person);
      painted.push({ from: at, to: at + to - from, how, ...person });
    }
    at += to - from;
  }
  return { text: parts.join(''), painted, people: [...people.values()] };
}

const personOf = (author: AuthorView | undefined): Person =>
  author
    ? { name: nameOf(author), index: author.index }
    : { name: historyWords.somebody, index: -1 };
