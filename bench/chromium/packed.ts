/** A stored workspace on its way into a page, as JSON with its bytes in base64. */
import type { StoredWorkspace } from '../parley/store.ts';

/** JSON; a string where the bytes were, after this mark. */
export type Packed = string;

const MARK = 'base64:';

export const toJson = (workspace: StoredWorkspace): Packed =>
  JSON.stringify(workspace, (_, value: unknown) =>
    value instanceof Uint8Array ? MARK + Buffer.from(value).toString('base64') : value,
  );

export const fromJson = (packed: Packed): StoredWorkspace =>
  JSON.parse(packed, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK)
      ? Uint8Array.from(atob(value.slice(MARK.length)), (one) => one.charCodeAt(0))
      : value,
  ) as StoredWorkspace;
