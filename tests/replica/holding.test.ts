/**
 * A held view that is let on to a version: just that version's events, whoever else wrote meanwhile.
 */
import { describe, expect, it } from 'vitest';
import { Forger, Host, identity, insert } from './lab.ts';

describe('a view that is let on to a version', () => {
  /** Three who write at once; `a` goes on after `b`'s event. */
  function three() {
    const host = new Host(0, 50);
    const [a, b, c] = [1, 2, 3].map((load) => new Forger(identity(0, load)));
    if (!a || !b || !c) throw new Error('three');
    const firstOfB = b.first({ ops: [insert(0, 'b')] });
    const firstOfA = a.first({ ops: [insert(0, 'a')] });
    const both = [firstOfA.id, firstOfB.id].sort();
    const merge = a.next({ parents: both, ops: [insert(2, '!')] });
    const firstOfC = c.first({ ops: [insert(0, 'c')] });
    host.do((own) => own.hold());
    return { host, firstOfA, firstOfB, firstOfC, merge };
  }

  it('leaves out what is neither named nor below it, whatever came first', () => {
    const { host, firstOfA, firstOfB, firstOfC, merge } = three();
    host.hear('c', firstOfC.run);
    host.hear('a', firstOfA.run, merge.run);
    host.hear('b', firstOfB.run);
    host.do((own, now) => own.advanceTo([firstOfA.id], now));
    expect(host.text()).toBe('a');
    host.do((own, now) => own.advanceTo([merge.id], now));
    expect([...host.text()].sort().join('')).toBe('!ab');
    host.do((own, now) => own.release(now));
    expect([...host.text()].sort().join('')).toBe('!abc');
  });

  it('waits until the last ancestor is here', () => {
    const { host, firstOfA, firstOfB, merge } = three();
    host.do((own, now) => own.advanceTo([merge.id], now));
    host.hear('a', firstOfA.run, merge.run);
    expect(host.text()).toBe('');
    host.hear('b', firstOfB.run);
    expect([...host.text()].sort().join('')).toBe('!ab');
  });
});
