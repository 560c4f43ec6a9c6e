/**
 * What has effect, and what is held, where agents signed two histories of their content: from scratch,
 * slowly, by closures over sets of ids. Shares no code with src/.
 */
export interface OracleEvent {
  readonly id: string;
  readonly agent: string;
  readonly kind: 'content' | 'policy';
  /** It spends the seqs [from, to). */
  readonly from: number;
  readonly to: number;
  /** Everything that it names as an ancestor, the event before it on its chain included. */
  readonly ancestors: readonly string[];
}

/** A seq with only its first three binary digits, the others 0. */
const rounded = (seq: number): number =>
  Number.parseInt(
    seq
      .toString(2)
      .split('')
      .map((digit, i) => (i < 3 ? digit : '0'))
      .join(''),
    2,
  );

/** By agent: the seq of the first event that differs, of all pairs of its histories, rounded down. */
export function lowestForks(events: readonly OracleEvent[]): Map<string, number> {
  const forks = new Map<string, number>();
  for (const a of events)
    for (const b of events) {
      if (a.id === b.id || a.agent !== b.agent) continue;
      if (a.kind === 'policy' || b.kind === 'policy') continue;
      if (a.from >= b.to || b.from >= a.to) continue;
      const seq = rounded(Math.min(a.from, b.from));
      forks.set(a.agent, Math.min(seq, forks.get(a.agent) ?? seq));
    }
  return forks;
}

/** Some events and all that lies below them. */
function closure(events: readonly OracleEvent[], roots: readonly OracleEvent[]): Set<string> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const found = new Set<string>();
  const queue = roots.map(({ id }) => id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...(byId.get(id)?.ancestors ?? []));
  }
  return found;
}

/** Events that no evidence is against: policy, and content before its own agent's lowest fork. */
const sound = (events: readonly OracleEvent[], forks: ReadonlyMap<string, number>): OracleEvent[] =>
  events.filter(({ agent, kind, to }) => kind === 'policy' || to <= (forks.get(agent) ?? Infinity));

/** What is held: whatever no evidence is against, and its ancestors. */
export const heldOf = (
  events: readonly OracleEvent[],
  forks: ReadonlyMap<string, number>,
): Set<string> => closure(events, sound(events, forks));

/** What has effect as far as evidence goes; `inCut` says what policy leaves its effect. */
export const effectiveOf = (
  events: readonly OracleEvent[],
  forks: ReadonlyMap<string, number>,
  inCut: (event: OracleEvent) => boolean = () => true,
): Set<string> =>
  closure(
    events,
    sound(events, forks).filter((event) => event.kind === 'policy' || inCut(event)),
  );
