/** What a thread of comments is about, whatever people write around, between and instead of it. */
import { describe, expect, it } from 'vitest';
import { asSeconds, type AgentId, type EventId } from '../../src/base/ids.ts';
import { MAX_ANCHOR_SPANS, MAX_ANCHOR_UNITS } from '../../src/base/limits.ts';
import type { Authorship } from '../../src/crdt/authorship.ts';
import { anchorOn, Places, unitsAt, wordsOf, type Range } from '../../src/replica/anchors.ts';
import { type Anchor, decodeAnchor, encodeAnchor } from '../../src/wire/anchor.ts';
import { dice, type Dice } from '../crdt/histories.ts';
import { admit, converse, DOC, Host, inviteKey } from './lab.ts';

const TIMES = Number(process.env['PARLEY_FUZZ'] ?? 1);

/** Ada, who founded the workspace, and two editors who came on her invite. */
function three(): [Host, Host, Host] {
  const hosts: [Host, Host, Host] = [new Host(0, 50), new Host(1, 51), new Host(2, 52)];
  const invite = {
    kind: 'invite',
    key: inviteKey(1),
    role: 'editor',
    approval: false,
    uses: 2,
    expires: asSeconds(0),
  } as const;
  hosts[0].do((own, now) => {
    const opened = own.act(invite, now);
    if (!opened.ok) throw new Error(opened.error.code);
    for (const person of [1, 2]) own.act(admit(opened.value.id, 1, person), now);
  });
  meet(...hosts);
  return hosts;
}

function meet(...hosts: readonly Host[]): void {
  hosts.forEach((host, i) =>
    hosts.forEach((other, j) => void (i !== j && host.connect(`p${j}`, other.person, other.load))),
  );
  converse(Object.fromEntries(hosts.map((host, i) => [`p${i}`, host])));
  for (const host of hosts)
    for (const peer of host.replica.peers()) host.do((own) => own.disconnected(peer.id));
}

const logOf = ({ replica }: Host) => replica.history.document(DOC);
const authorshipOf = (host: Host): Authorship => {
  const authorship = logOf(host).text?.authorship();
  if (!authorship) throw new Error('a text has an authorship');
  return authorship;
};
function anchored(host: Host, from: number, to: number): Anchor {
  const anchor = anchorOn(logOf(host), authorshipOf(host), { from, to });
  if (!anchor) throw new Error('it can be named');
  const read = decodeAnchor(encodeAnchor(anchor));
  expect(read).toEqual({ ok: true, value: anchor });
  return anchor;
}
const unitsOf = (host: Host, anchor: Anchor) => unitsAt(host.replica.history, logOf(host), anchor);
const rangesOf = (host: Host, anchor: Anchor): Range[] =>
  new Places(authorshipOf(host)).of(unitsOf(host, anchor) ?? []);
const quoted = (host: Host, anchor: Anchor): string =>
  wordsOf(logOf(host), unitsOf(host, anchor) ?? []);
const shownOf = (host: Host, anchor: Anchor): string => {
  const text = [...host.text()];
  return rangesOf(host, anchor)
    .map(({ from, to }) => text.slice(from, to).join(''))
    .join('|');
};

/** Writes somewhere, each time with characters that nobody ever used. */
class Writing {
  #next = 0x4e00;
  readonly #roll: Dice;

  constructor(roll: Dice) {
    this.#roll = roll;
  }

