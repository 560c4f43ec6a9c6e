/** What leave-out.test.ts bundles: all of the page's libp2p, and parts of it to try. */
export { x25519 } from '@noble/curves/ed25519.js';
export { persistentPeerStore } from '@libp2p/peer-store';
export { MemoryDatastore } from 'datastore-core/memory';
export { isPrivateIp } from '@libp2p/utils';
export { Mesh } from '../../src/net/mesh.ts';
export { generateKeyPair, publicKeyFromProtobuf, publicKeyToProtobuf } from '@libp2p/crypto/keys';
