/** What deploy/ says agrees with the program that it deploys, also where no kit can be tried. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readContainerfile } from '../../scripts/kits/stages.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from '../../src/node/headers.ts';
import { SETTINGS } from '../../src/node/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('the container', () => {
  const stages = readContainerfile(read('deploy/Containerfile'));

  it('is built from the version of Node that everything is tested with', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>;
    };
    const images = stages.map(({ image }) => image);
    const wanted = `docker.io/library/node:${devDependencies['node']}-slim`;
    expect(images).toEqual(images.map(() => wanted));
  });

  it('takes only what is there, and nothing from the network but locked packages', () => {
    for (const { word, rest } of stages.flatMap(({ steps }) => steps)) {
      if (word === 'RUN') expect(rest).not.toMatch(/curl|wget|apt|npm i(?:nstall)?\b|:\/\//);
      if (word === 'RUN' || rest.startsWith('--from=')) continue;
      for (const path of rest.split(' ').slice(0, -1))
        expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    }
  });

  it('runs as nobody in particular, and can be asked whether it is well', () => {
    const last = stages.at(-1);
    expect(last?.user).toBe('node');
    expect(last?.healthcheck[0]).toBe('node');
    expect(last?.command).toEqual(['node', 'src/node/serve.ts']);
    expect(existsSync(join(ROOT, last?.command[1] ?? ''))).toBe(true);
  });

  it('is not described in words that the trial does not understand', () => {
    expect(() => readContainerfile('FROM a\nADD b c')).toThrow('what is: ADD b c');
    expect(() => readContainerfile('RUN a')).toThrow('before any stage: RUN a');
  });
});

describe('settings', () => {
  const known = new Set<string>([...SETTINGS, 'PARLEY_DOMAIN', 'PARLEY_CONFIG']);

  it('that a kit names are ones that are read', () => {
    const kits = readdirSync(join(ROOT, 'deploy')).map((name) => `deploy/${name}`);
    for (const path of [...kits, '.github/workflows/pages.yml']) {
      // Of the replica, which has kits of its own.
      if (path.includes('replica')) continue;
      const unknown = (read(path).match(/\bPARLEY_[A-Z_]+\b/g) ?? []).filter(
        (one) => !known.has(one),
      );
      expect([path, unknown]).toEqual([path, []]);
    }
  });

  it('are all in the table for those who host', () => {
    const guide = read('docs/HOSTING.md');
    expect(SETTINGS.filter((name) => !guide.includes(`| \`${name}\``))).toEqual([]);
  });
});

it('the headers that nginx sets are those of the server', () => {
  const headers = Object.fromEntries(
    [...read('deploy/parley-headers.conf').matchAll(/^add_header ([\w-]+) "(.*)" always;$/gm)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
  const { 'Content-Security-Policy': policy, 'Strict-Transport-Security': hsts, ...rest } = headers;
  expect(rest).toEqual(SECURITY_HEADERS);
  expect(hsts).toBe('max-age=31536000');
  const own = contentSecurityPolicy('your.domain', []).replace(' ws://your.domain', '');
  expect(policy).toBe(own.replace('your.domain', '$http_host'));
});
