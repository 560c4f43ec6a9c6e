/**
 * Which test files begin first: those that take longest, so that no worker is left with one of them at the end. On
 * a fresh checkout nothing is known of how long a file takes, and its size says little of one that drives browsers.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Measured, from the longest on; all others come after. */
const LONGEST = [
  'e2e/editing.e2e.ts',
  'net/webrtc.e2e.ts',
  'e2e/trouble.e2e.ts',
  'e2e/writing.e2e.ts',
  'e2e/offline.e2e.ts',
  'e2e/joining.e2e.ts',
  'e2e/relay.e2e.ts',
  'net/hostile.test.ts',
  'crdt/fuzz.test.ts',
  'host/approval.test.ts',
  'sim/sim.test.ts',
  'replica/evidence.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((name) => moduleId.endsWith(`/tests/${name}`));
  return at < 0 ? LONGEST.length : at;
}
