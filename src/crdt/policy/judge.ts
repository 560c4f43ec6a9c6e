/**
 * Whether an act may be done on top of a version: a function of the act and its past, nothing else.
 *
 * Rules P1 … of docs/SPEC.md. An act that may be done can lose its effect later, when something is
 * learnt that its author did not know; that is decided in effects.ts and refuses nothing.
 */
import { fromHex } from '../../base/bytes.ts';
import type { WorkspaceId } from '../../base/ids.ts';
import { isAdmissibleKey, verify } from '../../base/keys.ts';
import { ok, refuse, type Result } from '../../base/result.ts';
import type {
  AdmitAct,
  CloseAct,
  PolicyAct,
  RemoveAct,
  RoleAct,
  ShareAct,
} from '../../wire/act.ts';
import { deviceMessage, joinMessage } from '../../wire/join.ts';
import type { Effects, PolicyVersion } from './effects.ts';
import { POWER, type Done, type Signer } from './done.ts';
import type { Records } from './records.ts';
import { compareLinks, compareStandings, isOwn, type Link, type Standing } from './standing.ts';

/** All that an act is judged by. */
export interface Past {
  readonly workspace: WorkspaceId;
  readonly records: Records;
  readonly parents: PolicyVersion;
  /** At `parents`. */
  readonly effects: Effects;
}

/** How an act is done that is allowed. */
export type Grant = Pick<Done, 'link' | 'needs' | 'leaves' | 'own' | 'first'>;

const { reader: MEMBER, admin: ADMIN } = POWER;

export function judgeAct(past: Past, by: Signer, act: PolicyAct): Result<Grant> {
  const granted = grantFor(past, by, act);
  if (!granted.ok) return granted;
  const proven = judgeProofs(past, granted.value.link, act);
  return proven.ok ? granted : proven;
}

/** As `judgeAct`, but for keys and signatures, on which nothing depends how an act is done. */
export function grantFor(past: Past, by: Signer, act: PolicyAct): Result<Grant> {
  if ((act.kind === 'role' || act.kind === 'remove') && act.part > 1)
    return judgePart(past, by, act);
  const link = past.effects.linkOf(by.device, by.agent);
  if (!link) return refuse('NotGranted', 'not a member');
  const judged = judgeAs(past, link, act);
  if (!judged.ok) return judged;
  const plain = { link, needs: MEMBER, leaves: false, own: false, first: undefined };
  const grant = { ...plain, ...judged.value };
  if (POWER[past.effects.roleOf(link.standing)] < grant.needs)
    return refuse('NotGranted', 'only admins may');
  return ok(grant);
}

type Needs = Partial<Pick<Grant, 'needs' | 'leaves' | 'own'>>;

function judgeAs(past: Past, link: Link, act: PolicyAct): Result<Needs> {
  switch (act.kind) {
    case 'invite':
      return ok({ needs: ADMIN });
    case 'close':
      return judgeClosing(past, link, act);
    case 'admit':
      return judgeAdmission(past, act);
    case 'device':
      return past.effects.linkOf(act.device) ? refuse('NotGranted', 'known already') : ok({});
    case 'role':
      return judgeRole(past, link, act);
    case 'share':
      return judgeShare(past, link, act);
    case 'remove':
      return judgeRemoval(past, link, act);
    case 'merge':
      return past.parents.length > 1 ? ok({}) : refuse('NotGranted', 'nothing to merge');
  }
}

/** What an act names goes on in the next event of its chain, with nothing between: as the same act. */
function judgePart(
  { records, parents }: Past,
  by: Signer,
  act: RoleAct | RemoveAct,
): Result<Grant> {
  const [parent] = parents;
  const before = parents.length === 1 && parent !== undefined ? records.done[parent] : undefined;
  if (
    !before ||
    before.agent !== by.agent ||
    before.link.device !== by.device ||
    !goesOn(before.act, act)
  )
    return refuse('NotGranted', 'a part of nothing');
  const { link, needs, leaves, own } = before;
  return ok({ link, needs, leaves, own, first: before.first ?? before });
}

function goesOn(before: PolicyAct, act: RoleAct | RemoveAct): boolean {
  if (before.kind !== act.kind || before.part !== act.part - 1 || before.parts !== act.parts)
    return false;
  if (before.kind === 'role')
    return act.kind === 'role' && before.member === act.member && before.role === act.role;
  return act.kind === 'remove' && idOfTarget(before) === idOfTarget(act);
}

