/**
 * The editor and its document never differ, whoever writes; what others write is never sent back,
 * and undo takes back only what was written here.
 */
import { redo, undo } from '@codemirror/commands';
import { EditorSelection } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { mapPosition, toChangeSet } from '../../src/app/editor/changes.ts';
import { REBUILD_CHANGES, type TextEditor } from '../../src/app/editor/editor.ts';
import { warmUp } from '../../src/app/editor/warm.ts';
import type { PeerId } from '../../src/base/ids.ts';
import { SPECIAL } from '../../src/app/text.ts';
import type { TextChange } from '../../src/host/session.ts';
import { Paper, applyTo, insert, openEditor } from './paper.ts';
import '../../src/app/styles/base.css';
import '../../src/app/styles/editor.css';

const open: TextEditor[] = [];
afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy();
  document.body.replaceChildren();
});
function desk(text: string): { paper: Paper; editor: TextEditor; view: EditorView } {
  const paper = new Paper(text);
  const editor = openEditor(paper);
  open.push(editor);
  return { paper, editor, view: editor.view };
}
const textOf = (view: EditorView): string => view.state.doc.toString();

/** A list of changes that fits a text of `length` units, from arbitrary numbers. */
function fitting(seeds: readonly [number, number, string][], length: number): TextChange[] {
  let size = length;
  return seeds.map(([at, remove, inserted]) => {
    const position = at % (size + 1);
    const deleted = Math.min(remove, size - position);
    size += inserted.length - deleted;
    return { position, deleted, inserted };
  });
}
const word = fc.string({ unit: fc.constantFrom('x', 'y', ' ', '\n', '-'), maxLength: 4 });
const seeds = fc.array(fc.tuple(fc.nat(200), fc.nat(4), word), { maxLength: 30 });

describe('changes', () => {
  it('a list as a change set gives the same text', () => {
    const { view } = desk('one\ntwo three\nfour');
    fc.assert(
      fc.property(seeds, (raw) => {
        const changes = fitting(raw, view.state.doc.length);
        const set = toChangeSet(view.state, changes, view.state.doc.length);
        expect(set.apply(view.state.doc).toString()).toBe(applyTo(textOf(view), changes));
      }),
    );
  });

  it('a position maps as CodeMirror maps it', () => {
    const { view } = desk('one\ntwo three\nfour');
    fc.assert(
      fc.property(seeds, fc.nat(18), (raw, position) => {
        const changes = fitting(raw, 18);
        const single = changes.map((change, at) => {
          const before = changes
            .slice(0, at)
            .reduce((n, c) => n + c.inserted.length - c.deleted, 18);
          return toChangeSet(view.state, [change], before);
        });
        const mapped = single.reduce((at, set) => set.mapPos(at, -1), position);
        expect(mapPosition(position, changes)).toBe(mapped);
      }),
    );
  });
});

describe('what is written here', () => {
  it('reaches the document at once, whatever the shape of the transaction', () => {
    const { paper, view } = desk('one two three');
    view.dispatch({
      changes: [
        { from: 0, to: 3, insert: 'ONE\n' },
        { from: 8, insert: 'and ' },
      ],
    });
    expect(paper.text()).toBe('ONE\n two and three');
    const first = view.state.update({ changes: { from: 0, insert: 'a' } });
    const second = first.state.update({ changes: { from: 1, insert: 'b' } });
    view.dispatch([first, second]);
    expect(paper.text()).toBe(`abONE\n two and three`);
    expect(textOf(view)).toBe(paper.text());
  });

  it('by keyboard, lists go on and bold is marked', async () => {
    const { paper, view } = desk('');
    view.focus();
    await userEvent.keyboard('- milk{Enter}bread{Enter}{Enter}so');
    expect(paper.text()).toBe('- milk\n- bread\nso');
    view.dispatch({ selection: { anchor: 15, head: 17 } });
    await userEvent.keyboard('{Control>}b{/Control}');
    expect(paper.text()).toBe('- milk\n- bread\n**so**');
    await userEvent.keyboard('{Control>}b{/Control}');
    expect(paper.text()).toBe('- milk\n- bread\nso');
  });

  it('never splits a character', () => {
    const { paper, view } = desk('a😀b');
    view.dispatch({ changes: { from: 2, insert: 'x' } });
    view.dispatch({ changes: { from: 1, to: 2 } });
    view.dispatch({ changes: { from: 0, insert: '\ud83d' } });
    expect(textOf(view)).toBe('a😀b');
    expect(paper.written).toEqual([]);
  });

  it('a reader changes nothing, and can still select and scroll by keyboard', async () => {
    const paper = new Paper('fixed');
    const editor = openEditor(paper, { readOnly: true });
    open.push(editor);
    editor.focus();
    await userEvent.keyboard('x{Backspace}');
    expect(paper.written).toEqual([]);
    expect(document.activeElement).toBe(editor.view.contentDOM);
    editor.setReadOnly(false);
    editor.focus();
    await userEvent.keyboard('x');
    expect(paper.text()).toBe('xfixed');
  });
});

