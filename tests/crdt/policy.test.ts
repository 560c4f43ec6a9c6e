import { Point } from '@noble/ed25519';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import type { EventId, PublicKey, WorkspaceId } from '../../src/base/ids.ts';
import type { PolicyAct } from '../../src/wire/act.ts';
import {
  addDevice,
  admit,
  eventId,
  FOUNDER,
  invite,
  key,
  PolicyByIds,
  ROOT,
  type Joining,
  type Key,
} from './policy-world.ts';

const BO = key('bo');
const CY = key('cy');
const DI = key('di');
const LINK = key('link');
const OTHER_LINK = key('other link');
const OTHER_WORKSPACE = 'ee'.repeat(32) as WorkspaceId;

const codeOf = (w: PolicyByIds, parents: readonly EventId[], by: Key, act: PolicyAct): string => {
  const judged = w.judge(parents, by.id, act);
  return judged.ok ? 'ok' : judged.error.code;
};

/** A workspace with one invite open. */
function withInvite(role: 'reader' | 'editor' | 'admin' = 'editor', uses = 1) {
  const w = new PolicyByIds();
  const opened = w.act([ROOT], FOUNDER, invite(LINK, role, uses));
  return { w, opened };
}

describe('genesis', () => {
  it('P1 makes the founder an admin and nobody else a member', () => {
    const w = new PolicyByIds();
    expect(w.names()).toEqual(['Ada admin']);
    expect(w.policy.may(w.version([ROOT]), FOUNDER.id, 'admin')).toBe(true);
    expect(w.memberAt([ROOT], BO.id)).toBeUndefined();
    expect(w.policy.may(w.version([ROOT]), BO.id, 'reader')).toBe(false);
  });

  it('at a version without it, nobody is a member', () => {
    const w = new PolicyByIds();
    expect(w.policy.members([])).toEqual([]);
    expect(w.policy.memberAt([], FOUNDER.id)).toBeUndefined();
    expect(codeOf(w, [], FOUNDER, invite(LINK, 'editor'))).toBe('NotGranted');
  });
});

describe('an invite', () => {
  it('P2 is opened by admins only', () => {
    for (const role of ['reader', 'editor'] as const) {
      const { w, opened } = withInvite(role);
      const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
      expect(codeOf(w, [joined], BO, invite(OTHER_LINK, 'reader'))).toBe('NotGranted');
    }
    const { w, opened } = withInvite('admin');
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    expect(codeOf(w, [joined], BO, invite(OTHER_LINK, 'admin'))).toBe('ok');
    expect(codeOf(w, [opened], BO, invite(OTHER_LINK, 'admin'))).toBe('NotGranted');
    expect(codeOf(w, [joined], CY, invite(OTHER_LINK, 'admin'))).toBe('NotGranted');
  });

  it('gives its role, and each role includes those below it', () => {
    const table = {
      reader: [true, false, false],
      editor: [true, true, false],
      admin: [true, true, true],
    };
    for (const role of ['reader', 'editor', 'admin'] as const) {
      const { w, opened } = withInvite(role);
      const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
      const may = (['reader', 'editor', 'admin'] as const).map((needed) =>
        w.policy.may(w.version([joined]), BO.id, needed),
      );
      expect(may).toEqual(table[role]);
      expect(w.names()).toEqual(['Ada admin', `Zoë ${role}`]);
    }
  });

  it('is open while it has uses left', () => {
    const { w, opened } = withInvite('editor', 2);
    const doors = (): EventId[] =>
      w.policy.invites().flatMap((one) => (one.isOpen ? [one.event] : []));
    expect(doors()).toEqual([opened]);
    expect(w.policy.invite(opened)?.key).toBe(LINK.id);
    expect(w.policy.invite(ROOT)).toBeUndefined();
    const one = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    expect(doors()).toEqual([opened]);
    w.act([one], FOUNDER, admit(opened, LINK, CY));
    expect(doors()).toEqual([]);
  });
});

