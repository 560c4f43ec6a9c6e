/** Recorded histories: reading them, giving their transactions to authors, positions in units. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  castAuthors,
  parseTrace,
  stepsOf,
  TraceError,
  unitsAt,
  type Transaction,
} from '../../scripts/replay/trace.ts';

const json = JSON.stringify;
const one = (agent: number, parents: readonly number[], text = 'x'): Transaction => ({
  parents,
  agent,
  patches: [[0, 0, text]],
});

describe('reading a trace', () => {
  it('a sequential one has a single author, each transaction on the one before', () => {
    const patches = [[0, 0, 'a']];
    const trace = parseTrace(
      json({ startContent: '', endContent: 'aa', txns: [{ patches }, { patches }] }),
    );
    expect(trace.transactions.map(({ parents, agent }) => [parents, agent])).toEqual([
      [[], 0],
      [[0], 0],
    ]);
  });

  it('what a text begins with is typed first, below everything', () => {
    const patches = [[0, 0, 'a']];
    const txns = [
      { parents: [], agent: 1, patches },
      { parents: [0], agent: 1, patches },
    ];
    const trace = parseTrace(json({ startContent: 'b', endContent: 'aab', txns }));
    expect(trace.transactions.map(({ parents }) => parents)).toEqual([[], [0], [1]]);
    expect(trace.transactions[0]?.patches).toEqual([[0, 0, 'b']]);
  });

  it('transactions that type nothing are passed through', () => {
    const patches = [[0, 0, 'a']];
    const txns = [
      { parents: [], agent: 0, patches },
      { parents: [], agent: 1, patches },
      { parents: [0, 1], agent: 1, patches: [] },
      { parents: [2], agent: 0, patches },
    ];
    const trace = parseTrace(json({ kind: 'concurrent', endContent: 'aaa', txns }));
    expect(trace.transactions.map(({ parents }) => parents)).toEqual([[], [], [0, 1]]);
  });

  it('what is neither format is refused with a reason', () => {
    for (const bad of [
      {},
      { endContent: '', txns: [{}] },
      { endContent: '', txns: [{ patches: [[0, -1, '']] }] },
      { endContent: '', txns: [{ parents: [0], agent: 0, patches: [] }] },
    ])
      expect(() => parseTrace(json(bad))).toThrow(TraceError);
  });
});

describe('giving transactions to authors', () => {
  it('agents keep their author when there are no more agents than authors', () => {
    const cast = castAuthors([one(7, []), one(3, []), one(7, [0, 1]), one(3, [1])], 4);
    expect(cast?.authors).toEqual([0, 1, 0, 1]);
  });

  it('an agent that writes beside itself becomes two authors', () => {
    expect(castAuthors([one(0, []), one(0, [])], 4)?.authors).toEqual([0, 1]);
  });

  it('five at once cannot be four', () => {
    const five = [0, 1, 2, 3, 4].map((agent) => one(agent, []));
    expect(castAuthors(five, 4)).toBeUndefined();
    expect(castAuthors(five.slice(0, 4), 4)?.count).toBe(4);
  });

  it('what an author wrote before is in the past of what it writes next, in random histories', () => {
    const history = fc.array(fc.tuple(fc.nat(6), fc.nat(3), fc.nat(3)), { maxLength: 40 });
    fc.assert(
      fc.property(history, (choices) => {
        const transactions = choices.map(([agent, a, b], i) =>
          one(agent, i === 0 ? [] : [...new Set([Math.max(0, i - 1 - a), Math.max(0, i - 1 - b)])]),
        );
        const cast = castAuthors(transactions, 4);
        if (!cast) return;
        const pasts = transactions.map(() => new Set<number>());
        const last = new Map<number, number>();
        transactions.forEach(({ parents }, i) => {
          for (const parent of parents)
            for (const past of [parent, ...(pasts[parent] ?? [])]) pasts[i]?.add(past);
          const before = last.get(cast.authors[i] ?? -1);
          if (before !== undefined) expect(pasts[i]).toContain(before);
          last.set(cast.authors[i] ?? -1, i);
        });
      }),
    );
  });
});

describe('steps', () => {
  const stepsFor = (transactions: readonly Transaction[]) => {
    const cast = castAuthors(transactions, 4);
    if (!cast) throw new Error('authors');
    return stepsOf(transactions, cast);
  };

  it('join what one author types in a row', () => {
    const steps = stepsFor([one(0, [], 'a'), one(0, [0], 'b'), one(0, [1], 'c')]);
    expect(steps).toEqual([
      {
        author: 0,
        parents: [],
        patches: [
          [0, 0, 'a'],
          [0, 0, 'b'],
          [0, 0, 'c'],
        ],
        transactions: 3,
      },
    ]);
  });

  it('end where somebody else stands', () => {
    const steps = stepsFor([one(0, []), one(0, [0]), one(1, [0]), one(0, [1, 2])]);
    expect(steps.map(({ author, parents }) => [author, parents])).toEqual([
      [0, []],
      [0, [0]],
      [1, [0]],
      [0, [1, 2]],
    ]);
  });

  it('name no parent that is below another', () => {
    const steps = stepsFor([one(0, []), one(1, [0]), one(0, [0, 1])]);
    expect(steps.at(-1)?.parents).toEqual([1]);
  });
});

describe('positions', () => {
  it('code points become units, however a text is cut into chunks', () => {
    const character = fc.constantFrom('a', '\n', 'é', '😀', '𝒳');
    fc.assert(
      fc.property(fc.array(fc.array(character)), fc.nat(40), (chunks, position) => {
        const all = chunks.flat();
        const units = unitsAt(
          chunks.map((chunk) => chunk.join('')),
          position,
        );
        expect(units).toBe(all.slice(0, position).join('').length);
      }),
    );
  });
});
