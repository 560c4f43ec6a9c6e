/** What a text promises, one promise at a time. */
import { describe, expect, it } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import type { Op } from '../../src/crdt/op.ts';
import { type Edits, Text, type TextCache } from '../../src/crdt/text.ts';
import { byName } from './histories.ts';
import { applyChanges } from './replica.ts';

const insert = (position: number, text: string): Op => ({ kind: 'insert', position, text });
const remove = (position: number, count: number): Op => ({ kind: 'delete', position, count });

/** A text that `a` has begun, and the version of that beginning. */
function begun(text: string): { doc: Text<string>; base: readonly LV[] } {
  const doc = new Text<string>(byName);
  doc.edit([insert(0, text)], 'a');
  return { doc, base: doc.heads };
}

describe('a text', () => {
  it('is what was put in, however much, in whatever letters', () => {
    const parts = ['a'.repeat(3_000), 'abcdé'.repeat(300), 'x🙂'.repeat(99), 'b'.repeat(129), 'é'];
    const doc = new Text<string>(byName);
    for (const part of parts) {
      const parents = doc.heads;
      doc.add({ parents, ops: [insert(0, part), insert(0, '|'), remove(0, 1)], author: 'a' });
    }
    expect(doc.advance().changes).toEqual([
      { position: 0, deleted: 0, inserted: parts.toReversed().join('') },
    ]);
    doc.add({ parents: doc.heads, ops: [insert(1, 'w'), insert(0, 'v')], author: 'a' });
    expect(doc.advance().changes.length).toBe(2);
    expect(doc.textAt(doc.heads)).toBe(doc.toString());
  });

  it('is the same when it is filled at once, cut and mixed as its history may be', () => {
    const letters = ['a', 'é', '🙂', 'word '.repeat(30), '🙂é'.repeat(40), 'x'.repeat(5_000)];
    const filled = new Text<string>(byName);
    const typed = new Text<string>(byName);
    let length = 0;
    for (let i = 0; i < 400; i++) {
      const text = letters[(i * i + 3 * i) % 11] ?? letters[i % 3] ?? '';
      const position = (i * 7_919) % (length + 1);
      const ops =
        i % 4 === 3 ? [remove(position >> 1, Math.min(40, length - (position >> 1)) || 1)] : [];
      ops.push(insert((position * 31) % (length - 40), text));
      if (length < 100) ops.splice(0, 2, insert(0, letters[3] ?? ''));
      filled.add({ parents: filled.heads, ops, author: i % 9 === 8 ? 'b' : 'a' });
      typed.edit(ops, 'a');
      length = typed.length;
    }
    expect(filled.advance().voids).toEqual([]);
    expect(filled.toString() === typed.toString()).toBe(true);
    expect(filled.units).toBe(typed.units);
    expect(filled.length).toBe(typed.length);
  });

  it('that is empty again says nothing', () => {
    const doc = new Text<string>(byName);
    doc.add({ parents: [], ops: [insert(0, 'gone'), remove(0, 4), remove(0, 1)], author: 'a' });
    expect(doc.advance()).toEqual({ changes: [], voids: [{ start: 5, end: 6 }] });
  });
});

