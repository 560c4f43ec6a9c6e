/** Seeds for a test: those that failed once and are kept, and then as many as are asked for. */
import kept from './kept.json' with { type: 'json' };

const KEPT: Readonly<Record<string, readonly number[]>> = kept;

/**
 * `PARLEY_SEEDS=500` tries that many, `PARLEY_SEEDS_TIMES=100` as many times those that are tried
 * usually, `PARLEY_SEED=17` just one; `PARLEY_SEEDS_PART=1/4` every fourth of them, from the second on.
 */
export function seedsOf(name: string, usually: number): number[] {
  const one = process.env['PARLEY_SEED'];
  if (one !== undefined) return [Number(one)];
  const times = Number(process.env['PARLEY_SEEDS_TIMES'] ?? 1);
  const count = Number(process.env['PARLEY_SEEDS'] ?? Math.ceil(times * usually));
  const old = KEPT[name] ?? [];
  const fresh = Array.from({ length: count }, (_, i) => i + 1).filter(
    (seed) => !old.includes(seed),
  );
  const [part = 0, parts = 1] = (process.env['PARLEY_SEEDS_PART'] ?? '0/1').split('/').map(Number);
  return [...old, ...fresh].filter((_, i) => i % parts === part);
}
