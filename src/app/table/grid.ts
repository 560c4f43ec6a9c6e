/**
 * Where one is in a grid, and where keys lead: as in a spreadsheet. Pure; rows and columns by number.
 */

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** A selection from where it began to where it ends, both inside. */
export interface Selected {
  readonly anchor: Spot;
  readonly head: Spot;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** What a key press says, as far as moving is concerned. */
export interface Stroke {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Ctrl, or ⌘. */
  readonly mod: boolean;
}

export const at = (row: number, column: number): Selected => {
  const spot = { row, column };
  return { anchor: spot, head: spot };
};

/** The selection's corners, the last row and column inside. */
export function cornersOf({ anchor, head }: Selected) {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

export const isInside = (selected: Selected, row: number, column: number): boolean => {
  const { top, bottom, left, right } = cornersOf(selected);
  return row >= top && row <= bottom && column >= left && column <= right;
};

/** A selection as it can be in a grid of this size. */
export function within(selected: Selected, size: Size): Selected {
  return { anchor: inside(selected.anchor, size), head: inside(selected.head, size) };
}

const inside = ({ row, column }: Spot, { rows, columns }: Size): Spot => ({
  row: Math.max(0, Math.min(row, rows - 1)),
  column: Math.max(0, Math.min(column, columns - 1)),
});

/** Where a key leads; `undefined` for one that leads nowhere. `page`: rows that are seen at once. */
export function moved(
  selected: Selected,
  { key, shiftKey, mod }: Stroke,
  size: Size,
  page: number,
): Selected | undefined {
  const { row, column } = selected.head;
  const to = ((): Spot | undefined => {
    switch (key) {
      case 'ArrowUp':
        return { row: mod ? 0 : row - 1, column };
      case 'ArrowDown':
        return { row: mod ? size.rows - 1 : row + 1, column };
      case 'ArrowLeft':
        return { row, column: mod ? 0 : column - 1 };
      case 'ArrowRight':
        return { row, column: mod ? size.columns - 1 : column + 1 };
      case 'Home':
        return { row: mod ? 0 : row, column: 0 };
      case 'End':
        return { row: mod ? size.rows - 1 : row, column: size.columns - 1 };
      case 'PageUp':
        return { row: row - page, column };
      case 'PageDown':
        return { row: row + page, column };
      default:
        return undefined;
    }
  })();
  if (!to) return undefined;
  const head = inside(to, size);
  return { anchor: shiftKey ? selected.anchor : head, head };
}

/** The next cell in reading order, or the one before; `undefined` beyond the first and the last. */
export function beside(
  { head }: Selected,
  step: 1 | -1,
  { rows, columns }: Size,
): Selected | undefined {
  const next = head.row * columns + head.column + step;
  return next < 0 || next >= rows * columns
    ? undefined
    : at(Math.floor(next / columns), next % columns);
}

/** Rows [from, to) that are seen, and a few beside, when all are `height` high. */
export function seen(
  scrolled: number,
  seenHeight: number,
  height: number,
  rows: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(scrolled / height) - BESIDE);
  return { from, to: Math.min(rows, Math.ceil((scrolled + seenHeight) / height) + BESIDE) };
}

/** Numbers of the rows that are drawn: those that are seen, and wherever it is the one with the focus. */
export function drawn(
  { from, to }: ReturnType<typeof seen>,
  focused: number,
  rows: number,
): readonly number[] {
  const near = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  if (focused >= rows) return near; // There are none.
  if (focused < from) return [focused, ...near];
  return focused >= to ? [...near, focused] : near;
}

const BESIDE = 8;
