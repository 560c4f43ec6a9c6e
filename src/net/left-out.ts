/**
 * Stands in, in the built page, for parts of libp2p that a tab never runs (scripts/leave-out.ts).
 *
 * libp2p imports all that it can do, whether the configuration in mesh.ts uses it or not. What that
 * configuration cannot reach is replaced by the lines below, under the names that libp2p asks for.
 * docs/decisions/0009-size.md says of each part why it is dead. Node runs libp2p as it is.
 */
import { UnsupportedKeyTypeError } from '@libp2p/interface';

/**
 * Transport keys other than Ed25519, which every relay and tab has: a peer that shows one is refused
 * as libp2p refuses a type that it does not know, by this error in the handshake.
 */
function otherKey(): never {
  throw new UnsupportedKeyTypeError('Parley uses Ed25519 keys');
}

export {
  otherKey as generateECDSAKeyPair,
  otherKey as generateRSAKeyPair,
  otherKey as generateSecp256k1KeyPair,
  otherKey as jwkToRSAPrivateKey,
  otherKey as pkcs1MessageToRSAPrivateKey,
  otherKey as pkcs1ToRSAPrivateKey,
  otherKey as pkiMessageToECDSAPrivateKey,
  otherKey as pkiMessageToECDSAPublicKey,
  otherKey as pkixMessageToRSAPublicKey,
  otherKey as pkixToRSAPublicKey,
  otherKey as privateKeyToPKIMessage,
  otherKey as publicKeyToPKIMessage,
  otherKey as unmarshalECDSAPrivateKey,
  otherKey as unmarshalECDSAPublicKey,
  otherKey as unmarshalSecp256k1PrivateKey,
  otherKey as unmarshalSecp256k1PublicKey,
};

/**
 * mesh.ts configures no resolvers and no lists of allowed or denied addresses, and switches the
 * monitor off. Whoever changes that finds out.
 */
function leftOut(): never {
  throw new Error('left out of this build: see scripts/leave-out.ts');
}

export const dnsaddrResolver = { canResolve: leftOut };

export { leftOut as ConnectionMonitor, leftOut as IpNet };