const idOfTarget = ({ target }: RemoveAct): string =>
  [
    target.kind,
    target.kind === 'member' ? target.member : target.device,
    target.kind === 'agent' ? target.agent : '',
  ].join();

function judgeClosing({ records, effects }: Past, link: Link, act: CloseAct): Result<Needs> {
  const invite = records.invites.get(act.invite);
  if (!invite || !effects.has(invite.at)) return refuse('NotGranted', 'no such invite');
  const isOthers = compareStandings(link.standing, invite.link.standing) > 0;
  return isOthers ? refuse('NotGranted', 'of a senior') : ok({ needs: ADMIN });
}

function judgeAdmission({ records, effects }: Past, act: AdmitAct): Result<Needs> {
  const invite = records.invites.get(act.invite);
  if (!invite || !effects.has(invite.at)) return refuse('NotGranted', 'no such invite');
  if (records.closingsOf(act.invite).some(({ at }) => effects.has(at)))
    return refuse('NotGranted', 'closed');
  if (effects.linkOf(act.device)) return refuse('NotGranted', 'a member already');
  const used = records.admissionsOn(act.invite).filter(({ at }) => effects.has(at)).length;
  if (used >= invite.act.uses) return refuse('NoUsesLeft');
  return ok({ needs: invite.act.approval ? ADMIN : MEMBER });
}

function judgeRole({ effects }: Past, link: Link, act: RoleAct): Result<Needs> {
  const standings = effects.standingsOf(act.member);
  const juniors = standings.every((one) => compareStandings(link.standing, one) < 0);
  if (standings.length === 0 || !juniors) return refuse('NotGranted', 'not a junior');
  return ok({ needs: ADMIN });
}

/** Within its own circle, or nothing would bound what an admin makes others store. */
function judgeShare({ effects }: Past, { standing }: Link, act: ShareAct): Result<Needs> {
  const standings = effects.standingsOf(act.member);
  const isMine = (one: Standing): boolean =>
    compareStandings(standing, one) < 0 && standing.circle === one.circle;
  const may = standing.parent === undefined || standings.every(isMine);
  return standings.length > 0 && may ? ok({ needs: ADMIN }) : refuse('NotGranted', 'not its own');
}

function judgeRemoval({ effects }: Past, link: Link, { target }: RemoveAct): Result<Needs> {
  if (target.kind === 'member') {
    const { member } = link.standing;
    if (target.member === member && isOwn(link)) return ok({ leaves: true });
    const standings = effects.standingsOf(target.member);
    const juniors = standings.every((one) => compareStandings(link.standing, one) < 0);
    if (standings.length === 0 || !juniors) return refuse('NotGranted', 'not a junior');
    return ok({ needs: ADMIN });
  }
  const agent = target.kind === 'agent' ? target.agent : undefined;
  const links = effects.linksOf(target.device).filter((one) => effects.speaks(one, agent));
  const juniors = links.every((one) => compareLinks(link, one) < 0);
  if (links.length === 0 || !juniors) return refuse('NotGranted', 'not a junior');
  const own = links.every((one) => one.standing.member === link.standing.member);
  return ok(own ? { own } : { needs: ADMIN });
}

/** Keys that are let in, and what was signed with them: what is dear to check, last. */
function judgeProofs({ workspace, records }: Past, link: Link, act: PolicyAct): Result<void> {
  if (act.kind === 'invite')
    return isAdmissibleKey(fromHex(act.key)) ? ok(undefined) : refuse('BadKey', 'invite');
  if (act.kind !== 'admit' && act.kind !== 'device') return ok(undefined);
  const device = fromHex(act.device);
  if (!isAdmissibleKey(device)) return refuse('BadKey', 'device');
  if (act.kind === 'device') {
    const message = deviceMessage(workspace, link.standing.member, act.device);
    return verify(device, message, act.consent) ? ok(undefined) : refuse('BadSignature', 'device');
  }
  const invite = records.invites.get(act.invite);
  const message = joinMessage(workspace, act.invite, act.device, act.name, act.transcript);
  const proven = invite && verify(fromHex(invite.act.key), message, act.proof);
  if (!proven || !verify(device, message, act.consent)) return refuse('BadSignature', 'admission');
  return ok(undefined);
}
