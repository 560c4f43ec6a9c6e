/**
 * What is worth saying to somebody lest their workspace be lost with this browser: pure, of what a
 * workspace shows anyway. Whether it was said before, and what it says, is elsewhere.
 */
import type { WorkspaceView } from '../host/session.ts';

/**
 * Nobody else has it; a recovery kit is offered; the browser has not promised to keep it; there is a kit,
 * and how its backups are is to be looked at.
 */
export type Care = 'alone' | 'kit' | 'risk' | 'backup';

/** Of one sitting, some ten minutes of writing: more than anybody writes to see what this is. */
const MANY_CHANGES = 1_000;

/**
 * The first first. `cameBack`: not for the first time here. A kit is offered to whoever came back or
 * wrote much, and not when the first guest comes: just then there is better to do than twelve words.
 */
export function caresOf(
  { me, members, status }: Pick<WorkspaceView, 'me' | 'members' | 'status'>,
  cameBack: boolean,
): Care[] {
  // None before the history has been read.
  const devices = members.find((one) => one.me)?.devices ?? [];
  const hasKit = devices.some(({ kit }) => kit);
  const hasMuch = cameBack || status.unsent >= MANY_CHANGES;
  const cares: readonly (Care | false)[] = [
    me.role === 'admin' && members.length < 2 && 'alone',
    me.role !== 'reader' && devices.length > 0 && !hasKit && hasMuch && 'kit',
    status.persisted === false && 'risk',
    hasKit && 'backup',
  ];
  return cares.filter((care) => care !== false);
}
