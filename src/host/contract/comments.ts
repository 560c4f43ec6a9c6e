/** Comments on a text: their threads, where they stand, and what can be done with them. */
import type { Seconds } from '../../base/ids.ts';

/** Comments on one text document. */
export interface CommentsSession {
  /** In the order of the text as it is now; those whose text is not there come last. */
  threads(): Promise<readonly ThreadView[]>;
  /** Takes hold of units [from, to) of the text, to begin a thread about; `null`: that is too much for one. */
  hold(from: number, to: number): Promise<Held | null>;
  /** Where that stands now. */
  where(held: Held): Promise<ThreadView['ranges']>;
  /** These write; they are durable when they resolve. Returns the thread. */
  begin(held: Held, text: string): Promise<ThreadView['id']>;
  reply(thread: ThreadView['id'], text: string): Promise<void>;
  resolve(thread: ThreadView['id'], resolved: boolean): Promise<void>;
  /** Deletes a comment; what it returns brings it back. */
  remove(comment: CommentView): Promise<() => Promise<void>>;
}

/** Characters of a text that somebody has begun to comment on, wherever they move to. */
export interface Held {
  readonly anchor: unknown;
}

export interface ThreadView {
  readonly id: string;
  /** `gone`: nothing of what it is about is in the text; `missing`: that has not arrived. */
  readonly state: 'here' | 'gone' | 'missing';
  /** Units [from, to) that it is about, in order and apart. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** The words that it was put on, or the beginning of them; '' if they are not to be had. */
  readonly quote: string;
  /** Who resolved it. */
  readonly resolved: { readonly name: string; readonly at: Seconds } | null;
  /** In the order in which they were written, at least one. */
  readonly comments: readonly CommentView[];
}

export interface CommentView {
  readonly id: string;
  /** '' for one that was deleted: the rest says by whom. */
  readonly text: string;
  /** Who wrote it, by the signature: '' if that is not known. */
  readonly name: string;
  /** As a member's; −1 for none. */
  readonly index: number;
  readonly me: boolean;
  /** When, by their word. */
  readonly at: Seconds;
}