describe('what others write', () => {
  it('comes as one transaction per batch and is not sent back', () => {
    const { paper, view } = desk('one two');
    view.dispatch({ selection: { anchor: 4 } });
    let updates = 0;
    const seen = view.dispatch.bind(view);
    Object.assign(view, {
      dispatch: (...specs: Parameters<typeof seen>) => {
        updates++;
        seen(...specs);
      },
    });
    paper.arrive(() => [insert(0, 'A'), insert(8, 'B'), { position: 1, deleted: 3, inserted: '' }]);
    expect(updates).toBe(1);
    expect(textOf(view)).toBe('A twoB');
    expect(view.state.selection.main.head).toBe(2);
    expect(paper.written).toEqual([]);
  });

  it('any batch leaves editor and document the same, a large one by a new state', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), fc.nat(20), (raw, many, at) => {
        const { paper, view } = desk('one two three\nfour');
        view.dispatch({ selection: { anchor: Math.min(at, 18) } });
        const few = fitting(raw, 18);
        const size = few.reduce((n, c) => n + c.inserted.length - c.deleted, 18);
        const more = many ? Array.from({ length: REBUILD_CHANGES }, () => insert(size, '.')) : [];
        const changes = [...few, ...more];
        const expected = mapPosition(Math.min(at, 18), few);
        paper.arrive(() => changes);
        expect(textOf(view)).toBe(paper.text());
        expect(paper.written).toEqual([]);
        if (changes.length > REBUILD_CHANGES) {
          expect(view.state.selection.main.head).toBe(expected);
        }
        view.dispatch({ changes: { from: 0, insert: '!' } });
        expect(textOf(view)).toBe(paper.text());
      }),
      { numRuns: 30 },
    );
  });

  it('what a text comes to hold is near a change that is told of, however it came together', () => {
    const part = fc.constantFrom('](', 'par', 'ley:', 'ש', 'x', '\n');
    const steps = fc.array(fc.tuple(fc.nat(40), fc.nat(3), part, fc.nat(9)), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (raw) => {
        const paper = new Paper('![a](parley:');
        let near = '';
        const editor = openEditor(paper, { onText: (text) => (near += `${text}\n`) });
        for (const [at, remove, inserted, how] of raw) {
          const before = paper.text();
          near = '';
          const changes = fitting([[at, remove, inserted]], before.length);
          const rest = Array.from({ length: REBUILD_CHANGES }, () => insert(0, '.'));
          if (how > 4)
            editor.view.dispatch({
              changes: toChangeSet(editor.view.state, changes, before.length),
            });
          else paper.arrive(() => (how === 0 ? [...changes, ...rest] : changes));
          editor.view.contentDOM.dispatchEvent(new Event('keydown')); // Then all is shown.
          expect(textOf(editor.view)).toBe(paper.text());
          if (SPECIAL.test(paper.text()) && !SPECIAL.test(before)) expect(near).toMatch(SPECIAL);
        }
        editor.destroy();
      }),
    );
  });

  it('a history that arrives may be shown late, but before anything that a person does', () => {
    const { paper, view } = desk('one');
    const much = (text: string): TextChange[] =>
      Array.from({ length: REBUILD_CHANGES + 1 }, () => insert(text.length, '.'));
    for (const kind of ['keydown', 'pointerdown', 'beforeinput', 'compositionstart']) {
      paper.arrive(much);
      paper.arrive(much);
      paper.others = [{ peer: 'x' as PeerId, name: 'Bo', index: 1, anchor: 0, head: 9_000 }];
      paper.onSelections?.();
      view.contentDOM.dispatchEvent(new Event(kind));
      expect(textOf(view)).toBe(paper.text());
    }
    expect(paper.written).toEqual([]);
  });

  it('and what a script does in an older text comes to stand where it was meant', () => {
    fc.assert(
      fc.property(seeds, fc.nat(5_000), (raw, at) => {
        const { paper, view } = desk('');
        for (let i = 0; i < 3; i++)
          paper.arrive(() => Array.from({ length: REBUILD_CHANGES + 1 }, () => insert(0, '.')));
        paper.arrive((text) => fitting(raw, text.length));
        const before = paper.text();
        const from = Math.min(at, view.state.doc.length);
        view.dispatch({ changes: { from, insert: '!' } });
        expect(textOf(view)).toBe(paper.text());
        expect(paper.text().replace('!', '')).toBe(before);
        expect(paper.written.map(({ inserted }) => inserted)).toEqual(['!']);
      }),
      { numRuns: 20 },
    );
  });

  it('a history is shown to its end without anybody’s doing', async () => {
    const { paper, view } = desk('');
    for (let i = 0; i < 3; i++)
      paper.arrive(() => Array.from({ length: REBUILD_CHANGES + 1 }, () => insert(0, '.')));
    paper.arrive(() => [insert(0, '!')]);
    await expect.poll(() => textOf(view)).toBe(paper.text());
  });

  it('a new state keeps the title and whether one may write', () => {
    const { paper, editor, view } = desk('');
    editor.setTitle('Renamed');
    editor.setReadOnly(true);
    paper.arrive(() => Array.from({ length: REBUILD_CHANGES + 1 }, () => insert(0, '.')));
    expect(view.contentDOM.getAttribute('aria-label')).toBe('Renamed');
    expect(view.state.readOnly).toBe(true);
  });
});

