/**
 * What a person does with a replica: typing, holding the view, carets, saving.
 */
import { describe, expect, it, vi } from 'vitest';
import { asPeerId } from '../../src/base/ids.ts';
import { MAX_CARET_UNITS, MAX_DELETE, MAX_PARENTS } from '../../src/base/limits.ts';
import { Text } from '../../src/crdt/text.ts';
import { elapsedBetween } from '../../src/replica/author.ts';
import { setTitle, workspaceTitle } from '../../src/crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { Random } from '../sim/random.ts';
import { applied } from '../sim/editor.ts';
import { connect, converse, DOC, Forger, Host, identity, insert, text } from './lab.ts';

const forger = (load: number): Forger => new Forger(identity(0, load));

function two() {
  const a = new Host(0, 50);
  const b = new Host(0, 51);
  connect({ a, b });
  return { a, b };
}

const parentsOf = (host: Host) => {
  const log = host.replica.history.document(DOC);
  return log.idsOf(log.graph.heads);
};

it('T9 deleting a long text at once is as many deletes as it takes, and one text for all', () => {
  const { a, b } = two();
  const long = 'A line that somebody wrote.\n'.repeat(100);
  a.type(DOC, 0, long);
  converse({ a, b });
  a.type(DOC, 3, '', long.length - 5);
  b.type(DOC, 0, '', long.length - 1);
  converse({ a, b });
  expect([a.text(), b.text()]).toEqual(['\n', '\n']);
  const chain = a.replica.history.chain(a.replica.agent, 'content');
  expect(chain?.end).toBe(1 + Math.ceil((long.length - 5) / MAX_DELETE));
});

describe('S6 while the view is held', () => {
  it('nothing newer is taken in, and release catches up', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'start');
    converse({ a, b });
    const before = parentsOf(b);
    b.do((own) => own.hold());
    a.type(DOC, 5, ' more');
    converse({ a, b });
    expect(b.text()).toBe('start');
    b.type(DOC, 0, '>');
    const own = b.replica.history.chain(b.replica.agent, 'content');
    expect(own?.links.map(({ chain, to }) => chain.ids[(chain.indexOf(to) ?? 0) - 1])).toContain(
      before[0],
    );
    expect(b.text()).toBe('>start');
    b.do((replica, now) => replica.release(now));
    converse({ a, b });
    expect(b.text()).toBe('>start more');
    expect(a.text()).toBe('>start more');
  });

  it('a signature that is being checked lets nothing in either', () => {
    const host = new Host(0, 50);
    host.slow = true;
    host.hear('a', forger(1).first().run);
    host.do((own) => own.hold());
    host.slow = false;
    host.answer();
    expect(host.text()).toBe('');
    host.do((own, now) => own.release(now));
    expect(host.text()).toBe('ab');
  });

  it('advanceTo takes in exactly what it names', () => {
    const one = forger(1);
    const runs = [
      one.first(),
      one.next({ ops: [insert(2, 'c')] }),
      one.next({ ops: [insert(3, 'd')] }),
    ];
    const host = new Host(0, 50);
    host.connect('a');
    host.do((own) => own.hold());
    host.hear('a', ...runs.map(({ run }) => run));
    expect(host.text()).toBe('');
    const [, second] = runs;
    host.do((own, now) => own.advanceTo(second ? [second.id] : [], now));
    expect(host.text()).toBe('abc');
    host.do((own, now) => own.release(now));
    expect(host.text()).toBe('abcd');
  });

  it('nothing is asked for again and again', () => {
    const { a, b } = two();
    converse({ a, b });
    b.do((own) => own.hold());
    a.type(DOC, 0, 'x');
    converse({ a, b });
    const before = b.sent.length;
    b.pass(60_000);
    expect(b.sent.length).toBe(before);
  });
});

