/**
 * What a person is told of that happened here: the newest, for as long as the tab is open.
 *
 * Who came, went or changed is told by comparing the members with those of the last look; what is
 * missing, as long as it is.
 */
import { asSeconds, type MemberId, type Seconds } from '../base/ids.ts';
import type { History } from '../replica/history.ts';
import { newsOf } from './news.ts';
import { signedBy } from './proof.ts';
import type { MemberView, NoticeDetails, NoticeView, WorkspaceView } from './session.ts';

const MAX_NOTICES = 200;

export class Notices {
  readonly #history: History;
  readonly #onChange: () => void;
  #list: readonly NoticeView[] = [];
  #members: readonly MemberView[] | null = null;
  readonly #seen = new Map<MemberId, Seconds>();

  constructor(history: History, onChange: () => void) {
    this.#history = history;
    this.#onChange = onChange;
  }

  get list(): readonly NoticeView[] {
    return this.#list;
  }

  /** When each member was here last. */
  get seen(): ReadonlyMap<MemberId, Seconds> {
    return this.#seen;
  }

  add(code: NoticeView['code'], facts: NoticeView['facts'], details: NoticeDetails = {}): void {
    const id = (this.#list.at(-1)?.id ?? 0) + 1;
    this.#list = [...this.#list, { id, code, facts, details, at: Date.now() }].slice(-MAX_NOTICES);
    this.#onChange();
  }

  /** Says who has come, gone or changed since the last look, if there was one; whether anything has. */
  greet(members: readonly MemberView[]): boolean {
    const known = this.#members;
    if (members === known) return false;
    this.#members = members;
    if (!known) return false;
    for (const { code, facts, details } of newsOf(known, members, this.#history.policy))
      this.add(code, facts, {
        ...details,
        ...(details.event && signedBy(this.#history, details.event)),
      });
    return true;
  }

  /** Notes who is here, and says what is missing as long as it is. */
  mark({ peers, status: { missing } }: WorkspaceView): void {
    for (const { member } of peers)
      this.#seen.set(member, asSeconds(Math.floor(Date.now() / 1000)));
    const facts = missing && {
      names: missing.names.join(', '),
      by: missing.by.join(', '),
      count: String(missing.by.length),
      since: String(missing.since),
    };
    const before = this.#list.find(({ code }) => code === 'missing');
    if (JSON.stringify(before?.facts ?? null) === JSON.stringify(facts)) return;
    this.#list = this.#list.filter((one) => one !== before);
    if (facts) this.add('missing', facts);
    else this.#onChange();
  }
}
