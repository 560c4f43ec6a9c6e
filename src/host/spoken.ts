/**
 * Numbers as words that two people can compare by voice. The list is English in every language: both
 * must read the same, and each word of it is told from the others by its first four letters (BIP 39).
 */
export async function spoken(code: readonly number[]): Promise<string> {
  try {
    const { wordlist } = await import('@scure/bip39/wordlists/english.js');
    return code.map((number) => wordlist[number] ?? '').join(' ');
  } catch {
    // The server is away, and this browser has not kept the list. Numbers would look like other words.
    return '';
  }
}
