/**
 * What a person sees of a replica, as one string: two replicas that hold the same must show this.
 */
import { toHex } from '../../src/base/bytes.ts';
import { FIELD } from '../../src/crdt/workspace-map.ts';
import type { Replica } from '../../src/replica/replica.ts';

export function stateOf(replica: Replica): string {
  const lines: string[] = [];
  for (const { id, text, registers } of replica.history.documents()) {
    if (text && text.graph.next > 0) lines.push(`${id} ${JSON.stringify(text.toString())}`);
    for (const row of registers?.rows() ?? [])
      for (const field of Object.values(FIELD)) {
        const value = registers?.get(row, field);
        if (value) lines.push(`${row} ${field} ${toHex(value)}`);
      }
  }
  lines.sort();
  for (const { id, name, role } of replica.history.policy.members())
    lines.push(`${id} ${name} ${role}`);
  return lines.join('\n');
}
