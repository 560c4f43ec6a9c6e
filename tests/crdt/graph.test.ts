/** The event graph: walks against published cases, cuts against their definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import { findConflicting } from '../../src/crdt/conflict.ts';
import { Graph, subtract } from '../../src/crdt/graph.ts';
import { readLines } from './traces.ts';

interface History {
  readonly hist: readonly { readonly span: [number, number]; readonly parents: LV[] }[];
}

type Pair = readonly [number, number];

function build({ hist }: History): Graph {
  const graph = new Graph();
  for (const { span, parents } of hist) graph.add(parents, span[1] - span[0]);
  return graph;
}

describe('published cases', () => {
  type Diff = History & { a: LV[]; b: LV[]; expect_a: Pair[]; expect_b: Pair[] };
  it('diff', () => {
    for (const one of readLines<Diff>('causal-graph/diff.json')) {
      const { aOnly, bOnly } = build(one).diff(one.a, one.b);
      expect(aOnly.map(({ start, end }) => [start, end])).toEqual(one.expect_a);
      expect(bOnly.map(({ start, end }) => [start, end])).toEqual(one.expect_b);
    }
  });

  type Contains = History & { frontier: LV[]; target: number; expected: boolean };
  it('version_contains', () => {
    for (const one of readLines<Contains>('causal-graph/version_contains.json')) {
      expect(build(one).contains(one.frontier, one.target)).toBe(one.expected);
    }
  });

  type Conflicting = History & {
    a: LV[];
    b: LV[];
    expect_spans: [{ start: number; end: number }, 'OnlyA' | 'OnlyB' | 'Shared'][];
    expect_common: LV[];
  };
  it('conflicting', () => {
    const sides = { OnlyA: 'a', OnlyB: 'b', Shared: 'shared' };
    for (const one of readLines<Conflicting>('causal-graph/conflicting.json')) {
      const { common, spans } = findConflicting(build(one), one.a, one.b);
      expect(common).toEqual(one.expect_common);
      expect(spans).toEqual(one.expect_spans.map(([span, side]) => ({ span, side: sides[side] })));
    }
  });
});

/** Runs of 1 to 3 units, each on up to three random earlier units; any of them may be mid-run. */
const graphs = fc
  .array(
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(fc.nat(), { maxLength: 3 }), fc.boolean()),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((runs) => {
    const graph = new Graph();
    for (const [length, picks, follow] of runs) {
      const parents = picks.map((pick) => asLV(pick % Math.max(1, graph.next)));
      const version = graph.next === 0 ? [] : graph.minimal([...new Set(parents)]);
      graph.add(follow ? graph.heads : version, length);
    }
    return graph;
  });

/** Ancestors of each unit, itself included, from parents alone. */
function ancestors(graph: Graph): Set<number>[] {
  const sets: Set<number>[] = [];
  for (let lv = 0; lv < graph.next; lv++) {
    const set = new Set([lv]);
    for (const parent of graph.parentsOf(lv)) for (const one of sets[parent] ?? []) set.add(one);
    sets.push(set);
  }
  return sets;
}

const union = (sets: Set<number>[], version: readonly number[]): Set<number> =>
  new Set(version.flatMap((lv) => [...(sets[lv] ?? [])]));

const minus = (a: Set<number>, b: Set<number>): Set<number> =>
  new Set([...a].filter((lv) => !b.has(lv)));

const unitsIn = (spans: readonly { start: number; end: number }[]): number[] =>
  spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));

