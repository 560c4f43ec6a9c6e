/**
 * The edge cases that an engine must judge rightly before it is used (host/signatures.ts).
 *
 * All are published: RFC 8032 §7.1, C2SP/CCTV (BSD 3-clause, © 2019 Google LLC, © 2022 Filippo
 * Valsorda) and ed25519-speccheck (Apache 2.0); tests/vectors/ed25519 holds the whole sets. Two are
 * RFC signatures with the message or the key exchanged. The `reason` says what is special, and for
 * those that are not accepted, what a library overlooks that accepts them.
 */
export interface SignatureCase {
  readonly source: string;
  readonly reason: string;
  /** The predicate's verdict (base/keys.ts). */
  readonly accepted: boolean;
  /** Hex, like the two that follow. */
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
}

export const SIGNATURE_CASES: readonly SignatureCase[] = [
  {
    source: 'RFC 8032 test 1',
    reason: 'an honest signature of nothing',
    accepted: true,
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    source: 'RFC 8032 test 3',
    reason: 'an honest signature',
    accepted: true,
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    source: 'CCTV 305',
    reason: 'an honest signature',
    accepted: true,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732035',
    signature:
      'b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a350640657f1cb030f12543549bbabd848dc6403d354e7c99c4d0dcee9f63c9033b00',
  },
  {
    source: 'RFC 8032 test 3',
    reason: 'another message',
    accepted: false,
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af83',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    source: 'RFC 8032 test 3',
    reason: 'another key',
    accepted: false,
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    source: 'CCTV 266',
    reason: 'R of small order, right but for torsion',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f7273',
    signature:
      '0000000000000000000000000000000000000000000000000000000000000000ef1195f0610612912016b3ee33054829bcea20ae4de1e9343b1c4e2e15649003',
  },
  {
    source: 'CCTV 267',
    reason: 'R of mixed order, right but for torsion',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732033',
    signature:
      '36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b2d471882773a677af1e3824e757a33f8ddf7bbeaf3d28a09595eb8daa0d74a03',
  },
  {
    source: 'CCTV 278',
    reason: 'R not canonical, right but for torsion',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732032',
    signature:
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fa83f56d4ca92da1f056c0bbaa0cc73cb350790210431ad647415c6a71242860c',
  },
  {
    source: 'CCTV 319',
    reason: 'R is the neutral element with y ≥ p',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732036',
    signature:
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f367b7a92fea8539e8793cf812e799e8ed342c635592e74323a8dfd38a06aea0b',
  },
  {
    source: 'CCTV 316',
    reason: 'R is the neutral element with a sign bit',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732035',
    signature:
      '01000000000000000000000000000000000000000000000000000000000000802d32f9eeccaa31dba2ff4ab4e196b61e2ee1648073bbb5f599dcff4f7ea02900',
  },
  {
    source: 'CCTV 320',
    reason: 'as before, k over the canonical R',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732037',
    signature:
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f330b30d6c1f07511e2208d233b6a34d4ed7109da2dea615bcd97daee3a842704',
  },
  {
    source: 'CCTV 304',
    reason: 'R is the neutral element',
    accepted: false,
    publicKey: 'ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076',
    message: '65643235353139766563746f72732037',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000330b30d6c1f07511e2208d233b6a34d4ed7109da2dea615bcd97daee3a842704',
  },
  {
    source: 'speccheck 6',
    reason: 'S + L',
    accepted: false,
    publicKey: '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    message: '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    signature:
      'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
  },
  {
    source: 'speccheck 0',
    reason: 'A of small order, S = 0',
    accepted: false,
    publicKey: 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    message: '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
    signature:
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000',
  },
  {
    source: 'CCTV 11',
    reason: 'A not canonical',
    accepted: false,
    publicKey: 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    message: '65643235353139766563746f7273',
    signature:
      '36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b05ba9a796274d80437afa36f1236563f2f3b0aa84cecddc3d20914615ba4fe02',
  },
  {
    source: 'CCTV 50',
    reason: 'A of mixed order',
    accepted: false,
    publicKey: '10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f',
    message: '65643235353139766563746f72732035',
    signature:
      'b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a350608f32d206a7c0b7efa9a59e66546e8f1f599ef843fb502c9cc3c4ae8b7c11e05',
  },
];
