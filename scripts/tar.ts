/**
 * Writes an archive whose bytes depend on names and contents alone: sorted, without times, owners or
 * anything of the machine that made it, so that whoever builds the same sources gets the same archive.
 */
import { gzipSync } from 'node:zlib';

export interface File {
  /** Relative, with `/`; at most 100 bytes of ASCII. */
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const NAME_MAX = 100;

/** A POSIX `ustar` archive of plain files that anybody may read. */
export function tar(files: readonly File[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = sorted.flatMap(({ name, content }) => [
    header(name, content.length),
    content,
    Buffer.alloc(-content.length & (BLOCK - 1)),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > NAME_MAX) {
    throw new Error(`not a name for an archive: ${name}`);
  }
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void =>
    void block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  block.write(name, 0, 'latin1');
  octal(0o644, 100, 8);
  octal(0, 108, 8); // Owner and group, as numbers: nobody's names.
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12); // Changed at the beginning of time.
  block.write('        0', 148, 'latin1'); // A checksum of spaces, to begin with; a plain file.
  block.write('ustar\x0000', 257, 'latin1');
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}

/** Where the tenth byte of a gzip file says on which system it was made: on none in particular. */
const SYSTEM = 9;

export function gzip(bytes: Uint8Array): Buffer {
  const packed = gzipSync(bytes, { level: 9 });
  packed[SYSTEM] = 255;
  return packed;
}