describe('concurrent edits', () => {
  it('T5 a double delete removes once', () => {
    const { doc, base } = begun('abcdef');
    doc.add({ parents: base, ops: [remove(1, 3)], author: 'b' });
    doc.add({ parents: base, ops: [remove(2, 3)], author: 'c' });
    expect(doc.advance()).toEqual({
      changes: [{ position: 1, deleted: 4, inserted: '' }],
      voids: [],
    });
    expect(doc.toString()).toBe('af');
    doc.edit([insert(1, 'x')], 'a');
    expect(doc.toString()).toBe('axf');
  });

  it('T5 a delete spares what was typed into its range', () => {
    const { doc, base } = begun('abcdef');
    doc.add({ parents: base, ops: [insert(3, '🙂!')], author: 'b' });
    doc.add({ parents: base, ops: [remove(1, 4)], author: 'c' });
    doc.advance();
    expect(doc.toString()).toBe('a🙂!f');
  });

  it('T4 runs typed at one place stay whole, in the order of their authors', () => {
    for (const authors of ['bc', 'cb']) {
      const { doc, base } = begun('<>');
      for (const author of authors) {
        const first = doc.add({ parents: base, ops: [insert(1, `${author}1`)], author });
        doc.add({ parents: [asLV(first + 1)], ops: [insert(3, `${author}2`)], author });
      }
      doc.advance();
      expect(doc.toString()).toBe('<b1b2c1c2>');
    }
  });

  it('T4 a thousand authors at one place stand in their order, whoever came first', () => {
    const names = Array.from({ length: 1_000 }, (_, i) =>
      String((i * 7_919) % 1_000).padStart(3, '0'),
    );
    const doc = new Text<string>(byName);
    for (const author of names) doc.add({ parents: [], ops: [insert(0, `${author} `)], author });
    doc.advance();
    expect(doc.toString()).toBe(names.toSorted().join(' ') + ' ');
  });

  it('units tell apart the branches of one author', () => {
    const doc = new Text<string>((_a, _b, x, y) => y - x);
    doc.add({ parents: [], ops: [insert(0, 'one')], author: 'a' });
    doc.add({ parents: [], ops: [insert(0, 'two')], author: 'a' });
    doc.advance();
    expect(doc.toString()).toBe('twoone');
  });

  it('parents may name the middle of an insert', () => {
    const { doc } = begun('abcdef');
    doc.add({ parents: [asLV(2)], ops: [insert(3, 'X'), remove(0, 1)], author: 'A' });
    doc.advance();
    expect(doc.toString()).toBe('bcXdef');
    expect(doc.textAt([asLV(2)])).toBe('abc');
  });
});

