/**
 * Cuts out of packages, in the built page, what nobody there ever asks for: members of classes and of
 * objects whose names are mentioned nowhere, styles of classes that nothing has, and what libp2p says
 * for its own developers alone.
 *
 * A bundler keeps every method of a class that it keeps, since it cannot know who calls it. Here that is
 * known, and checked in each build: it fails where something that is built mentions such a name, and
 * where a package has it no longer. Sizes are in docs/decisions/0009-size.md. Node runs packages whole.
 */
import type { Plugin } from 'vite';
import { isNode, nameOf, walk, type Node } from './syntax.ts';

/** Ends of the paths of modules, and names of members. */
type Members = Readonly<Record<string, string>>;

export const LIBP2P: Members = {
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
    'cm-activeLine cm-blink cm-cursorLayer cm-gutter cm-highlight cm-layer cm-selectionBackground cm-selectionHandle cm-trailingSpace compositionStarted documentPadding findFromDOM heightChanged setRoot setWindow viewportLineBlocks visualLineSide',
  '/@lezer/markdown/dist/index.js': 'addMarker findOpeningDelimiter getDelimiterAt startComposite',
};

/** Whose traces are silent, and whose errors go by names of their own. */
const SPEAKS = /\/node_modules\/(?:@libp2p|libp2p|@multiformats)\//;
/** What an error says that has a name of its own. Its class has words for when nothing is said. */
const NAMED = /^(?!(?:Aggregate|Range|Reference|Syntax|Type|URI)?Error$)\w+Error$/;

/** How classes begin that styles in code are for. */
const STYLED = 'cm-';
const MEMBERS = ['MethodDefinition', 'PropertyDefinition', 'Property'];

/** Which of `names` is that of the method that `node` is, or of what the rule of style is for. */
function memberOf(node: Node, names: readonly string[]): string | undefined {
  const { type, key, value } = node;
  if (!MEMBERS.includes(type) || node['computed'] === true || !isNode(key) || !isNode(value))
    return;
  if (/Function/.test(value.type)) return names.find((name) => name === nameOf(key));
  const selector = value.type === 'ObjectExpression' ? String(key['value']) : '';
  return names.find((name) => name.startsWith(STYLED) && selector.includes(name));
}

/** Names of members that code asks for, in any of the ways in which it can. */
function mentionsIn(program: unknown): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    const asked = node.type === 'MemberExpression' && !node['computed'] && node['property'];
    if (isNode(asked) && asked.type === 'Identifier') names.add(nameOf(asked));
    if (typeof node['value'] === 'string') names.add(node['value']);
    if (node.type !== 'ObjectPattern') return;
    for (const part of node['properties'] as readonly Node[]) names.add(nameOf(part['key']));
  });
  return names;
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

/** The plugin, for a build that bundles all modules of `members`, libp2p among them. */
export function trim(members: Members = { ...LIBP2P, ...EDITOR }): Plugin {
  const met = new Set<string>();
  return {
    name: 'parley-trim',
    apply: 'build',
    transform(code, id) {
      const module = Object.keys(members).find((end) => id.endsWith(end)) ?? '';
      const speaks = SPEAKS.test(id);
      if (module === '' && !speaks) return null;
      const names = members[module]?.split(' ') ?? [];
      const cuts: Node[] = [];
      walk(this.parse(code), (node) => {
        const member = memberOf(node, names);
        if (member !== undefined) {
          met.add(`${module} ${member}`);
          cuts.push(node);
        }
        const cut = speaks ? (isTrace(node) ? node : sentenceOf(node)) : null;
        if (cut === null) return;
        met.add(cut.type);
        cuts.push(cut);
      });
      return cuts.length === 0 ? null : { code: without(code, cuts), map: null };
    },
    generateBundle(_, bundle) {
      const names = Object.values(members).join(' ').split(' ');
      for (const built of Object.values(bundle)) {
        if (built.type !== 'chunk') continue;
        const mentioned = mentionsIn(this.parse(built.code));
        const found = names.filter((name) =>
          name.startsWith(STYLED) ? built.code.includes(name) : mentioned.has(name),
        );
        if (found.length > 0) this.error(`trimmed, but mentioned: ${found.join(', ')}`);
      }
    },
    buildEnd(error) {
      if (error !== undefined) return;
      const wanted = Object.entries(members).flatMap(([module, names]) =>
        names.split(' ').map((name) => `${module} ${name}`),
      );
      wanted.push('ExpressionStatement', 'Literal', 'TemplateLiteral');
      const missing = wanted.filter((each) => !met.has(each));
      if (missing.length > 0) this.error(`nothing to trim: ${missing.join(', ')}`);
    },
  };
}
