/**
 * What never changes about policy events: their pasts, standings, links and ranks, for the oracle.
 *
 * A *past* is a set of event ids closed under parents. Ranks are paths from the root of a tree.
 */
export interface Named {
  readonly part: number;
  readonly parts: number;
  readonly names: readonly { readonly agent: string; readonly seq: number }[];
}

export type OracleTarget =
  | { readonly kind: 'member'; readonly member: string }
  | { readonly kind: 'device'; readonly device: string }
  | { readonly kind: 'agent'; readonly device: string; readonly agent: string };

export type OracleAct =
  | {
      readonly kind: 'invite';
      readonly key: string;
      readonly role: string;
      readonly approval: boolean;
      readonly uses: number;
    }
  | { readonly kind: 'close'; readonly invite: string; readonly keep: readonly string[] }
  | {
      readonly kind: 'admit';
      readonly invite: string;
      readonly device: string;
      readonly name: string;
      readonly transcript: Uint8Array;
      readonly proof: Uint8Array;
      readonly consent: Uint8Array;
    }
  | { readonly kind: 'device'; readonly device: string; readonly consent: Uint8Array }
  | ({ readonly kind: 'role'; readonly member: string; readonly role: string } & Named)
  | ({ readonly kind: 'remove'; readonly target: OracleTarget } & Named)
  | { readonly kind: 'share'; readonly member: string; readonly times: number }
  | { readonly kind: 'merge' };

export interface OracleEvent {
  readonly id: string;
  readonly parents: readonly string[];
  readonly agent: string;
  /** The device that speaks. */
  readonly device: string;
  readonly act: OracleAct;
}

export type Attempt = Omit<OracleEvent, 'id'>;

/** What an act was done under: ids of the events that made the standing and the link. */
export interface Under {
  readonly standing: string;
  readonly link: string;
  readonly needs: string;
  readonly leaves: boolean;
  readonly own: boolean;
  /** Of a later part: the first one. */
  readonly first: string | null;
}

export type Done = OracleEvent & Under;

export type Past = ReadonlySet<string>;
/** From the root of a tree to a node: the shorter one is senior, then the lesser. */
type Path = readonly (readonly [globalSeq: number, id: string])[];

export class PolicyFacts {
  protected readonly done = new Map<string, Done>();
  protected readonly workspace: string;
  readonly #founder: string;

  /** The workspace's id is also the id of the root. */
  constructor(workspace: string, founder: string) {
    this.workspace = workspace;
    this.#founder = founder;
  }

  /** Everything at or below the given events, the root included. */
  past(heads: readonly string[]): Past {
    const past = new Set<string>([this.workspace]);
    const visit = (id: string): void => {
      if (past.has(id)) return;
      past.add(id);
      this.done.get(id)?.parents.forEach(visit);
    };
    heads.forEach(visit);
    return past;
  }

  /** One more than the greatest below; the root has 0. Every event holds one act. */
  globalSeq(id: string): number {
    const parents = this.done.get(id)?.parents ?? [];
    return id === this.workspace ? 0 : 1 + Math.max(...parents.map((one) => this.globalSeq(one)));
  }

  /** As of which standing an act is decided: its own; an admission as of the more junior one. */
  rankOf(id: string): string {
    if (id === this.workspace) return id;
    const done = this.get(id);
    return done.act.kind === 'admit' ? this.parentOf(id) : done.standing;
  }

  /** Negative if the first standing is senior. */
  compareStandings(a: string, b: string): number {
    return comparePaths(this.#path(a), this.#path(b));
  }

  protected get(id: string): Done {
    const done = this.done.get(id);
    if (!done) throw new Error('no such event');
    return done;
  }

  /** Strictly below an event. */
  protected below(id: string): Past {
    const past = new Set(this.past([id]));
    past.delete(id);
    return past;
  }

  protected eventsIn(past: Past): Done[] {
    return [...past].flatMap((id) => this.done.get(id) ?? []);
  }

  protected standings(past: Past): string[] {
    const admissions = this.eventsIn(past).filter(({ act }) => act.kind === 'admit');
    return [
      ...(past.has(this.workspace) ? [this.workspace] : []),
      ...admissions.map((one) => one.id),
    ];
  }

  protected standingOf(link: string): string {
    const done = this.done.get(link);
    return done?.act.kind === 'device' ? done.standing : link;
  }

  protected deviceOf(link: string): string {
    const act = this.done.get(link)?.act;
    return act?.kind === 'device' || act?.kind === 'admit' ? act.device : this.#founder;
  }

  protected memberKey(standing: string): string {
    return this.deviceOf(standing);
  }

  protected sameMember(a: string, b: string): boolean {
    return this.memberKey(a) === this.memberKey(b);
  }

  /** The more junior of the standings of admitter and inviter. */
  protected parentOf(standing: string): string {
    const { act, standing: admitter } = this.get(standing);
    const inviter = act.kind === 'admit' ? this.get(act.invite).standing : admitter;
    return this.compareStandings(admitter, inviter) < 0 ? inviter : admitter;
  }

  /** Whom the founder invited, if a standing came by its invites; none of the root itself. */
  protected circleOf(standing: string): string | null {
    const { act } = this.done.get(standing) ?? {};
    if (act?.kind !== 'admit') return null;
    return this.circleOf(this.get(act.invite).standing) ?? act.device;
  }

  #path(standing: string): Path {
    if (standing === this.workspace) return [];
    return [...this.#path(this.parentOf(standing)), [this.globalSeq(standing), standing]];
  }

  #linkPath(link: string): Path {
    if (link === this.standingOf(link)) return [];
    return [...this.#linkPath(this.get(link).link), [this.globalSeq(link), link]];
  }

  protected compareLinks(a: string, b: string): number {
    const byStanding = this.compareStandings(this.standingOf(a), this.standingOf(b));
    return byStanding || comparePaths(this.#linkPath(a), this.#linkPath(b));
  }
}

function comparePaths(a: Path, b: Path): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [i, [globalSeq, id]] of a.entries()) {
    const [otherSeq, otherId] = b[i] ?? [0, ''];
    if (globalSeq !== otherSeq) return globalSeq - otherSeq;
    if (id !== otherId) return id < otherId ? -1 : 1;
  }
  return 0;
}
