/** The bare editor with the text of the address `text.txt`. */
import { showEditor } from './editor.ts';

const answer = await fetch('./text.txt');
const view = showEditor(await answer.text());
Object.assign(globalThis, { wholeText: () => view.state.doc.toString() });
