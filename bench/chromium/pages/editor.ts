/** CodeMirror with the least that lets a person type and take it back: what Parley is compared with. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

/** An editor that fills the page. */
export function showEditor(text: string): EditorView {
  const main = document.querySelector('main');
  if (main === null) throw new Error('the page has no place for an editor');
  return new EditorView({
    parent: main,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorState.lineSeparator.of('\n'),
        EditorView.lineWrapping,
        history(),
        keymap.of([...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });
}