describe('an admission', () => {
  it('P3 is made by any member, a reader too, and by nobody else', () => {
    const { w, opened } = withInvite('reader', 3);
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    expect(codeOf(w, [joined], BO, admit(opened, LINK, CY))).toBe('ok');
    expect(codeOf(w, [joined], CY, admit(opened, LINK, CY))).toBe('NotGranted');
    expect(codeOf(w, [joined], DI, admit(opened, LINK, CY))).toBe('NotGranted');
  });

  it('needs its invite in its own causal past', () => {
    const { w, opened } = withInvite();
    const beside = w.act([ROOT], FOUNDER, invite(OTHER_LINK, 'editor'));
    expect(codeOf(w, [ROOT], FOUNDER, admit(opened, LINK, BO))).toBe('NotGranted');
    expect(codeOf(w, [beside], FOUNDER, admit(opened, LINK, BO))).toBe('NotGranted');
    expect(codeOf(w, [opened, beside], FOUNDER, admit(opened, LINK, BO))).toBe('ok');
    expect(codeOf(w, [opened], FOUNDER, admit(eventId(999), LINK, BO))).toBe('NotGranted');
    expect(codeOf(w, [opened], FOUNDER, admit(ROOT, LINK, BO))).toBe('NotGranted');
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    expect(codeOf(w, [joined], FOUNDER, admit(joined, LINK, CY))).toBe('NotGranted');
  });

  it('P4 A27 counts against the uses in its own causal past; a concurrent surplus stays', () => {
    const { w, opened } = withInvite('editor', 1);
    const one = w.act([opened], FOUNDER, admit(opened, LINK, BO, 'Bo'));
    expect(codeOf(w, [one], FOUNDER, admit(opened, LINK, DI))).toBe('NoUsesLeft');
    const two = w.act([opened], FOUNDER, admit(opened, LINK, CY, 'Cy'));
    expect(w.names().sort()).toEqual(['Ada admin', 'Bo editor', 'Cy editor']);
    expect(w.names([one])).toEqual(['Ada admin', 'Bo editor']);
    for (const version of [[one], [two], [one, two]])
      expect(codeOf(w, version, FOUNDER, admit(opened, LINK, DI))).toBe('NoUsesLeft');
    expect(codeOf(w, [opened], FOUNDER, admit(opened, LINK, DI))).toBe('ok');
    expect(w.policy.invites().some((open) => open.isOpen)).toBe(false);
  });

  it('P5 A52 of a device that is a member already is refused', () => {
    const { w, opened } = withInvite('editor', 5);
    expect(codeOf(w, [opened], FOUNDER, admit(opened, LINK, FOUNDER))).toBe('NotGranted');
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    expect(codeOf(w, [joined], FOUNDER, admit(opened, LINK, BO))).toBe('NotGranted');
    const added = w.act([joined], BO, addDevice(BO.id, CY));
    expect(codeOf(w, [added], FOUNDER, admit(opened, LINK, CY))).toBe('NotGranted');
    expect(codeOf(w, [added], FOUNDER, admit(opened, LINK, DI))).toBe('ok');
  });

  it('A52 P10 of one device by two members at once makes one member, under the senior standing', () => {
    const w = new PolicyByIds();
    const weak = w.act([ROOT], FOUNDER, invite(LINK, 'reader'));
    const strong = w.act([weak], FOUNDER, invite(OTHER_LINK, 'admin'));
    const one = w.act([strong], FOUNDER, admit(weak, LINK, BO, 'Bo'));
    const two = w.act([strong], FOUNDER, admit(strong, OTHER_LINK, BO, 'Robert'));
    expect(w.names([one])).toEqual(['Ada admin', 'Bo reader']);
    expect(w.names([two])).toEqual(['Ada admin', 'Robert admin']);
    expect(w.names()).toEqual(['Ada admin', 'Robert admin']);
    expect(w.members([one, two])).toHaveLength(2);
  });

  it('A52 twice at once with one role keeps the name of the least event', () => {
    const { w, opened } = withInvite('editor', 5);
    const events = ['Bo', 'Bob', 'Robert'].map((name) => ({
      id: w.act([opened], FOUNDER, admit(opened, LINK, BO, name)),
      name,
    }));
    const least = events.reduce((a, b) => (a.id < b.id ? a : b));
    expect(w.names()).toEqual(['Ada admin', `${least.name} editor`]);
  });

  const said: Record<keyof Joining, Partial<Joining>> = {
    workspace: { workspace: OTHER_WORKSPACE },
    invite: { invite: eventId(77) },
    device: { device: CY.id },
    name: { name: 'Zoe' },
    transcript: { transcript: new Uint8Array(32).fill(1) },
  };

  it.each(Object.entries(said))(
    'A26 A27 whose signatures are for another %s is refused',
    (_, other) => {
      const { w, opened } = withInvite();
      const good = admit(opened, LINK, BO);
      const bent = admit(opened, LINK, BO, 'Zoë', other);
      expect(codeOf(w, [opened], FOUNDER, bent)).toBe('BadSignature');
      expect(codeOf(w, [opened], FOUNDER, { ...good, proof: bent.proof })).toBe('BadSignature');
      expect(codeOf(w, [opened], FOUNDER, { ...good, consent: bent.consent })).toBe('BadSignature');
      expect(codeOf(w, [opened], FOUNDER, good)).toBe('ok');
    },
  );

  it('P3 A27 changed after it was signed is refused, in every part', () => {
    const { w, opened } = withInvite();
    const again = w.act([opened], FOUNDER, invite(LINK, 'admin'));
    const good = admit(opened, LINK, BO);
    const flipped = (bytes: Uint8Array): Uint8Array =>
      bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte));
    const changed: Partial<typeof good>[] = [
      { invite: again },
      { device: CY.id },
      { name: 'Zoe\u0308' },
      { transcript: flipped(good.transcript) },
      { proof: flipped(good.proof) },
      { consent: flipped(good.consent) },
      { proof: good.consent, consent: good.proof },
      { proof: good.consent },
      { consent: good.proof },
      { proof: new Uint8Array(64), consent: new Uint8Array(64) },
    ];
    for (const change of changed)
      expect(codeOf(w, [again], FOUNDER, { ...good, ...change })).toBe('BadSignature');
    expect(codeOf(w, [again], FOUNDER, good)).toBe('ok');
  });

  it('A27 without the invite’s own key is refused', () => {
    const { w, opened } = withInvite();
    expect(codeOf(w, [opened], FOUNDER, admit(opened, OTHER_LINK, BO))).toBe('BadSignature');
    expect(codeOf(w, [opened], FOUNDER, admit(opened, FOUNDER, BO))).toBe('BadSignature');
  });
});

