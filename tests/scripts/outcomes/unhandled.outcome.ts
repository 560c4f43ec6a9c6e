/** One test passes, and behind its back an error goes uncaught. */
import { it } from 'vitest';

it('passes before the error', async () => {
  await new Promise<void>((resolve) => {
    queueMicrotask(resolve);
    queueMicrotask(() => {
      throw new Error('nobody caught me');
    });
  });
});
