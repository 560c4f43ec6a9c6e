/** The parts of `npm run replica`, and the process that they make; tests/e2e has it over a real relay. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Backups, nameAt, newestOf, outdated, waitFor } from '../../src/node/backups.ts';
import type { Log } from '../../src/node/log.ts';
import { relaysNamed } from '../../src/node/relay-names.ts';
import { readReplicaSettings } from '../../src/node/replica-settings.ts';
import {
  isReady,
  metricsText,
  serveStatus,
  type ReplicaFigures,
} from '../../src/node/replica-status.ts';
import { lockFile } from '../../src/storage/sqlite-file.ts';
import { ReplicaProcess } from './replica-process.ts';

describe('the process', () => {
  it('R2 says in one sentence that its folder is taken, and ends', async () => {
    const replica = await ReplicaProcess.make();
    const lock = lockFile(replica.database);
    replica.start();
    expect(await replica.ended()).toBe(1);
    expect(replica.errors).toMatch(/^Another replica runs on this folder.*\n$/);
    expect(replica.lines).toEqual([]);
    lock.close();
    await replica.close();
  });
});

describe('settings', () => {
  const read = (...args: string[]) => readReplicaSettings(args, {});
  const link = 'https://parley.example/#/join/AbC-secret';

  it('R6 take links from the command, a file or the environment, and never show one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-settings-'));
    const file = join(folder, 'links');
    await writeFile(file, `${link}2\n\n${link}3\n`);
    const env = { PARLEY_LINKS: `${link}4\n` };
    const settings = readReplicaSettings([`${link}1`, '--links', file], env);
    expect(settings?.links).toEqual([1, 2, 3, 4].map((n) => link + n));
    const bad = [
      [`--${link}`],
      [link, '--port'],
      [link, '--port', link],
      ['--links', join(folder, link)],
      ['--every', link],
      ['--relay', link],
      Array.from({ length: 65 }, (_, n) => link + n),
    ];
    for (const args of bad) {
      expect(() => read(...args)).toThrow(/^.{0,100}\.$/);
      expect(() => read(...args)).not.toThrow(/secret/);
    }
    await writeFile(file, link.repeat(10_000));
    expect(() => read('--links', file)).toThrow('too large');
    await rm(folder, { recursive: true });
  });

  it('have defaults that work, and refuse nonsense in one sentence', () => {
    expect(read('--help')).toBeNull();
    expect(read()).toMatchObject({
      links: [],
      relays: [],
      status: null,
      backups: null,
      restore: null,
    });
    expect(read()?.name).toMatch(/^Replica on /);
    expect(read('--name', ' é'.repeat(90))?.name).toHaveLength(80);
    expect(read('--backup', 'b', '--every', '90m', '--keep', '3', '--most', '20GB')).toMatchObject({
      backups: { every: 5_400_000, keep: 3 },
      most: 20_000_000_000,
    });
    const bad = ['--keep 0', '--keep -1', '--every 1', '--every 0h', '--most 5', '--port 70000'];
    for (const one of [...bad, '--name= ', '--what'])
      expect(() => read('--backup', 'b', ...one.split(/(?<=\w) /))).toThrow(/^.*\.$/);
  });
});

describe('R8 relays', () => {
  const relay = '/p2p/12D3KooWRR8J8FV4JXj99XzPJfM1eduoQNmEYLeyKvvUwCRYGAZT';

  it('that a page names are asked of it until it answers, and are as it would dial them', async () => {
    const answers = ['', '[]', '{"relays":[]}', `{"relays":["${relay}"]}${' '.repeat(20_000)}`];
    const asked: string[] = [];
    const http = createServer((request, response) => {
      asked.push(request.url ?? '');
      const answer = answers.shift() ?? `{"relays":["${relay}","/dns4/b/tcp/443/wss${relay}"]}`;
      response.writeHead(answer === '' ? 503 : 200).end(answer);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const lines: string[] = [];
    const log: Log = (event, facts) => lines.push(JSON.stringify({ event, ...facts }));
    const names = [`/dns4/a/tcp/443/wss${relay}`, `http://127.0.0.1:${port}/notes`];
    expect(await relaysNamed(names, log, [1, 1])).toEqual([
      `/dns4/a/tcp/443/wss${relay}`,
      `/ip4/127.0.0.1/tcp/${port}/ws${relay}`,
      `/dns4/b/tcp/443/wss${relay}`,
    ]);
    expect(asked).toEqual(Array.from({ length: 5 }, () => '/notes/config.json'));
    expect(lines).toHaveLength(4);
    expect(lines.join()).not.toContain('127.0.0.1');
    http.close();
  });
});

describe('R5 backups', () => {
  it('are due by the names of those that are there, whatever the clock did', () => {
    const at = Date.UTC(2026, 10, 22, 8, 33, 5);
    expect(nameAt(at)).toBe('parley-20261122T083305Z.sqlite');
    expect(newestOf([nameAt(at - 5_000), nameAt(at), 'parley-9.sqlite', 'zebra'])).toBe(at / 1000);
    expect(newestOf(['zebra'])).toBeNull();
    expect(waitFor(null, 1_000, at)).toBe(0);
    expect(waitFor(at / 1000, 60_000, at + 20_000)).toBe(40_000);
    expect(waitFor(at / 1000, 60_000, at + 99_000)).toBe(0);
    expect(waitFor(at / 1000, 60_000, at - 99_000)).toBe(60_000);
  });

  it('give up the oldest of their own, and what was left half made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-backups-'));
    const plan = { folder: join(folder, 'new'), every: 1_000, keep: 2 };
    const copyTo = (path: string): Promise<void> => writeFile(path, 'copy');
    const backups = new Backups(plan, copyTo, () => {});
    const start = Date.UTC(2026, 0, 1);
    await mkdir(plan.folder);
    await writeFile(join(plan.folder, 'mine.sqlite'), '');
    await writeFile(join(plan.folder, `${nameAt(start)}.part`), '');
    for (let n = 0; n < 4; n += 1) await backups.make(start + n * 1_000);
    const kept = [nameAt(start + 2_000), nameAt(start + 3_000)];
    expect((await readdir(plan.folder)).sort()).toEqual(['mine.sqlite', ...kept].sort());
    expect(backups.figures.newest).toBe(start / 1000 + 3);
    expect(outdated(kept, 2)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('that fail are told, counted and tried again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-backups-'));
    const plan = { folder, every: 20, keep: 2 };
    const events: string[] = [];
    const done = Promise.withResolvers<void>();
    let failures = 2;
    const copyTo = (): Promise<void> =>
      failures-- > 0
        ? Promise.reject(Object.assign(new Error(), { code: 'Quota' }))
        : Promise.resolve();
    const backups = new Backups(plan, copyTo, (event, facts) => {
      events.push(event === 'backed up' ? event : `${event}: ${String(facts?.['reason'])}`);
      if (event === 'backed up') done.resolve();
    });
    await backups.begin();
    await done.promise;
    backups.stop();
    expect(events).toEqual(['not backed up: Quota', 'not backed up: Quota', 'backed up']);
    expect(backups.figures).toMatchObject({ made: 1, failed: 2 });
    await rm(folder, { recursive: true });
  });
});

describe('R6 figures', () => {
  const one = {
    workspace: 'ab12cd34',
    relay: 'connected',
    members: 3,
    online: 1,
    documents: 2,
    events: 40,
    bytes: 900,
    pending: 0,
    unwritten: 0,
    heard: null,
    storeError: null,
    removed: false,
  } as const;
  const all: ReplicaFigures = {
    workspaces: [one, { ...one, workspace: 'ffffffff', heard: 1_700_000_000 }],
    unopened: 0,
    joining: 0,
    storeErrors: 0,
    size: 4096,
    backups: { made: 2, failed: 1, newest: null },
    faults: 0,
    uptime: 9,
    memory: 5,
  };

  it('are ready when all that is to be served is open, connected and written', () => {
    expect(isReady(all)).toBe(true);
    const bad: Partial<ReplicaFigures>[] = [
      { workspaces: [] },
      { unopened: 1 },
      { joining: 1 },
      ...[{ relay: 'connecting' }, { storeError: 'Quota' }, { removed: true }].map((more) => ({
        workspaces: [one, { ...one, ...more } as typeof one],
      })),
    ];
    for (const more of bad) expect([more, isReady({ ...all, ...more })]).toEqual([more, false]);
  });

  it('are answered over HTTP to those who ask, and nothing else is', async () => {
    let figures = all;
    const status = await serveStatus({ port: 0, host: '127.0.0.1' }, () => figures);
    const ask = async (path: string, method = 'GET') => {
      const answer = await fetch(`http://127.0.0.1:${status.port}${path}`, { method });
      return [answer.status, await answer.text()] as const;
    };
    expect(await ask('/healthz')).toEqual([200, 'ok\n']);
    expect(await ask('/readyz')).toEqual([200, 'ready\n']);
    figures = { ...all, joining: 1 };
    expect(await ask('/readyz?x')).toEqual([503, 'not ready\n']);
    expect(await ask('/metrics')).toEqual([200, metricsText(figures)]);
    expect(await ask('/metrics', 'HEAD')).toEqual([200, '']);
    expect(await ask('/metrics', 'POST')).toEqual([405, 'Only GET and HEAD.\n']);
    expect((await ask('/else'))[0]).toBe(404);
    status.close();
  });

  it('are text that Prometheus reads, each with its help, and nothing where there is no number', () => {
    const text = metricsText(all);
    expect(text).toContain('parley_replica_backups_total 2\n');
    expect(text).toContain('parley_replica_members{workspace="ab12cd34"} 3\n');
    expect(text).toContain(
      'parley_replica_last_heard_timestamp_seconds{workspace="ffffffff"} 1700000000\n',
    );
    expect(text).not.toContain('backup_timestamp');
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{workspace="[0-9a-f]{8}"\})? \d+)$/);
  });
});
