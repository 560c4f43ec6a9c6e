/**
 * The container's file: built by an engine where one answers; in any case each stage by hand, in plain
 * folders, with this project's Node in place of the image's.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

import { freePort } from '../../tests/e2e/harness/server.ts';
import { has } from './programs.ts';
import { readContainerfile, type Stage } from './stages.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = 'deploy/Containerfile';
const engines = (['podman', 'docker'] as const).filter(has);

it.runIf(engines.length > 0)('an engine builds the image', () => {
  const [engine = ''] = engines;
  execFileSync(engine, ['build', '-f', FILE, '-t', 'parley-kit', '.'], { cwd: ROOT });
});

it('its stages, run by hand, make a server that says it is well', async () => {
  const home = mkdtempSync(join(tmpdir(), 'parley-image-'));
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };
  const stages = readContainerfile(readFileSync(join(ROOT, FILE), 'utf8'));
  const folderOf = (stage: Stage): string => join(home, `${stages.indexOf(stage)}`);
  for (const stage of stages) {
    const root = folderOf(stage);
    for (const { word, rest } of stage.steps) {
      const cwd = join(root, stage.workdir);
      mkdirSync(cwd, { recursive: true });
      if (word === 'COPY') {
        const [, name = '', names = ''] = /^(?:--from=(\w+) )?(.*)$/.exec(rest) ?? [];
        const source = name === '' ? undefined : stages.find(({ as }) => as === name);
        const paths = names.split(' ');
        const to = paths.pop() ?? '';
        for (const path of paths) {
          const from = source === undefined ? join(ROOT, path) : join(folderOf(source), path);
          cpSync(from, join(cwd, to.endsWith('/') ? join(to, path.split('/').pop() ?? '') : to), {
            recursive: true,
            verbatimSymlinks: true,
          });
        }
      } else if (word === 'RUN') {
        // Of the image's own root nothing is to be touched here.
        const command = rest.replace(/^install .* \/data$/, `mkdir -m 0700 ${root}/data`);
        execFileSync('sh', ['-ec', command], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
      }
    }
  }
  const last = stages.at(-1);
  if (last === undefined) throw new Error('no stage');
  const port = await freePort();
  const settings = { ...last.env, PORT: String(port), PARLEY_DATA: join(folderOf(last), 'data') };
  const [program = '', ...about] = last.command;
  const cwd = join(folderOf(last), last.workdir);
  const server = spawn(program, about, { cwd, env: { ...env, ...settings }, stdio: 'pipe' });
  try {
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(JSON.parse(line)).toMatchObject({ event: 'listening', host: '0.0.0.0', port });
    const [probe = '', ...asked] = last.healthcheck;
    const health = (): number | null =>
      spawnSync(probe, asked, { env: { ...env, ...settings } }).status;
    expect(health()).toBe(0);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(health()).toBe(1);
  } finally {
    server.kill('SIGKILL');
    rmSync(home, { recursive: true });
  }
});
