/**
 * What the screens know of a workspace: immutable views, plain calls, and nothing of bytes.
 *
 * The host (host/workspace.ts) implements this contract over a replica, a store and a transport;
 * `app/` uses nothing else of it. Positions and lengths here are UTF-16 units, as editors count.
 */
export type { AxisId, Column, ColumnType, Row } from '../crdt/table.ts';
export type { Point } from '../replica/past.ts';
export type { Keep } from '../replica/removal.ts';
export type { FileTrouble } from '../storage/files.ts';
export type * from './contract/workspace.ts';
export type * from './contract/views.ts';
export type * from './contract/document.ts';
export type * from './contract/comments.ts';
export type * from './contract/images.ts';
export type * from './contract/archive.ts';
export type * from './contract/table.ts';
export type * from './contract/history.ts';
export type * from './contract/devices.ts';
export * from './contract/profile.ts';
