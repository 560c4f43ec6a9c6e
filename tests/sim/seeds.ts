/** Seeds for a test: those that failed once and are kept, and then as many as are asked for. */
import kept from './kept.json' with { type: 'json' };

const KEPT: Readonly<Record<string, readonly number[]>> = kept;

/** `PARLEY_SEEDS=500` tries that many, `PARLEY_SEED=17` just one. */
export function seedsOf(name: string, usually: number): number[] {
  const one = process.env['PARLEY_SEED'];
  if (one !== undefined) return [Number(one)];
  const count = Number(process.env['PARLEY_SEEDS'] ?? usually);
  const old = KEPT[name] ?? [];
  const fresh = Array.from({ length: count }, (_, i) => i + 1).filter(
    (seed) => !old.includes(seed),
  );
  return [...old, ...fresh];
}
