/** The address bar: routes survive a round trip, and an invite's secret leaves before anything runs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentId, WorkspaceId } from '../../src/base/ids.ts';
import { isForDevice, readRoute, routeHash, takeLink } from '../../src/app/route.ts';

const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });

function addressOf(href: string) {
  const { hash, pathname, search } = new URL(href);
  return { hash, href, pathname, search };
}

describe('routes', () => {
  it('a route reads back from its own fragment', () => {
    fc.assert(
      fc.property(hex(64), fc.option(hex(32)), (workspace, document) => {
        const route = {
          screen: 'workspace',
          workspace: workspace as WorkspaceId,
          document: document as DocumentId | null,
        } as const;
        expect(readRoute(routeHash(route))).toEqual(route);
      }),
    );
    expect(readRoute(routeHash({ screen: 'start' }))).toEqual({ screen: 'start' });
    expect(readRoute(routeHash({ screen: 'join' }))).toEqual({ screen: 'join' });
    expect(readRoute(routeHash({ screen: 'check' }))).toEqual({ screen: 'check' });
  });

  it('any other fragment is the start screen, and none throws', () => {
    for (const hash of ['', '#', '#/w/', '#/w/xyz', `#/w/${'a'.repeat(63)}`, '#/W/', '#/joined']) {
      expect(readRoute(hash)).toEqual({ screen: 'start' });
    }
    fc.assert(
      fc.property(fc.string(), (rest) => {
        readRoute(`#${rest}`);
      }),
    );
  });
});

describe('an invite in the address', () => {
  const link = 'https://parley.example/sub/?x=1#/join/c2VjcmV0';

  it('is taken whole and replaced in this history entry', () => {
    const replaced: unknown[] = [];
    const taken = takeLink(addressOf(link), {
      replaceState: (_data, _title, url) => replaced.push(url),
    });
    expect(taken).toBe(link);
    expect(replaced).toEqual(['/sub/?x=1#/join']);
  });

  it('C10 one for a device is taken as an invite is, and told from it', () => {
    const device = 'https://parley.example/sub/#/join/device/c2VjcmV0';
    const replaced: unknown[] = [];
    const replaceState = (_data: unknown, _title: string, url: unknown): void =>
      void replaced.push(url);
    expect(takeLink(addressOf(device), { replaceState } as History)).toBe(device);
    expect(replaced).toEqual(['/sub/#/join']);
    expect([isForDevice(device), isForDevice(link), isForDevice('')]).toEqual([true, false, false]);
  });

  it('leaves every other address as it is', () => {
    for (const href of ['https://parley.example/', 'https://parley.example/#/join']) {
      const replaceState = (): void => expect.unreachable('nothing to hide here');
      expect(takeLink(addressOf(href), { replaceState })).toBeNull();
    }
  });
});