describe('undo', () => {
  it('takes back only my change after a remote edit, and redo brings it back', () => {
    const { paper, view } = desk('one two');
    view.dispatch({ changes: { from: 3, insert: ' mine' }, userEvent: 'input' });
    paper.arrive(() => [insert(0, 'THEIRS ')]);
    paper.arrive((text) => [insert(text.length, ' END')]);
    undo(view);
    expect(paper.text()).toBe('THEIRS one two END');
    redo(view);
    expect(paper.text()).toBe('THEIRS one mine two END');
    expect(textOf(view)).toBe(paper.text());
  });

  it('restores what I deleted, in its place among what others wrote since', () => {
    const { paper, view } = desk('one two three');
    view.dispatch({ changes: { from: 4, to: 8 }, userEvent: 'delete' });
    paper.arrive(() => [insert(4, 'NEW '), insert(0, 'UP ')]);
    undo(view);
    expect(paper.text()).toMatch(/^UP one (NEW two |two NEW )three$/);
  });

  it('has nothing left to take back when others deleted what I wrote', () => {
    const { paper, view } = desk('ab');
    view.dispatch({ changes: { from: 1, insert: 'mine' }, userEvent: 'input' });
    paper.arrive((text) => [{ position: 0, deleted: text.length, inserted: 'gone' }]);
    undo(view);
    expect(paper.text()).toBe('gone');
    expect(textOf(view)).toBe('gone');
  });

  it('all of it removes every letter of mine that is left, and none of anybody else’s', () => {
    // Mine are small letters and only inserted; others write capitals and delete anything.
    const step = fc.tuple(
      fc.boolean(),
      fc.nat(100),
      fc.nat(3),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { paper, view } = desk('START');
        for (const [mine, at, remove, letters] of steps) {
          const place = at % (paper.text().length + 1);
          if (mine) {
            view.dispatch({ changes: { from: place, insert: letters }, userEvent: 'input.type' });
          } else {
            const deleted = Math.min(remove, paper.text().length - place);
            const inserted = letters.toUpperCase();
            paper.arrive(() => [{ position: place, deleted, inserted }]);
          }
        }
        const theirs = paper.text().replace(/[a-z]/g, '');
        for (let i = 0; i <= steps.length; i++) undo(view);
        expect(paper.text()).toBe(theirs);
        expect(textOf(view)).toBe(theirs);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a person who writes', () => {
  it('sees and hears nothing of the editor that is made ahead', async () => {
    const { view } = desk('one');
    view.focus();
    warmUp();
    await new Promise((resolve) => requestIdleCallback(resolve));
    expect(document.body.childElementCount).toBe(1);
    expect(document.querySelectorAll('.cm-editor')).toHaveLength(1);
    expect(view.hasFocus).toBe(true);
  });

  it('has spelling, capitals, and a name for the field', () => {
    const { editor, view } = desk('');
    const field = view.contentDOM;
    expect(field.getAttribute('role')).toBe('textbox');
    expect(field.getAttribute('aria-label')).toBe('Plan');
    expect(field.spellcheck).toBe(true);
    expect(field.getAttribute('autocapitalize')).toBe('sentences');
    expect(field.getAttribute('autocorrect')).toBe('on');
    editor.setTitle('Minutes');
    expect(field.getAttribute('aria-label')).toBe('Minutes');
  });

  it('leaves with Escape and Tab, while Tab alone indents', async () => {
    const { paper, view } = desk('- one');
    const after = document.createElement('button');
    document.body.append(after);
    view.focus();
    await userEvent.keyboard('{Tab}');
    expect(paper.text()).toBe('  - one');
    await userEvent.keyboard('{Escape}{Tab}');
    expect(document.activeElement).toBe(after);
    expect(paper.text()).toBe('  - one');
  });

  it('finds words with the key that every browser has for that, and replaces them', async () => {
    const { paper, view } = desk('peas and peas');
    view.focus();
    await userEvent.keyboard('{Control>}f{/Control}');
    const field = (name: string): HTMLInputElement | null =>
      view.dom.querySelector(`.cm-search [name=${name}]`);
    await expect.poll(() => document.activeElement?.getAttribute('name')).toBe('search');
    await userEvent.keyboard('peas');
    field('replace')?.focus();
    await userEvent.keyboard('beans');
    view.dom.querySelector<HTMLElement>('.cm-search [name=replaceAll]')?.click();
    expect(paper.text()).toBe('beans and beans');
    field('search')?.focus();
    await userEvent.keyboard('{Escape}');
    expect(field('search')).toBeNull();
    expect(document.activeElement).toBe(view.contentDOM);
  });

  it('shows others where they are, and that they left', async () => {
    const { paper, view } = desk('one two');
    view.focus();
    await expect.poll(() => paper.selected.at(-1)).toEqual({ anchor: 0, head: 0 });
    view.dispatch({ selection: EditorSelection.single(1, 4) });
    expect(paper.selected.at(-1)).toEqual({ anchor: 1, head: 4 });
    view.dispatch({ selection: { anchor: 7 } });
    await userEvent.keyboard('!');
    expect(paper.selected.at(-1)).toEqual({ anchor: 8, head: 8 });
    paper.arrive(() => [insert(0, 'zero ')]);
    expect(paper.selected.at(-1)).toEqual({ anchor: 13, head: 13 });
    view.contentDOM.blur();
    await expect.poll(() => paper.selected.at(-1)).toBeNull();
  });

  it('is with the others again after a focus that was lost for a moment, while they wrote', async () => {
    const { paper, view } = desk('one two');
    view.focus();
    view.dispatch({ selection: { anchor: 3 } });
    await expect.poll(() => view.dom.classList.contains('cm-focused')).toBe(true);
    view.contentDOM.blur();
    paper.arrive(() => [insert(0, 'zero ')]);
    expect(paper.selected.at(-1)).toBeNull();
    view.contentDOM.focus();
    expect(paper.selected.at(-1)).toEqual({ anchor: 8, head: 8 });
  });

  it('stays with the others while the person looks into another window', async () => {
    const { paper, view } = desk('one two');
    view.focus();
    view.dispatch({ selection: { anchor: 3 } });
    const elsewhere = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    onTestFinished(() => elsewhere.mockRestore());
    view.contentDOM.dispatchEvent(new FocusEvent('blur'));
    await expect.poll(() => view.dom.classList.contains('cm-focused')).toBe(false);
    expect(paper.selected.at(-1)).toEqual({ anchor: 3, head: 3 });
    paper.arrive(() => [insert(0, 'zero ')]);
    expect(paper.selected.at(-1)).toEqual({ anchor: 8, head: 8 });
  });

  it('sees direction overrides and other invisible characters', () => {
    const { view } = desk('safe\u202etxet');
    expect(view.contentDOM.querySelector('.cm-specialChar')).not.toBeNull();
  });
});
