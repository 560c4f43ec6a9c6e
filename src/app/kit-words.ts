/**
 * A recovery kit's secret as twelve words (BIP 39), and back from what somebody typed.
 *
 * The list is English in every language, as for words that are compared by voice: no two of its words
 * have the same first four letters, so those are enough, and a list in each language would make a kit
 * that only opens in its own.
 */
import { fromHex, toHex } from '../base/bytes.ts';
import { sha256 } from '../base/hash.ts';

/** The same chunk as for words that are compared by voice. */
const list = async () => (await import('@scure/bip39/wordlists/english.js')).wordlist;

const COUNT = 12;
/** Enough to tell any word of the list. */
const LETTERS = 4;
const WORD_BITS = 11n;
const WORD_MASK = 2_047n;
const CHECK_BITS = 4n;
const CHECK_MASK = 15n;

export type Typed =
  | { readonly secret: Uint8Array }
  | { readonly wrong: 'count'; readonly n: number }
  | { readonly wrong: 'unknown'; readonly n: number; readonly word: string }
  /** Good words that do not go together: one is another, or two are swapped. */
  | { readonly wrong: 'unlike' };

/** Of a secret of 16 bytes: it and four bits of its hash, eleven bits a word. */
export async function kitWords(secret: Uint8Array): Promise<string[]> {
  const wordlist = await list();
  const all = (BigInt(`0x${toHex(secret)}`) << CHECK_BITS) | checkOf(secret);
  return Array.from(
    { length: COUNT },
    (_, i) => wordlist[Number((all >> (WORD_BITS * BigInt(COUNT - 1 - i))) & WORD_MASK)] ?? '',
  );
}

/** Takes capitals, numbers and signs between the words, and words cut off after four letters. */
export async function typedWords(text: string): Promise<Typed> {
  const typed = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (typed.length !== COUNT) return { wrong: 'count', n: typed.length };
  const wordlist = await list();
  let all = 0n;
  for (const [i, word] of typed.entries()) {
    const known = wordlist.findIndex(
      (one) => one === word || (word.length >= LETTERS && one.startsWith(word)),
    );
    if (known < 0) return { wrong: 'unknown', n: i + 1, word };
    all = (all << WORD_BITS) | BigInt(known);
  }
  const secret = fromHex((all >> CHECK_BITS).toString(16).padStart(32, '0'));
  return checkOf(secret) === (all & CHECK_MASK) ? { secret } : { wrong: 'unlike' };
}

const checkOf = (secret: Uint8Array): bigint => BigInt((sha256(secret)[0] ?? 0) >> 4);
