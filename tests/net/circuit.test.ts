/** The libp2p transport over a real relay, in Node: circuits only, since Node has no WebRTC. */
import { afterAll, beforeAll } from 'vitest';

import { libp2pTransport } from '../../src/net/libp2p.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { Probe } from '../contract/probe.ts';
import { transportContract } from '../contract/transport.ts';
import { addressOf, deploy } from './deployment.ts';

let server: ParleyServer;

beforeAll(async () => {
  server = await deploy();
});
afterAll(() => server.stop());

transportContract('circuit', () =>
  Probe.start(libp2pTransport({ relays: [addressOf(server)], iceServers: [], relayOnly: false })),
);
