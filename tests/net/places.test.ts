/** Who may have a channel, among members and at doors. */
import { describe, expect, it } from 'vitest';

import { MAX_AT_DOORS, MAX_DIALLED, MAX_PEERS } from '../../src/base/limits.ts';
import { mayAccept, mayOpen, SETTLED_MS, type Place, type Placed } from '../../src/net/places.ts';

const peer = (member: Place, visitor: Place = 'none'): Placed => ({
  place: (members) => (members ? member : visitor),
});
const several = (count: number, one: Placed): Placed[] => Array.from({ length: count }, () => one);
const newcomer = peer('none');

describe('places', () => {
  it('C14 are taken by channels alone, however many are named', () => {
    const named = several(10 * MAX_PEERS, peer('none'));
    expect(mayAccept(named, true)).toBe(true);
    expect(mayOpen(named, true, newcomer, 0)).toBe(true);
  });

  it('A71 C14 of members are never taken at doors, nor those at doors by members', () => {
    const visitors = several(MAX_AT_DOORS, peer('none', 'kept'));
    expect(mayAccept(visitors, false)).toBe(false);
    expect(mayOpen(visitors, false, newcomer, 0)).toBe(false);
    expect(mayAccept(visitors, true)).toBe(true);
    expect(mayOpen(visitors, true, newcomer, 0)).toBe(true);
    const members = several(MAX_PEERS, peer('kept'));
    expect(mayAccept(members, true)).toBe(false);
    expect(mayAccept(members, false)).toBe(true);
    expect(mayOpen(members, false, newcomer, 0)).toBe(true);
  });

  it('C14 are left to those who come later when we have dialled enough', () => {
    const dialled = several(MAX_DIALLED, peer('kept'));
    for (const lacking of [0, SETTLED_MS])
      expect(mayOpen(dialled, true, newcomer, lacking)).toBe(false);
    expect(mayAccept(dialled, true)).toBe(true);
  });

  it('A71 C14 that those who do not stay take again and again go to whoever has waited', () => {
    const crowd = [...several(MAX_PEERS - 1, peer('young')), peer('kept')];
    expect(mayAccept(crowd, true)).toBe(false);
    expect(mayOpen(crowd, true, newcomer, SETTLED_MS - 1)).toBe(false);
    expect(mayOpen(crowd, true, newcomer, SETTLED_MS)).toBe(true);
    expect(mayOpen(several(MAX_PEERS, peer('kept')), true, newcomer, SETTLED_MS)).toBe(false);
  });

  it('C14 are kept by whoever has one: for another topic, or a channel that follows', () => {
    const here = peer('young');
    const full = [here, ...several(MAX_PEERS - 1, peer('kept'))];
    expect(mayAccept(full, true, here)).toBe(true);
    expect(mayOpen(full, true, here, 0)).toBe(true);
    expect(mayAccept(full, true, newcomer)).toBe(false);
  });

  it('C14 are found by everyone who comes, one after another, however many are there', () => {
    const tabs: Set<number>[] = [];
    for (let tab = 0; tab < 3 * MAX_PEERS; tab++) {
      const mine = new Set<number>();
      for (const [id, theirs] of tabs.entries()) {
        if (!mayOpen(several(mine.size, peer('kept')), true, newcomer, 0)) break;
        if (!mayAccept(several(theirs.size, peer('kept')), true)) continue;
        mine.add(id);
        theirs.add(tab);
      }
      if (tab > 0) expect(mine.size).toBeGreaterThan(0);
      expect(mine.size).toBeLessThan(MAX_PEERS);
      tabs.push(mine);
    }
  });
});
