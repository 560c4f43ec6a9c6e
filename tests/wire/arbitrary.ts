/**
 * Values of every layout for fast-check, one `Layout` per decoder, and ways to damage an encoding.
 *
 * Values are within their limits and in their one form; what lies beyond is for the tests to say.
 * Keys that a decoder checks come from a small pool, since deciding on a key is dear.
 */
import fc, { type Arbitrary } from 'fast-check';
import { concat, equal, toHex, utf8 } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId, PieceId, PublicKey, Role } from '../../src/base/ids.ts';
import { asSeconds, asSeq } from '../../src/base/ids.ts';
import { publicKeyOf } from '../../src/base/keys.ts';
import * as limits from '../../src/base/limits.ts';
import type { Result } from '../../src/base/result.ts';
import { readCertificate, writeCertificate } from '../../src/wire/certificate.ts';
import type { Certificate } from '../../src/wire/certificate.ts';
import { decode, Writer } from '../../src/wire/codec.ts';
import { imageRow, readDocumentId, WORKSPACE_MAP, type RowId } from '../../src/wire/document.ts';
import type { Edits } from '../../src/wire/edits.ts';
import { encodeBody, readBody, type EventBody } from '../../src/wire/event.ts';
import { decodeEvidence, encodeEvidence, inOrder, type Evidence } from '../../src/wire/evidence.ts';
import { decodeGenesis, encodeGenesis, type Genesis } from '../../src/wire/genesis.ts';
import { decodeManifest, encodeManifest, type Manifest } from '../../src/wire/image.ts';
import { decodeDeviceLink, encodeDeviceLink, type DeviceLink } from '../../src/wire/device-link.ts';
import { decodeInvite, encodeInvite, type Invite } from '../../src/wire/link.ts';
import { decodeMessage, encodeMessage, type Message } from '../../src/wire/message.ts';
import type { Name, PolicyAct, Target } from '../../src/wire/act.ts';
import { joined, type Op, type TextOp } from '../../src/wire/op.ts';
import { decodeProof, encodeProof, SORRY, type ProofFrame } from '../../src/wire/proof.ts';
import { decodeRun, encodeRun, type Run } from '../../src/wire/run.ts';
import { decodeSpans, encodeSpans, type SeqSpan } from '../../src/wire/spans.ts';
import { Stretch } from '../../src/wire/stretch.ts';
import { decodeVersion, encodeVersion, type NamedVersion } from '../../src/wire/version.ts';

export const bytesOf = (length: number): Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

export const hexOf = <T extends string>(length: number): Arbitrary<T> =>
  bytesOf(length).map((bytes) => toHex(bytes) as T);

/** Well-formed text, astral and unassigned code points included, within a number of UTF-8 bytes. */
export const textOf = (maxBytes: number, minLength = 0): Arbitrary<string> =>
  fc
    .string({ unit: 'binary', minLength, maxLength: Math.min(40, Math.floor(maxBytes / 4)) })
    .filter((text) => utf8(text).length <= maxBytes);

const naturals = (max: number): Arbitrary<number> =>
  fc.oneof(
    fc.nat({ max: Math.min(max, 300) }),
    fc.maxSafeNat().map((value) => value % (max + 1)),
    fc.constant(max),
  );

const KEYS = Array.from(
  { length: 8 },
  (_, i) => toHex(publicKeyOf(new Uint8Array(32).fill(i + 1))) as PublicKey,
);

export const keys: Arbitrary<PublicKey> = fc.constantFrom(...KEYS);

const certificates: Arbitrary<Certificate> = fc.record({
  device: hexOf<PublicKey>(32),
  agent: hexOf<PublicKey>(32),
  signature: bytesOf(64),
});

const idLists = (max: number): Arbitrary<EventId[]> =>
  fc.uniqueArray(hexOf<EventId>(32), { maxLength: max }).map((ids) => ids.toSorted());

const documents: Arbitrary<DocumentId> = fc.oneof(
  fc.constant(WORKSPACE_MAP),
  hexOf(15).map((rest) => `01${rest}` as DocumentId),
);

const edits: Arbitrary<Op> = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    position: naturals(limits.MAX_POSITION),
    text: textOf(160, 1),
  }),
  fc.record({
    kind: fc.constant('delete' as const),
    position: naturals(limits.MAX_POSITION),
    count: naturals(limits.MAX_DELETE - 1).map((count) => count + 1),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    row: hexOf<RowId>(16),
    field: fc.nat({ max: 255 }),
    value: fc.uint8Array({ maxLength: 40 }),
  }),
);

