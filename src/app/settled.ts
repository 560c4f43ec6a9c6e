/**
 * When somebody who has just come in has got what there is, and has looked around: until then whatever
 * can wait does, since the line and the processor are theirs.
 */
import type { WorkspaceSession } from '../host/session.ts';

/** How long they look around, in milliseconds. */
const AROUND_MS = 2_000;
/** After this long nothing waits any more: they may not be in yet, or nobody may be here to get it from. */
const PATIENCE_MS = 10_000;

/**
 * Calls `then` soon after a peer is in step and nothing is arriving; `session` is `null` for whoever is not
 * in yet. Returns how to leave it at that.
 */
export function whenSettled(session: WorkspaceSession | null, then: () => void): () => void {
  const end = (): void => {
    unsubscribe();
    then();
  };
  let timer = setTimeout(end, PATIENCE_MS);
  const look = (): void => {
    if (session === null) return;
    const { synced, receiving } = session.view().status;
    if (synced === 0 || receiving !== null) return;
    unsubscribe();
    clearTimeout(timer);
    timer = setTimeout(end, AROUND_MS);
  };
  const unsubscribe = session?.subscribe(look) ?? (() => {});
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
