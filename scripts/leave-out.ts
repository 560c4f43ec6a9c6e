/**
 * Leaves out of the built page what it never runs of libp2p and Svelte: modules of npm packages are
 * replaced by a few lines of ours, which answer to their names (and one by its neighbour).
 *
 * Nothing is left out by accident: a build fails when a package has no such module any more, or when
 * somebody asks the replacement for a name that it does not have. Reasons and sizes are in
 * docs/decisions/0009-size.md.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Ends of the paths of modules, and below the root what takes their place. */
type Parts = Readonly<Record<string, string>>;

/** Throws where it is reached, or does nothing where it may be asked. */
const NOTHING = 'src/net/left-out.ts';
/** Does the same in less. */
const STAND_INS = 'src/net/stand-ins.ts';
const PEERS = 'src/net/peers-in-memory.ts';

/** The one that is asked for its default export. */
const LOCKS = '/mortice/dist/src/browser.js';

const LIBP2P: Parts = {
  '/@chainsafe/netmask/dist/src/ipnet.js': NOTHING,
  '/@libp2p/circuit-relay-v2/dist/src/transport/discovery.js': NOTHING,
  '/@libp2p/crypto/dist/src/keys/ecdsa/utils.js': NOTHING,
  '/@libp2p/crypto/dist/src/keys/rsa/utils.js': NOTHING,
  '/@libp2p/crypto/dist/src/keys/secp256k1/utils.js': NOTHING,
  '/@libp2p/noise/dist/src/metrics.js': NOTHING,
  '/@libp2p/peer-collections/dist/src/filter.js': NOTHING,
  '/libp2p/dist/src/address-manager/dns-mappings.js': NOTHING,
  '/libp2p/dist/src/address-manager/ip-mappings.js': NOTHING,
  '/libp2p/dist/src/connection-manager/reconnect-queue.js': NOTHING,
  '/libp2p/dist/src/connection-manager/resolvers/dnsaddr.js': NOTHING,
  '/libp2p/dist/src/connection-monitor.js': NOTHING,
  '/libp2p/dist/src/content-routing.js': NOTHING,
  '/libp2p/dist/src/peer-routing.js': NOTHING,
  '/libp2p/dist/src/random-walk.js': NOTHING,
  [LOCKS]: NOTHING,
  '/@libp2p/logger/dist/src/index.js': STAND_INS,
  '/@libp2p/utils/dist/src/filters/scalable-cuckoo-filter.js': STAND_INS,
  '/@noble/curves/abstract/edwards.js': STAND_INS,
  '/netmask/dist/netmask.js': STAND_INS,
  '/@libp2p/peer-store/dist/src/pb/peer.js': PEERS,
  '/datastore-core/dist/src/memory.js': PEERS,
  '/interface-datastore/dist/src/key.js': PEERS,
  // An alphabet of 256 emoji, which nobody writes: another one comes twice instead.
  '/multiformats/dist/src/bases/base256emoji.js':
    'node_modules/multiformats/dist/src/bases/base2.js',
};

const SVELTE: Parts = {
  '/svelte/src/internal/client/dom/hydration.js': 'src/app/left-out.ts',
};

/** What marks messages of protobuf: code that a generator wrote, in one form throughout. */
const PROTOBUF = "from 'protons-runtime'";
/** Each message can also be read field by field, which nobody asks for. */
const FIELDS = /\n( +)\}, function\* \(reader, length, prefix, opts = \{\}\) \{\n[^]*?\n\1\}\);\n/g;
const BY_FIELDS = /function stream\(buf, opts\) \{\n.*\n +\}\n +\w+\.stream = stream;\n/g;

/** The plugin, for a build that bundles the given package of the sources below `root`. */
export function leaveOut(root: string, of: 'libp2p' | 'svelte'): Plugin {
  const parts = of === 'libp2p' ? LIBP2P : SVELTE;
  const ends = Object.keys(parts);
  const met = new Set<string>();
  return {
    name: `parley-leave-out-${of}`,
    apply: 'build',
    enforce: 'pre',
    load(id) {
      const module = ends.find((end) => id.endsWith(end));
      if (module === undefined) return null;
      met.add(module);
      const from = `from ${JSON.stringify(join(root, parts[module] ?? ''))};`;
      return `export * ${from}${module === LOCKS ? `export { default } ${from}` : ''}`;
    },
    transform(code) {
      if (of !== 'libp2p' || !code.includes(PROTOBUF)) return null;
      const less = code.replaceAll(FIELDS, '\n$1});\n').replaceAll(BY_FIELDS, '');
      if (less === code || /function\*|stream\(/.test(less)) this.error('protobuf looks new');
      return { code: less, map: null };
    },
    buildEnd(error) {
      if (error !== undefined) return;
      const missing = ends.filter((module) => !met.has(module));
      if (missing.length > 0) this.error(`nothing to leave out: ${missing.join(', ')}`);
    },
  };
}
