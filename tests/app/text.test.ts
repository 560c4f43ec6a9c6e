/** Titles, imports and file names: always bounded, always well-formed, refusals instead of guesses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, importFile, oneLine, plainText } from '../../src/app/text.ts';
import { MAX_IMPORT_BYTES } from '../../src/base/limits.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '\t', 'é', '👩‍👩‍👧', '😀', '\ud83d', '\0'),
});
const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File =>
  new File([content], name);

describe('one line', () => {
  it('is well-formed, trimmed, without breaks, and within its bytes', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 60 }), (text, most) => {
        const line = oneLine(text, most);
        expect(bytes(line)).toBeLessThanOrEqual(most);
        expect(line.isWellFormed()).toBe(true);
        expect(line).toBe(line.trim());
        expect(line).not.toMatch(/[\n\t\0]| {2}/);
      }),
    );
  });

  it('is cut between characters, never inside one', () => {
    expect(oneLine('👩‍👩‍👧👩‍👩‍👧', bytes('👩‍👩‍👧') + 3)).toBe('👩‍👩‍👧');
  });
});

describe('import', () => {
  it('takes UTF-8, drops the mark at its start, and ends lines with LF', async () => {
    expect(await importFile(file('Notes.md', '\ufeffone\r\ntwo\rthree'))).toEqual({
      ok: true,
      title: 'Notes',
      text: 'one\ntwo\nthree',
    });
  });

  it('refuses what is not UTF-8 text, and what is too large, without reading it', async () => {
    const refusalOf = async (made: Parameters<typeof importFile>[0]) => {
      const read = await importFile(made);
      return read.ok ? null : read.refusal;
    };
    expect(await refusalOf(file('a.txt', new Uint8Array([0xff, 0xfe, 0x41])))).toBe('notText');
    expect(await refusalOf(file('a.txt', 'a\0b'))).toBe('notText');
    const unread = (): Promise<ArrayBuffer> => Promise.reject(new Error('read'));
    const large = { name: 'a.md', size: MAX_IMPORT_BYTES + 1, arrayBuffer: unread };
    expect(await refusalOf(large)).toBe('tooLarge');
    expect(await refusalOf({ name: 'a.md', size: 1, arrayBuffer: unread })).toBe('unreadable');
  });

  it('pasted text keeps no carriage return and no half character', () => {
    expect(plainText('a\r\nb\rc\ud83d')).toBe('a\nb\nc\ufffd');
  });
});

describe('file names', () => {
  it.each([
    ['Plan for spring', 'Plan for spring.md'],
    ['a/b\\c: "d"?', 'a b c d.md'],
    ['..', 'Untitled.md'],
    ['', 'Untitled.md'],
    ['CON', 'Untitled CON.md'],
    ['.hidden. ', 'hidden.md'],
    ['\u202efdp.exe', 'fdp.exe.md'],
  ])('of %j is %j', (title, name) => {
    expect(fileName(title, 'md', 'Untitled')).toBe(name);
  });

  it('is never empty, hidden, long, or more than one path segment', () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const name = fileName(title, 'txt', 'Untitled');
        expect(name).toMatch(/^[^./\\<>:"|?*\n\0][^/\\<>:"|?*\n\0]*\.txt$/);
        expect([...name].length).toBeLessThanOrEqual(84);
      }),
    );
  });
});
