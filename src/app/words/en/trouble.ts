/** Words for what keeps Parley from running at all, in English. */
import type { Explanation } from '../explanation.ts';

export default {
  framed: {
    title: 'Parley is shown inside another page',
    happened: 'The page around it could cover this one, and have you press what you do not see.',
    safe: 'Nothing was opened, stored or sent.',
    next: 'Open Parley in a tab of its own.',
  },
  insecure: {
    title: 'This address is not secure enough',
    happened:
      'Browsers allow encryption and storage only on https addresses and on localhost. This page was opened on another one.',
    safe: 'Nothing was stored or sent.',
    next: 'Open Parley through an https address, or on the computer itself through localhost.',
  },
  noStorage: {
    title: 'This browser does not let Parley store anything',
    happened: 'The browser has no database for web pages, or it is switched off.',
    safe: 'Nothing was lost: nothing could be stored here.',
    next: 'Allow site data for this address in the browser’s settings, or use another browser.',
  },
  storageRefused: {
    title: 'The browser refused to open its storage',
    happened:
      'This often happens in private windows, or when cookies and site data are blocked for this address.',
    safe: 'What you saved in a normal window is still there.',
    next: 'Open Parley in a normal window, or allow site data for this address.',
  },
  noCrypto: {
    title: 'This browser cannot encrypt or sign',
    happened:
      'A part of the browser that Parley signs and encrypts with is missing or switched off.',
    safe: 'Nothing was stored or sent.',
    next: 'Use a current version of Firefox, Chrome, Edge or Safari.',
  },
  oldBrowser: {
    title: 'This browser is too old for Parley',
    happened: 'It lacks parts that Parley needs to run.',
    safe: 'What this browser has saved stays where it is.',
    next: 'Update the browser, or use a current Firefox, Chrome, Edge or Safari.',
  },
  blocked: {
    title: 'Another tab is in the way',
    happened: 'An older Parley is open in another tab and holds the database.',
    safe: 'Everything saved is still there.',
    next: 'Close the other Parley tabs, then reload this one.',
  },
  newer: {
    title: 'This browser has been used with a newer Parley',
    happened: 'The saved workspaces are in a newer form, which this older version cannot read.',
    safe: 'Nothing was changed or deleted.',
    next: 'Reload to get the newest version. If this stays, the address serves an old version.',
  },
  noRoom: {
    title: 'There is no room left',
    happened: 'The disk, or this browser’s share of it, is full.',
    safe: 'What was saved before is still there.',
    next: 'Free some space, then reload.',
  },
  damaged: {
    title: 'The saved workspaces could not be read',
    happened: 'The browser’s database did not answer as it should.',
    safe: 'Nothing was deleted. Other members have their own copies.',
    next: 'Reload. If this stays, restart the browser.',
  },
  closed: {
    title: 'The browser closed its storage',
    happened: 'Another tab updated Parley, or site data was cleared.',
    safe: 'What was saved before is kept, unless site data was cleared.',
    next: 'Reload this tab.',
  },
  notLoaded: {
    title: 'Parley did not load completely',
    happened: 'A part of the application could not be fetched.',
    safe: 'Your workspaces are safe in this browser.',
    next: 'Check the connection, then reload.',
  },
  crashed: {
    title: 'Something went wrong in this tab',
    happened: 'Parley met a mistake of its own and stopped, so that nothing is damaged.',
    safe: 'Everything shown as saved is saved.',
    next: 'Reload this tab.',
  },
} satisfies Record<string, Explanation>;
