/**
 * Cuts out of packages, in the built page, what nobody there ever asks for: members of classes and of
 * objects whose names are mentioned nowhere, and what libp2p says for its own developers alone.
 *
 * A bundler keeps every method of a class that it keeps, since it cannot know who calls it. Here that is
 * known, and checked in each build: it fails where something that is built mentions such a name, and
 * where a package has it no longer. Sizes are in docs/decisions/0009-size.md. Node runs packages whole.
 */
import type { Plugin } from 'vite';

/** Ends of the paths of modules, and names of members. */
type Members = Readonly<Record<string, string>>;

const LIBP2P: Members = {
  '/@libp2p/circuit-relay-v2/dist/src/transport/reservation-store.js':
    'getReservation reservationCount',
  '/@libp2p/peer-collections/dist/src/set.js': 'difference union',
  '/@libp2p/peer-store/dist/src/index.js': 'consumePeerRecord getInfo',
  '/@libp2p/utils/dist/src/abstract-message-stream.js':
    'isReadable readableEnded writeBufferLength',
  '/@libp2p/utils/dist/src/queue/index.js': 'calculate onEmpty onSizeLessThan',
  '/@libp2p/utils/dist/src/rate-limiter.js': 'parseKey penalty reward',
  '/it-pushable/dist/src/index.js': 'onEmpty readableLength',
  '/it-queue/dist/src/index.js': 'onEmpty onSizeLessThan',
  '/libp2p/dist/src/address-manager/index.js':
    'addDNSMapping addPublicAddressMapping getObservedAddrs removeDNSMapping removePublicAddressMapping',
  '/libp2p/dist/src/address-manager/observed-addresses.js': 'removePrefixed',
  '/libp2p/dist/src/connection-manager/dial-queue.js': 'isDialable',
  '/libp2p/dist/src/connection-manager/index.js':
    'calculate getConnectionsMap getDialQueue isDialable openStream setMaxConnections',
  '/libp2p/dist/src/libp2p.js': 'dialProtocol getDialQueue getPeers isDialable unregister unuse',
  '/libp2p/dist/src/registrar.js': 'calculate getTopologies unregister unuse',
  '/libp2p/dist/src/transport-manager.js': 'getTransports listenTransportForMultiaddr removeAll',
  '/libp2p/dist/src/upgrader.js': 'getConnectionEncrypters',
  '/multiformats/dist/src/cid.js': 'asCID toV0 toV1',
  '/protons-runtime/dist/src/utils/longbits.js': 'toNumber',
  '/protons-runtime/dist/src/utils/reader.js':
    'fixed32 fixed64 fixed64Number fixed64String int64 int64Number int64String readFixed64 sfixed32 sfixed64 sfixed64Number sfixed64String sint32 sint64 sint64Number sint64String uint64Number uint64String',
  '/protons-runtime/dist/src/utils/writer.js':
    'fixed32 fixed64 fixed64Number fixed64String int64 int64Number int64String sfixed32 sfixed64 sfixed64Number sfixed64String sint32 sint64 sint64Number sint64String uint64Number uint64String',
  '/uint8arraylist/dist/src/index.js':
    'fromUint8Arrays getBigInt64 getBigUint64 getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint8 setBigInt64 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint8',
};

const EDITOR: Members = {
  '/@codemirror/commands/dist/index.js': 'fromJSON',
  '/@codemirror/language/dist/index.js':
    'findRegions getSkippingParser isActiveAt isWorking simulatedBreak skipUntilInView',
  '/@codemirror/search/dist/index.js': 'getCursor',
  '/@codemirror/state/dist/index.js': 'fromJSON iterLines reconfigured',
  '/@codemirror/view/dist/index.js':
    'compositionStarted documentPadding findFromDOM heightChanged setRoot setWindow viewportLineBlocks visualLineSide',
  '/@lezer/markdown/dist/index.js': 'addMarker findOpeningDelimiter getDelimiterAt startComposite',
};

/** Whose traces are silent, and whose errors go by names of their own. */
const SPEAKS = /\/node_modules\/(?:@libp2p|libp2p|@multiformats)\//;
/** What an error says that has a name of its own. Its class has words for when nothing is said. */
const NAMED = /^(?!(?:Aggregate|Range|Reference|Syntax|Type|URI)?Error$)\w+Error$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** `node` and everything in it, from the outside in. */
function* nodesOf(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const each of node) yield* nodesOf(each);
  if (!isNode(node)) return;
  yield node;
  for (const part of Object.values(node)) if (typeof part === 'object') yield* nodesOf(part);
}

