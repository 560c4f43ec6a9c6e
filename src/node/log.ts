/** What a process says of itself: one line of JSON on stdout for each event, for machines and people. */

/** One event and its facts: no titles, names, links or addresses, and of ids the beginning. */
export type Log = (event: string, facts?: Readonly<Record<string, unknown>>) => void;

export const log: Log = (event, facts = {}) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`);
};
