/** The history of a text as people walk through it: in which order, by whom, and how it comes back. */
import { describe, expect, it } from 'vitest';
import { asSeconds, type LV, type Seconds } from '../../src/base/ids.ts';
import { MAX_SITTINGS } from '../../src/base/limits.ts';
import { setVersion, versionEntries } from '../../src/crdt/workspace-map.ts';
import { type Moment, sittingsOf } from '../../src/replica/moments.ts';
import { Past, type Point, type Stretch } from '../../src/replica/past.ts';
import { TakingBack, writtenBy } from '../../src/replica/taking-back.ts';
import { versionOf } from '../../src/replica/texts.ts';
import { newVersionRow, WORKSPACE_MAP } from '../../src/wire/document.ts';
import { admit, converse, device, DOC, Host, inviteKey } from './lab.ts';

/** Ada, who founded the workspace, and an editor. */
function pair(): [Host, Host] {
  const [ada, bo] = [new Host(0, 50), new Host(1, 51)];
  const [key, expires] = [inviteKey(1), asSeconds(0)];
  const invite = {
    kind: 'invite',
    key,
    role: 'editor',
    approval: false,
    uses: 1,
    expires,
  } as const;
  ada.do((own, now) => {
    const opened = own.act(invite, now);
    if (!opened.ok) throw new Error(opened.error.code);
    return own.act(admit(opened.value.id, 1, 1), now);
  });
  meet(ada, bo);
  return [ada, bo];
}

function meet(...hosts: readonly Host[]): void {
  hosts.forEach((host, i) =>
    hosts.forEach((other, j) => void (i !== j && host.connect(`p${j}`, other.person, other.load))),
  );
  converse(Object.fromEntries(hosts.map((host, i) => [`p${i}`, host])));
  for (const host of hosts)
    for (const peer of host.replica.peers()) host.do((own) => own.disconnected(peer.id));
}

function done<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

const logOf = (host: Host) => host.replica.history.document(DOC);
const read = (host: Host): Past => done(Past.read(logOf(host)));
const textOf = (stretches: Iterable<Stretch>): string =>
  [...stretches].map(({ text }) => text).join('');
const textAt = (past: Past, moment: number): string => textOf(past.textAt({ moment }));
const textsOf = (past: Past): string[] =>
  Array.from({ length: past.moments.length + 1 }, (_, moment) => textAt(past, moment));
/** Each stretch with who did it, by the number of their device. */
const told = (stretches: Iterable<Stretch>): unknown[] =>
  [...stretches].map(({ kind, text, chain }) => [
    kind,
    text,
    chain.device === device(0) ? 'Ada' : 'Bo',
  ]);

/** Both write offline, minutes apart and in turns, and then meet. */
function turns(): [Host, Host] {
  const [ada, bo] = pair();
  ada.type(DOC, 0, 'one. ');
  meet(ada, bo);
  for (const [host, text] of [
    [ada, 'ada1 '],
    [bo, 'bo1 '],
    [ada, 'ada2 '],
    [bo, 'bo2 '],
  ] as const) {
    for (const one of [ada, bo]) one.pass(60_000);
    host.type(DOC, host.text().length, text);
  }
  meet(ada, bo);
  ada.type(DOC, 0, 'zero. ');
  meet(ada, bo);
  return [ada, bo];
}

