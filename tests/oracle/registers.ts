/**
 * Registers as one sentence: of all writes of one (row, field), the last in the order of global
 * seq, then value bytes, then event id. Everything is sorted anew for every question.
 */
export interface OracleWrite {
  readonly row: string;
  readonly field: number;
  readonly value: Uint8Array;
  readonly globalSeq: number;
  readonly event: string;
}

/** Values by `row/field` in hex, for all registers that were ever written. */
export function registersOf(writes: readonly OracleWrite[]): Map<string, string> {
  const sorted = writes.toSorted(
    (a, b) =>
      a.globalSeq - b.globalSeq ||
      Buffer.compare(a.value, b.value) ||
      Buffer.compare(Buffer.from(a.event, 'hex'), Buffer.from(b.event, 'hex')),
  );
  const values = new Map<string, string>();
  for (const { row, field, value } of sorted)
    values.set(`${row}/${field}`, Buffer.from(value).toString('hex'));
  return values;
}