describe('one more device', () => {
  it('P6 speaks for the member that added it, with that member’s role', () => {
    const { w, opened } = withInvite('reader');
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO, 'Bo'));
    const added = w.act([joined], BO, addDevice(BO.id, CY));
    expect(w.memberAt([added], CY.id)).toMatchObject({ id: BO.id, name: 'Bo', role: 'reader' });
    expect(w.memberAt([joined], CY.id)).toBeUndefined();
    expect(w.names()).toEqual(['Ada admin', 'Bo reader']);
    const second = w.act([added], CY, addDevice(BO.id, DI));
    expect(w.memberAt([second], DI.id)?.id).toBe(BO.id);
    const mine = w.act([second], FOUNDER, addDevice(FOUNDER.id, key('laptop')));
    expect(codeOf(w, [mine], key('laptop'), invite(OTHER_LINK, 'admin'))).toBe('ok');
    expect(codeOf(w, [mine], DI, invite(OTHER_LINK, 'reader'))).toBe('NotGranted');
  });

  it('is refused when it is known already, or added by a stranger', () => {
    const { w, opened } = withInvite();
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    const added = w.act([joined], BO, addDevice(BO.id, CY));
    expect(codeOf(w, [joined], FOUNDER, addDevice(FOUNDER.id, BO))).toBe('NotGranted');
    expect(codeOf(w, [added], BO, addDevice(BO.id, CY))).toBe('NotGranted');
    expect(codeOf(w, [added], FOUNDER, addDevice(FOUNDER.id, CY))).toBe('NotGranted');
    expect(codeOf(w, [joined], BO, addDevice(BO.id, BO))).toBe('NotGranted');
    expect(codeOf(w, [added], DI, addDevice(DI.id, DI))).toBe('NotGranted');
  });

  it('A26 consents to one member in one workspace', () => {
    const { w, opened } = withInvite();
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    const bad = [
      addDevice(FOUNDER.id, CY),
      addDevice(BO.id, CY, OTHER_WORKSPACE),
      { ...addDevice(BO.id, CY), device: DI.id },
      { ...addDevice(BO.id, CY), consent: admit(opened, LINK, CY).consent },
    ];
    for (const act of bad) expect(codeOf(w, [joined], BO, act)).toBe('BadSignature');
    expect(codeOf(w, [joined], BO, addDevice(BO.id, CY))).toBe('ok');
  });

  it('P11 added by two members at once speaks for the senior one, where both are known', () => {
    const { w, opened } = withInvite();
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, BO));
    const [senior, junior] = [FOUNDER, BO];
    const one = w.act([joined], junior, addDevice(junior.id, CY));
    const two = w.act([joined], senior, addDevice(senior.id, CY));
    expect(w.memberAt([one], CY.id)?.id).toBe(junior.id);
    expect(w.memberAt([two], CY.id)?.id).toBe(senior.id);
    expect(w.memberAt([one, two], CY.id)?.id).toBe(senior.id);
  });

  it('that also joined by itself, at the same time, is its own member', () => {
    const { w, opened } = withInvite('editor', 2);
    const added = w.act([opened], FOUNDER, addDevice(FOUNDER.id, CY));
    const joined = w.act([opened], FOUNDER, admit(opened, LINK, CY, 'Cy'));
    expect(w.memberAt([added], CY.id)?.id).toBe(FOUNDER.id);
    expect(w.memberAt([added, joined], CY.id)).toMatchObject({ id: CY.id, role: 'editor' });
  });
});

