/**
 * `npm run newcomer`: how long somebody who has never been here takes from the address to the first character, and
 * from an invite link to writing. Driven by roles and labels alone, each time in a browser profile that is new; the
 * hand takes no time. Fails where a median is over what it may be. Then the tests that go on from there, by roles and
 * labels too: a second device, a workspace back from a file and words, everything taken elsewhere.
 */
import { Stage } from '../tests/e2e/harness/stage.ts';
import build from './build-once.ts';
import { runEndToEnd } from './end-to-end.ts';

const ROUNDS = 5;
/** Seconds. */
const LIMITS = { 'address to first character': 5, 'invite link to writing': 15 } as const;

build();
const taken: Record<keyof typeof LIMITS, number[]> = {
  'address to first character': [],
  'invite link to writing': [],
};
for (let round = 0; round < ROUNDS; round++) {
  const stage = await Stage.open();
  const [ada, bo] = [await stage.person('Ada'), await stage.person('Bo')];
  taken['address to first character'].push(
    await seconds(async () => {
      await ada.create('Garden plan');
      await ada.type('B');
      await ada.editor.getByText('B').waitFor();
    }),
  );
  const link = await ada.invite();
  taken['invite link to writing'].push(
    await seconds(async () => {
      await bo.knock(link);
      await bo.editor.getByText('B').waitFor();
      await bo.type('eans.', 'end');
      await bo.editor.getByText('Beans.').waitFor();
    }),
  );
  await ada.editor.getByText('Beans.').waitFor();
  await stage.settle();
  await stage.close();
}
let isOver = false;
for (const [what, limit] of Object.entries(LIMITS)) {
  const all = taken[what as keyof typeof LIMITS].sort((a, b) => a - b);
  const median = all[Math.floor(all.length / 2)] as number;
  isOver ||= median > limit;
  console.log(
    `${what}: ${median.toFixed(2)} s in the median of ${all.length}, at most ${(all.at(-1) as number).toFixed(2)} (may take ${limit})`,
  );
}
if (isOver) process.exit(1);
process.env['PARLEY_LONG'] = '1';
await runEndToEnd(['devices', 'recovery', 'archive'].map((name) => `tests/e2e/${name}.e2e.ts`));

async function seconds(act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1000;
}