describe('random graphs', () => {
  it('heads are the units without children', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const parents = new Set(
          unitsIn([{ start: 0, end: graph.next }]).flatMap((lv) => graph.parentsOf(lv)),
        );
        const childless = unitsIn([{ start: 0, end: graph.next }]).filter(
          (lv) => !parents.has(asLV(lv)),
        );
        expect(graph.heads).toEqual(childless);
      }),
    );
  });

  it('diff, contains and minimal agree with sets of ancestors', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.array(fc.nat(), { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        (graph, p, q) => {
          const sets = ancestors(graph);
          const [a, b] = [p, q].map((picks) =>
            graph.minimal(picks.map((pick) => asLV(pick % graph.next))),
          );
          if (a === undefined || b === undefined) throw new Error('two versions');
          const [inA, inB] = [union(sets, a), union(sets, b)];
          const { aOnly, bOnly } = graph.diff(a, b);
          expect(new Set(unitsIn(aOnly))).toEqual(minus(inA, inB));
          expect(new Set(unitsIn(bOnly))).toEqual(minus(inB, inA));
          for (let lv = 0; lv < graph.next; lv++) expect(graph.contains(a, lv)).toBe(inA.has(lv));
          for (const head of a)
            expect(
              graph.contains(
                a.filter((lv) => lv !== head),
                head,
              ),
            ).toBe(false);
        },
      ),
    );
  });

  it('a cut is where everything before happened before everything after', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const sets = ancestors(graph);
        const isCut = (cut: number): boolean =>
          sets.every(
            (set, lv) => lv < cut || unitsIn([{ start: 0, end: cut }]).every((one) => set.has(one)),
          );
        const known = new Set<number>();
        for (let limit = 0; limit <= graph.next; limit++) known.add(graph.lastCut(limit));
        for (let cut = 0; cut < graph.next; cut++)
          expect([cut, known.has(cut)]).toEqual([cut, isCut(cut)]);
        for (const cut of known) {
          const heads = graph.headsAtCut(cut);
          expect(union(sets, heads).size).toBe(cut);
          expect(graph.isCritical(heads)).toBe(true);
          expect(graph.lastCutWithin(heads)).toBe(cut);
        }
        expect(graph.lastCritical()).toEqual(graph.headsAtCut(Math.max(...known)));
      }),
    );
  });

  it('the last cut within a version is the greatest whose units it all has', () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.nat(), { maxLength: 3 }), (graph, picks) => {
        const sets = ancestors(graph);
        const version = graph.minimal(picks.map((pick) => asLV(pick % graph.next)));
        const inVersion = union(sets, version);
        let expected = 0;
        for (let limit = 0; limit <= graph.next; limit++) {
          const cut = graph.lastCut(limit);
          if (minus(union(sets, graph.headsAtCut(cut)), inVersion).size === 0) expected = cut;
        }
        expect(graph.lastCutWithin(version)).toBe(expected);
      }),
    );
  });

  it('everything above the common version of two is built on all of it', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.array(fc.nat(), { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        (graph, p, q) => {
          const sets = ancestors(graph);
          const [a, b] = [p, q].map((picks) =>
            graph.minimal(picks.map((pick) => asLV(pick % graph.next))),
          );
          if (a === undefined || b === undefined) throw new Error('two versions');
          const { common, spans } = findConflicting(graph, a, b);
          const below = union(sets, common);
          const [inA, inB] = [union(sets, a), union(sets, b)];
          const above = new Map(
            spans.flatMap(({ span, side }) => unitsIn([span]).map((lv) => [lv, side] as const)),
          );
          for (const lv of [...inA, ...inB]) {
            const side = inA.has(lv) ? (inB.has(lv) ? 'shared' : 'a') : 'b';
            expect(above.get(lv)).toBe(below.has(lv) ? undefined : side);
            if (!below.has(lv)) expect(minus(below, sets[lv] ?? new Set()).size).toBe(0);
          }
        },
      ),
    );
  });
});

describe('spans', () => {
  it('subtract leaves the units that were not taken', () => {
    const spans = fc
      .uniqueArray(fc.nat(60), { maxLength: 20 })
      .map((edges) => edges.toSorted((a, b) => a - b))
      .map((edges) =>
        edges.flatMap((start, i) =>
          i % 2 === 0 && edges[i + 1] !== undefined ? [{ start, end: edges[i + 1] as number }] : [],
        ),
      );
    fc.assert(
      fc.property(spans, spans, (some, taken) => {
        const left = minus(new Set(unitsIn(some)), new Set(unitsIn(taken)));
        expect(unitsIn(subtract(some, taken))).toEqual([...left]);
      }),
    );
  });
});
