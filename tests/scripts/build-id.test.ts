import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildId } from '../../scripts/build-id.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'parley-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('buildId', () => {
  const files = { 'index.html': 'a', 'src/app/main.ts': 'b', 'src/base/ids.ts': 'c' };

  it('is the same for the same sources in another place', () => {
    expect(buildId(project(files))).toBe(buildId(project(files)));
    expect(buildId(project(files))).toMatch(/^[0-9a-f]{12}$/);
  });

  it('changes with a content, a name, and where one file ends', () => {
    const ids = [
      files,
      { ...files, 'index.html': 'b' },
      { 'index.html': 'a', 'src/app/main.ts': 'b', 'src/base/id.ts': 'c' },
      { ...files, 'src/app/main.ts': 'bc', 'src/base/ids.ts': '' },
    ].map((sources) => buildId(project(sources)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('does not change with tests and documents', () => {
    expect(buildId(project({ ...files, 'tests/a.test.ts': 'x' }))).toBe(buildId(project(files)));
  });
});
