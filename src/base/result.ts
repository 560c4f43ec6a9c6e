/**
 * What the outside did wrong is a value (Refusal); what we did wrong is thrown (Fault).
 *
 * A refusal says whether it is for ever (`refused`) or may still become fine (`pending`). It is a
 * function of the thing judged and its ancestors, never of arrival order.
 */
export type Result<T, E = Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export interface Refusal {
  readonly outcome: 'refused' | 'pending';
  /** Stable name, one per rule of docs/SPEC.md, e.g. `NotCanonical`. */
  readonly code: RefusalCode;
  /** Facts for the log, never shown as they are. */
  readonly detail?: string;
}

export type RefusalCode =
  | 'TooLarge'
  | 'Malformed'
  | 'NotCanonical'
  | 'BadText'
  | 'BadKey'
  | 'BadSignature'
  | 'BadCertificate'
  | 'BadSegment'
  | 'Unsealed'
  | 'WrongWorkspace'
  | 'WrongChain'
  | 'WrongOps'
  | 'TooManyParents'
  | 'NotMinimal'
  | 'ForeignParent'
  | 'LeavesOwnChain'
  | 'PolicyRollback'
  | 'NotGranted'
  | 'NoUsesLeft'
  | 'Expired'
  | 'Fork'
  | 'MissingAncestor'
  | 'OverBudget'
  | 'Unproven'
  | 'UnsupportedVersion';

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const refuse = (
  code: RefusalCode,
  detail?: string,
): { readonly ok: false; readonly error: Refusal } => ({
  ok: false,
  error: detail === undefined ? { outcome: 'refused', code } : { outcome: 'refused', code, detail },
});

export const pending = (
  code: RefusalCode,
  detail?: string,
): { readonly ok: false; readonly error: Refusal } => ({
  ok: false,
  error: detail === undefined ? { outcome: 'pending', code } : { outcome: 'pending', code, detail },
});

/** Our own mistake, or the disk's: never thrown because of what a peer sent. */
export class Fault extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Fault';
    this.code = code;
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Fault('Assertion', message);
}
