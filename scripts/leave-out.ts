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

/** The one that is asked for its default export. */
const LOCKS = '/mortice/dist/src/browser.js';

const LIBP2P: Parts = {
  '/@chainsafe/netmask/dist/src/ipnet.js': NOTHING,
  '/@libp2p/circuit-relay-v2/dist/src/transport/discovery.js': NOTHING,
  '/@libp2p/crypto/dist/src/keys/ecdsa/utils.js': NOTHING,
  '/@libp2p/crypto/dist/src/keys/rsa/utils.js': NOTHING,
  '/@libp2p/crypto/dist/src/keys/secp256k1/utils.js': NOTHING,
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
  '/@libp2p/utils/dist/src/filters/scalable-cuckoo-filter.js': STAND_INS,
  '/@noble/curves/abstract/edwards.js': STAND_INS,
  '/netmask/dist/netmask.js': STAND_INS,
  // An alphabet of 256 emoji, which nobody writes: another one comes twice instead.
  '/multiformats/dist/src/bases/base256emoji.js':
    'node_modules/multiformats/dist/src/bases/base2.js',
};

const SVELTE: Parts = {
  '/svelte/src/internal/client/dom/hydration.js': 'src/app/left-out.ts',
};

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
    buildEnd(error) {
      if (error !== undefined) return;
      const missing = ends.filter((module) => !met.has(module));
      if (missing.length > 0) this.error(`nothing to leave out: ${missing.join(', ')}`);
    },
  };
}
