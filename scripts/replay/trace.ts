/**
 * Reads a recorded editing history and decides who types what: pure, so that any trace of the two
 * formats of tests/traces/README.md can be asked for, not only those that lie there.
 */

/** `deleted` code points from `position` give way to `inserted`; patches apply in order. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

export interface Transaction {
  /** Indices of earlier transactions, none below another; none: the empty text. */
  readonly parents: readonly number[];
  readonly agent: number;
  readonly patches: readonly Patch[];
}

export interface Trace {
  readonly transactions: readonly Transaction[];
  readonly endContent: string;
}

/** What one author types in one go, onto the version that `parents` make. */
export interface Step {
  readonly author: number;
  /** Indices of earlier steps: the version that it is typed into is the last of each. */
  readonly parents: readonly number[];
  readonly patches: readonly Patch[];
  /** Transactions in it. */
  readonly transactions: number;
}

export class TraceError extends Error {}

/** Reads either format. Throws TraceError with what is wrong. */
export function parseTrace(json: string): Trace {
  const raw: unknown = JSON.parse(json);
  if (!isRecord(raw) || typeof raw['endContent'] !== 'string' || !Array.isArray(raw['txns']))
    throw new TraceError('neither format: endContent or txns is missing');
  const startContent = typeof raw['startContent'] === 'string' ? raw['startContent'] : '';
  const concurrent = raw['txns'].some((one) => isRecord(one) && 'parents' in one);
  const start = [0, 0, startContent] as const;
  const first = { parents: [], agent: 0, patches: [start] };
  const shift = startContent === '' ? 0 : 1;
  const read = raw['txns'].map((one, i) => readTransaction(one, i, concurrent, shift));
  const transactions = shift === 0 ? read : [first, ...read];
  return { transactions: withoutEmpty(transactions), endContent: raw['endContent'] };
}

function readTransaction(one: unknown, i: number, concurrent: boolean, shift: number): Transaction {
  if (!isRecord(one) || !Array.isArray(one['patches']))
    throw new TraceError(`txn ${i}: no patches`);
  const patches = one['patches'].map((patch): Patch => {
    const [position, deleted, inserted] = patch as unknown[];
    if (!isCount(position) || !isCount(deleted) || typeof inserted !== 'string')
      throw new TraceError(`txn ${i}: not a patch`);
    return [position, deleted, inserted];
  });
  if (!concurrent) return { parents: i + shift === 0 ? [] : [i + shift - 1], agent: 0, patches };
  const { parents, agent } = one;
  if (!Array.isArray(parents) || !isCount(agent)) throw new TraceError(`txn ${i}: no parents`);
  const named = parents.map((parent: unknown) => {
    if (!isCount(parent) || parent >= i) throw new TraceError(`txn ${i}: parents must come before`);
    return parent + shift;
  });
  return { parents: named.length === 0 && shift === 1 ? [0] : named, agent, patches };
}

/** Nobody can type nothing: who stands on such a transaction stands on what is below it. */
function withoutEmpty(transactions: readonly Transaction[]): Transaction[] {
  const kept: Transaction[] = [];
  const standsFor: (readonly number[])[] = [];
  for (const { parents, agent, patches } of transactions) {
    const below = [...new Set(parents.flatMap((parent) => standsFor[parent] ?? []))];
    const typed = patches.filter(([, deleted, inserted]) => deleted > 0 || inserted !== '');
    if (typed.length === 0) {
      standsFor.push(below);
      continue;
    }
    standsFor.push([kept.length]);
    kept.push({ parents: below, agent, patches: typed });
  }
  return kept;
}

export interface Cast {
  /** The author of each transaction. */
  readonly authors: readonly number[];
  readonly count: number;
  /** Per transaction, how many of each author's it has in its past, itself included. */
  readonly pasts: readonly Uint32Array[];
}

/**
 * Gives every transaction to one of at most `limit` authors, so that whatever an author wrote before
 * is in the past of what it writes next. An agent keeps its author where that can be. `undefined`:
 * no way was found.
 */
