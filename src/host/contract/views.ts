/** What is shown of a workspace at a moment. Views never change; a newer one is another object. */
import type {
  AgentId,
  DocumentId,
  EventId,
  MemberId,
  PeerId,
  PublicKey,
  Role,
  Seconds,
  WorkspaceId,
} from '../../base/ids.ts';
import type { RelayState, Route } from '../../net/transport.ts';

export interface WorkspaceView {
  readonly id: WorkspaceId;
  readonly title: string;
  readonly me: { readonly member: MemberId | null; readonly name: string; readonly role: Role };
  /** In their order, deleted ones included. */
  readonly documents: readonly DocumentView[];
  /** Another number whenever a version may have got or lost a name, or somebody commented. */
  readonly named: number;
  /** By index. */
  readonly members: readonly MemberView[];
  /** Those that somebody can still join by, the newest first. */
  readonly invites: readonly InviteView[];
  /** Those whom this tab was asked to let in, the longest waiting first. */
  readonly asking: readonly AskView[];
  readonly peers: readonly PeerView[];
  readonly status: StatusView;
  readonly notices: readonly NoticeView[];
}

export interface DocumentView {
  readonly id: DocumentId;
  readonly type: 'text' | 'table';
  readonly title: string;
  readonly deleted: boolean;
  /** Somebody else wrote there since it was looked at on this device, or it never was. */
  readonly unread: boolean;
}

export interface MemberView {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly me: boolean;
  /** Order of joining, 0 = founder: gives the colour. */
  readonly index: number;
  readonly online: boolean;
  /**
   * When something was last heard from them, if they are not here: in this page load, or in the newest
   * event that is held, by its word. Seconds since 1970.
   */
  readonly heard: Seconds | null;
  /** Names; `null` for the founder. They need not be members any more. */
  readonly invitedBy: string | null;
  readonly admittedBy: string | null;
  /** Those in force, the most senior first. */
  readonly devices: readonly DeviceView[];
  /** Of its share of storage: what is kept here of what it wrote, and whether that is all it may be. */
  readonly bytes: number;
  readonly most: number;
  readonly full: boolean;
  /** Four numbers below 2048, a hash of its first device's key: for two people to compare by voice. */
  readonly code: readonly number[];
  /** What this page may do to it. */
  readonly mayRemove: boolean;
  readonly mayBecome: readonly Role[];
  /** Its share is used up, and this page may give it, or the first of its circle, more. */
  readonly mayGive: boolean;
}

export interface DeviceView {
  readonly id: PublicKey;
  /** The one that this page runs on. */
  readonly here: boolean;
  readonly online: boolean;
  /** No browser, but the recovery kit that this one knows of. */
  readonly kit: boolean;
  readonly mayRemove: boolean;
}

export interface InviteView {
  readonly event: EventId;
  readonly role: Role;
  readonly uses: number;
  readonly used: number;
  /** Seconds since 1970; 0 = never. */
  readonly expires: Seconds;
  /** An admin lets each person in. */
  readonly approval: boolean;
  readonly mayClose: boolean;
}

/** Somebody at the door whom a person may let in. */
export interface AskView {
  readonly id: number;
  readonly device: PublicKey;
  /** By their own word. */
  readonly name: string;
  /** What the invite gives. */
  readonly role: Role;
  /** As a member's, and the same once they are one. */
  readonly code: readonly number[];
}

/** Another page load that we have a proven channel to. Sorted by member index, then peer. */
export interface PeerView {
  readonly peer: PeerId;
  readonly member: MemberId;
  readonly name: string;
  readonly index: number;
  /** True for another tab or device of the same member. */
  readonly me: boolean;
  readonly route: Route;
  /** It says that it has everything that we have. */
  readonly synced: boolean;
  readonly document: DocumentId | null;
}

export interface StatusView {
  /** `failed`: the store refused; edits live in this tab only and the person must act. */
  readonly storage: 'saved' | 'saving' | 'failed' | 'memory';
  /** Why the store failed, when it did: `Quota`, `Unavailable`, … */
  readonly storageError: string | null;
  /** Own events that no proven peer has said it holds. */
  readonly unsent: number;
  readonly peers: number;
  readonly synced: number;
  readonly relay: RelayState;
  /** The browser's own word: `navigator.onLine`. */
  readonly online: boolean;
  /** Bytes of history still to come from peers, when it is known to be more than a moment's worth. */
  readonly receiving: { readonly events: number } | null;
  /** That this device speaks for nobody any more, as far as is known or said. */
  readonly removal: RemovalView | null;
  /** What others say there is, and nobody has sent for a minute or longer. */
  readonly missing: MissingView | null;
  /** The browser has promised not to delete this profile's data; `null`: it has not answered yet. */
  readonly persisted: boolean | null;
}

export interface MissingView {
  /** Whose changes, as far as that is known. */
  readonly names: readonly string[];
  /** Who says that they exist. Nothing proves it. */
  readonly by: readonly string[];
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface RemovalView {
  /** `device`: the member still is one, elsewhere. */
  readonly what: 'left' | 'member' | 'device';
  /** Who did it or, where it is not known, who says so. */
  readonly by: string | null;
  /** False: a claim of whoever says it, while nobody else talks to us. History does not say so. */
  readonly known: boolean;
}

/** Whole ids of what a notice is about, for those who look into it. */
export interface NoticeDetails {
  readonly member?: MemberId;
  /** Whose signature it bears: of this device, in this page load. */
  readonly device?: PublicKey;
  readonly agent?: AgentId;
  readonly event?: EventId;
}

export interface NoticeView {
  readonly id: number;
  /** Key into words, with its facts; newest last. */
  readonly code:
    | 'joined'
    | 'removed'
    | 'left'
    | 'role'
    | 'full'
    | 'youFull'
    | 'room'
    | 'youRemoved'
    | 'forked'
    | 'missing'
    | 'storage'
    | 'restored';
  readonly facts: Readonly<Record<string, string>>;
  readonly details: NoticeDetails;
  /** Milliseconds since 1970, when it was noticed here. */
  readonly at: number;
}
