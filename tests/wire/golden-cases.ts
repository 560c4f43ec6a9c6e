/**
 * One fixed value of everything that is signed, hashed, stored or sent, by name, as it is encoded.
 *
 * golden.test.ts compares them with what is recorded. Inputs are plain patterns, so that a second
 * implementation can use the same; the keys' seeds are one byte repeated. Nothing here is random.
 */
import { concat, toHex, utf8 } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId, PublicKey, WorkspaceId } from '../../src/base/ids.ts';
import { PIECE_BYTES } from '../../src/base/limits.ts';
import { asSeconds, asSeq } from '../../src/base/ids.ts';
import { publicKeyOf, sign } from '../../src/base/keys.ts';
import { agentIdOf, certificateMessage, type Certificate } from '../../src/wire/certificate.ts';
import {
  deleteColumn,
  deleteRow,
  nameColumn,
  newAxisId,
  placeColumn,
  placeRow,
  setCell,
  setChoices,
  typeColumn,
} from '../../src/crdt/table.ts';
import { setImage } from '../../src/crdt/image-row.ts';
import { setTaken, setVersion } from '../../src/crdt/workspace-map.ts';
import { agentRow, newDocumentId, newVersionRow, WORKSPACE_MAP } from '../../src/wire/document.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { checksOfEvidence, forkOf, type Evidence } from '../../src/wire/evidence.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import { deviceMessage, joinMessage } from '../../src/wire/join.ts';
import { attachMessage, deviceDoor, encodeDeviceLink } from '../../src/wire/device-link.ts';
import { doorSecret, encodeInvite, topicOf } from '../../src/wire/link.ts';
import { encodeManifest, rowOf } from '../../src/wire/image.ts';
import { manifestOf } from '../../src/wire/piece.ts';
import { encodeMessage, type ChainEnd } from '../../src/wire/message.ts';
import type { Op } from '../../src/wire/op.ts';
import { encodeProof, SORRY } from '../../src/wire/proof.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { ChainHash, chainMessage } from '../../src/wire/segment.ts';
import { Stretch } from '../../src/wire/stretch.ts';

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const keyOf = (byte: number): PublicKey => toHex(publicKeyOf(seed(byte))) as PublicKey;
const pattern = (length: number, from: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (from + i) & 255);
const idOf = (from: number): EventId => toHex(pattern(32, from)) as EventId;

export const FOUNDER = keyOf(1);
export const AGENT_KEY = keyOf(2);
export const INVITE_KEY = keyOf(3);
export const JOINER = keyOf(4);

const genesis: Genesis = {
  founder: FOUNDER,
  founderName: 'Ada Lovelace',
  title: 'Minutes – März 🌱',
  topicSecret: pattern(32, 0x20),
  createdAt: asSeconds(1_767_225_600),
};

export const GENESIS_BYTES = encodeGenesis(genesis);
export const WORKSPACE: WorkspaceId = workspaceIdOf(GENESIS_BYTES);
export const TRANSCRIPT = pattern(32, 0x40);
export const INVITE_EVENT = idOf(0x60);
export const NAME = 'Zoë';

const certificate: Certificate = {
  device: FOUNDER,
  agent: AGENT_KEY,
  signature: sign(seed(1), certificateMessage(WORKSPACE, FOUNDER, AGENT_KEY)),
};
export const AGENT: AgentId = agentIdOf(WORKSPACE, certificate);

const join = joinMessage(WORKSPACE, INVITE_EVENT, JOINER, NAME, TRANSCRIPT);
const added = deviceMessage(WORKSPACE, FOUNDER, JOINER);
const DOCUMENT = newDocumentId('text', pattern(15, 0xa0));

const [ROW, COLUMN] = [newAxisId(pattern(8, 0xd0)), newAxisId(pattern(8, 0xe0))];

/** Of an image of two pieces, the second of a byte. */
const MANIFEST = encodeManifest(manifestOf(pattern(PIECE_BYTES + 1, 0)));

