/**
 * Copies of a replica's file, made every so often: whole or not there, the oldest given up.
 *
 * When the next one is due is read from the names of those that are there, so that starting again
 * neither puts it off nor makes one too many. The folder is for the copies of one replica alone.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Log } from './log.ts';

const NAME = /^parley-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.sqlite$/;
/** Of one that was cut off. */
const LEFT = /^parley-\d{8}T\d{6}Z\.sqlite\.part/;
/** A failed one is tried again after this, or sooner if one is due anyway. */
const RETRY_MS = 3_600_000;
/** A timer waits no longer than 24 days. */
const LONGEST_MS = 86_400_000;

export interface BackupPlan {
  readonly folder: string;
  /** Milliseconds. */
  readonly every: number;
  /** How many are kept. */
  readonly keep: number;
}

export interface BackupFigures {
  readonly made: number;
  readonly failed: number;
  /** When the newest was made, in seconds since 1970; `null`: there is none. */
  readonly newest: number | null;
}

export class Backups {
  readonly #plan: BackupPlan;
  readonly #copyTo: (path: string) => Promise<void>;
  readonly #log: Log;
  #made = 0;
  #failed = 0;
  #newest: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;

  constructor(plan: BackupPlan, copyTo: (path: string) => Promise<void>, log: Log) {
    this.#plan = plan;
    this.#copyTo = copyTo;
    this.#log = log;
  }

  get figures(): BackupFigures {
    return { made: this.#made, failed: this.#failed, newest: this.#newest };
  }

  /** Makes the next one when it is due, and so on. */
  async begin(): Promise<void> {
    const { folder, every } = this.#plan;
    const names = await readdir(folder).catch(() => []);
    this.#newest = newestOf(names);
    this.#wait(waitFor(this.#newest, every, Date.now()));
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Makes one now. Rejects with StoreError or the system's error. */
  async make(now = Date.now()): Promise<string> {
    const { folder, keep } = this.#plan;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) if (LEFT.test(name)) await rm(join(folder, name));
    const name = nameAt(now);
    await this.#copyTo(join(folder, name));
    this.#newest = Math.floor(now / 1000);
    for (const old of outdated(await readdir(folder), keep)) await rm(join(folder, old));
    return name;
  }

  #wait(millis: number): void {
    if (this.#stopped) return;
    const part = Math.min(millis, LONGEST_MS);
    this.#timer = setTimeout(() => {
      if (part < millis) this.#wait(millis - part);
      else void this.#round();
    }, part);
  }

  async #round(): Promise<void> {
    const { every } = this.#plan;
    try {
      const name = await this.make();
      this.#made += 1;
      this.#log('backed up', { name });
      this.#wait(every);
    } catch (error) {
      this.#failed += 1;
      this.#log('not backed up', { reason: (error as { code?: string }).code ?? 'unknown' });
      this.#wait(Math.min(every, RETRY_MS));
    }
  }
}

/** `parley-20261122T083300Z.sqlite`: sorts by time, and every file system bears it. */
export const nameAt = (millis: number): string =>
  `parley-${new Date(millis).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.sqlite`;

/** When the newest of these was made, in seconds since 1970; `null`: there is none. */
export function newestOf(names: readonly string[]): number | null {
  const parts = NAME.exec(
    names
      .filter((name) => NAME.test(name))
      .sort()
      .at(-1) ?? '',
  );
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return Math.floor(at / 1000);
}

/** Milliseconds until the next is due. A newest one in the future is due to a clock that was put back. */
export function waitFor(newest: number | null, every: number, now: number): number {
  if (newest === null) return 0;
  return Math.max(0, Math.min(newest * 1000 + every - now, every));
}

/** All but the newest `keep`; what else lies in the folder is not ours. */
export const outdated = (names: readonly string[], keep: number): readonly string[] =>
  names
    .filter((name) => NAME.test(name))
    .sort()
    .slice(0, -keep);
