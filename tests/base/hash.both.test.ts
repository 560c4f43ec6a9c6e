/** Hashes against FIPS 180-4's examples and, for everything else, against the platform's own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal, toHex, utf8 } from '../../src/base/bytes.ts';
import { digest, Hasher, mac, sha256, tagHash } from '../../src/base/hash.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const parts = fc.array(bytes, { maxLength: 6 });
const secrets = fc.uint8Array({ minLength: 16, maxLength: 64 });
const tags = fc.constantFrom('parley/one', 'parley/two', 'parley/one/');

const platformSha256 = async (input: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(input)));

async function platformHmac(secret: Uint8Array, input: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(secret), algorithm, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, Uint8Array.from(input)));
}

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the digests that FIPS 180-4 publishes (%#)', (text, expected) => {
    expect(toHex(sha256(utf8(text)))).toBe(expected);
  });

  it('depends on the joined bytes alone, and agrees with the platform', async () => {
    await fc.assert(
      fc.asyncProperty(parts, async (list) => {
        const joined = concat(...list);
        expect(sha256(...list)).toEqual(sha256(joined));
        expect(sha256(joined)).toEqual(await platformSha256(joined));
      }),
    );
  });
});

describe('a domain tag', () => {
  it('stands as its own hash before the parts', async () => {
    await fc.assert(
      fc.asyncProperty(tags, parts, async (tag, list) => {
        const expected = concat(await platformSha256(utf8(tag)), ...list);
        expect(digest(tag, ...list)).toEqual(await platformSha256(expected));
      }),
    );
  });

  it('W5 separates equal parts, and two tags never run into the parts', () => {
    fc.assert(
      fc.property(bytes, (part) => {
        expect(digest('parley/one', part)).not.toEqual(digest('parley/two', part));
        expect(digest('parley/one', utf8('/'), part)).not.toEqual(digest('parley/one/', part));
      }),
    );
  });

  it('hashes to the same 32 bytes each time', () => {
    expect(tagHash('parley/one')).toEqual(sha256(utf8('parley/one')));
    expect(tagHash('parley/one')).toEqual(tagHash('parley/one'));
  });
});

describe('a MAC', () => {
  it('is HMAC-SHA-256 of tag hash and parts', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, tags, parts, async (secret, tag, list) => {
        const expected = await platformHmac(secret, concat(sha256(utf8(tag)), ...list));
        expect(mac(secret, tag, ...list)).toEqual(expected);
      }),
    );
  });

  it('refuses a secret that is too short or longer than a block', () => {
    expect(() => mac(new Uint8Array(15), 'parley/one')).toThrow('16 to 64');
    expect(() => mac(new Uint8Array(65), 'parley/one')).toThrow('16 to 64');
  });
});

describe('a stream', () => {
  it('gives after every update the hash of everything so far', () => {
    fc.assert(
      fc.property(parts, parts, (prefix, list) => {
        const stream = Hasher.start(...prefix);
        let sofar = concat(...prefix);
        for (const part of list) {
          stream.update(part);
          sofar = concat(sofar, part);
          expect(stream.digest()).toEqual(sha256(sofar));
          expect(stream.digest()).toEqual(sha256(sofar));
        }
      }),
    );
  });

  it('shares its past with a clone, and no more', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (past, left, right) => {
        const stream = Hasher.start(past);
        const clone = stream.clone();
        stream.update(left);
        clone.update(right);
        expect(stream.digest()).toEqual(sha256(past, left));
        expect(clone.digest()).toEqual(sha256(past, right));
        expect(equal(stream.digest(), clone.digest())).toBe(equal(left, right));
      }),
    );
  });
});
