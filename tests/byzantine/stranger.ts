/** A40: knows the topic's secret, as a relay that somebody told it would, and is no member. */
import { setTitle } from '../../src/crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { insert, inviteKey } from '../replica/lab.ts';
import { Actor } from './actor.ts';

export class Stranger extends Actor {
  turn(): void {
    const where = this.begin(this.document);
    const policy = this.forger('policy');
    const first = { certificate: policy.identity.certificate, continues: [] };
    const act = { kind: 'invite', key: inviteKey(1), role: 'admin', uses: 9, expires: 0 } as never;
    const made = this.random.pick([
      () => this.forger().first({ ...where, ops: [insert(0, 'hi')] }),
      () =>
        this.forger().first({
          ...this.begin(WORKSPACE_MAP),
          ops: [setTitle(WORKSPACE_MAP, 'mine')],
        }),
      () => policy.next({ first, parents: where.policyHeads ?? [], ops: [act] }),
    ])?.();
    if (made) this.tell([this.wrong(made).run]);
  }
}
