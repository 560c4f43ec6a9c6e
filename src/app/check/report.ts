/**
 * The outcome of a check as plain text, for whoever helps. Beside each sentence stands the name of what
 * was found, so that it can be read by somebody who does not have the language.
 */
import { checkWords } from '../words/check.ts';
import { words } from '../words.ts';
import { findingOf } from './finding.ts';
import type { Outcome } from './outcome.ts';

export interface Place {
  /** Of the page, without its fragment. */
  readonly address: string;
  readonly build: string;
  /** As the browser says it. */
  readonly browser: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function reportOf(
  outcomes: readonly Outcome[],
  { address, build, browser, at }: Place,
): string {
  const lines = outcomes.map(({ row, code, tone, facts }) => {
    const { found } = findingOf(code, facts);
    return `${tone.padEnd(4)} ${checkWords.rows[row]}: ${found} [${code}]`;
  });
  const head = [
    `${words.product} · ${checkWords.title}`,
    address,
    `${words.start.build(build)} · ${new Date(at).toISOString()}`,
    browser,
  ];
  return [...head, '', ...lines, ''].join('\n');
}
