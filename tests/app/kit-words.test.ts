/** The words of a recovery kit, as a person types them. */
import fc from 'fast-check';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { kitWords, typedWords } from '../../src/app/kit-words.ts';

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('the words of a recovery kit', () => {
  it('B1 are twelve, and are read as they were written, however they are typed', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        const words = await kitWords(secret);
        expect(words.join(' ')).toBe(entropyToMnemonic(secret, wordlist));
        const forms = [
          words.join(' '),
          words.map((word, i) => `${i + 1}. ${word.toUpperCase()}`).join('\r\n'),
          `  ${words.map((word) => word.slice(0, 4)).join(',')}\t`,
        ];
        for (const form of forms) expect(await typedWords(form)).toEqual({ secret });
      }),
    );
  });

  it('B1 say which of them is none, how many there are, and mostly that two are swapped', async () => {
    const words = await kitWords(new Uint8Array(16).map((_, i) => i));
    expect(await typedWords('')).toEqual({ wrong: 'count', n: 0 });
    expect(await typedWords(words.slice(1).join(' '))).toEqual({ wrong: 'count', n: 11 });
    const other = words.with(2, 'gardenn').join(' ');
    expect(await typedWords(other)).toEqual({ wrong: 'unknown', n: 3, word: 'gardenn' });
    const last = words.at(-1) ?? '';
    expect(await typedWords(words.with(11, last === 'zoo' ? 'able' : 'zoo').join(' '))).toEqual({
      wrong: 'unlike',
    });
  });
});