describe('more heads than an event may name', () => {
  const heads = (host: Host, count: number): void => {
    for (let i = 0; i < count; i++)
      host.hear(`p${i}`, forger(i + 1).first({ ops: [insert(0, `${i},`)] }).run);
  };

  it('are joined before the next edit, unseen', () => {
    const host = new Host(0, 50);
    heads(host, 40);
    const before = host.text();
    const shown = host.shown.length;
    expect(host.replica.history.document(DOC).graph.heads.length).toBe(40);
    host.type(DOC, 0, '>');
    expect(host.text()).toBe(`>${before}`);
    expect(host.shown.length).toBe(shown);
    expect(host.replica.history.document(DOC).graph.heads.length).toBe(1);
    const other = new Host(0, 51);
    connect({ host, other });
    converse({ host, other });
    expect(other.text()).toBe(host.text());
  });

  it('of the map are joined by the write itself', () => {
    const host = new Host(0, 50);
    for (let i = 0; i <= 2 * MAX_PARENTS; i++) {
      const ops = [setTitle(WORKSPACE_MAP, `t${i}`)];
      host.hear(`p${i}`, forger(i + 1).first({ document: WORKSPACE_MAP, ops }).run);
    }
    host.do((own, now) => own.set(WORKSPACE_MAP, [setTitle(WORKSPACE_MAP, 'mine')], now));
    const { registers, graph } = host.replica.history.map();
    expect(registers && workspaceTitle(registers)).toBe('mine');
    expect(graph.heads.length).toBe(1);
  });
});

describe('an edit', () => {
  it('that splits a surrogate pair takes the whole pair, and the editor is told', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'a🎈b');
    const edits = [
      { position: 2, deleted: 1, inserted: '' },
      { position: 1, deleted: 0, inserted: '\ud83c' },
      { position: 0, deleted: 1, inserted: 'x🎈' },
      { position: 2, deleted: 0, inserted: 'y' },
    ];
    let editor = 'a🎈b';
    for (const edit of edits) {
      const from = host.shown.length;
      editor = applied(editor, [edit]);
      host.type(DOC, edit.position, edit.inserted, edit.deleted);
      for (const { changes } of host.shown.slice(from)) editor = applied(editor, changes);
      expect(editor).toBe(host.text());
      expect(editor.isWellFormed()).toBe(true);
    }
  });

  it('of many keys at once is written in its one form, so that others can read it (T6)', () => {
    const { a, b } = two();
    const random = new Random(11);
    a.type(DOC, 0, 'm🎈'.repeat(40));
    for (let round = 0; round < 60; round++) {
      const around = random.whole(0, a.text().length);
      for (let keys = 0; keys < 12; keys++) {
        const { length } = a.text();
        const position = Math.min(Math.max(0, around + random.whole(-3, 3)), length);
        const deleted = Math.min(random.whole(0, 2), length - position);
        const inserted = random.chance(0.4) ? 'k' : '';
        a.do((own, now) => own.edit(DOC, [{ position, deleted, inserted }], now));
      }
      a.do((own, now) => own.flush(now));
    }
    converse({ a, b });
    expect(b.drops.size).toBe(0);
    expect(b.text()).toBe(a.text());
  });

  it('larger than an event becomes several, and arrives whole', () => {
    const { a, b } = two();
    const chapter = 'chapter 🎈 '.repeat(30_000);
    a.type(DOC, 0, chapter);
    converse({ a, b });
    expect(b.text()).toBe(chapter);
    expect(b.drops.size).toBe(0);
  });

  it('S5 is neither hashed nor signed while the key is handled', () => {
    const { replica } = new Host(0, 50);
    replica.effects();
    replica.edit(DOC, [{ position: 0, deleted: 0, inserted: 'k' }], 5_000 as never);
    expect(replica.effects().filter(({ kind }) => kind === 'store')).toEqual([]);
    expect(replica.own).toEqual({ written: 0, durable: 0, drafting: true });
    expect(replica.wakeAt()).toBeLessThanOrEqual(5_000);
  });

  it('S5 is not told before it is stored, in whatever order the store answers', () => {
    const host = new Host(0, 50);
    const sent: number[] = [];
    const tickets: number[] = [];
    const { replica } = host;
    const drain = (): void => {
      for (const effect of replica.effects())
        if (effect.kind === 'store') tickets.push(effect.ticket);
        else if (effect.kind === 'send') sent.push(effect.message[0] ?? 0);
    };
    host.connect('b', 0, 51);
    const now = (ms: number) => ms as never;
    for (let i = 0; i < 3; i++) {
      replica.edit(DOC, [{ position: 0, deleted: 0, inserted: `${i}` }], now(i * 200));
      replica.wake(now(i * 200));
      drain();
    }
    expect(tickets.length).toBe(3);
    expect(sent).toEqual([]);
    const { held } = replica;
    replica.stored(tickets[2] ?? 0, now(700));
    drain();
    expect(sent).toEqual([]);
    expect(replica.held).toBe(held);
    expect(replica.own.durable).toBe(0);
    replica.stored(tickets[0] ?? 0, now(700));
    replica.stored(tickets[1] ?? 0, now(700));
    drain();
    expect(sent.filter((kind) => kind === 3).length).toBe(3);
    expect(replica.own.durable).toBe(3);
  });

  it('counts as unsent until another device says that it has it', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'x');
    expect(a.replica.unsent).toBe(1);
    converse({ a, b });
    expect(a.replica.unsent).toBe(0);
    a.do((own) => own.disconnected(asPeerId('b')));
    a.type(DOC, 0, 'y');
    expect(a.replica.unsent).toBe(1);
  });
});

