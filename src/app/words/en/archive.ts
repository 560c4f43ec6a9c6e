/** Words about taking everything along, and bringing it in, in English. Loaded with what shows them. */
import { list, plural } from './counting.ts';

const counted = (texts: number, tables: number, images: number, comments: number): string =>
  list(
    [
      texts > 0 ? plural(texts, 'text', 'texts') : '',
      tables > 0 ? plural(tables, 'table', 'tables') : '',
      images > 0 ? plural(images, 'image', 'images') : '',
      comments > 0 ? plural(comments, 'comment', 'comments') : '',
    ].filter(Boolean),
  );

export default {
  take: {
    title: 'Take everything along',
    intro:
      'One .zip file with all that is in this workspace now, for any program, and to bring into another workspace.',
    inIt: 'In it are',
    texts: 'Texts, as Markdown, with their images.',
    tables: 'Tables, as CSV files for any spreadsheet.',
    comments: 'Comments, on one page to read.',
    rest: 'parley.json: columns and their types, what comments are on, who wrote what.',
    notIn:
      'Not in it: what the history has, deleted documents, and who is a member. A backup keeps those.',
    open: 'The file is not encrypted: whoever has it can read it.',
    go: 'Save the file',
    busy: (percent: number) => `Packing… ${percent} %`,
    waiting: 'An image is being fetched from somebody who has it.',
    without: 'Go on without missing images',
    saved: (file: string, documents: number) =>
      `${plural(documents, 'document is', 'documents are')} in “${file}”, where your downloads are.`,
    missing: (n: number) =>
      `${plural(n, 'image is', 'images are')} not in it: nobody who is here has ${n === 1 ? 'it' : 'them'}.`,
    tooMuch:
      'It is more than can be brought into another workspace at once. Any other program opens it.',
    failed: 'That could not be packed. Try again.',
  },

  page: {
    page: (workspace: string) => `${workspace}: comments`,
    said: (name: string, at: string) => `${name || 'Somebody'}, ${at}:`,
    resolvedBy: (name: string, at: string) => `Resolved by ${name || 'somebody'}, ${at}`,
    gone: 'not in the text any more',
  },

  bring: {
    title: 'Bring in',
    looking: (percent: number) => `Looking through the file… ${percent} %`,
    found: (...numbers: Parameters<typeof counted>) => `In it: ${counted(...numbers)}.`,
    others: (n: number) =>
      `${plural(n, 'file', 'files')} of other kinds ${n === 1 ? 'stays' : 'stay'} out.`,
    where: 'All of it comes behind the documents that are here, and nothing here changes.',
    who: 'It is written by you. Nobody’s signature can be taken along, so each comment begins with who wrote it, and when, by what the file says.',
    go: 'Bring it in',
    busy: (percent: number) => `Bringing in… ${percent} %`,
    stay: 'Leave this tab open until it is done.',
    done: (n: number) => `${plural(n, 'document is', 'documents are')} here now.`,
    failed:
      'It could not all be written, so nothing of it stands in the list. Make sure that there is room, then try again.',
    refused: {
      Unreadable: 'The browser was not given the file. It may have been moved. Choose it again.',
      NotAZip: 'This is not a zip file, or only the beginning of it is there. Choose another one.',
      TooLarge:
        'There is more in this file than can be brought in at once. Unpack it, and bring in its parts.',
      Unsupported:
        'This zip is encrypted, or packed in a way that Parley does not read. Unpack it, and pack it again as a plain zip.',
      Damaged:
        'Something in this file is damaged or missing. Use another copy, or make the file anew.',
      Newer: 'This file was made by a newer Parley. Reload this page, then try again.',
      Nothing: 'There is no text, Markdown or CSV file in this zip.',
    },
    unchanged: 'Nothing here has changed.',
  },
};
