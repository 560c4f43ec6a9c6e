/**
 * A text as it was, to look at: the page without a caret, moved from one state to the next by the one
 * change between them, so that what is looked at stays where it is.
 */
import { EditorState } from '@codemirror/state';
import { EditorView, highlightSpecialChars } from '@codemirror/view';
import { difference } from '../../host/rebase.ts';
import { paint, type Painted, setPainted } from './paint.ts';

export interface PastView {
  /** `follow`: brings the first thing that came or went into view. */
  show(text: string, painted: readonly Painted[], follow: boolean): void;
  destroy(): void;
}

export function createPastView(parent: HTMLElement, label: string): PastView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        EditorState.lineSeparator.of('\n'),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-readonly': 'true',
          tabindex: '0',
        }),
        highlightSpecialChars(),
        paint,
      ],
    }),
  });
  let shown = '';
  return {
    show(text, painted, follow) {
      const change = difference(shown, text);
      shown = text;
      const first = follow ? painted.find(({ how }) => how !== 'wrote') : undefined;
      view.dispatch({
        ...(change && {
          changes: {
            from: change.position,
            to: change.position + change.deleted,
            insert: view.state.toText(change.inserted),
          },
        }),
        effects: [
          setPainted.of(painted),
          ...(first ? [EditorView.scrollIntoView(first.from, { y: 'nearest', yMargin: 48 })] : []),
        ],
      });
    },
    destroy: () => view.destroy(),
  };
}