const OPS = {
  insert: { kind: 'insert', position: 300, text: 'Grüße, 世界 🌍\n' },
  delete: { kind: 'delete', position: 16_384, count: 5 },
  set: { kind: 'set', row: DOCUMENT as DocumentId, field: 0, value: utf8('Budget') },
  invite: {
    kind: 'invite',
    key: INVITE_KEY,
    role: 'editor',
    approval: false,
    uses: 12,
    expires: asSeconds(1_767_830_400),
  },
  admit: {
    kind: 'admit',
    invite: INVITE_EVENT,
    device: JOINER,
    name: NAME,
    transcript: TRANSCRIPT,
    proof: sign(seed(3), join),
    consent: sign(seed(4), join),
  },
  device: { kind: 'device', device: JOINER, consent: sign(seed(4), added) },
  merge: { kind: 'merge' },
  'invite with approval': {
    kind: 'invite',
    key: INVITE_KEY,
    role: 'admin',
    approval: true,
    uses: 1,
    expires: asSeconds(0),
  },
  close: { kind: 'close', invite: INVITE_EVENT, keep: [idOf(3), idOf(4)] },
  role: {
    kind: 'role',
    member: JOINER,
    role: 'reader',
    part: 1,
    parts: 1,
    names: [{ agent: AGENT, seq: asSeq(1_000) }],
  },
  share: { kind: 'share', member: JOINER, times: 2 },
  'remove a member': {
    kind: 'remove',
    target: { kind: 'member', member: JOINER },
    part: 2,
    parts: 3,
    names: [
      { agent: idOf(1) as string as AgentId, seq: asSeq(1) },
      { agent: idOf(2) as string as AgentId, seq: asSeq(300) },
    ],
  },
  'remove a device': {
    kind: 'remove',
    target: { kind: 'device', device: JOINER },
    part: 1,
    parts: 1,
    names: [],
  },
  'remove an agent': {
    kind: 'remove',
    target: { kind: 'agent', device: FOUNDER, agent: AGENT },
    part: 1,
    parts: 1,
    names: [],
  },
} as const satisfies Record<string, Op>;

const FIRST: EventBody = {
  seal: false,
  first: { certificate, continues: [idOf(1), idOf(2)] },
  document: DOCUMENT,
  parents: [],
  policyHeads: [WORKSPACE as string as EventId],
  elapsed: 1_767_225_700,
  ops: [OPS.insert],
};

const body = (ops: readonly Op[], more: Partial<EventBody> = {}): EventBody => ({
  seal: false,
  elapsed: 0,
  ops,
  ...more,
});

/** A content chain that crosses every rule that closes a segment, with the event to look at. */
function chainIds(): Record<string, string> {
  const hash = ChainHash.start(AGENT, 'content');
  const push = (event: EventBody): EventId => hash.push(event, encodeBody(event));
  const many = (count: number, text: string): EventId => {
    let id = '' as EventId;
    for (let i = 0; i < count; i++) id = push(body([{ kind: 'insert', position: i, text }]));
    return id;
  };
  const out: Record<string, string> = {};
  out['first'] = push(FIRST);
  out['second'] = push(body([OPS.delete]));
  out['last of 256'] = many(254, 'a');
  out['after 256 events'] = many(1, 'b');
  out['over 8192 bytes'] = many(3, 'x'.repeat(3_000));
  out['after 8192 bytes'] = many(1, 'c');
  out['seal'] = push(body([OPS.delete], { seal: true }));
  out['after a seal'] = many(1, 'd');
  out['another document'] = push(body([OPS.set], { document: WORKSPACE_MAP, parents: [] }));
  out['after another document'] = push(body([OPS.set]));
  return Object.fromEntries(Object.entries(out).map(([name, id]) => [`event id: ${name}`, id]));
}

const ends: ChainEnd[] = [
  { agent: AGENT, chain: 'policy', seq: asSeq(3), id: idOf(0x10) },
  { agent: AGENT, chain: 'content', seq: asSeq(1_000), id: idOf(0x11) },
];

const run = encodeRun({
  agent: AGENT,
  chain: 'content',
  from: asSeq(130),
  bodies: [encodeBody(body([OPS.insert])), encodeBody(body([OPS.delete], { seal: true }))],
  signature: pattern(64, 0),
});

const [common, one, other] = ['a', 'b', 'c'].map((text) => {
  const typed = body([{ kind: 'insert', position: 0, text }]);
  return Stretch.of('content', [{ body: typed, bytes: encodeBody(typed) }]);
}) as [Stretch, Stretch, Stretch];

const evidence: Evidence = {
  certificate,
  from: asSeq(130),
  before: idOf(0x12),
  common,
  branches: [
    { events: one, signature: pattern(64, 2) },
    { events: other, signature: pattern(64, 3) },
  ],
};

const policyFirst = encodeBody(
  body([OPS.invite], {
    first: { certificate, continues: [] },
    parents: [WORKSPACE as string as EventId],
    elapsed: 9,
  }),
);