/** The name that `node` has or, of a member of something, the last one. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'ChainExpression') return nameOf(node['expression']);
  if (node.type === 'MemberExpression') return nameOf(node['property']);
  return typeof node['name'] === 'string' ? node['name'] : '';
}

const MEMBERS = ['MethodDefinition', 'PropertyDefinition', 'Property'];

/** The member of a class or an object that `node` is, if it is one with a body. */
function memberOf(node: Node): string {
  const value = node['value'];
  const isMember = MEMBERS.includes(node.type) && isNode(value) && /Function/.test(value.type);
  return isMember && node['computed'] === false ? nameOf(node['key']) : '';
}

/** Names of members that code asks for, in any of the ways in which it can. */
function* mentionsIn(program: unknown): Generator<string> {
  for (const node of nodesOf(program)) {
    const asked = node.type === 'MemberExpression' && !node['computed'] && node['property'];
    if (isNode(asked) && asked.type === 'Identifier') yield nameOf(asked);
    if (typeof node['value'] === 'string') yield node['value'];
    if (node.type !== 'ObjectPattern') continue;
    for (const part of node['properties'] as readonly Node[]) yield nameOf(part['key']);
  }
}

/** Whether `node` is a statement `….log.trace(…);`. */
function isTrace(node: Node): boolean {
  if (node.type !== 'ExpressionStatement') return false;
  const whole = node['expression'];
  const call = isNode(whole) && whole.type === 'ChainExpression' ? whole['expression'] : whole;
  if (!isNode(call) || call.type !== 'CallExpression' || !isNode(call['callee'])) return false;
  return nameOf(call['callee']) === 'trace' && nameOf(call['callee']['object']) === 'log';
}

/** The sentence that is all that `node`, a new error, is given. */
function sentenceOf(node: Node): Node | null {
  if (node.type !== 'NewExpression' || !NAMED.test(nameOf(node['callee']))) return null;
  const [said, ...more] = node['arguments'] as readonly Node[];
  const isText = said?.type === 'TemplateLiteral' || typeof said?.['value'] === 'string';
  return isText && more.length === 0 ? said : null;
}

/** `code` without `cuts`, nor a comma after one: a statement leaves an empty one. */
function without(code: string, cuts: readonly Node[]): string {
  let rest = '';
  let from = 0;
  for (const { type, start, end } of cuts.toSorted((a, b) => a.start - b.start)) {
    if (start < from) continue;
    rest += `${code.slice(from, start)}${type.endsWith('Statement') ? ';' : ''}`;
    from = code[end] === ',' ? end + 1 : end;
  }
  return rest + code.slice(from);
}

/** The plugin, for a build that bundles libp2p, or the editor. */
export function trim(
  of: 'libp2p' | 'editor',
  members: Members = of === 'libp2p' ? LIBP2P : EDITOR,
): Plugin {
  const met = new Set<string>();
  return {
    name: `parley-trim-${of}`,
    apply: 'build',
    transform(code, id) {
      const module = Object.keys(members).find((end) => id.endsWith(end)) ?? '';
      const speaks = of === 'libp2p' && SPEAKS.test(id);
      if (module === '' && !speaks) return null;
      const names = members[module]?.split(' ') ?? [];
      const cuts: Node[] = [];
      for (const node of nodesOf(this.parse(code))) {
        const member = memberOf(node);
        if (names.includes(member)) {
          met.add(`${module} ${member}`);
          cuts.push(node);
        }
        if (!speaks) continue;
        const cut = isTrace(node) ? node : sentenceOf(node);
        if (cut === null) continue;
        met.add(cut.type);
        cuts.push(cut);
      }
      return cuts.length === 0 ? null : { code: without(code, cuts), map: null };
    },
    generateBundle(_, bundle) {
      const names = new Set(Object.values(members).join(' ').split(' '));
      const found = Object.values(bundle).flatMap((built) =>
        built.type === 'chunk'
          ? [...mentionsIn(this.parse(built.code))].filter((name) => names.has(name))
          : [],
      );
      if (found.length > 0) this.error(`trimmed, but mentioned: ${found.join(', ')}`);
    },
    buildEnd(error) {
      if (error !== undefined) return;
      const wanted = Object.entries(members).flatMap(([module, names]) =>
        names.split(' ').map((name) => `${module} ${name}`),
      );
      if (of === 'libp2p') wanted.push('ExpressionStatement', 'Literal', 'TemplateLiteral');
      const missing = wanted.filter((each) => !met.has(each));
      if (missing.length > 0) this.error(`nothing to trim: ${missing.join(', ')}`);
    },
  };
}
