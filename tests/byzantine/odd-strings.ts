/** A22: texts that are none, and names that mean something to a careless program. */
import { utf8 } from '../../src/base/bytes.ts';
import { setTitle } from '../../src/crdt/workspace-map.ts';
import { newDocumentId, WORKSPACE_MAP } from '../../src/wire/document.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** One letter, composed and not: two different texts. */
export const COMPOSED = '\u00e9';
export const DECOMPOSED = 'e\u0301';

const NAMES = ['__proto__', 'constructor', 'toString', '\u202eevil', COMPOSED, DECOMPOSED, '\0'];
/** A lone surrogate, an overlong slash, a stray continuation, and a byte that is never there. */
const BROKEN = [
  [0xed, 0xa0, 0x80],
  [0xe0, 0x80, 0xaf],
  [0x80, 0x80, 0x80],
  [0xff, 0xfe, 0xff],
];
const PLACEHOLDER = 'QQQ';

export class OddStrings extends Actor {
  turn(): void {
    const name = this.random.pick(NAMES) ?? '';
    if (this.random.chance(0.4)) this.#broken();
    else if (this.random.chance(0.5)) this.#named(name);
    else
      this.tell([
        this.forger().first({ ...this.begin(this.document), ops: [insert(0, name)] }).run,
      ]);
  }

  #named(name: string): void {
    const row = newDocumentId('text', this.random.bytes(15));
    const polluting = utf8('{"__proto__":{"polluted":true}}');
    const ops = [setTitle(row, name), { kind: 'set', row, field: 255, value: polluting }] as const;
    this.tell([this.forger().first({ ...this.begin(WORKSPACE_MAP), ops }).run]);
  }

  /** Signed as it is: the text in it is no UTF-8. */
  #broken(): void {
    const { run } = this.forger().first({
      ...this.begin(this.document),
      ops: [insert(0, PLACEHOLDER)],
    });
    const at = run.findIndex((_, i) => run[i] === 81 && run[i + 1] === 81 && run[i + 2] === 81);
    run.set(this.random.pick(BROKEN) ?? [], at);
    this.tell([run]);
  }
}
