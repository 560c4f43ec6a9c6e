/**
 * Does, in the built page, what parts of libp2p and its packages do, in less code (scripts/leave-out.ts):
 * each is asked by the same name and gives the same answers.
 *
 * docs/decisions/0009-size.md says what each one saves. Node runs the packages as they are;
 * tests/net/stand-ins.test.ts compares both.
 */
import { toHex } from '../base/bytes.ts';
import { Point, publicKeyOf, sign, verify } from '../base/keys.ts';

interface Curve {
  readonly BASE: typeof Point.BASE;
  readonly Fn: { readonly ORDER: bigint };
}

/** What X25519 of @noble/curves asks of the Edwards curve: its base point, and how often it fits. */
export const edwards = (): Curve => ({ BASE: Point.BASE, Fn: { ORDER: Point.CURVE().n } });

interface Signing {
  readonly utils: { readonly randomSecretKey: () => Uint8Array };
  readonly getPublicKey: typeof publicKeyOf;
  sign(message: Uint8Array, seed: Uint8Array): Uint8Array;
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/**
 * Ed25519 for the transport's key, as workspaces sign: to make one, and to use it where WebCrypto
 * has none.
 */
export const eddsa = (): Signing => ({
  utils: { randomSecretKey: () => crypto.getRandomValues(new Uint8Array(32)) },
  getPublicKey: publicKeyOf,
  sign: (message, seed) => sign(seed, message),
  verify: (signature, message, publicKey) => verify(publicKey, message, signature),
});

/** What groups extend that nobody asks for. */
export function PrimeEdwardsPoint(): never {
  throw new Error('left out of this build: see scripts/leave-out.ts');
}

/** Ranges of IPv4 addresses, such as `10.0.0.0/8`, for telling private addresses from others. */
export class Netmask {
  readonly #first: number;
  readonly #size: number;

  constructor(range: string) {
    const [address = '', bits] = range.split('/');
    this.#size = 2 ** (32 - Number(bits));
    this.#first = toNumber(address);
  }

  /** `address`: dotted, four parts. */
  contains(address: string): boolean {
    const offset = toNumber(address) - this.#first;
    return offset >= 0 && offset < this.#size;
  }
}

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => 256 * sum + Number(part), 0);

/** Entries that a filter of addresses or relays holds at most; with one more, it starts afresh. */
const MAX_FILTERED = 1024;

/** In place of a cuckoo filter: an exact set, which the few entries of a tab leave small. */
export class ScalableCuckooFilter {
  readonly #seen = new Set<string>();

  add(item: Uint8Array | string): void {
    if (this.#seen.size >= MAX_FILTERED) this.#seen.clear();
    this.#seen.add(keyOf(item));
  }

  has(item: Uint8Array | string): boolean {
    return this.#seen.has(keyOf(item));
  }
}

/** Apart, should both kinds ever be in one filter. */
const keyOf = (item: Uint8Array | string): string =>
  typeof item === 'string' ? item : ` ${toHex(item)}`;

export const createScalableCuckooFilter = (): ScalableCuckooFilter => new ScalableCuckooFilter();

/** One of libp2p's logs: what it says, with values in place of its own formatting of them. */
interface Log {
  (...said: readonly unknown[]): void;
  readonly enabled: boolean;
  readonly error: Log;
  readonly trace: () => void;
  readonly newScope: (scope: string) => Log;
}

/** As `localStorage.debug` has them: parts of names, apart by commas; `*` for the rest of a name. */
function wanted(): readonly string[] {
  try {
    return localStorage.getItem('debug')?.split(',') ?? [];
  } catch {
    return [];
  }
}

function logOf(name: string, names: readonly string[]): Log {
  const speaks = (of: string): boolean =>
    names.some((one) => (one.endsWith('*') ? of.startsWith(one.slice(0, -1)) : of === one));
  const say = (of: string) =>
    speaks(of) ? (...said: readonly unknown[]) => console.debug(of, ...said) : () => {};
  const more = {
    enabled: speaks(name),
    trace() {},
    newScope: (scope: string) => logOf(`${name}:${scope}`, names),
  };
  const error = Object.assign(say(`${name}:error`), more) as Log;
  return Object.assign(say(name), { ...more, error });
}

/** In place of libp2p's logger: the browser's console shows values, and the time, by itself. */
export function defaultLogger(): { readonly forComponent: (name: string) => Log } {
  const names = wanted();
  return { forComponent: (name) => logOf(name, names) };
}
