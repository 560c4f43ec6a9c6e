/**
 * A44, A45: tries key after key until its agent or its value would win every tie, and then writes
 * beside honest people, at the very place where they do.
 */
import { setTitle } from '../../src/crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import type { EventBody } from '../../src/wire/event.ts';
import { insert, type Forger } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** Keys tried for each agent. */
const TRIES = 12;

/** Writes the title with the value that would win, on the version that honest people write on. */
export class ValueGrinder extends Actor {
  turn(): void {
    const title = [setTitle(WORKSPACE_MAP, '\u{10ffff}'.repeat(this.random.whole(1, 9)))];
    this.tell([this.forger().first({ ...this.begin(WORKSPACE_MAP), ops: title }).run]);
  }
}

/** Letter after letter, into the middle of whatever others write, by agents that come first or last. */
export class SiblingGrinder extends Actor {
  #forgers: Forger[] = [];
  #where: Partial<EventBody> | undefined;

  turn(): void {
    this.#where ??= this.begin(this.document);
    if (this.#forgers.length === 0) this.#forgers = [this.#ground(1), this.#ground(-1)];
    for (const forger of this.#forgers) {
      const ops = [insert(forger.seq, '#')];
      this.tell([
        (forger.seq === 0 ? forger.first({ ...this.#where, ops }) : forger.next({ ops })).run,
      ]);
    }
  }

  /** Of many agents the one with the greatest id, or the least. */
  #ground(side: 1 | -1): Forger {
    const forgers = Array.from({ length: TRIES }, () => this.forger());
    forgers.sort((a, b) => (a.agent < b.agent ? side : -side));
    return forgers[0] as Forger;
  }
}
