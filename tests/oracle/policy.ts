/**
 * Membership as plainly as it can be said (docs/decisions/0013-removal.md).
 *
 * Every question is answered from a past (policy-facts.ts), and nothing is kept from one question to the next but what an act was done under, which it carries.
 * No order of evaluation is used: whether an act has effect asks whether those that could undo it
 * have, and so on; going round in a circle is an error. Keys that the one predicate refuses are no
 * business of this model.
 */
import {
  PolicyFacts,
  type Attempt,
  type Done,
  type Named,
  type OracleAct,
  type OracleEvent,
  type Past,
  type Under,
} from './policy-facts.ts';
import { isSignedDevice, isSignedJoin } from './signed.ts';

export interface OracleMember {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly event: string;
  readonly globalSeq: number;
}

export interface OracleContent {
  readonly agent: string;
  readonly device: string;
  /** The policy heads that it pins. */
  readonly pinned: readonly string[];
  /** The seq at which it ends. */
  readonly end: number;
}

export type Verdict = 'ok' | 'NotGranted' | 'NoUsesLeft' | 'BadSignature';

const POWER = ['reader', 'editor', 'admin'];
const power = (role: string): number => POWER.indexOf(role);

export class PolicyOracle extends PolicyFacts {
  readonly #founderName: string;

  /** The workspace's id is also the id of the root. */
  constructor(workspace: string, founder: string, founderName: string) {
    super(workspace, founder);
    this.#founderName = founderName;
  }

  /** An event that may be done. */
  add(event: OracleEvent): void {
    const under = this.#underOf(event);
    if (typeof under === 'string') throw new Error(`refused: ${under}`);
    this.done.set(event.id, { ...event, ...under });
  }

  judge(attempt: Attempt): Verdict {
    const under = this.#underOf(attempt);
    return typeof under === 'string' ? under : 'ok';
  }