  edit(host: Host): void {
    const roll = this.#roll;
    const { length } = host.text();
    const position = roll(length + 1);
    const inserted = Array.from({ length: roll(8) }, () => String.fromCharCode(this.#next++)).join(
      '',
    );
    const deleted = roll(3) === 0 ? roll(Math.min(9, length - position + 1)) : 0;
    if (inserted.length + deleted > 0) host.type(DOC, position, inserted, deleted);
  }
}

describe('an anchor', () => {
  it.each(Array.from({ length: 12 * TIMES }, (_, seed) => seed))(
    'N3 is just those of its characters that the text shows, on every replica (seed %i)',
    (seed) => {
      const roll = dice(seed);
      const hosts = three();
      const writing = new Writing(roll);
      const anchors: { readonly anchor: Anchor; readonly characters: string }[] = [];
      for (let round = 0; round < 6; round++) {
        for (const host of hosts) for (let n = roll(6); n >= 0; n--) writing.edit(host);
        const host = hosts[roll(3)] as Host;
        const from = roll(host.text().length);
        const to = from + 1 + roll(host.text().length - from);
        const characters = host.text().slice(from, to);
        if (characters !== '') anchors.push({ anchor: anchored(host, from, to), characters });
        const some = hosts.filter(() => roll(2) === 0);
        if (some.length > 1) meet(...some);
      }
      meet(...hosts);
      for (const host of hosts) {
        const text = host.text();
        for (const { anchor, characters } of anchors) {
          const ranges = rangesOf(host, anchor);
          const covered = ranges.map(({ from, to }) => text.slice(from, to)).join('');
          const kept = [...text].filter((one) => characters.includes(one)).join('');
          expect(covered).toBe(kept);
          ranges.forEach(({ from, to }, i) => {
            expect(from).toBeLessThan(to);
            expect(from).toBeGreaterThan(ranges[i - 1]?.to ?? -1);
          });
          expect(quoted(host, anchor)).toBe(characters);
        }
      }
    },
  );

  it('N3 keeps its words when all of them are deleted, and is nowhere then', () => {
    const [ada, bo] = three();
    ada.type(DOC, 0, 'beans 🌱 leeks');
    const anchor = anchored(ada, 4, 8);
    meet(ada, bo);
    bo.type(DOC, 0, 'My ');
    expect(shownOf(bo, anchor)).toBe('s 🌱 ');
    bo.type(DOC, 6, '', 8);
    meet(ada, bo);
    expect(ada.text()).toBe('My beaeks');
    for (const host of [ada, bo]) {
      expect(rangesOf(host, anchor)).toEqual([]);
      expect(quoted(host, anchor)).toBe('s 🌱 ');
    }
  });

  it('N2 is one span of what one page load typed, however many events that took', () => {
    const [ada] = three();
    for (let n = 0; n < 300; n++) ada.type(DOC, n, 'x');
    expect(anchored(ada, 10, 290)).toMatchObject({ spans: [{ chain: 0, count: 280 }] });
  });

  it('N2 is not to be had on nothing, or on more than it may name', () => {
    const [ada, bo] = three();
    ada.type(DOC, 0, 'x'.repeat(MAX_ANCHOR_UNITS + 1));
    const on = (host: Host, from: number, to: number) =>
      anchorOn(logOf(host), authorshipOf(host), { from, to });
    expect(on(ada, 5, 5)).toBeUndefined();
    expect(on(ada, 0, MAX_ANCHOR_UNITS + 1)).toBeUndefined();
    expect(on(ada, 0, MAX_ANCHOR_UNITS)).toBeDefined();
    for (let n = 0; n <= MAX_ANCHOR_SPANS; n++) bo.type(DOC, 0, `${n % 10}`);
    expect(on(bo, 0, MAX_ANCHOR_SPANS)).toBeDefined();
    expect(on(bo, 0, MAX_ANCHOR_SPANS + 1)).toBeUndefined();
  });

  it('N3 that names what is not here, or nothing that there ever was, is missing until it comes', () => {
    const [ada, bo] = three();
    bo.type(DOC, 0, 'beans and leeks');
    const anchor = anchored(bo, 6, 9);
    expect(unitsOf(ada, anchor)).toBeUndefined();
    meet(ada, bo);
    expect(shownOf(ada, anchor)).toBe('and');
    const [chain] = anchor.chains;
    const [span] = anchor.spans;
    if (!chain || !span) throw new Error('it has both');
    const zeros = '0'.repeat(64);
    for (const lie of [
      { ...anchor, chains: [{ ...chain, event: zeros as EventId }] },
      { ...anchor, chains: [{ ...chain, agent: zeros as AgentId }] },
      { ...anchor, spans: [{ ...span, seq: span.seq + 1 }] },
      { ...anchor, spans: [{ ...span, seq: 1_000_000 }] },
      { ...anchor, spans: [{ ...span, skipped: 60_000 }] },
      { ...anchor, spans: [{ ...span, count: MAX_ANCHOR_UNITS }] },
      { ...anchor, spans: [span, { ...span, seq: 77 }] },
    ])
      expect(unitsOf(ada, lie)).toBeUndefined();
  });

  it('N3 that names deletions and the same twice is what was put in there, once in the text', () => {
    const [ada] = three();
    ada.type(DOC, 0, 'beans');
    ada.type(DOC, 1, '', 2);
    ada.type(DOC, 1, 'XY');
    const chain = ada.replica.history.chain(ada.replica.agent, 'content');
    if (!chain) throw new Error('she wrote');
    const span = { chain: 0, seq: 0, skipped: 0, count: 8 };
    const anchor: Anchor = {
      document: DOC,
      chains: [{ agent: chain.agent, event: chain.idAt(chain.length - 1) }],
      spans: [span, span],
    };
    expect(ada.text()).toBe('bXYns');
    expect(shownOf(ada, anchor)).toBe('bXYns');
    expect(quoted(ada, anchor)).toBe('beansXYbeansXY');
  });
});
