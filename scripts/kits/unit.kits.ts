/** The systemd unit, read by systemd itself: that it is one, and how little it lets the relay do. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { adapted } from './front.ts';
import { has } from './programs.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Tenths, of 100; what reaches the network and compiles its own code cannot have none. */
const EXPOSURE_MAX = '15';

it.runIf(has('systemd-analyze'))('the unit is one, and confines what it starts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-unit-'));
  const path = join(folder, 'parley.service');
  writeFileSync(path, adapted('parley.service', { '/opt/parley': ROOT }));
  const analyze = (...about: string[]): string => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', [...about, path], {
      encoding: 'utf8',
    });
    return `${status} ${about.includes('security') && status === 0 ? '' : stdout + stderr}`;
  };
  expect(analyze('verify', '--man=no')).toBe('0 ');
  expect(analyze('security', '--offline=true', `--threshold=${EXPOSURE_MAX}`)).toBe('0 ');
  rmSync(folder, { recursive: true });
});
