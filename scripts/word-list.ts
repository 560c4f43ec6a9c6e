/**
 * Puts the list of words that are compared by voice (src/host/spoken.ts) into the build folded: the same
 * words of the same package, in two thirds of the bytes. Sizes are in docs/decisions/0009-size.md.
 */
import { join } from 'node:path';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Plugin } from 'vite';

const MODULE = '/@scure/bip39/wordlists/english.js';

/** What `unfold` of src/app/folded.ts reads. Throws if a word is not of small letters, or comes twice in a row. */
export function fold(words: readonly string[]): string {
  let last = '';
  return words
    .map((word) => {
      let shared = 0;
      while (shared < 9 && shared < last.length && word[shared] === last[shared]) shared++;
      last = word;
      const rest = word.slice(shared);
      if (!/^[a-z]+$/.test(rest)) throw new Error(`cannot be folded: ${word}`);
      return `${shared}${rest}`;
    })
    .join('');
}

/** The plugin, for a build of the sources below `root`. It fails if the list is nowhere in it. */
export function wordList(root: string): Plugin {
  let met = false;
  return {
    name: 'parley-word-list',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(MODULE)) return null;
      met = true;
      return `import { unfold } from ${JSON.stringify(join(root, 'src/app/folded.ts'))};
        export const wordlist = /* @__PURE__ */ unfold(${JSON.stringify(fold(wordlist))});`;
    },
    buildEnd(error) {
      if (error === undefined && !met) this.error(`no list to fold: ${MODULE}`);
    },
  };
}
