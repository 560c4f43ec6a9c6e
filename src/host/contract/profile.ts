/** A browser profile: the workspaces in it, and the ways to come to one more. */
import type { WorkspaceId } from '../../base/ids.ts';
import type { RestoreFailure } from './devices.ts';
import type { WorkspaceSession } from './workspace.ts';

/** This browser profile: the workspaces in it, and the ways to come to one more. */
export interface Profile {
  /** Newest first. */
  workspaces(): Promise<WorkspaceSummary[]>;
  /** The name used last, or ''. */
  name(): Promise<string>;
  create(options: { readonly title: string; readonly name: string }): Promise<WorkspaceSession>;
  open(id: WorkspaceId): Promise<WorkspaceSession>;
  /** As `open`, but at once, as this browser remembers it, if it does: `opened` tells of the rest. */
  enter(id: WorkspaceId): Promise<WorkspaceSession>;
  /** What a pasted link or fragment says, without touching the network. */
  readLink(link: string): LinkView | JoinFailure;
  /** Joins, reporting each step; rejects with JoinError, and can be given up by the signal. */
  join(
    link: string,
    name: string,
    onProgress: (progress: JoinProgress) => void,
    signal: AbortSignal,
  ): Promise<WorkspaceSession>;
  /** Reads a link that makes this browser a device of whoever made it; touches no network. */
  deviceLink(link: string): Promise<DeviceLinkView | JoinFailure>;
  /** Puts a backup back that these words' secret opens. Nothing is written unless all of it is good. */
  restore(
    file: Blob,
    secret: Uint8Array,
    told: (done: number) => void,
  ): Promise<WorkspaceSession | { readonly failure: RestoreFailure; readonly here?: WorkspaceId }>;
  /** Removes a workspace from this browser. What other members hold stays with them. */
  forget(id: WorkspaceId): Promise<void>;
  setting(key: string): Promise<string | undefined>;
  putSetting(key: string, value: string): Promise<void>;
}

export interface WorkspaceSummary {
  readonly id: WorkspaceId;
  readonly title: string;
  readonly name: string;
  /** Whole seconds. */
  readonly openedAt: number;
  /** When a backup was saved last, in whole seconds, 0 if never; `null`: there is no recovery kit. */
  readonly backupAt: number | null;
}

export interface LinkView {
  readonly workspace: WorkspaceId;
}

/** What a device link says. */
export interface DeviceLinkView {
  readonly workspace: WorkspaceId;
  /** The member's, and the beginning of the workspace's, by the word of whoever made the link. */
  readonly name: string;
  readonly title: string;
  /** The workspace is in this browser already. */
  readonly here: boolean;
  /** Knocks, and comes in; as `Profile.join`. */
  use(onProgress: (progress: JoinProgress) => void, signal: AbortSignal): Promise<WorkspaceSession>;
}

/** Where a join stands; each step has its own timeout and words. `asked`, if at all, has no timeout. */
export type JoinStep = 'relay' | 'member' | 'proof' | 'asked' | 'admitted' | 'receiving' | 'done';

export type JoinFailure =
  | 'NotALink' // no invite link at all, or a damaged one
  | 'NewerLink' // made by a newer version
  | 'NoRelay' // the relay could not be reached
  | 'NobodyOnline' // nobody of the workspace answered
  | 'UsedUp'
  | 'Expired'
  | 'Refused' // a member answered, and did not let us in
  | 'Declined' // a person was asked, and said not now
  | 'Unanswered' // a person was asked, and went away
  | 'WrongHistory' // what we were sent is not the workspace that the link names
  | 'Storage';

export interface JoinProgress {
  readonly step: JoinStep;
  /** Name of the member who answers, once known. */
  readonly via: string | null;
  /** Our own, once there is a key: four numbers, as a member's. */
  readonly code: readonly number[];
  /** While receiving: who has no more for us, and less than the link promises; '' if it is not known who. */
  readonly behind: readonly string[];
  readonly failure: JoinFailure | null;
}

export class JoinError extends Error {
  readonly failure: JoinFailure;
  constructor(failure: JoinFailure, options?: ErrorOptions) {
    super(failure, options);
    this.name = 'JoinError';
    this.failure = failure;
  }
}
