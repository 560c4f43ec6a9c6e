/**
 * Sets of events that hold all their ancestors: how many events of each chain are in one.
 *
 * What a peer claims to hold is one; so is what is held in spite of evidence, and what has effect.
 */
import type { ChainLog } from './chain.ts';

export class Reach {
  readonly counts = new Map<ChainLog, number>();

  /** Events of a chain that are in the set: the first so many, a branch's common ones included. */
  of(log: ChainLog): number {
    return this.counts.get(log) ?? 0;
  }

  /**
   * Takes in a chain's first `count` events and all below them. True if that was more of another
   * chain than was in the set.
   */
  add(log: ChainLog, count: number): boolean {
    let others = false;
    const queue = [{ log, count }];
    for (let next = queue.pop(); next; next = queue.pop()) {
      const before = this.of(next.log);
      if (next.count <= before) continue;
      this.counts.set(next.log, next.count);
      others ||= next.log !== log;
      const { links } = next.log;
      for (let i = links.length - 1; i >= 0; i--) {
        const link = links[i];
        if (!link || link.from < before) break;
        if (link.from < next.count)
          queue.push({ log: link.chain, count: link.chain.indexOf(link.to) ?? 0 });
      }
    }
    return others;
  }
}