describe('an op outside the text that its author saw', () => {
  it('T2 is void, and the other ops of its event are judged without it', () => {
    const { doc, base } = begun('abc');
    const ops = [insert(4, 'X'), remove(1, 3), insert(3, '!'), insert(5, 'Y'), remove(0, 1)];
    const start = doc.add({ parents: base, ops, author: 'b' });
    const { voids } = doc.advance();
    expect(doc.toString()).toBe('bc!');
    expect(voids.map(({ start: from, end }) => [from - start, end - start])).toEqual([
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
  });

  it('T2 gets one verdict, however much was added elsewhere and wherever the replay begins', () => {
    const late = { ops: [insert(4, 'X'), remove(3, 1)], author: 'b' };
    const { doc, base } = begun('abc');
    doc.edit([insert(0, 'more and more')], 'a');
    doc.add({ ...late, parents: base });
    expect(doc.advance().voids.length).toBe(2);

    const early = begun('abc');
    early.doc.add({ ...late, parents: early.base });
    expect(early.doc.advance().voids.length).toBe(2);
    early.doc.add({ parents: early.base, ops: [insert(0, 'more and more')], author: 'a' });
    early.doc.advance();
    expect(early.doc.toString()).toBe(doc.toString());
  });

  it('costs no more for a huge count', () => {
    const { doc, base } = begun('abc');
    const ops = Array.from({ length: 4_096 }, () => remove(0, 1_000_000_000));
    doc.add({ parents: base, ops, author: 'b' });
    doc.add({ parents: base, ops: [insert(0, 'x')], author: 'c' });
    expect(doc.advance().voids.length).toBe(4_096);
    expect(doc.graph.next).toBe(3 + 4_096 + 1);
    expect(doc.toString()).toBe('xabc');
  });
});

describe('positions', () => {
  it('T1 count code points, in the text with the ops of the event before', () => {
    const { doc } = begun('🙂🙂');
    doc.add({ parents: doc.heads, ops: [insert(2, '🏔b'), remove(1, 2)], author: 'b' });
    doc.advance();
    expect(doc.toString()).toBe('🙂b');
    expect([doc.length, doc.units]).toEqual([2, 3]);
    expect([doc.toUnits(1), doc.toCodePoints(1), doc.toCodePoints(2)]).toEqual([2, undefined, 1]);
  });
});

describe('changes', () => {
  it('of a batch are in UTF-16 units, joined where they touch', () => {
    const { doc } = begun('🙂🙂');
    const before = doc.toString();
    doc.add({
      parents: doc.heads,
      ops: [insert(1, 'a'), insert(2, 'b'), remove(3, 1)],
      author: 'b',
    });
    const { changes } = doc.advance();
    expect(changes).toEqual([
      { position: 2, deleted: 0, inserted: 'ab' },
      { position: 4, deleted: 2, inserted: '' },
    ]);
    expect(applyChanges(before, changes)).toBe(doc.toString());
  });

  it('are none when nothing new was added', () => {
    const { doc } = begun('abc');
    expect(doc.advance()).toEqual({ changes: [], voids: [] });
  });
});

describe('positions of an earlier version', () => {
  it('stay before what was typed right there, and where deleted text was', () => {
    const { doc, base } = begun('abcdef');
    doc.edit([insert(2, 'XY'), remove(5, 2)], 'b');
    expect(doc.toString()).toBe('abXYcf');
    expect(doc.mapForward([0, 2, 3, 4, 5, 6, 99, -1], base)).toEqual([0, 2, 5, 5, 5, 6, 6, 0]);
  });
});

describe('a cache', () => {
  it('spares the replay and changes nothing', () => {
    const { doc, base } = begun('abcdef');
    doc.add({ parents: base, ops: [insert(3, 'X')], author: 'b' });
    doc.add({ parents: base, ops: [insert(3, 'Y')], author: 'c' });
    doc.advance();
    doc.edit([insert(8, '.')], 'a');
    const cache = doc.save();
    expect(cache.text).toBe('abcXYdef.');
    expect(cache.lengths).toEqual([{ version: [6, 7], length: 8 }]);
  });

  it('that names unknown units or holds broken text is dropped', () => {
    const good: TextCache = { text: 'abc', version: [asLV(2)], lengths: [] };
    const bad: TextCache[] = [
      { ...good, version: [asLV(3)] },
      { ...good, version: [asLV(-1)] },
      { ...good, version: [asLV(0.5)] },
      { ...good, version: [asLV(1), asLV(1)] },
      { ...good, text: 'ab\ud800' },
      { ...good, lengths: [{ version: [asLV(7)], length: 1 }] },
      { ...good, lengths: [{ version: [asLV(1)], length: -1 }] },
    ];
    for (const cache of [...bad, good]) {
      const doc = new Text<string>(byName);
      doc.add({ parents: [], ops: [insert(0, 'abc')], author: 'a' });
      expect(doc.adopt(cache)).toBe(cache === good);
      expect(doc.toString()).toBe('abc');
    }
  });
});

describe('our own mistakes', () => {
  it('throw before anything changes', () => {
    const { doc } = begun('abc');
    expect(() => doc.edit([insert(0, '\ud800')], 'a')).toThrow('inserted');
    expect(() => doc.edit([insert(0, '')], 'a')).toThrow('inserted');
    expect(() => doc.edit([remove(0, 0)], 'a')).toThrow('count');
    expect(() => doc.edit([insert(0, 'x'), remove(2, 3)], 'a')).toThrow('outside');
    expect(() => doc.edit([], 'a')).toThrow('at least one op');
    expect(() => doc.add({ parents: [asLV(3)], ops: [insert(0, 'x')], author: 'a' })).toThrow(
      'known',
    );
    expect(doc.toString()).toBe('abc');
    expect(doc.heads).toEqual([2]);
    doc.add({ parents: doc.heads, ops: [insert(0, 'x')], author: 'b' });
    expect(() => doc.edit([insert(0, 'y')], 'a')).toThrow('advance');
  });
});

describe('columns of edits', () => {
  const column = (...values: number[]): Int32Array => Int32Array.from(values);

  it('are refused before anything changes if they are not those of well-formed ops', () => {
    const good = {
      positions: column(0, 2),
      counts: column(0, 1),
      textEnds: column(4, 4),
      text: 'a🙂b',
    };
    const bad: Edits[] = [
      { ...good, positions: column(0) },
      { ...good, positions: column(-1, 0) },
      { ...good, counts: column(0, -1) },
      { ...good, counts: column(0, 0) },
      { ...good, textEnds: column(4, 3) },
      { ...good, textEnds: column(3, 3) },
      { ...good, text: 'ab\ud800d' },
      { ...good, counts: column(0, 0), textEnds: column(2, 4) },
      { ...good, positions: column(), counts: column(), textEnds: column(), text: '' },
    ];
    const doc = new Text<string>(byName);
    for (const edits of bad)
      expect(() => doc.addEdits({ parents: [], edits, author: 'a' })).toThrow();
    expect(doc.graph.next).toBe(0);
    doc.addEdits({ parents: [], edits: good, author: 'a' });
    doc.advance();
    expect(doc.toString()).toBe('a🙂');
  });
});
