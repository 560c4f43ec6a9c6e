/** One seed from the first tab to silence. Throws what did not hold. */
import { World } from './world.ts';

export function run(seed: number): World {
  const world = new World(seed);
  const { random, clock } = world;
  world.invite();
  const [first] = world.tabs;
  if (first) world.create(first);
  const steps = random.whole(20, 90);
  const pace = random.pick([20, 150, 800]) ?? 150;
  for (let step = 0; step < steps; step++) {
    world.step();
    clock.pass(random.whole(0, pace));
  }
  world.heal(random.chance(0.3));
  clock.pass(180_000);
  world.converged();
  world.silent(120_000);
  world.reunion();
  world.silent(60_000);
  return world;
}
