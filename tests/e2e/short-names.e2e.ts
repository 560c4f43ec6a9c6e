/**
 * Names that the build shortens, since only packages know them, are none of a browser's.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Stage } from './harness/stage.ts';

const NAMES = join(import.meta.dirname, '../../dist/.vite/short-names.json');

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterAll(() => stage.close());

/** Names of all members that the page's world has. Sent to the page as text. */
function membersOfWorld(): string[] {
  const seen = new Set<unknown>();
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (seen.has(value)) return;
    seen.add(value);
    for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
      names.add(name);
      look(member.value);
    }
    look(Object.getPrototypeOf(value));
  };
  look(globalThis);
  look(document.body.style);
  return [...names];
}

it('no member of what Chromium gives has a name that is shortened, or a short one', async () => {
  const short = JSON.parse(await readFile(NAMES, 'utf8')) as Record<string, string>;
  expect(Object.keys(short).length).toBeGreaterThan(500);
  const { page } = await stage.person('Ada');
  await page.goto(`${stage.server.url}healthz`);
  const members = await page.evaluate(membersOfWorld);
  expect(members).toEqual(expect.arrayContaining(['addEventListener', 'editContext']));
  const mixedUp = new Set([...Object.keys(short), ...Object.values(short)]);
  expect(members.filter((name) => mixedUp.has(name))).toEqual([]);
});
