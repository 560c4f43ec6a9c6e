/** Reading `config.json`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_CONFIG_BYTES, MAX_RELAYS } from '../../src/base/limits.ts';
import { mayDial, readConfig, relayAddress } from '../../src/net/config.ts';

const ID = '/p2p/12D3KooWRR8J8FV4JXj99XzPJfM1eduoQNmEYLeyKvvUwCRYGAZT';
const LOCAL = { protocol: 'http:', hostname: 'localhost', port: '8080' };
const PUBLIC = { protocol: 'https:', hostname: 'parley.example', port: '' };

describe('a relay', () => {
  it('without an address is on the page’s own host, by the page’s own security', () => {
    expect(relayAddress(ID, LOCAL)).toBe(`/dns4/localhost/tcp/8080/ws${ID}`);
    expect(relayAddress(ID, PUBLIC)).toBe(`/dns4/parley.example/tcp/443/wss${ID}`);
    const page = { protocol: 'http:', hostname: '127.0.0.1', port: '' };
    expect(relayAddress(ID, page)).toBe(`/ip4/127.0.0.1/tcp/80/ws${ID}`);
    expect(relayAddress(ID, { ...page, hostname: '[::1]' })).toBe(`/ip6/::1/tcp/80/ws${ID}`);
  });

  it('C7 is all that is ever dialled, whatever address others give', () => {
    const ours = `/dns4/relay.example/tcp/443/wss${ID}`;
    const other = ID.replace('RR8J', 'RR9J');
    const may = (address: string) => mayDial(address, [`/ip4/127.0.0.1/tcp/80/ws${ID}`, ours]);
    expect(may(ours)).toBe(true);
    expect(may(`${ours}/p2p-circuit/webrtc${other}`)).toBe(true);
    for (const address of [
      `/dns4/localhost/tcp/443/ws${ID}`,
      `/dns4/relay.example/tcp/4433/wss${ID}`,
      `/dns4/relay.example/tcp/443/wss.evil.example${ID}`,
      `/dns4/evil.example/tcp/443/wss${ID}/p2p-circuit${other}`,
      `/ip4/10.0.0.1/tcp/80/ws${other}`,
    ])
      expect(may(address), address).toBe(false);
  });

  it('with an address is taken as it is, unless a secure page could not dial it', () => {
    const secure = `/dns4/relay.example/tcp/443/wss${ID}`;
    const plain = `/dns4/relay.example/tcp/80/ws${ID}`;
    const near = `/ip4/127.0.0.1/tcp/80/ws${ID}`;
    expect([secure, plain].map((relay) => relayAddress(relay, LOCAL))).toEqual([secure, plain]);
    expect([secure, plain, near].map((relay) => relayAddress(relay, PUBLIC))).toEqual([
      secure,
      undefined,
      near,
    ]);
  });

  it('that is anything else is refused', () => {
    for (const relay of [
      '',
      '/p2p/',
      'wss://x',
      `/dnsaddr/x${ID}`,
      `/ip4/1.2.3.4/udp/1/quic${ID}`,
    ]) {
      expect(relayAddress(relay, LOCAL)).toBeUndefined();
    }
    expect(relayAddress(`/dns4/${'x'.repeat(300)}/tcp/1/ws${ID}`, LOCAL)).toBeUndefined();
  });
});

describe('config.json', () => {
  it('may leave everything out', () => {
    const empty = { relays: [], iceServers: [], relayOnly: false };
    expect(readConfig('{}', LOCAL)).toEqual({ ok: true, value: empty });
  });

  it('names relays and ICE servers, beside keys that are none of ours', () => {
    const turn = { urls: 'turn:t.example', username: 'u', credential: 'c' };
    const text = JSON.stringify({
      relays: [ID],
      iceServers: [turn],
      relayOnly: true,
      appName: 'x',
    });
    expect(readConfig(text, PUBLIC)).toEqual({
      ok: true,
      value: {
        relays: [`/dns4/parley.example/tcp/443/wss${ID}`],
        iceServers: [{ ...turn, urls: ['turn:t.example'] }],
        relayOnly: true,
      },
    });
  });

  it('that is damaged or too large is refused', () => {
    const bad = [
      '',
      '[]',
      'null',
      '{"relays":"x"}',
      '{"relays":["x"]}',
      '{"relayOnly":1}',
      '{"iceServers":[{"urls":"http://x"}]}',
      '{"iceServers":[{"urls":[]}]}',
      '{"iceServers":[{"urls":"stun:x","username":1}]}',
      JSON.stringify({ relays: Array.from({ length: MAX_RELAYS + 1 }, () => ID) }),
      `{}${' '.repeat(MAX_CONFIG_BYTES)}`,
    ];
    for (const text of bad) expect(readConfig(text, LOCAL).ok).toBe(false);
  });

  it.each([
    ['relays[1]', { relays: [ID, 'wss://relay.example'] }],
    ['relays[0]', { relays: [7] }],
    ['relays', { relays: ID }],
    ['iceServers[0]', { iceServers: [{ urls: 'https://turn.example' }] }],
    ['iceServers', { iceServers: {} }],
    ['relayOnly', { relayOnly: 'yes' }],
    ['', [ID]],
  ])('that is refused says which entry is wrong: %j', (detail, config) => {
    const read = readConfig(JSON.stringify(config), LOCAL);
    expect(read).toMatchObject({ ok: false, error: { code: 'Malformed', detail } });
  });

  it('of any JSON at all is read or refused, never an exception', () => {
    const shape = fc.record(
      { relays: fc.jsonValue(), iceServers: fc.jsonValue(), relayOnly: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          shape.map((config) => JSON.stringify(config)),
          fc.string(),
        ),
        (text) => {
          readConfig(text, LOCAL);
        },
      ),
    );
  });
});
