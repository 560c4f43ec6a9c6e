/**
 * Input methods: what others write waits until a composition is over, and so corrupts nothing.
 * Composition is driven through the browser's own input path, not by made-up events.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { HOLD_MS_MAX } from '../../src/app/editor/composition.ts';
import type { TextEditor } from '../../src/app/editor/editor.ts';
import { Paper, insert, openEditor } from './paper.ts';

let paper: Paper;
let editor: TextEditor;
beforeEach(() => {
  paper = new Paper('aaa bbb');
  editor = openEditor(paper);
  editor.focus();
  editor.view.dispatch({ selection: { anchor: 4 } });
});
afterEach(() => {
  vi.useRealTimers();
  editor.destroy();
  document.body.replaceChildren();
});
const compose = async (text: string): Promise<void> => {
  const { length } = text;
  await cdp().send('Input.imeSetComposition', {
    text,
    selectionStart: length,
    selectionEnd: length,
  });
};
const commit = (text: string): Promise<unknown> => cdp().send('Input.insertText', { text });

describe('a composition', () => {
  it('is not touched by a remote edit beside or inside it, which follows right after', async () => {
    await compose('ni');
    await expect.poll(() => paper.holds).toEqual(['hold']);
    paper.arrive((text) => [insert(text.indexOf('bbb'), 'BESIDE ')]);
    paper.arrive((text) => [{ position: 0, deleted: text.indexOf('bbb'), inserted: 'OVER ' }]);
    await compose('nihao');
    expect(paper.text()).toBe('aaa nihaobbb');
    await commit('你好');
    await expect.poll(() => paper.holds).toEqual(['hold', 'release']);
    // The first remote edit goes before bbb; the second replaces all that stood before bbb then.
    expect(paper.text()).toBe('OVER bbb');
    expect(editor.view.state.doc.toString()).toBe(paper.text());
  });

  it('keeps its text when remote edits around it were waiting', async () => {
    await compose('ni');
    paper.arrive(() => [insert(0, 'REM ')]);
    paper.arrive((text) => [insert(text.length, ' END')]);
    await commit('你好');
    await expect.poll(() => paper.holds.at(-1)).toBe('release');
    expect(paper.text()).toBe('REM aaa 你好bbb END');
    expect(editor.view.state.doc.toString()).toBe(paper.text());
  });

  it('one right after another is one hold', async () => {
    await compose('a');
    await commit('あ');
    await compose('i');
    await commit('い');
    await expect.poll(() => paper.holds.at(-1)).toBe('release');
    expect(paper.text()).toBe('aaa あいbbb');
  });

  it('that is never finished does not hold for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    editor.view.contentDOM.dispatchEvent(new CompositionEvent('compositionstart'));
    expect(paper.holds).toEqual(['hold']);
    vi.advanceTimersByTime(HOLD_MS_MAX);
    expect(paper.holds).toEqual(['hold', 'release']);
  });

  it('is let go when the editor closes', () => {
    editor.view.contentDOM.dispatchEvent(new CompositionEvent('compositionstart'));
    editor.destroy();
    expect(paper.holds).toEqual(['hold', 'release']);
  });
});
