/**
 * What runs in a page before the application: a hand on its websockets and WebRTC connections.
 *
 * `BrowserContext.setOffline` cuts neither an open websocket nor WebRTC. Here both are wrapped, so
 * that a driver can cut them: whatever is open then stays dead for ever, as after a change of
 * networks, though both ends believe it to be open; whatever is opened meanwhile fails. What came
 * to nothing is counted, which proves that a message was on its way and that the line is cut.
 * CSP violations are kept, too.
 */
export interface Line {
  cut(): void;
  restore(): void;
  /** Messages that were dropped on the way out and on the way in. */
  readonly dropped: { sent: number; received: number };
  readonly violations: string[];
  /** ICE servers that any WebRTC connection was given. */
  readonly iceServers: RTCIceServer[];
  /** States of all WebRTC connections that were ever made. */
  directStates(): readonly string[];
  /** Bytes over all WebRTC connections so far. */
  directBytes(): Promise<{ sent: number; received: number }>;
}

declare global {
  interface Window {
    line: Line;
  }
}

/** Sent to the page as text: may use nothing from outside. */
export function installLine(): void {
  const NativeSocket = WebSocket;
  const NativeConnection = globalThis.RTCPeerConnection as typeof RTCPeerConnection | undefined;
  const carriers = new Set<WebSocket | RTCDataChannel>();
  const dead = new WeakSet<WebSocket | RTCDataChannel>();
  const connections: RTCPeerConnection[] = [];
  const dropped = { sent: 0, received: 0 };
  const violations: string[] = [];
  const iceServers: RTCIceServer[] = [];
  let isCut = false;

  addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });

  /** Called before anybody else can listen, so its listener is the first. */
  function watch<T extends WebSocket | RTCDataChannel>(carrier: T): T {
    carriers.add(carrier);
    if (isCut) dead.add(carrier);
    carrier.addEventListener('message', (event) => {
      if (!dead.has(carrier)) return;
      dropped.received += 1;
      event.stopImmediatePropagation();
    });
    carrier.addEventListener('close', () => carriers.delete(carrier));
    const send = carrier.send.bind(carrier) as (data: string) => void;
    carrier.send = (data: unknown) => {
      if (!dead.has(carrier)) return send(data as string);
      dropped.sent += 1;
    };
    return carrier;
  }

  globalThis.WebSocket = class extends NativeSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      watch(this);
      if (isCut) this.close();
    }
  };

  if (NativeConnection !== undefined) {
    globalThis.RTCPeerConnection = class extends NativeConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
        iceServers.push(...(configuration?.iceServers ?? []));
        this.addEventListener('datachannel', ({ channel }) => watch(channel));
      }

      override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
        return watch(super.createDataChannel(label, init));
      }
    };
  }

  globalThis.window.line = {
    cut() {
      isCut = true;
      for (const carrier of carriers) dead.add(carrier);
    },
    restore() {
      isCut = false;
    },
    dropped,
    violations,
    iceServers,
    directStates: () => connections.map(({ connectionState }) => connectionState),
    async directBytes() {
      const total = { sent: 0, received: 0 };
      for (const connection of connections) {
        const reports = await connection.getStats();
        for (const report of reports.values()) {
          if (report.type !== 'candidate-pair') continue;
          total.sent += report.bytesSent;
          total.received += report.bytesReceived;
        }
      }
      return total;
    },
  };
}
