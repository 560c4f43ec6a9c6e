/** The archive of a release. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { gzip, tar } from '../../scripts/tar.ts';

const file = (name: string, text: string) => ({ name, content: Buffer.from(text) });
const files = [file('index.html', 'a'), file('assets/x.js', 'b'.repeat(700)), file('empty', '')];

/** Read by the layout that POSIX gives, field by field. */
function contents(archive: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  const field = (at: number, length: number): string =>
    archive.toString('latin1', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; archive[at] !== 0;) {
    const size = parseInt(field(at + 124, 12), 8);
    const sum = [...archive.subarray(at, at + 512)].reduce(
      (total, byte, place) => total + (place >= 148 && place < 156 ? 32 : byte),
      0,
    );
    expect(parseInt(field(at + 148, 8), 8)).toBe(sum);
    expect([field(at + 257, 6), field(at + 100, 8), field(at + 156, 1)]).toEqual([
      'ustar',
      '0000644',
      '0',
    ]);
    for (const zero of [108, 116, 136]) expect(parseInt(field(at + zero, 8), 8)).toBe(0);
    found[field(at, 100)] = archive.toString('latin1', at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}

describe('an archive', () => {
  it('holds every file, and says nothing of who made it or when', () => {
    const archive = tar(files);
    expect(archive.length % 512).toBe(0);
    expect(contents(archive)).toEqual({
      'assets/x.js': 'b'.repeat(700),
      empty: '',
      'index.html': 'a',
    });
  });

  it('is the same whatever order the files were found in', () => {
    expect(tar(files.toReversed()).equals(tar(files))).toBe(true);
    expect(tar([file('a', '1')]).equals(tar([file('a', '2')]))).toBe(false);
  });

  it('has no name that readers understand differently', () => {
    for (const name of ['', 'ä', 'a b', 'a'.repeat(101)])
      expect(() => tar([file(name, '')])).toThrow('not a name');
  });

  it('is packed without a time and without a system', () => {
    const packed = gzip(tar(files));
    expect([...packed.subarray(0, 10)]).toEqual([31, 139, 8, 0, 0, 0, 0, 0, 2, 255]);
    expect(gunzipSync(packed).equals(tar(files))).toBe(true);
  });
});
