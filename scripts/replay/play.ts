/**
 * Types a trace: every author's steps one after another, each as soon as what it stands on has been
 * typed, so authors are at work at once where the trace's were.
 */
import type { EventId } from '../../src/base/ids.ts';
import type { Step } from './trace.ts';
import type { Typist } from './typist.ts';

/** Nobody runs further ahead of the slowest, in steps: what others must hold back is bounded. */
const AHEAD = 2_000;

export interface Progress {
  /** Transactions typed so far, and patches. */
  readonly transactions: number;
  readonly patches: number;
  /** Ids of the events that the newest step ended with. */
  readonly newest: readonly EventId[];
}

export class Play {
  readonly #steps: readonly Step[];
  readonly #authors: readonly Typist[];
  readonly #done: PromiseWithResolvers<readonly EventId[]>[];
  readonly #watchers = new Set<{ patches: number; resolve(): void; reject(why: unknown): void }>();
  #failure: unknown = null;
  #progress: Progress = { transactions: 0, patches: 0, newest: [] };

  constructor(steps: readonly Step[], authors: readonly Typist[]) {
    this.#steps = steps;
    this.#authors = authors;
    this.#done = steps.map(() => Promise.withResolvers());
    for (const { promise } of this.#done) promise.catch(() => {});
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Resolves with the version of everything typed. */
  async run(): Promise<readonly EventId[]> {
    try {
      await Promise.all(this.#authors.map((_, author) => this.#write(author)));
    } catch (error) {
      this.#failure = error;
      for (const { reject } of this.#done) reject(error);
      for (const { reject } of this.#watchers) reject(error);
      throw error;
    }
    const isParent = new Set(this.#steps.flatMap(({ parents }) => parents));
    const last = this.#done.filter((_, step) => !isParent.has(step));
    return this.#version(last);
  }

  /** Resolves when so many patches are typed. */
  async reached(patches: number): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#progress.patches >= patches) return;
    await new Promise<void>((resolve, reject) => this.#watchers.add({ patches, resolve, reject }));
  }

  async #write(author: number): Promise<void> {
    const typist = this.#authors[author] as Typist;
    for (const [at, step] of this.#steps.entries()) {
      if (step.author !== author) continue;
      await this.#done[at - AHEAD]?.promise;
      const below = step.parents.map((parent) => this.#done[parent]).filter((one) => !!one);
      const version = await this.#version(below);
      const newest = await typist.type(version, step.patches);
      if (newest.length !== 1) throw new Error('what is typed is one event on top of its parents');
      this.#done[at]?.resolve(newest);
      this.#advance(step, newest);
    }
  }

  async #version(ends: readonly PromiseWithResolvers<readonly EventId[]>[]): Promise<EventId[]> {
    return (await Promise.all(ends.map(({ promise }) => promise))).flat().sort();
  }

  #advance(step: Step, newest: readonly EventId[]): void {
    const { transactions, patches } = this.#progress;
    this.#progress = {
      transactions: transactions + step.transactions,
      patches: patches + step.patches.length,
      newest,
    };
    for (const watcher of this.#watchers)
      if (watcher.patches <= this.#progress.patches) {
        this.#watchers.delete(watcher);
        watcher.resolve();
      }
  }
}
