/**
 * The programs that a kit is tried with, and what it means for the trial when one is not here.
 */
import { spawnSync } from 'node:child_process';

/** How to ask each whether it is here, and what is not tried without it. */
const PROGRAMS = {
  nginx: { ask: ['-v'], without: 'deploy/nginx.conf was not tried (apt-get install nginx-light)' },
  caddy: { ask: ['version'], without: 'deploy/Caddyfile was not tried (apt-get install caddy)' },
  openssl: { ask: ['version'], without: 'no proxy was tried, for want of a certificate' },
  'systemd-analyze': { ask: ['--version'], without: 'deploy/parley.service was not checked' },
  podman: { ask: ['info'], without: 'no image was built with it' },
  docker: {
    ask: ['info'],
    without: 'no image was built with it; the stages of deploy/Containerfile were run one by one',
  },
} as const;

export type Program = keyof typeof PROGRAMS;

/** Whether a program is here and answers: a client without its engine is of no use. */
export const has = (name: Program): boolean =>
  spawnSync(name, PROGRAMS[name].ask, { stdio: 'ignore', timeout: 20_000 }).status === 0;

export const missing = (): { readonly name: Program; readonly without: string }[] =>
  (Object.keys(PROGRAMS) as Program[])
    .filter((name) => !has(name))
    .map((name) => ({ name, without: PROGRAMS[name].without }));