const roles = fc.constantFrom<Role>('reader', 'editor', 'admin');

const namings = fc
  .record({
    parts: fc.integer({ min: 1, max: limits.MAX_PARTS }),
    part: fc.nat(),
    names: fc.uniqueArray(
      fc.record({
        agent: hexOf<AgentId>(32),
        seq: naturals(limits.MAX_SEQ - 1).map((before) => asSeq(before + 1)),
      }),
      { maxLength: 5, selector: ({ agent }) => agent },
    ),
  })
  .map(({ part, parts, names }) => ({
    part: 1 + (part % parts),
    parts,
    names: names.toSorted((a: Name, b: Name) => (a.agent < b.agent ? -1 : 1)),
  }));

const targets: Arbitrary<Target> = fc.oneof(
  fc.record({ kind: fc.constant('member' as const), member: hexOf<PublicKey>(32) }),
  fc.record({ kind: fc.constant('device' as const), device: hexOf<PublicKey>(32) }),
  fc.record({
    kind: fc.constant('agent' as const),
    device: hexOf<PublicKey>(32),
    agent: hexOf<AgentId>(32),
  }),
);

const acts: Arbitrary<PolicyAct> = fc.oneof(
  fc.record({
    kind: fc.constant('invite' as const),
    key: hexOf<PublicKey>(32),
    role: roles,
    approval: fc.boolean(),
    uses: naturals(limits.MAX_INVITE_USES - 1).map((uses) => uses + 1),
    expires: naturals(limits.MAX_SECONDS).map(asSeconds),
  }),
  fc.record({
    kind: fc.constant('admit' as const),
    invite: hexOf<EventId>(32),
    device: hexOf<PublicKey>(32),
    name: textOf(limits.MAX_NAME_BYTES),
    transcript: bytesOf(32),
    proof: bytesOf(64),
    consent: bytesOf(64),
  }),
  fc.record({
    kind: fc.constant('device' as const),
    device: hexOf<PublicKey>(32),
    consent: bytesOf(64),
  }),
  fc.constant({ kind: 'merge' as const }),
  fc.record({
    kind: fc.constant('close' as const),
    invite: hexOf<EventId>(32),
    keep: idLists(5),
  }),
  fc.record({
    kind: fc.constant('share' as const),
    member: hexOf<PublicKey>(32),
    times: naturals(limits.MAX_TIMES - 1).map((times) => times + 1),
  }),
  fc.tuple(hexOf<PublicKey>(32), roles, namings).map(([member, role, naming]) => ({
    kind: 'role' as const,
    member,
    role,
    ...(role === 'reader' ? naming : { part: 1, parts: 1, names: [] }),
  })),
  fc
    .tuple(targets, namings)
    .map(([target, naming]) => ({ kind: 'remove' as const, target, ...naming })),
);

/** Drops what could be joined with the op before it: such a list has another form. */
const separate = (ops: readonly Op[]): Op[] => {
  const kept: Op[] = [];
  for (const op of ops) {
    const before = kept.at(-1);
    if (!before || !joined(before, op)) kept.push(op);
  }
  return kept;
};

