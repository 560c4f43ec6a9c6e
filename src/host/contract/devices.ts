/** What keeps a member from being lost with a browser: a second device, a recovery kit, backups. */
import type { Seconds } from '../../base/ids.ts';
import type { FileTrouble } from '../../storage/files.ts';
import type { AskView } from './views.ts';

/**
 * Where one more device of this member is waited for: until it is added, for ten minutes at most, and
 * no longer than somebody looks.
 */
export interface DeviceDoor {
  /** For the other device to open; its secret is in the fragment, and in no store. */
  readonly link: string;
  readonly state: 'open' | 'added' | 'shut';
  /** Those who opened the link and ask, the longest waiting first. */
  readonly asking: readonly Pick<AskView, 'id' | 'code'>[];
  /** Calls the listener after `state` or `asking` changed. */
  subscribe(listener: () => void): () => void;
  /** Adds the one who asks, durably, or not now. Rejects when that could not be saved. */
  answer(id: number, add: boolean): Promise<void>;
  close(): void;
}

/** A recovery kit that is in force. */
export interface KitView {
  /** When a backup was saved here last, or the one that was put back here was made. */
  readonly savedAt: Seconds | null;
  /** Whether this browser can end it: not one that it brought here, since that is junior to it. */
  readonly mayEnd: boolean;
  /** Something is here that the newest backup does not have, as far as this browser knows. */
  readonly isBehind: boolean;
  /** That is kept up to date, and why it could not be written when it was to be. */
  readonly file: { readonly name: string; readonly trouble: FileTrouble | null } | null;
}

/** A recovery kit and the backups that its words open. */
export interface RecoverySession {
  /** The one that was made in this browser, or brought the workspace here. */
  kit(): Promise<KitView | null>;
  /** For new words. Nothing keeps it. */
  newSecret(): Uint8Array;
  /** Makes it the secret of a kit of this member; ends the one before, if it may. Durable when it resolves. */
  make(secret: Uint8Array): Promise<void>;
  /** All that is here, for a file; tells how far it is, from 0 to 1. */
  backup(told: (done: number) => void): Promise<Blob>;
  /** Images that the newest backup of this session lacks: not all of them is here, or they did not fit. */
  readonly leftOut: number;
  /** Keeps a file up to date with backups from now on, and writes the first. The view tells how that went. */
  keepIn(file: FileSystemFileHandle): Promise<void>;
  /** Asks for leave to write that file again. Only in answer to a press. */
  allow(): Promise<void>;
  /** Keeps it up to date no longer. */
  letGo(): Promise<void>;
}

export type RestoreFailure =
  | 'TooLarge'
  | 'Unreadable' // the browser could not read the file
  | 'NotABackup'
  | 'Newer' // made by a newer version
  | 'WrongWords' // of another kit
  | 'Damaged' // changed since it was made
  | 'Here' // the workspace is in this browser already
  | 'NotAMember' // the kit speaks for nobody, by what the backup says
  | 'Storage';
