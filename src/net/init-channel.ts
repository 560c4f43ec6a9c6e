/**
 * Mends a race in @libp2p/webrtc 6.0 that loses one connection in ten on a busy machine.
 *
 * Its dialler opens a data channel named `init`, waits until it opens, and closes it. The other end
 * closes it too, as soon as it sees it; when that comes first, the dialler waits in vain until it
 * times out. So here the channel is hidden from the other end: it is the dialler's to close.
 */
export function hideInitChannels(): void {
  const Original = globalThis.RTCPeerConnection;
  if (Original === undefined || mended.has(Original)) return;
  class Mended extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      // The first listener: it runs before libp2p's.
      this.addEventListener('datachannel', (event) => {
        if (event.channel.label === 'init') event.stopImmediatePropagation();
      });
    }
  }
  mended.add(Mended);
  globalThis.RTCPeerConnection = Mended;
}

const mended = new WeakSet<typeof RTCPeerConnection>();
