/** Words about the recovery kit, backups and putting one back, in English. Loaded with what shows them. */
import type { RestoreFailure } from '../../../host/session.ts';
import type { Explanation } from '../explanation.ts';
import { plural } from './counting.ts';

export default {
  kit: {
    title: 'Recovery kit',
    looking: 'Looking…',
    intro:
      'If this browser loses its data, or the device is gone, a recovery kit brings this workspace back with you as the same member, also when nobody else is online.',
    partsTitle: 'It has two parts',
    words: 'Twelve words, for paper.',
    wordsWhy: 'They open the backup. Nobody can tell you them again.',
    file: 'A backup file, encrypted.',
    fileWhy:
      'The whole workspace with its history, and the images that this browser has, as it is when you save it. Only the words open it, so it may lie anywhere but in this browser alone.',
    begin: 'Show my twelve words',
    wordsTitle: 'Your twelve words',
    wordsBody: 'Print them, or write them down in this order. They are shown this once.',
    list: 'The words, in order',
    print: 'Print',
    copy: 'Copy',
    copied: 'Copied. Put them where only you can read them.',
    copyFailed: 'This browser does not let Parley copy. Write the words down.',
    notYet: 'As long as you have not saved the backup, these words open nothing.',
    save: 'I have the words: save the backup',
    saving: 'Saving…',
    savingPart: (percent: number) => `Saving… ${percent} %`,
    have: 'You have a recovery kit.',
    keepUp:
      'A backup holds what was here when it was saved. Save a new one now and then; the same words open all of them.',
    again: 'Save a backup now',
    saved: (file: string) =>
      `Saved as “${file}”, where your downloads are. Keep it apart from the words.`,
    leftOut: (n: number) =>
      `${plural(n, 'image is', 'images are')} not in it: this browser does not have all of ${n === 1 ? 'it' : 'them'}, or the file would be too large.`,
    failed: 'That could not be saved. Try again.',
    anew: 'Make new words…',
    anewTitle: 'New words',
    anewBody:
      'For when somebody may have seen the old ones, or they are lost. The old words bring nobody in any more, once this browser has told the others. They still open the backups that were saved with them, so delete those.',
    anewKept:
      'For when the old ones are lost. This workspace came into this browser by the old words, so it cannot end them: they keep working. Where you made them you can, as long as that browser is there.',
    anewGo: 'Show new words',
  },

  paper: {
    title: (workspace: string) => `Recovery kit for “${workspace}”`,
    of: (name: string, day: string) => `Made by ${name}, ${day}`,
    how: (address: string) => [
      `Open ${address} in any browser.`,
      'Choose “Restore from a backup”, and the newest backup file that you have (its name ends in .parley).',
      'Type these words, in this order.',
    ],
    warning:
      'Whoever has these words and a backup can read the whole workspace and write in it as you. Keep them apart. If you lose this page, make new words in Parley: menu, “Recovery kit and backup”.',
  },

  restore: {
    title: 'Restore from a backup',
    intro:
      'Brings a workspace into this browser, with you as the member who made the backup. Nobody else has to be online.',
    file: 'The backup file',
    fileHint: 'Its name ends in .parley.',
    words: 'The twelve words of your recovery kit',
    wordsHint: 'In order, with spaces between them. The first four letters of each are enough.',
    go: 'Restore',
    busy: 'Restoring…',
    busyPart: (percent: number) => `Checking… ${percent} %`,
    noFile: 'Choose the backup file.',
    count: (n: number) =>
      n === 0
        ? 'Type the twelve words.'
        : `These are ${n === 1 ? 'one word' : `${n} words`}, and there must be twelve.`,
    unknown: (n: number, word: string) =>
      `Word ${n}, “${word}”, is none that a recovery kit has. Look at it again.`,
    unlike:
      'These words do not go together. One of them is another one on the paper, or two stand in another order.',
    open: 'Open it',
    failures: {
      TooLarge: {
        title: 'This file is too large',
        happened: 'It is larger than a backup that a browser can put back.',
        safe: 'Nothing in this browser has changed.',
        next: 'Choose the file again. A backup’s name ends in .parley.',
      },
      Unreadable: {
        title: 'The file could not be read',
        happened:
          'The browser was not given the file. It may have been moved, or its disk is away.',
        safe: 'Nothing in this browser has changed, and the file is as it was.',
        next: 'Choose the file again.',
      },
      NotABackup: {
        title: 'This is not a backup',
        happened: 'The file was not made by Parley, or only the beginning of it is there.',
        safe: 'Nothing in this browser has changed.',
        next: 'Choose another file. A backup’s name ends in .parley.',
      },
      Newer: {
        title: 'This backup needs a newer Parley',
        happened: 'It was made by a newer version than the one that runs here.',
        safe: 'Nothing in this browser has changed.',
        next: 'Reload this page to get the newest version, then try again.',
      },
      WrongWords: {
        title: 'These words are of another kit',
        happened: 'They are twelve good words, but not those that this backup was made with.',
        safe: 'Nothing in this browser has changed. You can try as often as you like.',
        next: 'Look for the page that was printed for this workspace, or choose the backup that belongs to these words.',
      },
      Damaged: {
        title: 'This backup is damaged',
        happened:
          'The words are right, but the file was changed after it was made, or a part is missing.',
        safe: 'Nothing in this browser has changed.',
        next: 'Use another copy of the file, or an older backup: the same words open it.',
      },
      Here: {
        title: 'This workspace is here already',
        happened: 'This browser has the workspace of this backup.',
        safe: 'Nothing has changed: what is here may be newer than the backup.',
        next: 'Open it.',
      },
      NotAMember: {
        title: 'This kit brings nobody in any more',
        happened:
          'New words were made in its place, or its owner was removed, before the backup was saved.',
        safe: 'Nothing in this browser has changed.',
        next: 'Use the newer words, or ask a member for an invite.',
      },
      Storage: {
        title: 'This browser could not save the workspace',
        happened: 'The backup is good, but the browser refused to store it.',
        safe: 'Nothing of it was kept here, and the file is as it was.',
        next: 'Free some space, or use a normal window instead of a private one, then try again.',
      },
    } satisfies Record<RestoreFailure, Explanation>,
  },
};
