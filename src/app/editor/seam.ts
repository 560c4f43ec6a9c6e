/**
 * A driver's hand on the view: whoever replays a recorded history must type each edit into exactly
 * the version that its author saw.
 *
 * So what an input method's composition does can also be asked for by an event on the editor's
 * element: hold the view, let it move on to a version, release it. Each event is answered with the
 * version that is shown. Only the page's own scripts can send one; typing, reading and everything
 * else that a driver does goes the way that a person's does.
 */
import type { EventId } from '../../base/ids.ts';
import type { DocumentSession, WorkspaceSession } from '../../host/session.ts';

export const VIEW_EVENT = 'parley:view';

export interface ViewRequest {
  readonly hold?: true;
  readonly release?: true;
  /** While held: event ids until which the view moves on, as soon as they are here. */
  readonly advanceTo?: readonly EventId[];
  /** The answer: ids of the version shown. What was typed is cut into an event first. */
  version?: readonly EventId[];
}

declare global {
  interface HTMLElementEventMap {
    [VIEW_EVENT]: CustomEvent<ViewRequest>;
  }
}

/** Listens on `element` for as long as it exists. */
export function listenForDriver(
  element: HTMLElement,
  document: DocumentSession,
  session: Pick<WorkspaceSession, 'hold' | 'release' | 'advanceTo'>,
): void {
  element.addEventListener(VIEW_EVENT, ({ detail }) => {
    if (detail.hold) session.hold();
    if (detail.advanceTo) session.advanceTo(detail.advanceTo);
    if (detail.release) session.release();
    detail.version = document.version();
  });
}
