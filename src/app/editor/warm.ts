/**
 * The editor's code is run once over a few lines in nobody's sight, while whoever is about to open a
 * document still looks for it, or for a name to come in with: what runs for the first time takes
 * several times as long.
 */
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { common } from './editor.ts';

const LINES =
  '# A heading\n\nWords, *more* and **more** of `them`, [a link](#) & <i>so on</i>: \\it{}\n\n- [ ] an item\n\n> said\n\n'.repeat(
    30,
  );
const LATER_MS = 500;
let isWarm = false;

/** In a moment with nothing else to do, and only once. */
export function warmUp(): void {
  if (isWarm) return;
  isWarm = true;
  const run = (): void =>
    new EditorView({ state: EditorState.create({ doc: LINES, extensions: common }) }).destroy();
  // Safari does not know of such moments.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run);
  else setTimeout(run, LATER_MS);
}
