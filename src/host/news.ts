/**
 * What to tell of the members: who came, who went and by whose hand, who may do something else now, and
 * whose share of storage is used up.
 */
import type { EventId, MemberId, PublicKey } from '../base/ids.ts';
import type { Policy } from '../crdt/policy/policy.ts';
import type { MemberView, NoticeDetails, NoticeView, RemovalView } from './session.ts';

type News = Pick<NoticeView, 'code' | 'facts' | 'details'>;

export function newsOf(
  before: readonly MemberView[],
  after: readonly MemberView[],
  policy: Policy,
): News[] {
  const known = new Map(before.map((member) => [member.id, member]));
  const admitted = new Map(policy.members().map(({ id, event }) => [id, event]));
  const there = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !there.has(id)).map((member) => farewell(member, policy));
  const others = after.flatMap((member): News[] => {
    const old = known.get(member.id);
    const { id, name, role } = member;
    if (!old)
      return member.me
        ? []
        : [{ code: 'joined', facts: { name }, details: of(id, admitted.get(id)) }];
    const news: News[] = [];
    if (old.role !== role) {
      const details = of(id, policy.roleEvent(id, role));
      news.push({ code: 'role', facts: { name, role }, details });
    }
    if (member.full && !old.full) {
      const code = member.me ? 'youFull' : 'full';
      news.push({ code, facts: { name }, details: of(id, undefined) });
    }
    if (member.most > old.most) {
      const { event, by } = policy.raisedBy(id) ?? {};
      const facts = { name, by: (by && policy.nameOf(by)) ?? '', most: String(member.most) };
      news.push({ code: 'room', facts, details: of(id, event) });
    }
    return news;
  });
  return [...gone, ...others];
}

function farewell({ id, name, me }: MemberView, policy: Policy): News {
  const by: MemberId | undefined = policy.removedBy(id);
  const details = of(id, policy.removalEvent(id));
  if (by === id) return { code: 'left', facts: { name }, details };
  const facts = { name, by: (by && policy.nameOf(by)) ?? '' };
  return { code: me ? 'youRemoved' : 'removed', facts, details };
}

const of = (member: MemberId, event: EventId | undefined): NoticeDetails =>
  event === undefined ? { member } : { member, event };

/** What became of our own device; `says` is the device that says we were removed, if one does. */
export function removalOf(
  policy: Policy,
  device: PublicKey,
  says: PublicKey | null,
): RemovalView | null {
  const member = policy.spokeFor(device);
  if (policy.isRemoved(device)) {
    const by = member && policy.removedBy(member);
    const stays = policy.members().some(({ id }) => id === member);
    if (stays || by === member) return { what: stays ? 'device' : 'left', by: null, known: true };
    return { what: 'member', by: (by && policy.nameOf(by)) ?? null, known: true };
  }
  const sayer = says && policy.memberAt(policy.graph.heads, says);
  if (!sayer) return null;
  return { what: sayer.id === member ? 'device' : 'member', by: sayer.name, known: false };
}
