/**
 * A history of any length, typed by nobody: for measurements that ask how things grow.
 *
 * A fifth as much text as there will be keys is pasted at first; then words are typed at places that change now and then,
 * and a tenth of the keys are Backspace. Lines end after some eighty characters, as in a document
 * that people wrapped by hand. The same number gives the same history every time.
 */
import { Rope } from '../src/crdt/rope.ts';
import type { Patch, Trace, Transaction } from '../scripts/replay/trace.ts';
import { randomNumbers } from './random.ts';

/** Keys at one place, in the mean, before the caret moves elsewhere. */
const STAY = 60;
/** Of a paragraph, in the mean. */
const LINES = 6;
const BACKSPACES = 0.1;
const PASTED = 0.2;
const LETTERS = 'etaoinshrdlucmfwypvbgkqjxz';

/** A history of `keys` keys, each a transaction, on top of a paste a fifth as long. */
export function typedTrace(keys: number): Trace {
  const random = randomNumbers(7);
  const rope = new Rope();
  let column = 0;
  const letter = (): string => {
    column += 1;
    if (column > 80 && random() < 0.1) {
      column = 0;
      return random() < 1 / LINES ? '\n\n' : '\n';
    }
    return random() < 0.17 ? ' ' : (LETTERS[Math.floor(26 * random() ** 2)] as string);
  };
  const patches: Patch[] = [];
  const put = (patch: Patch): void => {
    const [position, deleted, inserted] = patch;
    if (deleted > 0) rope.remove(position, deleted);
    if (inserted !== '') rope.insert(position, inserted);
    patches.push(patch);
  };
  put([0, 0, Array.from({ length: Math.ceil(PASTED * keys) }, letter).join('')]);
  let at = rope.units;
  for (let key = 0; key < keys; key++) {
    if (random() * STAY < 1) at = Math.floor(random() * (rope.units + 1));
    if (at > 0 && random() < BACKSPACES) put([--at, 1, '']);
    else {
      const typed = letter();
      put([at, 0, typed]);
      at += typed.length;
    }
  }
  const transactions = patches.map((patch, i): Transaction => ({
    parents: i === 0 ? [] : [i - 1],
    agent: 0,
    patches: [patch],
  }));
  return { transactions, endContent: rope.toString() };
}
