/**
 * Who put in and who took out some of a text, painted behind it: for a text that is only looked at, and of
 * that for what is in view alone, however many parts there are.
 *
 * The colour is that of the person, and never the only sign: each has an underline of their own, what was
 * put in stands on a ground, what was taken out is struck through, and the name shows when pointed at.
 */
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { colourClass } from './colour.ts';

/** UTF-16 units [from, to), ascending and apart. */
export interface Painted {
  readonly from: number;
  readonly to: number;
  readonly how: 'wrote' | 'came' | 'went';
  readonly name: string;
  /** Order of joining; −1 for who is no member. */
  readonly index: number;
}

/** Replaces what is painted. */
export const setPainted = StateEffect.define<readonly Painted[]>();

const painted = StateField.define<readonly Painted[]>({
  create: () => [],
  update(before, transaction) {
    for (const effect of transaction.effects) if (effect.is(setPainted)) return effect.value;
    return before;
  },
});

const inView = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorationsOf(view);
    }

    update({ view, viewportChanged, startState, state }: ViewUpdate): void {
      if (viewportChanged || startState.field(painted) !== state.field(painted))
        this.decorations = decorationsOf(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const paint: Extension = [painted, inView];

export const brush = ({ how, name, index }: Omit<Painted, 'from' | 'to'>): Decoration =>
  Decoration.mark({
    class: `${how} ${index < 0 ? '' : colourClass(index)}`,
    tagName: how === 'went' ? 'del' : how === 'came' ? 'ins' : 'span',
    attributes: { title: name },
  });

function decorationsOf({ state, viewport }: EditorView): DecorationSet {
  const all = state.field(painted);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as Painted).to <= viewport.from) low = middle + 1;
    else high = middle;
  }
  const ranges = [];
  for (let at = low; at < all.length; at++) {
    const one = all[at] as Painted;
    if (one.from >= viewport.to) break;
    const to = Math.min(one.to, state.doc.length);
    if (one.from < to) ranges.push(brush(one).range(one.from, to));
  }
  return Decoration.set(ranges);
}
