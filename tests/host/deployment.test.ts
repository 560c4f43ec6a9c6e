/** How an address is set up, as the page asks for it. */
import { afterEach, expect, it, vi } from 'vitest';
import { deployment } from '../../src/host/deployment.ts';

afterEach(() => void vi.unstubAllGlobals());

it('what could not be asked is asked again, and what the host said counts', async () => {
  vi.stubGlobal('location', { protocol: 'http:', hostname: '127.0.0.1', port: '' });
  const answers = [
    () => Promise.reject(new TypeError('Failed to fetch')),
    async () => new Response('Bad Gateway', { status: 502 }),
    async () => new Response('{"relayOnly":true}'),
  ];
  let asked = 0;
  vi.stubGlobal('fetch', () => answers[asked++]?.());
  const both = await Promise.all([deployment(), deployment()]);
  expect([asked, ...both.map(({ found }) => found)]).toEqual([1, 'away', 'away']);
  expect(await deployment()).toMatchObject({ found: 'away' });
  for (let i = 0; i < 2; i++)
    expect(await deployment()).toMatchObject({ found: 'read', relayOnly: true });
  expect(asked).toBe(3);
});
