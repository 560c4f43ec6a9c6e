/**
 * Opens the Yjs document that y-indexeddb keeps, and shows its text in the bare editor: at once, or
 * with `#wait` when the button is pressed. With `#fill` it fills the database instead: the history as
 * one update, which y-indexeddb then stores as it does when it trims its log, in the form that is
 * read fastest.
 */
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import { showEditor } from './editor.ts';

async function open(): Promise<void> {
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence('bench', doc);
  await persistence.whenSynced;
  const text = doc.getText('text');
  if (location.hash === '#fill') {
    const answer = await fetch('./update.bin');
    Y.applyUpdate(doc, new Uint8Array(await answer.arrayBuffer()));
    await storeState(persistence, true);
  } else showEditor(text.toString());
  Object.assign(globalThis, { wholeText: () => text.toString() });
}

const button = document.querySelector('button');
if (location.hash === '#wait' && button) button.addEventListener('click', () => void open());
else {
  button?.remove();
  await open();
}
