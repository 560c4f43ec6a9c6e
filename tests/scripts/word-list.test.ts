import { wordlist } from '@scure/bip39/wordlists/english.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../scripts/word-list.ts';
import { unfold } from '../../src/app/folded.ts';

describe('a folded list of words', () => {
  it('unfolds to all of BIP 39, in order', () => {
    const words = unfold(fold(wordlist));
    expect(words).toEqual([...wordlist]);
    expect(words).toHaveLength(2048);
  });

  it('unfolds to what was folded, whatever its order', () => {
    const word = fc.stringMatching(/^[ab]{1,12}$/);
    const list = fc.array(word).map((words) => {
      const fit: string[] = [];
      for (const next of words) if (!fit.at(-1)?.startsWith(next)) fit.push(next);
      return fit;
    });
    fc.assert(
      fc.property(list, (words) => {
        expect(unfold(fold(words))).toEqual(words);
      }),
    );
  });

  it('is refused when it could not be unfolded', () => {
    expect(() => fold(['a', 'a'])).toThrow('cannot be folded: a');
    expect(() => fold(['Abc'])).toThrow('cannot be folded: Abc');
    expect(() => fold(['a1'])).toThrow('cannot be folded: a1');
  });
});
