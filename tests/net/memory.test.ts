/** The transport inside one process, alone and beside another one. */
import { MemoryNetwork } from '../../src/net/memory.ts';
import { severalTransports } from '../../src/net/several.ts';
import { Probe } from '../contract/probe.ts';
import { transportContract } from '../contract/transport.ts';

const network = new MemoryNetwork();
transportContract('memory', () => Probe.start(network.transport()));

const wide = new MemoryNetwork();
const lonely = (): MemoryNetwork => new MemoryNetwork();
transportContract('several', () =>
  Probe.start(severalTransports([lonely().transport(), wide.transport()])),
);
