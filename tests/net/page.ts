/**
 * The page of the transport's browser tests: reads the configuration as the application does and
 * puts a probe on the window, for the test to drive.
 */
import { readConfig } from '../../src/net/config.ts';
import { libp2pTransport } from '../../src/net/libp2p.ts';
import { Probe } from '../contract/probe.ts';

declare global {
  interface Window {
    startProbe(): Promise<void>;
    probe: Probe;
    /** Connections made so far, for their statistics. */
    connections: RTCPeerConnection[];
  }
}

window.startProbe = async () => {
  const answer = await fetch('./config.json');
  const config = readConfig(await answer.text(), location);
  if (!config.ok) throw new Error(config.error.detail);
  window.probe = await Probe.start(libp2pTransport(config.value));
};
