/**
 * `npm run release`: the built application as an archive with its checksums, in release/.
 *
 * It is built twice, in two folders, and both archives have to be the same to the byte: then the
 * checksum says what somebody else will get who builds the same sources, and whoever downloads the
 * archive can find out whether it is what the sources make.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INPUTS } from './build-id.ts';
import { gzip, tar, type File } from './tar.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'release');
const ARCHIVE = 'dist.tar.gz';
const SUMS = 'SHA256SUMS';
/** What building needs beside what names the build. */
const ALSO = ['package.json', 'tsconfig.json'];

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Lines for `sha256sum -c`. */
const sumsOf = (files: readonly File[]): string =>
  files.map(({ name, content }) => `${sumOf(content)}  ${name}\n`).join('');

/** What a build of the sources, copied into `folder`, makes. */
function build(folder: string): File[] {
  mkdirSync(folder, { recursive: true });
  for (const name of [...INPUTS, ...ALSO]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const dist = join(folder, 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    // What the build notes for `npm run size`; no page asks for it.
    .filter((name) => !name.startsWith('.vite') && statSync(join(dist, name)).isFile())
    .sort()
    .map((name) => ({ name, content: readFileSync(join(dist, name)) }));
  return [...files, { name: SUMS, content: Buffer.from(sumsOf(files)) }];
}

const home = mkdtempSync(join(tmpdir(), 'parley-release-'));
const [first, second] = ['one', 'another/deeper'].map((name) => build(join(home, name)));
rmSync(home, { recursive: true });
const archive = gzip(tar(first ?? []));
const again = gzip(tar(second ?? []));
if (!archive.equals(again)) {
  const differs = (first ?? []).filter(
    ({ content }, at) => sumOf(content) !== sumOf(second?.[at]?.content ?? Buffer.alloc(0)),
  );
  console.error(`two builds differ: ${differs.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, ARCHIVE), archive);
writeFileSync(join(OUT, SUMS), sumsOf([{ name: ARCHIVE, content: archive }]));
const version = first?.find(({ name }) => name === 'version.json')?.content.toString() ?? '';
console.log(`${version.trim()}
${sumOf(archive)}  release/${ARCHIVE}, ${archive.length} bytes, twice the same`);
