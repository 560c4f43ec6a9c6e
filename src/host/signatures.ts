/**
 * Checks signatures in batches, with WebCrypto where that gives the verdicts of base/keys.ts.
 *
 * WebCrypto is some fifteen times faster than noble, but engines differ on crafted keys and
 * signatures. So each check first passes the predicate's own rules V1 to V4; only the equation is
 * left to the engine, and only to one that judged every case of signature-cases.ts rightly when it
 * was made. Where it throws later, the predicate itself decides. Left out: workers, and budgets per
 * peer, which the session keeps.
 */
import { fromHex, toHex } from '../base/bytes.ts';
import { mayVerify, verify } from '../base/keys.ts';
import { MAX_CACHED_KEYS } from '../base/limits.ts';
import { Recent } from '../base/recent.ts';
import { SIGNATURE_CASES } from './signature-cases.ts';
import { Slice } from './slice.ts';

export interface SignatureCheck {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

export interface SignatureEngine {
  readonly name: 'webcrypto' | 'noble';
  /** One verdict per check, in order. Hostile input is false, whatever its length; never rejects. */
  verify(checks: readonly SignatureCheck[]): Promise<boolean[]>;
}

/** Does V5 of base/keys.ts hold? Is asked only about what passes V1 to V4. */
export type Equation = (check: SignatureCheck) => Promise<boolean>;

/**
 * The fastest engine that gives the predicate's verdicts. Takes some ten milliseconds: make one
 * and keep it. `equation` is WebCrypto's unless a test brings another.
 */
export async function createSignatureEngine(
  equation: Equation = webCryptoEquation(),
): Promise<SignatureEngine> {
  if (!(await judgesRightly(equation))) {
    return { name: 'noble', verify: (checks) => inSlices(checks, predicate) };
  }
  const judge = (check: SignatureCheck): Promise<boolean> =>
    guarded(equation, check).catch(() => predicate(check));
  return { name: 'webcrypto', verify: (checks) => inSlices(checks, judge) };
}

const predicate = ({ publicKey, message, signature }: SignatureCheck): boolean =>
  verify(publicKey, message, signature);

/** The guard runs, and the equation is asked, before this returns its promise. */
async function guarded(equation: Equation, check: SignatureCheck): Promise<boolean> {
  return mayVerify(check.publicKey, check.message, check.signature) && equation(check);
}

async function judgesRightly(equation: Equation): Promise<boolean> {
  try {
    const verdicts = SIGNATURE_CASES.map(async (known) => {
      const verdict = await guarded(equation, {
        publicKey: fromHex(known.publicKey),
        message: fromHex(known.message),
        signature: fromHex(known.signature),
      });
      return verdict === known.accepted;
    });
    return (await Promise.all(verdicts)).every((right) => right);
  } catch {
    return false;
  }
}

/** Starts every check before it waits for the first verdict. */
async function inSlices(
  checks: readonly SignatureCheck[],
  judge: (check: SignatureCheck) => boolean | Promise<boolean>,
): Promise<boolean[]> {
  const verdicts: (boolean | Promise<boolean>)[] = [];
  const slice = new Slice();
  for (const check of checks) {
    if (slice.isOver) await slice.end();
    verdicts.push(judge(check));
  }
  return Promise.all(verdicts);
}

/**
 * WebCrypto's Ed25519; rejects where there is none. All bytes are copied before the first wait, so
 * the engine judges what the guard saw.
 */
function webCryptoEquation(): Equation {
  const keys = new Recent<string, Promise<CryptoKey>>(MAX_CACHED_KEYS);
  return async (check) => {
    const signature = Uint8Array.from(check.signature);
    const message = Uint8Array.from(check.message);
    const key = await keys.get(toHex(check.publicKey), () =>
      crypto.subtle.importKey('raw', Uint8Array.from(check.publicKey), 'Ed25519', false, [
        'verify',
      ]),
    );
    return crypto.subtle.verify('Ed25519', key, signature, message);
  };
}