  members(past: Past): OracleMember[] {
    const question = ask(past);
    const keys = new Set(this.standings(past).map((standing) => this.memberKey(standing)));
    return [...keys]
      .flatMap((key) => this.#standingsInForce(question, key)[0] ?? [])
      .map((standing) => this.#member(question, standing))
      .sort((a, b) => a.globalSeq - b.globalSeq || (a.event < b.event ? -1 : 1));
  }

  /** Keys of members, senior first. */
  ranking(past: Past): string[] {
    const standings = this.members(past).map(({ event }) => event);
    return standings.sort((a, b) => this.compareStandings(a, b)).map((one) => this.memberKey(one));
  }

  memberOf(past: Past, device: string): OracleMember | undefined {
    const link = this.#linkOf(ask(past), device, null);
    return link === undefined ? undefined : this.#member(ask(past), this.standingOf(link));
  }

  /** Policy acts of a past that have effect in it. */
  effective(past: Past): string[] {
    const question = ask(past);
    return [...past].filter((id) => this.#hasEffect(question, id)).sort();
  }

  /** How many shares may be kept of a member. */
  times(past: Past, member: string): number {
    const question = ask(past);
    const given = this.eventsIn(past).filter(
      ({ id, act }) =>
        act.kind === 'share' && act.member === member && this.#hasEffect(question, id),
    );
    const last = given.filter(({ id }) => !given.some((one) => this.below(one.id).has(id)));
    const times = last.flatMap(({ act }) => (act.kind === 'share' ? act.times : []));
    return times.length === 0 ? 1 : Math.min(...times);
  }

  /** Whether content has effect, judged with all that is in a past that holds what it pins. */
  hasContent(past: Past, { agent, device, pinned, end }: OracleContent): boolean {
    const then = this.past(pinned);
    const link = this.#linkOf(ask(then), device, agent);
    if (link === undefined) return false;
    const question = ask(past);
    const standing = this.standingOf(link);
    if (!this.#hasEffect(question, standing) || !this.#hasEffect(question, link)) return false;
    if (power(this.#role(question, standing, then)) < power('editor')) return false;
    const changes = this.#changesThatBind(past, standing).filter(
      ({ id, act }) => act.kind === 'role' && act.role === 'reader' && !then.has(id),
    );
    return [...this.#removalsThatBind(past, standing, link, agent), ...changes]
      .filter(({ id }) => this.#hasEffect(question, id))
      .every((cut) => !then.has(cut.id) && end <= this.#named(question, cut, agent));
  }

  // ── What an act needs ─────────────────────────────────────────────────────────────────────────

  #underOf(attempt: Attempt): Under | Verdict {
    const { parents, device, agent, act } = attempt;
    const past = this.past(parents);
    if ((act.kind === 'role' || act.kind === 'remove') && act.part > 1)
      return this.#partOf(attempt, act);
    const question = ask(past);
    const link = this.#linkOf(question, device, agent);
    if (link === undefined) return 'NotGranted';
    const standing = this.standingOf(link);
    const plain = { standing, link, needs: 'reader', leaves: false, own: false, first: null };
    const under = this.#placed(question, plain, act, parents.length);
    if (typeof under === 'string') return under;
    if (power(this.#role(question, standing, past)) < power(under.needs)) return 'NotGranted';
    const inviteAct = act.kind === 'admit' ? this.done.get(act.invite)?.act : undefined;
    const isSigned =
      act.kind === 'admit'
        ? inviteAct?.kind === 'invite' && isSignedJoin(this.workspace, inviteAct.key, act)
        : act.kind !== 'device' || isSignedDevice(this.workspace, this.memberKey(standing), act);
    return isSigned ? under : 'BadSignature';
  }

  #placed(question: Question, under: Under, act: OracleAct, parents: number): Under | Verdict {
    const { past } = question;
    const { standing, link } = under;
    const admin = { ...under, needs: 'admin' };
    switch (act.kind) {
      case 'merge':
        return parents > 1 ? under : 'NotGranted';
      case 'invite':
        return admin;
      case 'device':
        return this.#linkOf(question, act.device, null) === undefined ? under : 'NotGranted';
      case 'close': {
        const invite = this.#inviteIn(question, act.invite);
        const isMine = invite && this.compareStandings(standing, invite.standing) <= 0;
        return isMine ? admin : 'NotGranted';
      }
      case 'admit': {
        const invite = this.#inviteIn(question, act.invite);
        if (invite?.act.kind !== 'invite') return 'NotGranted';
        const on = (one: Done): boolean =>
          'invite' in one.act && one.act.invite === act.invite && this.#hasEffect(question, one.id);
        const those = this.eventsIn(past).filter(on);
        if (those.some((one) => one.act.kind === 'close')) return 'NotGranted';
        if (this.#linkOf(question, act.device, null) !== undefined) return 'NotGranted';
        if (those.length >= invite.act.uses) return 'NoUsesLeft';
        return invite.act.approval ? admin : under;
      }
      case 'share': {
        const standings = this.#standingsInForce(question, act.member);
        const isMine = (one: string): boolean =>
          this.compareStandings(standing, one) < 0 &&
          this.circleOf(standing) === this.circleOf(one);
        const isFounder = standing === this.workspace;
        const may = standings.length > 0 && (isFounder || standings.every(isMine));
        return may ? admin : 'NotGranted';
      }
      case 'role':
        return this.#areJuniors(question, standing, act.member) ? admin : 'NotGranted';
      case 'remove': {
        const { target } = act;
        if (target.kind === 'member') {
          const isSelf = target.member === this.memberKey(standing);
          if (isSelf && link === standing) return { ...under, leaves: true };
          return this.#areJuniors(question, standing, target.member) ? admin : 'NotGranted';
        }
        const agent = target.kind === 'agent' ? target.agent : null;
        const links = this.#linksInForce(question, target.device, agent);
        const juniors = links.every((one) => this.compareLinks(link, one) < 0);
        if (links.length === 0 || !juniors) return 'NotGranted';
        const own = links.every((one) => this.sameMember(this.standingOf(one), standing));
        return own ? { ...under, own } : admin;
      }
    }
  }

  /** The one event below it is the part before, of the same act by the same agent. */
  #partOf(attempt: Attempt, act: OracleAct & Named): Under | Verdict {
    const [parent = ''] = attempt.parents;
    const before = this.done.get(parent);
    if (!before || attempt.parents.length !== 1 || !('part' in before.act)) return 'NotGranted';
    const expected = { ...before.act, part: before.act.part + 1, names: act.names };
    const same = JSON.stringify(sorted(expected)) === JSON.stringify(sorted(act));
    if (!same || before.agent !== attempt.agent || before.device !== attempt.device)
      return 'NotGranted';
    const { standing, link, needs, leaves, own } = before;
    return { standing, link, needs, leaves, own, first: before.first ?? before.id };
  }

  #inviteIn(question: Question, id: string): Done | undefined {
    const invite = this.#hasEffect(question, id) ? this.done.get(id) : undefined;
    return invite?.act.kind === 'invite' ? invite : undefined;
  }

  #areJuniors(question: Question, standing: string, member: string): boolean {
    const standings = this.#standingsInForce(question, member);
    return (
      standings.length > 0 && standings.every((one) => this.compareStandings(standing, one) < 0)
    );
  }

  // ── What has effect ───────────────────────────────────────────────────────────────────────────

  #hasEffect(question: Question, id: string): boolean {
    const { past, asked } = question;
    if (!past.has(id)) return false;
    if (id === this.workspace) return true;
    const known = asked.get(id);
    if (known === 'asking') throw new Error('an act that decides itself');
    if (known !== undefined) return known;
    asked.set(id, 'asking');
    const answer = this.#isDone(question, this.get(id));
    asked.set(id, answer);
    return answer;
  }

  #isDone(question: Question, done: Done): boolean {
    const { past } = question;
    const { standing, link, agent, act } = done;
    const below = this.below(done.id);
    if (!this.#hasEffect(question, standing) || !this.#hasEffect(question, link)) return false;
    if (act.kind === 'admit' && !this.#hasEffect(question, act.invite)) return false;
    if (power(this.#role(question, standing, below)) < power(done.needs)) return false;
    const isInside = (cut: Done): boolean => this.below(cut.id).has(done.id);
    const removals = this.#removalsThatBind(past, standing, link, agent).filter(
      (cut) => !(cut.leaves && done.leaves && cut.standing === standing),
    );
    const changes = this.#changesThatBind(past, standing).filter(
      (cut) =>
        cut.act.kind === 'role' && power(cut.act.role) < power(done.needs) && !below.has(cut.id),
    );
    const closings = this.eventsIn(past).filter(
      (cut) =>
        act.kind === 'admit' &&
        cut.act.kind === 'close' &&
        cut.act.invite === act.invite &&
        !cut.act.keep.includes(done.id),
    );
    return ![...removals, ...changes, ...closings].some(
      (cut) => !isInside(cut) && this.#hasEffect(question, cut.id),
    );
  }

  /** Removals, whether with effect or not, that bind what was done under a standing and a link. */
  #removalsThatBind(past: Past, standing: string, link: string, agent: string | null): Done[] {
    return this.eventsIn(past).filter((cut) => {
      if (cut.act.kind !== 'remove' || cut.first !== null) return false;
      const { target } = cut.act;
      if (target.kind === 'member') {
        const byMyself = cut.leaves && cut.standing === standing;
        return target.member === this.memberKey(standing) && this.#reaches(cut, standing, byMyself);
      }
      if (target.device !== this.deviceOf(link)) return false;
      if (target.kind === 'agent' && target.agent !== agent) return false;
      if (cut.own && !this.sameMember(cut.standing, standing)) return false;
      return this.compareLinks(cut.link, link) < 0 && !this.below(link).has(cut.id);
    });
  }

  #changesThatBind(past: Past, standing: string): Done[] {
    return this.eventsIn(past).filter(
      (cut) =>
        cut.act.kind === 'role' &&
        cut.first === null &&
        cut.act.member === this.memberKey(standing) &&
        this.#reaches(cut, standing, false),
    );
  }

  #reaches(cut: Done, standing: string, byMyself: boolean): boolean {
    const isJunior = this.compareStandings(cut.standing, standing) < 0;
    return (isJunior || byMyself) && !this.below(standing).has(cut.id);
  }

  /** The role of a standing by the changes with effect that are in `within`. */
  #role(question: Question, standing: string, within: Past): string {
    const changes = this.#changesThatBind(question.past, standing).filter(
      ({ id }) => within.has(id) && this.#hasEffect(question, id),
    );
    const last = changes.filter(({ id }) => !changes.some((one) => this.below(one.id).has(id)));
    const roles = last.flatMap(({ act }) => (act.kind === 'role' ? power(act.role) : []));
    const least = POWER[Math.min(...roles)];
    if (least !== undefined) return least;
    const admission = this.done.get(standing)?.act;
    const invite = admission?.kind === 'admit' ? this.get(admission.invite).act : undefined;
    return invite?.kind === 'invite' ? invite.role : 'admin';
  }

  #named(question: Question, cut: Done, agent: string): number {
    const parts = this.eventsIn(question.past).filter(
      ({ id, first }) => (id === cut.id || first === cut.id) && this.#hasEffect(question, id),
    );
    const names = parts.flatMap(({ act }) => ('names' in act ? act.names : []));
    return Math.max(0, ...names.filter((name) => name.agent === agent).map(({ seq }) => seq));
  }

