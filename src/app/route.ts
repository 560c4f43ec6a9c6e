/**
 * The address bar: which screen it names, and how an invite's secret leaves it.
 *
 * Screens are named by the fragment, so that any static host and any sub-path will do. An invite
 * carries its secret in the fragment too; `takeLink` removes it from the address before anything
 * else runs, and hands it over as a value that is never written anywhere.
 */
import type { DocumentId, WorkspaceId } from '../base/ids.ts';

export type Route =
  | { readonly screen: 'start' }
  | { readonly screen: 'join' }
  | { readonly screen: 'check' }
  | { readonly screen: 'restore' }
  | {
      readonly screen: 'workspace';
      readonly workspace: WorkspaceId;
      readonly document: DocumentId | null;
    };

const JOIN = '#/join';
export const CHECK = '#/check';
const RESTORE = '#/restore';
const WORKSPACE = /^#\/w\/([0-9a-f]{64})(?:\/([0-9a-f]{32}))?$/;

/** Reads a fragment with its `#`. Anything unknown is the start screen. */
export function readRoute(hash: string): Route {
  if (hash === JOIN || hash.startsWith(`${JOIN}/`)) return { screen: 'join' };
  if (hash === CHECK) return { screen: 'check' };
  if (hash === RESTORE) return { screen: 'restore' };
  const match = WORKSPACE.exec(hash);
  if (match === null) return { screen: 'start' };
  return {
    screen: 'workspace',
    workspace: match[1] as WorkspaceId,
    document: match[2] === undefined ? null : (match[2] as DocumentId),
  };
}

export function routeHash(route: Route): string {
  if (route.screen === 'join') return JOIN;
  if (route.screen === 'check') return CHECK;
  if (route.screen === 'restore') return RESTORE;
  if (route.screen === 'start') return '#/';
  const { workspace, document } = route;
  return document === null ? `#/w/${workspace}` : `#/w/${workspace}/${document}`;
}

/** The setting that names the document that was open last in a workspace. */
export const placeOf = (workspace: WorkspaceId): string => `place/${workspace}`;

/** Whether a link is no invite but for another device of whoever made it (host/attaching.ts). */
export const isForDevice = (link: string): boolean => link.includes(`${JOIN}/device/`);

type Address = Pick<Location, 'hash' | 'href' | 'pathname' | 'search'>;

/**
 * If the address holds an invite, takes it out of the address bar and this history entry, and
 * returns the whole link. Otherwise null, and nothing changes.
 */
export function takeLink(location: Address, history: Pick<History, 'replaceState'>): string | null {
  if (!location.hash.startsWith(`${JOIN}/`)) return null;
  const link = location.href;
  history.replaceState(null, '', location.pathname + location.search + JOIN);
  return link;
}
