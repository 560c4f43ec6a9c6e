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
 * mesh.ts configures no resolvers, no lists of allowed or denied addresses and no metrics, and
 * switches the monitor off. Whoever changes that finds out.
 */
function leftOut(): never {
  throw new Error('left out of this build: see scripts/leave-out.ts');
}

export const dnsaddrResolver = { canResolve: leftOut };

export { leftOut as ConnectionMonitor, leftOut as IpNet, leftOut as registerMetrics };

/**
 * Made by libp2p in any case. Nobody is looked for, since relays and peers are dialled by their
 * addresses; where libp2p has lost one, it takes the error for what it is: nothing found.
 */
class Idle {
  readonly findPeer = leftOut;
  readonly get = leftOut;
  readonly walk = leftOut;
}

export { Idle as CompoundContentRouting, Idle as DefaultPeerRouting, Idle as RandomWalk };
/** Relays are dialled again by their lines (relay-line.ts). */
export { Idle as ReconnectQueue };

/** Relays are those of the configuration: none is discovered. */
export class RelayDiscovery {
  readonly startDiscovery = leftOut;
  addEventListener(): void {}
  /** Told whenever there are relays enough. */
  stopDiscovery(): void {}
}

/** For the discovery of relays alone. */
export const peerFilter = (): undefined => undefined;
/** Its class is exported beside it. */
export { leftOut as PeerFilter };

/** No address of a tab is mapped to another one: it has none but those on its relays. */
class NoMappings {
  readonly add = leftOut;
  readonly confirm = leftOut;
  readonly remove = (): boolean => false;
  readonly unconfirm = leftOut;
  getAll(): [] {
    return [];
  }
  has(): boolean {
    return false;
  }
}

export { NoMappings as DNSMappings, NoMappings as IPMappings };

/** Where workers would ask for the locks of the store of peers: there are none. */
export default (): EventTarget => new EventTarget();
