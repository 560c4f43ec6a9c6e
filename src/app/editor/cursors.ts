/**
 * Other people's carets and selections, drawn without moving any text.
 *
 * A caret is a widget of no width; its label stands in the margin, shows for three seconds after the
 * person moved, and while the line is pointed at. Colours are classes by order of joining, never a value that a peer
 * chose.
 */
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view';
import type { RemoteSelection } from '../../host/session.ts';
import { colourClass, initials } from './colour.ts';

/** How long a name stays beside a caret that moved. */
export const LABEL_MS = 3_000;

interface Shown extends RemoteSelection {
  /** Moved by its owner within LABEL_MS. */
  readonly labelled: boolean;
}

const setSelections = StateEffect.define<readonly RemoteSelection[]>();
const hideLabels = StateEffect.define<null>();

class Caret extends WidgetType {
  readonly name: string;
  readonly colour: string;
  readonly labelled: boolean;

  constructor(name: string, colour: string, labelled: boolean) {
    super();
    this.name = name;
    this.colour = colour;
    this.labelled = labelled;
  }

  override eq(other: Caret): boolean {
    return (
      other.name === this.name && other.colour === this.colour && other.labelled === this.labelled
    );
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span');
    caret.setAttribute('aria-hidden', 'true');
    this.updateDOM(caret);
    return caret;
  }

  /** The name is an attribute, drawn by the style sheet: it never becomes part of the text. */
  override updateDOM(caret: HTMLElement): boolean {
    caret.className = `caret ${this.colour}`;
    caret.classList.toggle('labelled', this.labelled);
    caret.dataset['name'] = this.name;
    caret.dataset['initials'] = initials(this.name);
    return true;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const selections = StateField.define<readonly Shown[]>({
  create: () => [],
  update(shown, transaction) {
    let next = shown;
    if (transaction.docChanged && next.length > 0) {
      next = next.map((one) => ({
        ...one,
        anchor: transaction.changes.mapPos(one.anchor, 1),
        head: transaction.changes.mapPos(one.head, 1),
      }));
    }
    for (const effect of transaction.effects) {
      if (effect.is(setSelections)) next = arrive(next, effect.value, transaction.state);
      else if (effect.is(hideLabels)) next = next.map((one) => ({ ...one, labelled: false }));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field, draw),
});

function arrive(
  before: readonly Shown[],
  now: readonly RemoteSelection[],
  state: EditorState,
): readonly Shown[] {
  const inside = (at: number): number => Math.max(0, Math.min(at, state.doc.length));
  return now.map((one) => {
    const known = before.find(({ peer }) => peer === one.peer);
    const head = inside(one.head);
    const labelled = known === undefined || known.labelled || known.head !== head;
    return { ...one, anchor: inside(one.anchor), head, labelled };
  });
}

function draw(shown: readonly Shown[]): DecorationSet {
  const ranges = shown.flatMap(({ name, index, anchor, head, labelled }) => {
    const colour = colourClass(index);
    const caret = Decoration.widget({ widget: new Caret(name, colour, labelled), side: 1 });
    const parts = [caret.range(head)];
    if (anchor !== head) {
      const mark = Decoration.mark({ class: `others-selection ${colour}` });
      parts.push(mark.range(Math.min(anchor, head), Math.max(anchor, head)));
    }
    return parts;
  });
  return Decoration.set(ranges, true);
}

/** Takes the labels away again when nobody has moved for a while. */
const labelTimer = ViewPlugin.fromClass(
  class {
    timer: ReturnType<typeof setTimeout> | undefined;

    update(update: ViewUpdate): void {
      const moved = update.transactions.some((one) => one.effects.some((e) => e.is(setSelections)));
      if (!moved) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        update.view.dispatch({ effects: hideLabels.of(null) });
      }, LABEL_MS);
    }

    destroy(): void {
      clearTimeout(this.timer);
    }
  },
);

export const remoteCursors: Extension = [selections, labelTimer];

/** Replaces everybody's selections; positions outside the text are moved to its end. */
export function showSelections(view: EditorView, now: readonly RemoteSelection[]): void {
  const shown = view.state.field(selections, false);
  if (shown === undefined || (shown.length === 0 && now.length === 0)) return;
  view.dispatch({ effects: setSelections.of(now) });
}