describe('the history of a text', () => {
  it('T13 goes by the times that are said, on every replica alike, and never before what it builds on', () => {
    const [ada, bo] = turns();
    const [one, other] = [read(ada), read(bo)];
    expect(textsOf(one)).toEqual(textsOf(other));
    const added = one.moments.map((_, i) => textAt(one, i + 1).length - textAt(one, i).length);
    expect(added).toEqual([5, 5, 4, 5, 4, 6]);
    const who = one.moments.map(({ chain }) => chain.device === device(0));
    expect(who).toEqual([true, true, false, true, false, true]);
    expect(textAt(one, 0)).toBe('');
    expect(textAt(one, 6)).toBe(ada.text());
    const late = new Host(0, 52);
    const fromStore = ada.stored.flatMap(({ runs }) => runs.map(({ bytes }) => bytes));
    expect(fromStore.length).toBeGreaterThan(0);
    meet(late, bo);
    expect(textsOf(read(late))).toEqual(textsOf(one));
  });

  it('T13 whoever says a time that is not moves only what they wrote and what builds on that', () => {
    const [ada, bo] = pair();
    ada.type(DOC, 0, 'a');
    meet(ada, bo);
    bo.now += 3_600_000;
    bo.type(DOC, 1, 'LIE');
    for (let i = 0; i < 3; i++) {
      ada.pass(60_000);
      ada.type(DOC, ada.text().length, `${i}`);
    }
    meet(ada, bo);
    ada.type(DOC, 0, '!');
    const past = read(ada);
    const sizes = past.moments.map((_, i) => textAt(past, i + 1).length - textAt(past, i).length);
    expect(sizes).toEqual([1, 1, 1, 1, 3, 1]);
  });

  it('T13 what comes while it is looked at is put behind the rest', () => {
    const [ada, bo] = turns();
    const past = read(ada);
    const before = textsOf(past);
    bo.type(DOC, 0, 'more ');
    meet(ada, bo);
    expect(done(past.grow())).toBe(true);
    expect(done(past.grow())).toBe(false);
    expect(textsOf(past)).toEqual([...before, ada.text()]);
    expect(past.isStale).toBe(false);
  });

  it('T13 is read to the end though people write on meanwhile', () => {
    const [ada, bo] = pair();
    for (let i = 0; i < 40; i++) {
      ada.pass(20_000);
      ada.type(DOC, ada.text().length, 'words and words and words '.repeat(4));
    }
    const reading = Past.read(logOf(ada));
    let steps = 0;
    let next = reading.next();
    for (; !next.done; next = reading.next(), steps++) ada.type(DOC, 0, 'x');
    expect(steps).toBeGreaterThan(2);
    const past = next.value;
    done(past.grow());
    expect(textAt(past, past.moments.length)).toBe(ada.text());
    meet(ada, bo);
    bo.type(DOC, 0, 'y');
    ada.type(DOC, 0, 'z');
    meet(ada, bo);
    done(past.grow());
    expect(textAt(past, past.moments.length)).toBe(ada.text());
  });

  it('T15 says who put in, and who took away, what two moments differ in', () => {
    const [ada, bo] = pair();
    ada.type(DOC, 0, 'beans 🌱 and leeks');
    meet(ada, bo);
    bo.pass(60_000);
    bo.type(DOC, 13, 'turnips', 5);
    meet(ada, bo);
    ada.pass(120_000);
    ada.type(DOC, 0, 'My ');
    const past = read(ada);
    expect(told(past.changes({ moment: 1 }, { moment: 2 }))).toEqual([
      ['kept', 'beans 🌱 and ', 'Ada'],
      ['out', 'leeks', 'Bo'],
      ['in', 'turnips', 'Bo'],
    ]);
    expect(told(past.changes({ moment: 1 }, { moment: 3 }))).toEqual([
      ['in', 'My ', 'Ada'],
      ['kept', 'beans 🌱 and ', 'Ada'],
      ['out', 'leeks', 'Bo'],
      ['in', 'turnips', 'Bo'],
    ]);
    expect(told(past.textAt({ moment: 3 }))).toEqual([
      ['kept', 'My ', 'Ada'],
      ['kept', 'beans 🌱 and ', 'Ada'],
      ['kept', 'turnips', 'Bo'],
    ]);
  });

  it('T16 a version comes back by the least edits, which others meet like any others, and can be undone', () => {
    const [ada, bo] = turns();
    const past = read(ada);
    logOf(ada).text?.authorship();
    const wanted = textAt(past, 3);
    const point: Point = { moment: 3 };
    const changes = past.changesTo(point);
    expect(changes.reduce((sum, { inserted }) => sum + inserted.length, 0)).toBe(0);
    const shown = ada.shown.length;
    bo.type(DOC, 0, 'Bo meanwhile. ');
    const written = ada.do((own, now) => own.rewrite(DOC, changes, now));
    if (!written.ok) throw new Error(written.error.code);
    expect(ada.text()).toBe(wanted);
    expect(ada.shown.slice(shown)).toEqual([expect.objectContaining({ document: DOC, changes })]);
    meet(ada, bo);
    expect(bo.text()).toBe(`Bo meanwhile. ${wanted}`);
    const plan = new TakingBack(ada.replica.history, written.value);
    while (!plan.step(99));
    ada.do((own, now) => own.takeBack(plan, now));
    expect(ada.text()).toContain('zero. ');
    done(past.grow());
    expect(textAt(past, past.moments.length)).toBe(ada.text());
  });

  it('T16 who may not write restores nothing', () => {
    const stranger = new Host(2, 53);
    const written = stranger.do((own, now) =>
      own.rewrite(DOC, [{ position: 0, deleted: 0, inserted: 'b' }], now),
    );
    expect(written.ok).toBe(false);
    expect(stranger.text()).toBe('');
  });

  it('T17 a named version is found again wherever its events are, whatever came between', () => {
    const [ada, bo] = turns();
    const past = read(ada);
    const wanted = textAt(past, 4);
    const row = newVersionRow(new Uint8Array(15));
    const version = { document: DOC, name: 'Draft', heads: past.versionAt(4) };
    expect(version.heads.length).toBe(2);
    ada.do((own, now) => own.set(WORKSPACE_MAP, [setVersion(row, version)], now));
    meet(ada, bo);
    bo.type(DOC, 0, 'Later. ');
    const registers = bo.replica.history.map().registers;
    const [entry] = registers ? versionEntries(registers, DOC) : [];
    expect(entry).toMatchObject({ name: 'Draft', row, heads: version.heads });
    const there = read(bo);
    const heads = versionOf(bo.replica.history, logOf(bo), entry?.heads ?? []) as LV[];
    const point = done(there.pointOf(heads)) as Point;
    expect(point).toEqual({ moment: 4 });
    expect(textOf(there.textAt(point))).toBe(wanted);
    const own = bo.replica.history.find(entry?.event as never);
    expect(own?.chain.device).toBe(device(0));
  });

  it('T17 a version that is of no moment is shown, compared and restored as it was', () => {
    const [ada, bo] = turns();
    const past = read(ada);
    const alone = past.versionAt(past.moments.length - 1).map((id) => ada.replica.history.find(id));
    const [head] = alone.flatMap((ref) => (ref?.chain.device === device(1) ? [ref] : []));
    const point = done(past.pointOf([head?.chain.lv(head.at) as LV])) as Point;
    expect(point.moment).toBe(5);
    expect(textOf(past.textAt(point))).toBe('one. bo1 bo2 ');
    expect(told(past.changes(point, { moment: past.moments.length }))).toContainEqual([
      'in',
      'ada1 ada2 ',
      'Ada',
    ]);
    logOf(ada).text?.authorship();
    ada.do((own, now) => own.rewrite(DOC, past.changesTo(point), now));
    expect(ada.text()).toBe('one. bo1 bo2 ');
    void bo;
  });

  it('T17 what came since has to be taken in before a version that has some of it is known', () => {
    const [ada] = turns();
    const past = read(ada);
    ada.type(DOC, 0, 'new ');
    const version = [...logOf(ada).graph.heads];
    expect(done(past.pointOf(version))).toBeUndefined();
    done(past.grow());
    expect(done(past.pointOf(version))).toEqual({ moment: past.moments.length });
  });

  it('T17 a version is found though others write beside it while it is read', () => {
    const [ada, bo] = turns();
    const late = new Host(0, 52);
    meet(late, bo);
    for (let i = 0; i < 30; i++) {
      bo.pass(20_000);
      bo.type(DOC, 0, 'words and words and words '.repeat(2));
    }
    meet(ada, bo);
    ada.pass(700_000);
    ada.type(DOC, 0, 'Ada. ');
    bo.pass(800_000);
    bo.type(DOC, 0, 'Bo. ');
    const alone = bo.text();
    const version = [...logOf(bo).graph.heads];
    meet(ada, bo);
    const past = read(bo);
    const reading = past.pointOf(version);
    expect(reading.next().done).toBe(false);
    late.type(DOC, 0, 'Late. ');
    meet(late, bo);
    expect(textOf(past.textAt(done(reading) as Point))).toBe(alone);
    done(past.grow());
    expect(textAt(past, past.moments.length)).toBe(bo.text());
    expect(textOf(past.textAt(done(past.pointOf(version)) as Point))).toBe(alone);
  });

  it('T17 a name goes with what its writer wrote, when that is taken back', () => {
    const [ada, bo] = turns();
    const heads = read(bo).versionAt(2);
    const row = newVersionRow(new Uint8Array(15).fill(1));
    bo.do((own, now) =>
      own.set(WORKSPACE_MAP, [setVersion(row, { document: DOC, name: 'Spam', heads })], now),
    );
    meet(ada, bo);
    const listed = (): number => {
      const { registers } = ada.replica.history.map();
      return registers ? versionEntries(registers, DOC).length : 0;
    };
    expect(listed()).toBe(1);
    const what = writtenBy(ada.replica.history, device(1), asSeconds(0));
    const plan = new TakingBack(ada.replica.history, what);
    while (!plan.step(99));
    ada.do((own, now) => own.takeBack(plan, now));
    expect(listed()).toBe(0);
  });
});

describe('T14 sittings', () => {
  const at = (...times: readonly number[]): Moment[] =>
    times.map((time, i) => ({ start: i, end: i + 1, time: time as Seconds, chain: null as never }));

  it('end where nobody wrote for half an hour, as far as is said', () => {
    expect(sittingsOf([])).toEqual([]);
    expect(sittingsOf(at(0, 1_800, 3_600, 5_401, 5_400, 99_999))).toEqual([
      { from: 0, to: 3, first: 0, last: 3_600 },
      { from: 3, to: 5, first: 5_400, last: 5_401 },
      { from: 5, to: 6, first: 99_999, last: 99_999 },
    ]);
  });

  it('are never more than a list can hold, whatever times are said', () => {
    const wild = at(...Array.from({ length: 5_000 }, (_, i) => (i % 2) * 2 ** 40));
    expect(sittingsOf(wild)).toEqual([{ from: 0, to: 5_000, first: 0, last: 2 ** 40 }]);
    const daily = at(...Array.from({ length: 5_000 }, (_, i) => i * 86_400));
    const sittings = sittingsOf(daily);
    expect(sittings.length).toBeLessThanOrEqual(MAX_SITTINGS);
    expect(sittings.at(-1)?.to).toBe(5_000);
  });
});
