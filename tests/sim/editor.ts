/** What an editor's text becomes by changes in UTF-16 units, each in the text before it. */
import type { TextChange } from '../../src/crdt/op.ts';

export function applied(text: string, changes: readonly TextChange[]): string {
  let result = text;
  for (const { position, deleted, inserted } of changes) {
    if (position + deleted > result.length) throw new Error('a change outside the text');
    result = result.slice(0, position) + inserted + result.slice(position + deleted);
  }
  return result;
}