  // ── Standings and links ───────────────────────────────────────────────────────────────────────

  #isInForce(question: Question, standing: string): boolean {
    const cuts = this.#removalsThatBind(question.past, standing, standing, null).filter(
      ({ act }) => act.kind === 'remove' && act.target.kind === 'member',
    );
    const isCut = cuts.some(({ id }) => this.#hasEffect(question, id));
    return this.#hasEffect(question, standing) && !isCut;
  }

  /** Senior first. */
  #standingsInForce(question: Question, member: string): string[] {
    return this.standings(question.past)
      .filter((one) => this.memberKey(one) === member && this.#isInForce(question, one))
      .sort((a, b) => this.compareStandings(a, b));
  }

  /** By which a device, or one agent of it, speaks: as itself first, then senior first. */
  #linksInForce(question: Question, device: string, agent: string | null): string[] {
    const added = this.eventsIn(question.past).filter(({ act }) => act.kind === 'device');
    const links = [...this.standings(question.past), ...added.map(({ id }) => id)];
    const inForce = links.filter((link) => {
      const standing = this.standingOf(link);
      if (this.deviceOf(link) !== device || !this.#hasEffect(question, link)) return false;
      const cuts = this.#removalsThatBind(question.past, standing, link, agent);
      return (
        this.#isInForce(question, standing) && !cuts.some(({ id }) => this.#hasEffect(question, id))
      );
    });
    const strangeness = (link: string): number => (link === this.standingOf(link) ? 0 : 1);
    return inForce.sort((a, b) => strangeness(a) - strangeness(b) || this.compareLinks(a, b));
  }

  #linkOf(question: Question, device: string, agent: string | null): string | undefined {
    return this.#linksInForce(question, device, agent)[0];
  }

  #member(question: Question, standing: string): OracleMember {
    const act = this.done.get(standing)?.act;
    return {
      id: this.memberKey(standing),
      name: act?.kind === 'admit' ? act.name : this.#founderName,
      role: this.#role(question, standing, question.past),
      event: standing,
      globalSeq: this.globalSeq(standing),
    };
  }
}

/** One question, and what was found out on the way to its answer. */
interface Question {
  readonly past: Past;
  readonly asked: Map<string, boolean | 'asking'>;
}

const ask = (past: Past): Question => ({ past, asked: new Map() });

const sorted = (act: object): unknown => Object.entries(act).sort(([a], [b]) => (a < b ? -1 : 1));
