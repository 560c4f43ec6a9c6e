/**
 * Leaves out of the built page what its configuration of libp2p never runs: modules of npm packages
 * are replaced by src/net/left-out.ts, which answers to their names (and one by its neighbour).
 *
 * Nothing is left out by accident: a build fails when a package has no such module any more, or when
 * libp2p asks the replacement for a name that it does not have. Reasons and sizes are in
 * docs/decisions/0009-size.md.
 */
import type { Plugin } from 'vite';

/** An alphabet of 256 emoji, which nobody writes: another one comes twice instead. */
const EMOJI = '/multiformats/dist/src/bases/base256emoji.js';
const OTHER_BASE = '/multiformats/dist/src/bases/base2.js';

/** The ends of their paths. */
const LEFT_OUT = [
  EMOJI,
  '/@chainsafe/netmask/dist/src/ipnet.js',
  '/@libp2p/crypto/dist/src/keys/ecdsa/utils.js',
  '/@libp2p/crypto/dist/src/keys/rsa/utils.js',
  '/@libp2p/crypto/dist/src/keys/secp256k1/utils.js',
  '/libp2p/dist/src/connection-manager/resolvers/dnsaddr.js',
  '/libp2p/dist/src/connection-monitor.js',
];

/** The plugin, for a build of the sources below `root`. */
export function leaveOut(root: string): Plugin {
  const met = new Set<string>();
  return {
    name: 'parley-leave-out',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const name = source.slice(source.lastIndexOf('/'));
      if (!LEFT_OUT.some((module) => module.endsWith(name))) return null;
      const id = (await this.resolve(source, importer, options))?.id ?? '';
      const module = LEFT_OUT.find((end) => id.endsWith(end));
      if (module === undefined) return null;
      met.add(module);
      return module === EMOJI ? id.replace(EMOJI, OTHER_BASE) : `${root}/src/net/left-out.ts`;
    },
    buildEnd(error) {
      if (error !== undefined) return;
      const missing = LEFT_OUT.filter((module) => !met.has(module));
      if (missing.length > 0) this.error(`nothing to leave out: ${missing.join(', ')}`);
    },
  };
}
