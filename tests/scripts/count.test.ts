import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, sentence, succeeded } from '../../scripts/count.ts';

describe('countRun', () => {
  it('a broken file, a broken set-up and an uncaught error fail like a test', () => {
    const { VITEST: _, ...env } = process.env;
    const program = join(import.meta.dirname, 'outcomes/run.ts');
    const output = execFileSync(process.execPath, [program], { env, encoding: 'utf8' });
    expect(output.trim().split('\n').at(-1)).toBe('3 passed, 4 failed, 3 skipped');
  });
});

describe('sentence', () => {
  it('names what was skipped only if something was', () => {
    expect(sentence({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(sentence({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('adds up over runs', () => {
    const total = add({ passed: 1, failed: 2, skipped: 3 }, { passed: 4, failed: 5, skipped: 6 });
    expect(sentence(total)).toBe('5 passed, 7 failed, 9 skipped');
  });
});

describe('succeeded', () => {
  it('needs something that passed and nothing that failed', () => {
    expect(succeeded({ passed: 1, failed: 0, skipped: 5 })).toBe(true);
    expect(succeeded({ passed: 9, failed: 1, skipped: 0 })).toBe(false);
    expect(succeeded({ passed: 0, failed: 0, skipped: 0 })).toBe(false);
  });
});