export function castAuthors(transactions: readonly Transaction[], limit: number): Cast | undefined {
  const homes = new Map<number, number>();
  const written: number[] = [];
  const authors: number[] = [];
  const pasts: Uint32Array[] = [];
  for (const { parents, agent } of transactions) {
    const past = new Uint32Array(limit);
    for (const parent of parents)
      pasts[parent]?.forEach((count, author) => {
        if (count > (past[author] ?? 0)) past[author] = count;
      });
    const mayGoOn = (author: number | undefined): author is number =>
      author !== undefined && past[author] === (written[author] ?? 0);
    const candidates = [
      homes.get(agent),
      written.length < limit && !homes.has(agent) ? written.length : undefined,
      ...parents.map((parent) => authors[parent]),
      ...written.keys(),
      written.length < limit ? written.length : undefined,
    ];
    const author = candidates.find(mayGoOn);
    if (author === undefined) return undefined;
    homes.set(agent, author);
    written[author] = past[author] = (written[author] ?? 0) + 1;
    authors.push(author);
    pasts.push(past);
  }
  return { authors, count: written.length, pasts };
}

/** Patches in one step at most, so that the course of a long one can be watched. */
const STEP_PATCHES = 200;

/**
 * Joins each author's consecutive transactions as long as nobody else stands on one but the last,
 * and cuts very long ones. Steps are in an order in which they can be typed.
 */
export function stepsOf(transactions: readonly Transaction[], cast: Cast): Step[] {
  const children = new Uint32Array(transactions.length);
  const parentsOf = transactions.map(({ parents }) => minimal(parents, cast));
  for (const parents of parentsOf)
    for (const parent of parents) children[parent] = (children[parent] ?? 0) + 1;
  const steps: { author: number; parents: number[]; patches: Patch[]; transactions: number }[] = [];
  const stepOf: number[] = [];
  transactions.forEach(({ patches }, i) => {
    const author = cast.authors[i] as number;
    const parents = parentsOf[i] ?? [];
    const only = parents.length === 1 ? parents[0] : undefined;
    const before = only === undefined ? undefined : steps[stepOf[only] as number];
    const goesOn =
      only !== undefined &&
      before?.author === author &&
      children[only] === 1 &&
      before.patches.length + patches.length <= STEP_PATCHES;
    if (goesOn) {
      before.patches.push(...patches);
      before.transactions += 1;
      stepOf.push(stepOf[only] as number);
      return;
    }
    let below = parents.map((parent) => stepOf[parent] as number);
    for (let at = 0; at < patches.length; at += STEP_PATCHES) {
      const last = at + STEP_PATCHES >= patches.length;
      const piece = patches.slice(at, at + STEP_PATCHES);
      steps.push({ author, parents: below, patches: piece, transactions: last ? 1 : 0 });
      below = [steps.length - 1];
    }
    stepOf.push(steps.length - 1);
  });
  return steps;
}

/** Without those that are below another. */
function minimal(parents: readonly number[], { authors, pasts }: Cast): number[] {
  const isBelow = (low: number, high: number): boolean => {
    const author = authors[low] as number;
    return low !== high && (pasts[high]?.[author] ?? 0) >= (pasts[low]?.[author] ?? 0);
  };
  return parents.filter((parent) => !parents.some((other) => isBelow(parent, other)));
}

/**
 * UTF-16 units of the first `codePoints` code points of a text that comes in chunks, none of which
 * ends within a pair; the whole text's, if it is shorter. Runs in the page as well: uses nothing
 * from outside.
 */
export function unitsAt(chunks: Iterable<string>, codePoints: number): number {
  let left = codePoints;
  let units = 0;
  for (const chunk of chunks) {
    if (left <= 0) break;
    if (!/[\ud800-\udbff]/.test(chunk)) {
      const taken = Math.min(left, chunk.length);
      left -= taken;
      units += taken;
      continue;
    }
    for (const character of chunk) {
      if (left === 0) break;
      left -= 1;
      units += character.length;
    }
  }
  return units;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