const values: Record<string, Uint8Array | string> = {
  genesis: GENESIS_BYTES,
  'workspace id': WORKSPACE,
  'certificate message': certificateMessage(WORKSPACE, FOUNDER, AGENT_KEY),
  'certificate signature': certificate.signature,
  'agent id': AGENT,
  'join message': join,
  'device message': added,
  'chain message': chainMessage(AGENT, 'content', asSeq(1_000), idOf(0x11)),
  'chain message of policy': chainMessage(AGENT, 'policy', asSeq(3), idOf(0x10)),
  'door secret': doorSecret(INVITE_KEY),
  topic: topicOf(genesis.topicSecret),
  'link payload': encodeInvite({
    workspace: WORKSPACE,
    seed: seed(3),
    event: INVITE_EVENT,
    relays: ['/dns4/relay.example/tcp/443/wss/p2p/12D3KooW'],
  }),
  'device link payload': encodeDeviceLink({
    workspace: WORKSPACE,
    member: FOUNDER,
    secret: seed(3),
    relays: ['/dns4/relay.example/tcp/443/wss/p2p/12D3KooW'],
    name: 'Ada Lovelace',
    title: 'Minutes – März 🌱',
  }),
  'device door secret': deviceDoor(seed(3)),
  'attach message': attachMessage(WORKSPACE, FOUNDER, JOINER, TRANSCRIPT),
  'body: first of a content chain': encodeBody(FIRST),
  'body: first of a policy chain': policyFirst,
  ...Object.fromEntries(
    Object.entries(OPS).map(([kind, op]) => [`body: ${kind}`, encodeBody(body([op]))]),
  ),
  'body: seal, merge, earlier time': encodeBody(
    body([OPS.delete, { ...OPS.insert, position: 0 }], {
      seal: true,
      parents: [idOf(5), idOf(6)],
      policyHeads: [idOf(7), idOf(8)],
      elapsed: -3,
    }),
  ),
  ...chainIds(),
  'event id: first of a policy chain': ChainHash.start(AGENT, 'policy').push(
    { seal: false },
    policyFirst,
  ),
  run,
  'message: hello': encodeMessage({ kind: 'hello', held: idOf(0x30) }),
  'message: summary': encodeMessage({ kind: 'summary', ends }),
  'message: events': encodeMessage({ kind: 'events', runs: [run, run] }),
  'message: taken': encodeMessage({ kind: 'taken', ends }),
  'message: enough': encodeMessage({
    kind: 'enough',
    accounts: [{ member: FOUNDER, chain: 'content' }],
  }),
  'message: presence': encodeMessage({
    kind: 'presence',
    caret: { document: DOCUMENT, version: [idOf(5), idOf(6)], anchor: 200, head: 3 },
  }),
  'message: no presence': encodeMessage({ kind: 'presence', caret: null }),
  'message: forks': encodeMessage({ kind: 'forks', forks: [forkOf(WORKSPACE, evidence)] }),
  'message: evidence': encodeMessage({ kind: 'evidence', evidence }),
  'what evidence needs signed': concat(
    ...checksOfEvidence(WORKSPACE, evidence).map(({ message }) => message),
  ),
  'a run that says what it follows': encodeRun({
    agent: AGENT,
    chain: 'policy',
    from: asSeq(3),
    after: idOf(0x13),
    bodies: [encodeBody(body([OPS.merge]))],
    signature: pattern(64, 4),
  }),
  'message: removed': encodeMessage({ kind: 'removed' }),
  'body: what of an agent was taken back': encodeBody(
    body([
      setTaken(agentRow(AGENT), [
        { from: 0, to: 130 },
        { from: 1_000, to: 1_001 },
      ]),
    ]),
  ),
  'body: a named version': encodeBody(
    body([
      setVersion(newVersionRow(pattern(15, 0xb0)), {
        document: DOCUMENT,
        name: 'First draft – März 🌱',
        heads: [idOf(5), idOf(6)],
      }),
    ]),
  ),
  'body: an image': encodeBody(body([setImage(MANIFEST)])),
  'message: ask': encodeMessage({ kind: 'ask', image: rowOf(MANIFEST), piece: 1 }),
  'message: piece': encodeMessage({
    kind: 'piece',
    image: rowOf(MANIFEST),
    piece: 1,
    bytes: pattern(1, PIECE_BYTES & 255),
  }),
  'frame: greet': encodeProof({ kind: 'greet', nonce: pattern(32, 0x50) }),
  'frame: prove': encodeProof({ kind: 'prove', mac: pattern(32, 0x51) }),
  'frame: introduce': encodeProof({ kind: 'introduce', certificate, signature: pattern(64, 1) }),
  'frame: knock': encodeProof({
    kind: 'knock',
    device: JOINER,
    name: NAME,
    proof: OPS.admit.proof,
    consent: OPS.admit.consent,
  }),
  'frame: welcome': encodeProof({ kind: 'welcome', genesis: GENESIS_BYTES, via: 'Ada Lovelace' }),
  'frames: sorry': concat(...SORRY.map((reason) => encodeProof({ kind: 'sorry', reason }))),
  'frame: wait': encodeProof({ kind: 'wait', via: 'Ada Lovelace' }),
  'body: a table': encodeBody(
    body(
      [
        placeRow(ROW, 'V'),
        deleteRow(ROW, false),
        placeColumn(COLUMN, 'V1'),
        deleteColumn(COLUMN, true),
        nameColumn(COLUMN, 'Größe'),
        typeColumn(COLUMN, 'choice'),
        setChoices(COLUMN, ['klein', 'groß']),
        setCell(ROW, COLUMN, 'groß'),
      ],
      { document: newDocumentId('table', pattern(15, 0xc0)), parents: [] },
    ),
  ),
};

/** Hex of bytes and ids; a link's payload as it is. */
export const GOLDEN_CASES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : toHex(value),
  ]),
);