describe('K3 A30 a key of small or mixed order', () => {
  const TORSION = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05';
  const point = Point.fromHex(TORSION);
  const small = Array.from({ length: 7 }, (_, i) => point.multiplyUnsafe(BigInt(i + 1)));
  const mixed = Point.fromHex(BO.id).add(point);
  const bad = [Point.ZERO, ...small, mixed].map((each) => toHex(each.toBytes()));
  const beyond = 'ee' + 'ff'.repeat(30) + '7f';

  it.each([...bad, beyond])('is refused as invite, joiner and device: %s', (hex) => {
    const id = hex as PublicKey;
    /** R neutral, S = 0: what lax verifiers take for a signature of the neutral key. */
    const lax = fromHex(`01${'00'.repeat(63)}`);
    const { w, opened } = withInvite();
    const good = admit(opened, LINK, BO);
    expect(codeOf(w, [opened], FOUNDER, { ...invite(LINK, 'reader'), key: id })).toBe('BadKey');
    expect(codeOf(w, [opened], FOUNDER, { ...good, device: id, consent: lax })).toBe('BadKey');
    expect(codeOf(w, [opened], FOUNDER, { kind: 'device', device: id, consent: lax })).toBe(
      'BadKey',
    );
  });
});

describe('the list of members', () => {
  it('is in the order of joining by global seq, then by event, whenever they arrived', () => {
    const { w, opened } = withInvite('editor', 9);
    const one = w.act([opened], FOUNDER, admit(opened, LINK, BO, 'Bo'));
    const two = w.act([opened], FOUNDER, admit(opened, LINK, CY, 'Cy'));
    const [less, more] = one < two ? ['Bo', 'Cy'] : ['Cy', 'Bo'];
    w.act([one, two], FOUNDER, admit(opened, LINK, DI, 'Di'));
    expect(w.names()).toEqual(['Ada admin', `${less} editor`, `${more} editor`, 'Di editor']);
    expect(w.members().map((member) => member.globalSeq)).toEqual([0, 2, 2, 3]);
  });
});
