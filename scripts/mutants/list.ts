/**
 * Mistakes that somebody could make in src/, one by one, and the tests that must notice each.
 *
 * A mistake is one or more exact replacements. What is to be replaced must stand exactly once below
 * its folder, so that a mutant that no longer means anything is found out.
 */
export interface Mutant {
  readonly name: string;
  /** Folder or file. */
  readonly in: string;
  readonly edits: readonly (readonly [find: string, replace: string])[];
  /** Test file and the beginning of a title; without one, all of the file. */
  readonly killers: readonly (readonly [file: string, title?: string])[];
}

const AUTHORS = 'tests/byzantine/authors.test.ts';
const DOORS = 'tests/byzantine/doors.test.ts';
const EVIDENCE = 'tests/replica/evidence.test.ts';
const MEANING = 'tests/byzantine/meaning.test.ts';
const SHAPES = 'tests/byzantine/shapes.test.ts';
const SYNC = 'tests/byzantine/sync.test.ts';
const BUDGET = 'tests/replica/budget.test.ts';
const SHARES = 'tests/replica/shares.test.ts';
const REFUSALS = 'tests/replica/refusals.test.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'siblings stand in the order in which they came',
    in: 'src/crdt',
    edits: [
      [
        'return this.order(author, log.authorOf(other), asLV(unit), asLV(other)) < 0;',
        'return unit < other;',
      ],
    ],
    killers: [[MEANING, 'A45']],
  },
  {
    name: 'a parent may be of another document',
    in: 'src/replica',
    edits: [["if (foreign) return refuse('ForeignParent', 'of another document');", '']],
    killers: [[REFUSALS]],
  },
  {
    name: 'what is implied may be written out',
    in: 'src/replica',
    edits: [["return refuse('NotCanonical', 'implied parents');", 'return ok(written);']],
    killers: [[SHAPES, 'A21']],
  },
  {
    name: 'a message may have bytes left over',
    in: 'src/wire/codec.ts',
    edits: [['    reader.end();\n', '']],
    killers: [[SHAPES, 'A21']],
  },
  {
    name: 'numbers may be padded',
    in: 'src/wire/codec.ts',
    edits: [["if (byte === 0 && scale > 1) this.fail('NotCanonical', 'padded number');", '']],
    killers: [['tests/wire/codec.test.ts', 'number']],
  },
  {
    name: 'texts that are no UTF-8 are repaired',
    in: 'src/base',
    edits: [["'utf-8', { fatal: true,", "'utf-8', { fatal: false,"]],
    killers: [[SHAPES, 'A22']],
  },
  {
    name: 'signatures are not looked at',
    in: 'src/replica',
    edits: [['verdicts[from + i]).every(Boolean)', 'verdicts[from + i]).some(() => true)']],
    killers: [[AUTHORS, 'A06']],
  },
  {
    name: 'certificates are not looked at',
    in: 'src/replica',
    edits: [['if (staged.base === 0) {', 'if (staged.base < 0) {']],
    killers: [[AUTHORS, 'A06']],
  },
  {
    name: 'what waits has no bound',
    in: 'src/replica',
    edits: [['if (peer !== null && cost + bytes > MAX_PARKED_BYTES) return bytes;', '']],
    killers: [['tests/replica/intake.test.ts', 'what waits']],
  },
  {
    name: 'a flood of frames has no bound',
    in: 'src/replica',
    edits: [['if (peer.inboxBytes > MAX_INBOX_BYTES)', 'if (peer.inboxBytes < 0)']],
    killers: [['tests/replica/intake.test.ts', 'noise']],
  },
  {
    name: 'whoever shows a second history is dropped instead of told',
    in: 'src/replica',
    edits: [['if (isNews) evidence.push(found);', "if (isNews) return refuse('Fork').error;"]],
    killers: [[AUTHORS, 'A01']],
  },
  {
    name: 'nobody is told of a second history',
    in: 'src/replica',
    edits: [['if (isNew) this.#forked(agent, peer);', 'void isNew;']],
    killers: [[AUTHORS, 'A01']],
  },
  {
    name: 'evidence is believed without its signatures',
    in: 'src/replica',
    edits: [
      [
        'if (passed[staged.length + i]) of.proven.push(one);',
        'of.proven.push(one); if (passed[staged.length + i]) void sent;',
      ],
    ],
    killers: [
      ['tests/replica/intake.test.ts', 'a body that is not the signed one'],
      [EVIDENCE, 'V1 evidence'],
    ],
  },
  {
    name: 'evidence takes the effect of nothing',
    in: 'src/replica',
    edits: [
      [
        'return this.#isSuspect(log) ? log.startOf(this.effectiveOf(log)) : Infinity;',
        'return Infinity;',
      ],
    ],
    killers: [[EVIDENCE, 'E14 V3 two histories of one agent']],
  },
  {
    name: 'authors go on from what evidence voids',
    in: 'src/replica',
    edits: [
      [
        'return log.headsWithin((chain) => effective.of(chain), this.#epoch);',
        'void effective; return log.graph.heads;',
      ],
    ],
    killers: [[EVIDENCE, 'V4 what nothing needs']],
  },
  {
    name: 'what is outside a removal’s cut lifts what evidence voids',
    in: 'src/replica',
    edits: [
      ['const effective = this.policy.hasCuts ? new Reach() : held;', 'const effective = held;'],
    ],
    killers: [[EVIDENCE, 'A04']],
  },
  {
    name: 'what was fitted is taken in wherever a chain is as long',
    in: 'src/replica',
    edits: [
      ['fresh && fresh.previous === known?.lastId;', 'fresh?.base === (known?.length ?? 0);'],
    ],
    killers: [[EVIDENCE, 'V7 runs of two histories']],
  },
  {
    name: 'a run goes on from what another peer sent',
    in: 'src/replica',
    edits: [['return newest.last === last ? run : run.following(last);', 'return run;']],
    killers: [[EVIDENCE, 'V7 runs of two histories']],
  },
  {
    name: 'every earlier parting counts',
    in: 'src/wire/evidence.ts',
    edits: [['while (parting >= step * 2 ** FORK_DIGITS) step *= 2;', 'void FORK_DIGITS;']],
    killers: [[EVIDENCE, 'V2 ever earlier partings']],
  },
  {
    name: 'histories that nothing needs have no bound',
    in: 'src/replica/shares.ts',
    edits: [['&& spare < size) return true;', '&& spare >= 0) return true;']],
    killers: [['tests/replica/shares.test.ts', 'V8 two histories']],
  },
  {
    name: 'parents need not be minimal',
    in: 'src/replica',
    edits: [
      [
        "if (lvs.length > 1 && graph.minimal(lvs).length < lvs.length) return refuse('NotMinimal');",
        '',
      ],
    ],
    killers: [[REFUSALS]],
  },
  {
    name: 'as many parents as one likes',
    in: 'src/wire',
    edits: [
      [
        'const parents = has(FLAG.parents) ? readIds(reader, MAX_PARENTS)',
        'const parents = has(FLAG.parents) ? readIds(reader, MAX_PARENTS * 64)',
      ],
    ],
    killers: [['tests/wire/refusals.test.ts', 'E6 E10 A14']],
  },
  {
    name: 'an author may leave its own chain',
    in: 'src/replica',
    edits: [
      [
        "if (lastOf !== undefined && !graph.contains(lvs, lastOf)) return refuse('LeavesOwnChain');",
        '',
      ],
    ],
    killers: [[REFUSALS]],
  },
  {
    name: 'older policy may be named again',
    in: 'src/replica',
    edits: [["return refuse('PolicyRollback');", 'continue;']],
    killers: [[MEANING, 'A11']],
  },
  {
    name: 'readers write',
    in: 'src/replica',
    edits: [
      [
        "history.policy.may(version, log.device, 'editor', log.agent)",
        "history.policy.may(version, log.device, 'reader', log.agent)",
      ],
    ],
    killers: [[REFUSALS]],
  },
  {
    name: 'a device is let in without the invite’s proof',
    in: 'src/crdt',
    edits: [['invite && verify(fromHex(invite.act.key), message, act.proof);', 'invite;']],
    killers: [[REFUSALS], ['tests/crdt/policy.test.ts']],
  },
  {
    name: 'a device is let in without its consent',
    in: 'src/crdt',
    edits: [['if (!proven || !verify(device, message, act.consent))', 'if (!proven)']],
    killers: [[DOORS, 'A27'], ['tests/crdt/policy.test.ts']],
  },
  {
    name: 'uses of an invite are not counted',
    in: 'src/crdt',
    edits: [["if (used >= invite.act.uses) return refuse('NoUsesLeft');", 'void used;']],
    killers: [[REFUSALS], ['tests/crdt/policy.test.ts']],
  },
  {
    name: 'an own event counts as durable at once',
    in: 'src/replica',
    edits: [
      ['this.#untold.push({ cut, durable: false });', 'this.#untold.push({ cut, durable: true });'],
    ],
    killers: [['tests/sim/sim.test.ts']],
  },
  {
    name: 'who is no member is sent content',
    in: 'src/replica',
    edits: [["(member || log.chain === 'policy') && (sure", '(member || !member) && (sure']],
    killers: [[AUTHORS, 'A40']],
  },
  {
    name: 'every question is answered at once',
    in: 'src/replica',
    edits: [['const ANSWER_EVERY = 250;', 'const ANSWER_EVERY = 0;']],
    killers: [[SYNC, 'A47']],
  },
  {
    name: 'a height forgets what is below on other chains',
    in: 'src/replica',
    edits: [
      [
        'const height = Math.max(before, ...ancestors.map',
        'const height = Math.min(before, ...ancestors.map',
      ],
    ],
    killers: [[MEANING, 'A44']],
  },
  {
    name: 'among equal heights the first to come wins',
    in: 'src/crdt/registers.ts',
    edits: [
      ['if (values !== 0) return values;\n', ''],
      ['return a.event < b.event ? -1 : a.event > b.event ? 1 : 0;', 'return values * 0 - 1;'],
    ],
    killers: [['tests/crdt/registers.test.ts']],
  },
  {
    name: 'a topic is proven without the names of both ends',
    in: 'src/replica/handshake.ts',
    edits: [
      [
        'const mine = [localName, this.#nonce];',
        'const mine = [localName.subarray(0, 0), this.#nonce];',
      ],
      ['const other = [remoteName, theirs];', 'const other = [remoteName.subarray(0, 0), theirs];'],
    ],
    killers: [['tests/replica/handshake.test.ts']],
  },
  {
    name: 'what a removed member writes later stays',
    in: 'src/crdt/policy',
    edits: [
      [
        'return Math.min(Infinity, ...cuts.map((cut) => namedBy(cut, known, agent)));',
        'return Infinity;',
      ],
    ],
    killers: [[DOORS, 'A07']],
  },
  {
    name: 'what a removed member did beside the removal keeps its effect',
    in: 'src/crdt/policy',
    edits: [['  !isBelow(graph, done.at, cut.at);', '  isBelow(graph, cut.at, done.at);']],
    killers: [['tests/crdt/policy-cut.test.ts']],
  },
  {
    name: 'a junior removes a senior',
    in: 'src/crdt/policy',
    edits: [['return (order < 0 || (cut.leaves', 'return (order !== 0 || (cut.leaves']],
    killers: [['tests/crdt/policy-cut.test.ts'], ['tests/crdt/policy-orders.test.ts']],
  },
  {
    name: 'a new channel is a new budget',
    in: 'src/replica/budget.ts',
    edits: [['this.#devices.get(device, () => new Budget())', 'new Budget()']],
    killers: [
      [BUDGET, 'whoever asks'],
      [SYNC, 'A24 A47'],
    ],
  },
  {
    name: 'strangers have a budget each',
    in: 'src/replica/budget.ts',
    edits: [[': this.#strangers', ': new Budget()']],
    killers: [[BUDGET, 'a bucket']],
  },
  {
    name: 'what is checked in vain costs nothing',
    in: 'src/replica/reception.ts',
    edits: [['spend(passed.filter((good) => !good).length, now)', 'spend(0, now)']],
    killers: [[BUDGET, 'whoever sends']],
  },
  {
    name: 'what is sent on request is not counted',
    in: 'src/replica/conversation.ts',
    edits: [['peer.budget.served.spend(message.length, now);', '']],
    killers: [[BUDGET, 'whoever asks']],
  },
  {
    name: 'what waits is not counted',
    in: 'src/replica/reception.ts',
    edits: [['peer.budget.parked.spend(parked, now);', '']],
    killers: [[BUDGET, 'whoever sends']],
  },
  {
    name: 'every caret is passed on',
    in: 'src/replica/presence.ts',
    edits: [['now < passAt(peer)', 'now < 0']],
    killers: [[BUDGET, 'carets']],
  },
  {
    name: 'nobody’s share is ever used up',
    in: 'src/replica/shares.ts',
    edits: [
      ['if (used >= share && used >= share * this.#policy.timesOf(member)) return member;', ''],
    ],
    killers: [[SHARES, 'a flood']],
  },
  {
    name: 'what is over a share is checked all the same',
    in: 'src/replica/reception.ts',
    edits: [['if (!this.#intake.admits(peer?.id ?? null, run)) {', 'if (bytes < 0) {']],
    killers: [[SHARES, 'a flood']],
  },
  {
    name: 'what others build on is not fetched',
    in: 'src/replica/sync.ts',
    edits: [['needed?.get(log) ?? 0)', '0)']],
    killers: [[SHARES, 'an event that builds']],
  },
  {
    name: 'an event may draw on a share without end',
    in: 'src/replica/shares.ts',
    edits: [['by !== member && (drawn.get(by) ?? 0) < most', 'by !== member']],
    killers: [[SHARES, 'an event that builds']],
  },
  {
    name: 'every claim that is due is looked at by itself',
    in: 'src/replica/lacking.ts',
    edits: [['Math.max(at, this.#looked + LOOK_EVERY)', 'at']],
    killers: [[SYNC, 'A13 A37']],
  },
  {
    name: 'of what others draw on no longer copy is let in',
    in: 'src/replica/shares.ts',
    edits: [['* this.#policy.timesOf(member) + dearest;', '* this.#policy.timesOf(member);']],
    killers: [['tests/byzantine/shares.test.ts', 'A23 S12 S13']],
  },
  {
    name: 'the flooder itself may send what is over its share',
    in: 'src/replica/intake.ts',
    edits: [['shares.memberOf(sender) !== shares.memberOf(writer.device)', 'true']],
    killers: [[SHARES, 'an event that builds']],
  },
  {
    name: 'after a page load nothing counts as drawn',
    in: 'src/replica',
    edits: [['    this.history.shares.restore(this.history.chains());\n', '']],
    killers: [[SHARES, 'an event that builds']],
  },
  {
    name: 'whoever is over a share is compared end by end',
    in: 'src/replica/conversation.ts',
    edits: [['if (!shares.isAnyUsedUp) return this.held;', 'if (shares) return this.held;']],
    killers: [[SHARES, 'replicas that keep']],
  },
  {
    name: 'an invite used too often gives everybody a whole share',
    in: 'src/replica/shares.ts',
    edits: [
      ['&& this.#all(of, chain) >= most) return first ?? member;', '&& used < 0) return first;'],
    ],
    killers: [[SHARES, 'many who came']],
  },
  {
    name: 'whoever an admin lets in has as much as whoever the founder does',
    in: 'src/crdt/policy/policy.ts',
    edits: [
      ['if (circle !== undefined && circle !== member) {', 'if (circle === member && at < 0) {'],
    ],
    killers: [[SHARES, 'many who came']],
  },
  {
    name: 'an admin gives more room to whoever is its junior',
    in: 'src/crdt/policy/judge.ts',
    edits: [['< 0 && standing.circle === one.circle;', '< 0;']],
    killers: [['tests/crdt/policy-shares.test.ts']],
  },
  {
    name: 'of several numbers of shares the greatest counts',
    in: 'src/crdt/policy/policy.ts',
    edits: [['a.act.times - b.act.times', 'b.act.times - a.act.times']],
    killers: [['tests/crdt/policy-shares.test.ts']],
  },
  {
    name: 'more room is counted without effect',
    in: 'src/crdt/policy/effects.ts',
    edits: [['if (this.has(raise.at) &&', 'if (this.includes(raise.at) &&']],
    killers: [['tests/crdt/policy-shares.test.ts']],
  },
  {
    name: 'more room for the first of a circle is none for the circle',
    in: 'src/replica/shares.ts',
    edits: [['(first === undefined ? 1 : this.#policy.timesOf(first))', '1']],
    killers: [[SHARES, 'more room']],
  },
  {
    name: 'a circle is that of whoever admits',
    in: 'src/crdt/policy/policy.ts',
    edits: [['invite.link.standing.circle ?? member', 'rank.circle ?? member']],
    killers: [[SHARES, 'many who came']],
  },
];
