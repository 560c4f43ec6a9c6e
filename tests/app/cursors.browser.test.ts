/** Others' carets: in their colour, with their name, without moving a single letter. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asPeerId } from '../../src/base/ids.ts';
import { LABEL_MS } from '../../src/app/editor/cursors.ts';
import type { TextEditor } from '../../src/app/editor/editor.ts';
import type { RemoteSelection } from '../../src/host/session.ts';
import { Paper, insert, openEditor } from './paper.ts';
import '../../src/app/styles/base.css';
import '../../src/app/styles/editor.css';

let paper: Paper;
let editor: TextEditor;
beforeEach(() => {
  paper = new Paper('one two three');
  editor = openEditor(paper);
});
afterEach(() => {
  vi.useRealTimers();
  editor.destroy();
  document.body.replaceChildren();
});
const someone = (change: Partial<RemoteSelection> = {}): RemoteSelection => ({
  peer: asPeerId('p'),
  name: 'Bo',
  index: 1,
  anchor: 3,
  head: 3,
  ...change,
});
function move(...now: RemoteSelection[]): void {
  paper.others = now;
  paper.onSelections?.();
}
const carets = (): HTMLElement[] => [
  ...editor.view.contentDOM.querySelectorAll<HTMLElement>('.caret'),
];
const labels = (): (string | undefined)[] => carets().map(({ dataset }) => dataset['name']);

describe('carets of others', () => {
  it('move no text, wherever they stand', () => {
    const places = (): number[] =>
      Array.from({ length: 14 }, (_, at) => editor.view.coordsAtPos(at)?.left ?? NaN);
    const before = places();
    move(someone({ head: 3 }), someone({ peer: asPeerId('q'), index: 2, anchor: 4, head: 7 }));
    expect(carets()).toHaveLength(2);
    // Browsers round the place of each stretch of text; a caret's own width would be two pixels.
    const shifts = places().map((left, at) => Math.abs(left - (before[at] ?? NaN)));
    expect(Math.max(...shifts)).toBeLessThan(1);
    expect(editor.view.contentDOM.querySelectorAll('.others-selection.a2')).toHaveLength(1);
  });

  it('take their colour from the order of joining, and their name as it is', () => {
    const name = '<b style="color:red">x';
    move(someone({ index: 13, name }));
    expect(carets()[0]?.className).toContain('a3');
    expect(labels()).toEqual([name]);
    expect(editor.view.contentDOM.querySelector('b')).toBeNull();
    expect(editor.view.contentDOM.innerText).toBe('one two three');
  });

  it('follow a rename, and go when their owner goes', () => {
    move(someone());
    move(someone({ name: 'Bo L.' }));
    expect(labels()).toEqual(['Bo L.']);
    move();
    expect(carets()).toEqual([]);
  });

  it('move along with the text, and never stand outside it', () => {
    move(someone({ anchor: 13, head: 13 }));
    paper.others = [someone({ anchor: 999, head: -4 })];
    paper.arrive(() => [insert(0, 'zero ')]);
    expect(carets()).toHaveLength(1);
    editor.view.dispatch({ changes: { from: 0, to: editor.view.state.doc.length } });
    expect(carets()).toHaveLength(1);
  });

  it('show their name when they move, and hide it a while later', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const labelled = (): boolean => carets()[0]?.classList.contains('labelled') ?? false;
    move(someone());
    expect(labelled()).toBe(true);
    vi.advanceTimersByTime(LABEL_MS);
    expect(labelled()).toBe(false);
    move(someone());
    expect(labelled()).toBe(false);
    move(someone({ anchor: 5, head: 5 }));
    expect(labelled()).toBe(true);
  });
});