describe('carets', () => {
  const caretOf = (host: Host) => host.replica.carets(DOC).map(({ caret }) => caret)[0];

  it('follow the text through what both write', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'hello world');
    converse({ a, b });
    a.do((own, now) => own.select({ document: DOC, anchor: 6, head: 11 }, now));
    converse({ a, b });
    expect(caretOf(b)).toEqual({ document: DOC, anchor: 6, head: 11 });
    b.type(DOC, 0, '🎈 ');
    expect(caretOf(b)).toEqual({ document: DOC, anchor: 9, head: 14 });
    a.type(DOC, 0, 'oh ');
    converse({ a, b });
    expect(caretOf(b)).toEqual({ document: DOC, anchor: 12, head: 17 });
    b.type(DOC, 12, '', 5);
    expect(caretOf(b)).toEqual({ document: DOC, anchor: 12, head: 12 });
  });

  it('of text that is not here yet are placed when it comes', () => {
    const a = new Host(0, 50);
    const b = new Host(0, 51);
    a.type(DOC, 0, 'hello');
    a.connect('b', 0, 51);
    a.do((own, now) => own.select({ document: DOC, anchor: 2, head: 4 }, now));
    b.connect('a', 0, 50);
    const presence = a.sent.filter(({ message }) => message.kind === 'presence');
    for (const { bytes } of presence) b.receive(asPeerId('a'), bytes);
    expect(b.replica.carets(DOC)).toEqual([]);
    converse({ a, b });
    expect(caretOf(b)).toEqual({ document: DOC, anchor: 2, head: 4 });
  });

  it('go with their peer', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'x');
    a.do((own, now) => own.select({ document: DOC, anchor: 0, head: 1 }, now));
    converse({ a, b });
    b.do((own) => own.disconnected(asPeerId('a')));
    expect(b.replica.carets(DOC)).toEqual([]);
  });

  it('S11 of whoever was away for long are told again, and shown, once both have caught up', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'hello');
    converse({ a, b });
    b.do((own, now) => own.select({ document: DOC, anchor: 2, head: 4 }, now));
    converse({ a, b });
    expect(caretOf(a)).toEqual({ document: DOC, anchor: 2, head: 4 });
    for (const [host, other] of [
      [a, 'b'],
      [b, 'a'],
    ] as const)
      host.do((own) => own.disconnected(asPeerId(other)));
    a.type(DOC, 0, 'x'.repeat(MAX_CARET_UNITS + 1));
    b.type(DOC, 5, '!');
    const mapped = vi.spyOn(Text.prototype, 'mapForward');
    connect({ a, b });
    converse({ a, b });
    expect(mapped).not.toHaveBeenCalled();
    mapped.mockRestore();
    const at = MAX_CARET_UNITS + 3;
    expect(caretOf(a)).toEqual({ document: DOC, anchor: at, head: at + 2 });
  });

  it('S11 that are shown move with the text, and nothing is replayed for them again', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'hello world');
    converse({ a, b });
    a.do((own, now) => own.select({ document: DOC, anchor: 6, head: 11 }, now));
    converse({ a, b });
    const mapped = vi.spyOn(Text.prototype, 'mapForward');
    for (let n = 0; n < 50; n++) {
      b.type(DOC, 0, 'b');
      a.type(DOC, a.text().length, 'a');
      converse({ a, b });
    }
    expect(mapped).not.toHaveBeenCalled();
    mapped.mockRestore();
    expect(caretOf(b)).toEqual({ document: DOC, anchor: 56, head: 61 });
  });

  it('S11 that did not move are told again, now and then, while others’ text comes, and then no more', () => {
    const { a, b } = two();
    a.type(DOC, 0, 'hello');
    b.do((own, now) => own.select({ document: DOC, anchor: 0, head: 0 }, now));
    converse({ a, b });
    const told = (): number => b.sent.filter(({ message }) => message.kind === 'presence').length;
    const before = told();
    for (let n = 0; n < 40; n++) {
      a.type(DOC, 0, 'x');
      for (const { bytes } of a.sent.slice(a.carried)) b.receive(asPeerId('a'), bytes);
      a.carried = a.sent.length;
      b.pass(100);
    }
    expect(told() - before).toBe(1);
    converse({ a, b });
    b.pass(60_000);
    expect(told() - before).toBe(2);
  });

  it('do not make an event of every keystroke', () => {
    const host = new Host(0, 50);
    host.connect('b', 0, 51);
    for (let key = 0; key < 100; key++) {
      host.do((own, now) => own.edit(DOC, [{ position: key, deleted: 0, inserted: 'k' }], now));
      const anchor = key + 1;
      host.do((own, now) => own.select({ document: DOC, anchor, head: anchor }, now));
      host.pass(10);
    }
    host.pass(1_000);
    expect(host.replica.own.written).toBeLessThan(23);
    expect(host.sent.filter(({ message }) => message.kind === 'presence').length).toBeLessThan(13);
  });

  it('in an empty document that nobody has written in are not shown', () => {
    const { a, b } = two();
    a.do((own, now) => own.select({ document: text(7), anchor: 0, head: 0 }, now));
    converse({ a, b });
    expect(b.replica.carets(text(7))).toEqual([]);
  });
});

describe('E15 the time of own events', () => {
  it('is written in steps of ten seconds, and never falls further behind', () => {
    const host = new Host(0, 50);
    const epoch = 1_700_000_000;
    for (const pause of [0, 1_000, 8_500, 700, 4_000, 25_000, 9_000, 3_600_000]) {
      host.pass(pause);
      host.type(DOC, 0, 'k');
      const time = host.replica.history.chain(host.replica.agent, 'content')?.time ?? 0;
      expect(time % 10).toBe(0);
      const behind = epoch + Math.floor(host.now / 1000) - time;
      expect(behind >= 0 && behind < 10).toBe(true);
    }
    const log = host.replica.history.chain(host.replica.agent, 'content');
    const flags = Array.from({ length: log?.length ?? 0 }, (_, at) => log?.body(at)[0] ?? 0);
    expect(flags.map((of) => (of & 32) !== 0)).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('goes back with the clock, by whole steps', () => {
    expect([elapsedBetween(100, 91), elapsedBetween(100, 90), elapsedBetween(100, 69)]).toEqual([
      0, -10, -30,
    ]);
  });
});
