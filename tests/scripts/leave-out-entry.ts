/** What leave-out.test.ts bundles: all of the page's libp2p, and its keys to try. */
export { Mesh } from '../../src/net/mesh.ts';
export { generateKeyPair, publicKeyFromProtobuf, publicKeyToProtobuf } from '@libp2p/crypto/keys';
