/**
 * The headers of every answer: a page that runs only its own code and talks only to its relays.
 *
 * Scripts come from this origin alone and DOM sinks take trusted types; styles allow inline ones,
 * which the editor injects. WebRTC is not governed by `connect-src`.
 */

const HOST = /^(?:[0-9A-Za-z.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(?::[0-9]{1,5})?$/;

/** Websocket origin of a relay's multiaddr, `wss://host:443`; `undefined` for `/p2p/<id>` alone. */
function socketOrigin(relay: string): string | undefined {
  const [, kind, host = '', tcp, port, ...transports] = relay.split('/');
  if (tcp !== 'tcp') return undefined;
  const secure = transports[0] === 'wss' || transports[0] === 'tls';
  return `${secure ? 'wss' : 'ws'}://${kind === 'ip6' ? `[${host}]` : host}:${port}`;
}

/**
 * Content-Security-Policy for a page asked for under `host` (the request's own header, left out
 * unless it is a plain host and port), with further `relays` as multiaddrs.
 */
export function contentSecurityPolicy(host: string | undefined, relays: readonly string[]): string {
  const own = host !== undefined && HOST.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
  const others = relays.map(socketOrigin).filter((origin) => origin !== undefined);
  return `${policy([...new Set([...own, ...others])])}; frame-ancestors 'none'`;
}

/**
 * The same from within the page, for hosts that set no headers: built before anybody knows where it
 * will lie and which relays its `config.json` will name, so it allows sockets anywhere. Where there
 * is a header too, both count.
 */
export const PAGE_POLICY = policy(['ws:', 'wss:']);

function policy(sockets: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ['connect-src', "'self'", ...sockets].join(' '),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html parley',
  ].join('; ');
}

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
};
