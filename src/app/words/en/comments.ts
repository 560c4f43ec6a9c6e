/** Words about comments, in English. Loaded with what shows them. */
import { plural } from './counting.ts';

export default {
  reading: 'Reading the comments…',
  noDocument: 'Open a document to see its comments.',
  none: 'No comments yet.',
  noneHint: 'Select some words on the page, then press Comment above it, or these keys:',
  noneOpen: 'Every thread here is resolved.',

  about: 'About',
  aboutGone: 'This was about words that are not in the text any more:',
  aboutNothing: 'This was about text that is not there any more.',
  aboutMissing: 'The text that this is about has not arrived yet.',
  threadOn: (quote: string) => `Comments on “${quote}”`,
  threadOff: 'Comments on text that is not there',
  goTo: (quote: string) => `Go to “${quote}” in the text`,

  write: 'Your comment',
  reply: 'Reply',
  writeReply: 'Your reply',
  send: 'Send',
  keys: (keys: string) => `${keys} sends it, Esc goes back to the text.`,
  tooLong: (over: number) =>
    `That is ${plural(over, 'byte', 'bytes')} too long for a comment. What is longer fits into a document.`,
  tooMuch: 'That is too much text for one comment. Select a shorter part.',
  failed: 'That could not be saved. Try again.',

  somebody: 'Somebody',
  you: (name: string) => `${name} (you)`,
  delete: 'Delete',
  deleteLabel: (text: string) => `Delete your comment “${text}”`,
  deleted: 'Your comment is deleted. The history keeps it.',
  deletedBy: (name: string) => `${name} deleted a comment.`,

  resolve: 'Resolve',
  resolved: 'The thread is resolved.',
  reopen: 'Reopen',
  resolvedBy: (name: string, when: string) => `${name} resolved this ${when}.`,
  showResolved: (n: number) => `Show resolved (${n.toLocaleString('en')})`,

  /** Said to screen readers. */
  arrived: (name: string, text: string) => `${name} commented: ${text}`,
};
