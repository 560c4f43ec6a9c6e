/** What a column of a table offers to choose from, as the value of a register (crdt/table.ts). */
import { MAX_CHOICES, MAX_TITLE_BYTES, MAX_VALUE_BYTES } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';

export const encodeChoices = (choices: readonly string[]): Uint8Array =>
  new Writer().list(choices, (writer, choice) => writer.text(choice)).finish();

/** Texts in their order, none of them empty or there twice. */
export const decodeChoices = (bytes: Uint8Array): Result<string[]> =>
  decode(bytes, MAX_VALUE_BYTES, (reader) => {
    const choices = reader.list(MAX_CHOICES, (inner) => inner.text(MAX_TITLE_BYTES));
    if (choices.includes('')) reader.fail('Malformed', 'an empty choice');
    if (new Set(choices).size < choices.length) reader.fail('NotCanonical', 'a choice twice');
    return choices;
  });