const optional = <T>(value: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const firsts = fc.record({ certificate: certificates, continues: idLists(limits.MAX_CONTINUES) });

const elapsed = fc
  .tuple(fc.boolean(), naturals(limits.MAX_SECONDS))
  .map(([back, seconds]) => (back && seconds > 0 ? -seconds : seconds));

interface Parts {
  readonly seal: boolean;
  readonly first?: EventBody['first'] | undefined;
  readonly document?: DocumentId | undefined;
  readonly parents?: EventId[] | undefined;
  readonly policyHeads?: EventId[] | undefined;
  readonly elapsed: number;
  readonly ops: Op[];
}

const bodyOf = ({ first, document, parents, policyHeads, ...rest }: Parts): EventBody => ({
  ...rest,
  ...(first && { first }),
  ...(document !== undefined && { document }),
  ...(parents && { parents }),
  ...(policyHeads && { policyHeads }),
});

export const contentBodies: Arbitrary<EventBody> = fc
  .record({
    seal: fc.boolean(),
    first: optional(firsts),
    document: optional(documents),
    parents: optional(idLists(limits.MAX_PARENTS)),
    policyHeads: optional(idLists(limits.MAX_PARENTS)),
    elapsed,
    ops: fc.array(edits, { minLength: 1, maxLength: 6 }).map(separate),
  })
  .map(bodyOf);

export const policyBodies: Arbitrary<EventBody> = fc
  .record({
    seal: fc.boolean(),
    first: optional(firsts),
    parents: optional(idLists(limits.MAX_PARENTS)),
    elapsed,
    ops: acts.map((act): Op[] => [act]),
  })
  .map(bodyOf);

const encoded = (body: EventBody): { body: EventBody; bytes: Uint8Array } => ({
  body,
  bytes: encodeBody(body),
});

/** Only a run's first event names anything, and only its last is a seal. */
const inRun = ({ seal, elapsed: after, ops, ...names }: EventBody, i: number, length: number) => ({
  ...(i === 0 && names),
  seal: seal && i === length - 1,
  elapsed: after,
  ops,
});

const runsOf = (chain: Run['chain'], bodies: Arbitrary<EventBody>): Arbitrary<Run> =>
  fc
    .record({
      agent: hexOf<AgentId>(32),
      chain: fc.constant(chain),
      from: naturals(limits.MAX_SEQ - 100).map(asSeq),
      after: optional(hexOf<EventId>(32)),
      events: fc
        .array(bodies, { minLength: 1, maxLength: chain === 'policy' ? 1 : 4 })
        .map((list) => list.map((body, i) => encoded(inRun(body, i, list.length)))),
      signature: bytesOf(64),
    })
    .map(({ after, ...run }) => (after === undefined ? run : { ...run, after }));

export const runs: Arbitrary<Run> = fc.oneof(
  runsOf('content', contentBodies),
  runsOf('policy', policyBodies),
);

const taken = fc.record({
  agent: hexOf<AgentId>(32),
  chain: fc.constantFrom('content' as const, 'policy' as const),
  seq: naturals(limits.MAX_SEQ).map(asSeq),
});

const ends = fc
  .uniqueArray(
    fc.tuple(taken, hexOf<EventId>(32)).map(([end, id]) => ({ ...end, id })),
    { maxLength: 5, selector: (end) => end.id },
  )
  .map((list) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

const stretches = (least: number): Arbitrary<Stretch> =>
  fc
    .array(contentBodies, { minLength: least, maxLength: 3 })
    .map((bodies) => Stretch.of('content', bodies.map(encoded)));

const branches = fc.record({ events: stretches(1), signature: bytesOf(64) });

export const evidence: Arbitrary<Evidence> = fc.record({
  certificate: certificates,
  from: naturals(limits.MAX_SEQ - 200).map(asSeq),
  before: hexOf<EventId>(32),
  common: stretches(0),
  branches: fc
    .tuple(branches, branches)
    .filter(([a, b]) => !equal(a.events.encoded(0), b.events.encoded(0)))
    .map(([a, b]) => inOrder(a, b)),
});

const forks = fc
  .uniqueArray(fc.record({ agent: hexOf<AgentId>(32), seq: naturals(limits.MAX_SEQ).map(asSeq) }), {
    maxLength: 4,
    selector: ({ agent }) => agent,
  })
  .map((list) => list.toSorted((a, b) => (a.agent < b.agent ? -1 : 1)));

const carets = fc.record({
  document: documents,
  version: idLists(limits.MAX_PARENTS),
  anchor: naturals(limits.MAX_POSITION),
  head: naturals(limits.MAX_POSITION),
});

const accounts = fc
  .uniqueArray(
    fc.record({ member: hexOf<PublicKey>(32), chain: fc.constantFrom('content', 'policy') }),
    { maxLength: 5, selector: ({ member, chain }) => member + chain },
  )
  .map((list) => list.toSorted((a, b) => (a.member + a.chain < b.member + b.chain ? -1 : 1)));

const images = bytesOf(15).map(imageRow);
const pieces = fc.nat({ max: limits.MAX_PIECES - 1 });

const manifests: Arbitrary<Manifest> = fc
  .integer({ min: 1, max: 5 * limits.PIECE_BYTES })
  .chain((length) => {
    const count = Math.ceil(length / limits.PIECE_BYTES);
    const names = fc.array(hexOf<PieceId>(32), { minLength: count, maxLength: count });
    return fc.record({ length: fc.constant(length), pieces: names });
  });

const messages: Arbitrary<Message> = fc.oneof(
  fc.record({ kind: fc.constant('hello' as const), held: hexOf(32) }),
  fc.record({ kind: fc.constant('summary' as const), ends }),
  fc.record({ kind: fc.constant('events' as const), runs: fc.array(runs, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('taken' as const), ends: fc.array(taken, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('enough' as const), accounts }),
  fc.record({ kind: fc.constant('presence' as const), caret: fc.option(carets) }),
  fc.record({ kind: fc.constant('forks' as const), forks }),
  fc.record({ kind: fc.constant('ask' as const), image: images, piece: pieces }),
  fc.record({
    kind: fc.constant('piece' as const),
    image: images,
    piece: pieces,
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  fc.record({ kind: fc.constant('evidence' as const), evidence }),
);

const proofs: Arbitrary<ProofFrame> = fc.oneof(
  fc.record({ kind: fc.constant('greet' as const), nonce: bytesOf(32) }),
  fc.record({ kind: fc.constant('prove' as const), mac: bytesOf(32) }),
  fc.record({
    kind: fc.constant('introduce' as const),
    certificate: certificates,
    signature: bytesOf(64),
  }),
  fc.record({
    kind: fc.constant('knock' as const),
    device: hexOf<PublicKey>(32),
    name: textOf(limits.MAX_NAME_BYTES),
    proof: bytesOf(64),
    consent: bytesOf(64),
  }),
  fc.record({
    kind: fc.constant('welcome' as const),
    genesis: fc.uint8Array({ maxLength: 300 }),
    via: textOf(limits.MAX_NAME_BYTES),
  }),
  fc.record({ kind: fc.constant('sorry' as const), reason: fc.constantFrom(...SORRY) }),
  fc.record({ kind: fc.constant('wait' as const), via: textOf(limits.MAX_NAME_BYTES) }),
);

const geneses: Arbitrary<Genesis> = fc.record({
  founder: keys,
  founderName: textOf(limits.MAX_NAME_BYTES),
  title: textOf(limits.MAX_TITLE_BYTES),
  topicSecret: bytesOf(32),
  createdAt: naturals(limits.MAX_SECONDS).map(asSeconds),
});

const invites: Arbitrary<Invite> = fc.record({
  workspace: hexOf(32),
  seed: bytesOf(32),
  event: hexOf(32),
  relays: fc.array(textOf(limits.MAX_RELAY_BYTES), { maxLength: limits.MAX_LINK_RELAYS }),
}) as Arbitrary<Invite>;

const deviceLinks: Arbitrary<DeviceLink> = fc.record({
  workspace: hexOf(32),
  member: hexOf(32),
  secret: bytesOf(32),
  relays: fc.array(textOf(limits.MAX_RELAY_BYTES), { maxLength: limits.MAX_LINK_RELAYS }),
  name: textOf(limits.MAX_NAME_BYTES),
  title: textOf(limits.MAX_SHOWN_TITLE_BYTES),
}) as Arbitrary<DeviceLink>;

/** A layout without its type: values of one kind, their encoding and its decoder. */
export interface Layout {
  readonly name: string;
  readonly values: Arbitrary<unknown>;
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): Result<unknown>;
  /** Greatest encoding that the decoder looks into, in bytes. */
  readonly limit: number;
}

function layout<T>(
  name: string,
  values: Arbitrary<T>,
  encode: (value: T) => Uint8Array,
  decoder: (bytes: Uint8Array) => Result<T>,
  limit: number,
): Layout {
  return {
    name,
    values,
    encode: (value) => encode(value as T),
    decode: decoder,
    limit,
  };
}

/** Every body anew from its type, so that the bytes kept beside it prove nothing. */
export const reencodeRun = (run: Run): Uint8Array =>
  encodeRun({ ...run, bodies: run.events.map((event) => encodeBody(event.body)) });

export const reencodeMessage = (message: Message): Uint8Array =>
  encodeMessage(
    message.kind === 'events' ? { kind: 'events', runs: message.runs.map(reencodeRun) } : message,
  );

export const decodeBody = (bytes: Uint8Array, chain: Run['chain']): Result<EventBody> =>
  decode(bytes, limits.MAX_EVENT_BYTES, (reader) => readBody(reader, chain));

/** Links are text: one character a byte, so that they are damaged like everything else. */
const textIn = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

const versions: Arbitrary<NamedVersion> = fc.record({
  document: hexOf(15).map((rest) => `01${rest}` as DocumentId),
  name: textOf(limits.MAX_TITLE_BYTES),
  heads: idLists(limits.MAX_VERSION_HEADS).filter((ids) => ids.length > 0),
});

const spans = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })), {
    maxLength: limits.MAX_SPANS,
  })
  .map((pairs) => {
    let end = -1;
    return pairs.map(([gap, length]): SeqSpan => {
      const from = end + gap;
      end = from + length;
      return { from, to: end };
    });
  });

export const LAYOUTS: readonly Layout[] = [
  layout('a genesis', geneses, encodeGenesis, decodeGenesis, limits.MAX_GENESIS_BYTES),
  layout(
    'a certificate',
    certificates,
    (value) => writeCertificate(new Writer(), value).finish(),
    (bytes) => decode(bytes, 128, readCertificate),
    128,
  ),
  layout(
    'a document id',
    documents,
    (value) => new Writer().hex(value).finish(),
    (bytes) => decode(bytes, 16, readDocumentId),
    16,
  ),
  layout(
    'a content event',
    contentBodies,
    encodeBody,
    (bytes) => decodeBody(bytes, 'content'),
    limits.MAX_EVENT_BYTES,
  ),
  layout(
    'a policy event',
    policyBodies,
    encodeBody,
    (bytes) => decodeBody(bytes, 'policy'),
    limits.MAX_EVENT_BYTES,
  ),
  layout('a run', runs, reencodeRun, decodeRun, limits.MAX_RUN_BYTES),
  layout('evidence', evidence, encodeEvidence, decodeEvidence, limits.MAX_EVIDENCE_BYTES),
  layout('a message', messages, reencodeMessage, decodeMessage, limits.MAX_FRAME_BYTES),
  layout(
    'I1 an image’s manifest',
    manifests,
    encodeManifest,
    decodeManifest,
    limits.MAX_VALUE_BYTES,
  ),
  layout('named version', versions, encodeVersion, decodeVersion, limits.MAX_VALUE_BYTES),
  layout('spans of seqs', spans, encodeSpans, decodeSpans, limits.MAX_VALUE_BYTES),
  layout('a proof frame', proofs, encodeProof, decodeProof, limits.MAX_GENESIS_BYTES + 512),
  layout(
    'a link',
    invites,
    (value) => utf8(encodeInvite(value)),
    (bytes) => decodeInvite(textIn(bytes)),
    limits.MAX_LINK_CHARS,
  ),
  layout(
    'C10 a device link',
    deviceLinks,
    (value) => utf8(encodeDeviceLink(value)),
    (bytes) => decodeDeviceLink(textIn(bytes)),
    limits.MAX_LINK_CHARS,
  ),
];

type Damage = (bytes: Uint8Array, at: number, value: number, length: number) => Uint8Array;

const DAMAGES: readonly Damage[] = [
  (bytes, at, value) => bytes.map((byte, i) => (i === at ? byte ^ (1 << (value & 7)) : byte)),
  (bytes, at, value) => bytes.map((byte, i) => (i === at ? value : byte)),
  (bytes, at, value) => concat(bytes.slice(0, at), Uint8Array.of(value), bytes.slice(at)),
  (bytes, at, _, length) => concat(bytes.slice(0, at), bytes.slice(at + length)),
  (bytes, at) => bytes.slice(0, at),
  (bytes, at, _, length) => concat(bytes.slice(0, at + length), bytes.slice(at)),
  (bytes, at, _, length) =>
    concat(bytes.slice(0, at), bytes.slice(at, at + length).reverse(), bytes.slice(at + length)),
];

/** One to three places of an encoding flipped, set, inserted, deleted, cut off, doubled or turned. */
export const damaged = (encodings: Arbitrary<Uint8Array>): Arbitrary<Uint8Array> =>
  fc
    .tuple(
      encodings,
      fc.array(
        fc.tuple(
          fc.constantFrom(...DAMAGES),
          fc.nat(),
          fc.oneof(
            fc.nat({ max: 3 }),
            fc.constantFrom(16, 17, 18, 127, 128, 129, 255),
            fc.nat(255),
          ),
          fc.constantFrom(1, 1, 2, 8, 32, 33, 64),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([encoding, steps]) =>
      steps.reduce(
        (bytes, [damage, at, value, length]) =>
          damage(
            bytes,
            bytes.length === 0 ? 0 : at % Math.min(bytes.length + 1, 4096),
            value,
            length,
          ),
        encoding,
      ),
    );

export const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.error.code} ${result.error.detail ?? ''}`);
  return result.value;
};

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

/** An object for each op of some columns. */
export function opsOf({ positions, counts, textEnds, text }: Edits): TextOp[] {
  return [...positions].map((position, i) => {
    const count = counts[i] as number;
    if (count > 0) return { kind: 'delete', position, count };
    return { kind: 'insert', position, text: text.slice(textEnds[i - 1] ?? 0, textEnds[i]) };
  });
}
