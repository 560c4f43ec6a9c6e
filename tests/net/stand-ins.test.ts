/**
 * That what stands in for packages in the built page answers as they do.
 */
import { createScalableCuckooFilter, isPrivateIp } from '@libp2p/utils';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import * as fc from 'fast-check';
import { Netmask } from 'netmask';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as mine from '../../src/net/stand-ins.ts';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('ranges of addresses', () => {
  const address = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255)));
  const dotted = address.map((parts) => parts.join('.'));

  it('hold the addresses that netmask says they hold', () => {
    fc.assert(
      fc.property(dotted, fc.nat(32), dotted, (base, bits, other) => {
        const first = new Netmask(`${base}/${bits}`).base;
        const range = `${first}/${bits}`;
        const [whole, less] = [new Netmask(range), new mine.Netmask(range)];
        for (const ip of [other, base, whole.first, whole.last, '0.0.0.0', '255.255.255.255'])
          expect(less.contains(ip), `${ip} in ${range}`).toBe(whole.contains(ip));
      }),
    );
  });

  it('tell the private addresses of a home network', () => {
    const home = new mine.Netmask('192.168.0.0/16');
    for (const ip of ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'])
      expect(home.contains(ip)).toBe(isPrivateIp(ip));
  });
});

describe('filters', () => {
  it('hold what was put into them, as cuckoo filters do, and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.string(), bytes)), (items) => {
        const [whole, less] = [createScalableCuckooFilter(100), mine.createScalableCuckooFilter()];
        for (const item of items) expect(less.has(item)).toBe(false);
        for (const item of items) {
          whole.add(item);
          less.add(item);
        }
        for (const item of items) expect([whole.has(item), less.has(item)]).toEqual([true, true]);
      }),
    );
  });

  it('do not grow for ever', () => {
    const filter = mine.createScalableCuckooFilter();
    for (let i = 0; i < 5_000; i++) filter.add(`${i}`);
    const held = Array.from({ length: 5_000 }, (_, i) => filter.has(`${i}`)).filter(Boolean);
    expect(held.length).toBeLessThanOrEqual(1024);
    expect(filter.has('4999')).toBe(true);
  });
});

describe('keys', () => {
  const { eddsa, edwards } = mine;

  it('of Ed25519 sign and verify as those of @noble/curves', () => {
    fc.assert(
      fc.property(bytes, fc.uint8Array(), (seed, message) => {
        const publicKey = eddsa().getPublicKey(seed);
        expect(publicKey).toEqual(ed25519.getPublicKey(seed));
        const signature = eddsa().sign(message, seed);
        expect(signature).toEqual(ed25519.sign(message, seed));
        expect(eddsa().verify(signature, message, publicKey)).toBe(true);
        expect(eddsa().verify(signature, Uint8Array.of(...message, 1), publicKey)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('are made at random', () => {
    const { randomSecretKey } = eddsa().utils;
    expect(randomSecretKey()).toHaveLength(32);
    expect(randomSecretKey()).not.toEqual(randomSecretKey());
  });

  it('of X25519 come from the same base point', () => {
    const { BASE, Fn } = edwards();
    expect(Fn.ORDER).toBe(ed25519.Point.Fn.ORDER);
    expect(BASE.toHex()).toBe(ed25519.Point.BASE.toHex());
    expect(x25519.getPublicKey(new Uint8Array(32).fill(7))).toHaveLength(32);
  });
});

describe('a log', () => {
  afterEach(() => vi.unstubAllGlobals());
  /** What is said by three logs, each also of an error, where `debug` is set to this. */
  function said(debug: string | null): string[] {
    const heard: string[] = [];
    vi.stubGlobal('localStorage', { getItem: () => debug });
    vi.stubGlobal('console', { debug: (...all: unknown[]) => heard.push(all.join(' ')) });
    const { forComponent } = mine.defaultLogger();
    const dial = forComponent('libp2p:dial');
    for (const log of [dial, dial.newScope('queue'), forComponent('libp2p:ping')]) {
      log('says %d', 5);
      log.error('fails');
      log.trace();
    }
    return heard;
  }

  it('is silent unless it is asked for', () => {
    expect(said(null)).toEqual([]);
    expect(said('libp2p')).toEqual([]);
  });

  it('speaks by its whole name, or by how that begins, to the browser’s console', () => {
    expect(said('libp2p:dial,libp2p:ping:error')).toEqual([
      'libp2p:dial says %d 5',
      'libp2p:ping:error fails',
    ]);
    expect(said('libp2p:dial*')).toEqual([
      'libp2p:dial says %d 5',
      'libp2p:dial:error fails',
      'libp2p:dial:queue says %d 5',
      'libp2p:dial:queue:error fails',
    ]);
  });

  it('is silent where a page may store nothing', () => {
    vi.stubGlobal('localStorage', {
      getItem() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect(mine.defaultLogger().forComponent('libp2p').enabled).toBe(false);
  });
});
