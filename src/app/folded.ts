/**
 * A list of words in which neighbours begin alike, as one string: each word without what it shares with
 * the one before, behind the number of those letters (`0abandon1bility3e` for abandon, ability, able…).
 *
 * The build folds the list that host/spoken.ts loads (scripts/word-list.ts), which saves a third of it.
 */
export function unfold(folded: string): string[] {
  let last = '';
  return [...folded.matchAll(/(\d)(\D+)/g)].map(
    ([, shared, rest = '']) => (last = last.slice(0, Number(shared)) + rest),
  );
}
