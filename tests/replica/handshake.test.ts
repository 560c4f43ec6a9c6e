import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { verify } from '../../src/base/keys.ts';
import { introduced, introduction, TopicProof, type Ends } from '../../src/replica/handshake.ts';
import { decodeProof, encodeProof, type ProofFrame } from '../../src/wire/proof.ts';
import { identity, workspace } from './lab.ts';

const SECRET = new Uint8Array(32).fill(1);
const nonce = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const name = (text: string): Uint8Array => utf8(text);
const ends = (initiator: boolean, local = 'near', remote = 'far'): Ends => ({
  initiator,
  localName: name(local),
  remoteName: name(remote),
});
const near = (secret = SECRET): TopicProof => new TopicProof(secret, ends(true), nonce(2));
const far = (secret = SECRET): TopicProof =>
  new TopicProof(secret, ends(false, 'far', 'near'), nonce(3));

function read(frame: Uint8Array): ProofFrame {
  const decoded = decodeProof(frame);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
}

/** Frames in turn until nobody has more; what each end says at last, and who said what. */
function talk(one: TopicProof, two: TopicProof) {
  const said: { readonly by: 'one' | 'two'; readonly kind: string }[] = [];
  const results: Record<'one' | 'two', ReturnType<TopicProof['receive']> | undefined> = {
    one: undefined,
    two: undefined,
  };
  const queue = [
    { by: 'one' as const, frame: one.open() },
    { by: 'two' as const, frame: two.open() },
  ];
  for (let next = queue.shift(); next; next = queue.shift()) {
    said.push({ by: next.by, kind: read(next.frame).kind });
    const to = next.by === 'one' ? 'two' : 'one';
    const result = (to === 'one' ? one : two).receive(read(next.frame));
    results[to] = result;
    if (!result.ok) break;
    for (const frame of result.value.send) queue.push({ by: to, frame });
  }
  return { said, ...results };
}

const transcriptOf = (result: ReturnType<TopicProof['receive']> | undefined): string => {
  if (!result?.ok || !result.value.transcript) throw new Error('not proven');
  return toHex(result.value.transcript);
};

describe('C1 the proof of a topic', () => {
  it('gives both ends one transcript', () => {
    const { one, two } = talk(near(), far());
    expect(transcriptOf(one)).toBe(transcriptOf(two));
  });

  it('the responder shows nothing before it has seen the initiator’s proof', () => {
    const { said } = talk(near(), far());
    const proofs = said.filter(({ kind }) => kind === 'prove').map(({ by }) => by);
    expect(proofs).toEqual(['one', 'two']);
    const stranger = talk(near(new Uint8Array(32).fill(9)), far());
    expect(stranger.said.filter(({ kind, by }) => kind === 'prove' && by === 'two')).toEqual([]);
  });

  it('fails with another secret, at either end', () => {
    const { two } = talk(near(), far(new Uint8Array(32).fill(9)));
    expect(two).toMatchObject({ ok: false, error: { code: 'Unproven' } });
  });

  it('A54 relayed between other transport names is worth nothing', () => {
    const between = new TopicProof(SECRET, ends(false, 'middle', 'near'), nonce(3));
    const { two } = talk(near(), between);
    expect(two).toMatchObject({ ok: false, error: { code: 'Unproven' } });
  });

  it('with one’s own nonce, a second greeting, or a proof before the greeting is refused', () => {
    const mirrored = near().receive({ kind: 'greet', nonce: nonce(2) });
    expect(mirrored).toMatchObject({ ok: false });
    const twice = near();
    twice.receive({ kind: 'greet', nonce: nonce(3) });
    expect(twice.receive({ kind: 'greet', nonce: nonce(4) })).toMatchObject({ ok: false });
    expect(near().receive({ kind: 'prove', mac: nonce(0) })).toMatchObject({ ok: false });
  });

  it('another nonce makes another transcript, so a recorded proof is worth nothing', () => {
    const again = new TopicProof(SECRET, ends(false, 'far', 'near'), nonce(4));
    expect(transcriptOf(talk(near(), far()).one)).not.toBe(transcriptOf(talk(near(), again).one));
  });
});

describe('C2 an introduction', () => {
  const transcript = new Uint8Array(32).fill(5);
  const said = read(introduction(identity(0, 1), transcript, true));
  const holds = (
    frame: ProofFrame,
    over = transcript,
    initiated = true,
    of = workspace,
  ): boolean => {
    const other = introduced(of, frame, over, initiated);
    if (!other.ok) return false;
    return other.value.checks.every((check) =>
      verify(check.publicKey, check.message, check.signature),
    );
  };

  it('names the device and the agent, and holds on its own channel', () => {
    expect(holds(said)).toBe(true);
    const other = introduced(workspace, said, transcript, true);
    expect(other.ok && other.value.device).toBe(identity(0, 1).certificate.device);
  });

  it('overheard elsewhere, turned round, or of another workspace does not hold', () => {
    expect(holds(said, new Uint8Array(32).fill(6))).toBe(false);
    expect(holds(said, transcript, false)).toBe(false);
    expect(holds(said, transcript, true, 'f'.repeat(64) as typeof workspace)).toBe(false);
  });

  it('with another’s certificate does not hold', () => {
    if (said.kind !== 'introduce') throw new Error('an introduction');
    const { certificate } = identity(1, 2);
    expect(holds(read(encodeProof({ ...said, certificate })))).toBe(false);
  });

  it('is nothing else', () => {
    expect(introduced(workspace, { kind: 'greet', nonce: nonce(1) }, transcript, true).ok).toBe(
      false,
    );
  });
});
