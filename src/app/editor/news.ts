/**
 * What others changed since somebody looked last, in the page that is written: it moves with the text,
 * until it is put away.
 */
import { type Extension, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { DocumentSession, HistorySession, Point, VisitView } from '../../host/session.ts';
import { nameOf } from '../walking.ts';
import { historyWords } from '../words/history.ts';
import { colourClass } from './colour.ts';
import type { TextEditor } from './editor.ts';
import { brush, type Painted } from './paint.ts';

/** Of what was taken out, so much is shown at its place. UTF-16 units. */
const SHOWN_UNITS = 200;

/** What was taken out stands in no text: `from` is where it was. */
interface Gone {
  readonly from: number;
  readonly text: string;
  readonly name: string;
  readonly index: number;
}

class GoneWidget extends WidgetType {
  readonly #gone: Gone;

  constructor(gone: Gone) {
    super();
    this.#gone = gone;
  }

  override eq(other: GoneWidget): boolean {
    return other.#gone === this.#gone;
  }

  override toDOM(): HTMLElement {
    const { text, name, index } = this.#gone;
    const shown =
      text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS).toWellFormed()}…` : text;
    const element = document.createElement('del');
    element.className = `went ${index < 0 ? '' : colourClass(index)}`;
    element.title = name;
    element.textContent = shown.replaceAll('\n', '¶');
    return element;
  }
}

interface News {
  readonly came: readonly Painted[];
  readonly went: readonly Gone[];
}

/** Whoever types all the time is not shown what changed. */
const TRIES = 5;

/**
 * Shows in an editor what others did since a visit. Returns how many UTF-16 units of it are put in, and
 * were taken out; `null`: the version is not here any more, or the history is too long.
 */
export async function showNews(
  editor: TextEditor,
  document: Pick<DocumentSession, 'history' | 'text'>,
  visit: VisitView,
): Promise<{ readonly put: number; readonly taken: number } | null> {
  const history = await document.history();
  const since = await history?.pointOf(visit.ends);
  if (!history || !since) return null;
  for (let left = TRIES; left > 0; left--) {
    await history.refresh();
    const found = newsSince(history, since);
    if (!editor.isCurrent() || found.text !== document.text()) continue;
    editor.setExtra('news', painted(found.news));
    const { came, went } = found.news;
    return {
      put: came.reduce((sum, { from, to }) => sum + to - from, 0),
      taken: went.reduce((sum, { text }) => sum + text.length, 0),
    };
  }
  return null;
}

/** What others changed since a point, in the text as it is. */
function newsSince(
  history: HistorySession,
  since: Point,
): { readonly text: string; readonly news: News } {
  const { text, marks } = history.changes(since, { moment: history.length });
  const [came, went, kept]: [Painted[], Gone[], string[]] = [[], [], []];
  let at = 0;
  for (const { from, to, kind, author } of marks) {
    const one = history.authors[author];
    const by = { name: one ? nameOf(one) : historyWords.somebody, index: one?.index ?? -1 };
    const part = text.slice(from, to);
    if (kind === 'out') {
      if (!one?.me) went.push({ from: at, text: part, ...by });
      continue;
    }
    if (kind === 'in' && !one?.me)
      came.push({ from: at, to: at + part.length, how: 'came', ...by });
    kept.push(part);
    at += part.length;
  }
  return { text: kept.join(''), news: { came, went } };
}

const painted = (news: News): Extension =>
  StateField.define<DecorationSet>({
    create: ({ doc }) => drawn(news, doc.length),
    update: (before, { changes }) => before.map(changes),
    provide: (field) => EditorView.decorations.from(field),
  });

function drawn({ came, went }: News, length: number): DecorationSet {
  const inside = (at: number): number => Math.min(at, length);
  const marks = came
    .map((one) => ({ one, from: inside(one.from), to: inside(one.to) }))
    .filter(({ from, to }) => from < to)
    .map(({ one, from, to }) => brush(one).range(from, to));
  const widgets = went.map((gone) =>
    Decoration.widget({ widget: new GoneWidget(gone), side: -1 }).range(inside(gone.from)),
  );
  return Decoration.set([...marks, ...widgets], true);
}
