/** Words of the page that checks this browser and this address, in English. */
import type { Code, Facts, Finding, KeptCode, Row, Tone } from '../../check/outcome.ts';
import { plural } from './counting.ts';

/** Rounded to what somebody wants to know of a disk. */
const roomOf = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e9)} GB`;

const HOST = 'Tell whoever runs this address.';

const findings: Readonly<Record<Exclude<Code, KeptCode>, (facts: Facts) => Finding>> = {
  secureYes: () => ({
    found: 'This address is secure.',
    means: 'The browser allows encryption, signatures and storage here.',
  }),
  secureNo: () => ({
    found: 'This address is not secure.',
    means: 'Browsers allow encryption and storage only on https addresses and on localhost.',
    todo: 'Open Parley through an https address. Whoever runs it finds how in its guide for hosts.',
  }),
  storageWorks: () => ({
    found: 'What is written is stored, and can be read again.',
    means: 'Your work is saved in this browser before it is sent to anybody.',
  }),
  storageRefused: ({ name }) => ({
    found: `The browser refused to store anything${name ? ` (${name})` : ''}.`,
    means: 'Parley cannot keep a workspace here.',
    todo: 'Use a normal window instead of a private one, and allow site data for this address.',
  }),
  storageFull: () => ({
    found: 'There is no room left to store anything.',
    means: 'New changes would live in a tab only, until it is closed.',
    todo: 'Free some space on this device, then check again.',
  }),
  storageSilent: () => ({
    found: 'The browser’s storage does not answer.',
    means: 'It may be held by another tab, or be damaged.',
    todo: 'Close other tabs of this address and restart the browser.',
  }),
  roomEnough: ({ bytes = 0 }) => ({
    found: `There is room for ${roomOf(bytes)} more.`,
    means: 'A year of writing takes a few megabytes.',
  }),
  roomLittle: ({ bytes = 0 }) => ({
    found: `There is room for ${roomOf(bytes)} more.`,
    means: 'Saving stops when it is used up. A private window has little, too.',
    todo: 'Free some space on this device, or use a normal window.',
  }),
  roomUnknown: () => ({
    found: 'The browser does not say how much room there is.',
    means: 'Parley tells you when something cannot be saved.',
  }),
  offlineReady: () => ({
    found: 'Parley opens without a network.',
    means: 'The browser keeps the whole program, and asks you before it takes a newer one.',
  }),
  offlineNotYet: () => ({
    found: 'Parley is not kept for use without a network yet.',
    means: 'It opens only while this address can be reached.',
    todo: 'Reload this page once. In a private window this stays so.',
  }),
  offlineNever: () => ({
    found: 'This browser keeps no pages for use without a network.',
    means: 'Parley works here, but opens only while this address can be reached.',
    todo: 'Use a normal window, or another browser.',
  }),
  engineFast: () => ({
    found: 'The browser itself checks signatures, and rightly.',
    means: 'Long histories open fast.',
  }),
  engineSlow: () => ({
    found: 'Parley checks signatures by itself.',
    means:
      'The browser cannot, or does not do it as everybody else does. Long histories open more slowly.',
    todo: 'A current version of Firefox, Chrome, Edge or Safari is faster.',
  }),
  engineNone: () => ({
    found: 'The browser offers no encryption here.',
    means: 'Parley can neither sign nor protect what you write, so it does not start.',
    todo: 'Use an https address, and a current version of Firefox, Chrome, Edge or Safari.',
  }),
  buildNewest: ({ name = '' }) => ({
    found: `This is the newest version here, ${name}.`,
    means: 'Whoever has the same name runs the same program.',
  }),
  buildOther: ({ name = '' }) => ({
    found: `This address has another version, ${name}.`,
    means: 'This page goes on with the one that it has. Both understand each other.',
    todo: 'Close all tabs of this address and open it again, or agree when Parley offers the update.',
  }),
  buildUnknown: ({ name = '' }) => ({
    found: `This is version ${name}. The address did not say which one it has.`,
    means: 'You may be without a network, which Parley does not need to run.',
  }),
  clockRight: () => ({
    found: 'The clock is right.',
    means: 'It agrees with that of this address.',
  }),
  clockWrong: ({ minutes = 0 }) => ({
    found: `The clock is ${plural(Math.abs(minutes), 'minute', 'minutes')} ${minutes > 0 ? 'ahead' : 'behind'}.`,
    means:
      'Others see wrong times beside what you write, and invites expire too early or too late. The text itself does not depend on it.',
    todo: 'Set date, time and time zone of this device to be set by themselves.',
  }),
  clockUnknown: () => ({
    found: 'The clock could not be compared.',
    means: 'The address did not say what time it is there.',
  }),
  setupRead: ({ count = 0 }) => ({
    found: `This address names ${plural(count, 'relay', 'relays')}.`,
    means: 'A relay introduces devices to each other. It cannot read what they say.',
  }),
  setupRelayOnly: ({ count = 0 }) => ({
    found: `This address names ${plural(count, 'relay', 'relays')}, and wants everything to go through them.`,
    means:
      'Members do not learn each other’s network addresses. The relay cannot read what it carries.',
  }),
  setupNone: () => ({
    found: 'This address has no config.json, so no relay is set up.',
    means: 'You can write here, in this browser, and not meet anybody.',
    todo: `${HOST} They find in the guide for hosts what goes into it.`,
  }),
  setupNoRelay: () => ({
    found: 'No relay is set up at this address.',
    means: 'You can write here, in this browser, and not meet anybody.',
    todo: `${HOST} A relay goes into config.json.`,
  }),
  setupAway: () => ({
    found: 'This address did not answer when it was asked for its relays.',
    means: 'You can write here. Others cannot be met until it answers.',
    todo: 'Check your internet connection, then reload this page.',
  }),
  setupRefused: ({ name }) => ({
    found: name
      ? `In config.json of this address, “${name}” cannot be used.`
      : 'The config.json of this address cannot be read.',
    means: 'None of it is used. You can write here, in this browser, and not meet anybody.',
    todo: `${HOST} The guide for hosts says how such an entry looks.`,
  }),
  relayAnswers: ({ name = '', milliseconds = 0 }) => ({
    found: `The relay at ${name} answers; there and back through it takes ${milliseconds} ms.`,
    means: 'Two connections of this page met through it, as two devices would.',
  }),
  relayCarriesNothing: ({ name = '' }) => ({
    found: `The relay at ${name} answers, and does not let two connections meet.`,
    means: 'It may be full, or something between here and there cuts long connections.',
    todo: `Try again in a minute, and from another network. ${HOST}`,
  }),
  relayAway: ({ name = '' }) => ({
    found: `The relay at ${name} does not answer.`,
    means: 'New devices cannot be found through it. Those that are connected stay so.',
    todo: `Check your internet connection, an ad blocker or a company’s filter, or try another network. If it does not work from there either, tell whoever runs this address.`,
  }),
  relayUntried: ({ name = '' }) => ({
    found: `The relay at ${name} was not tried.`,
    means: 'Nothing is sent without encryption.',
  }),
  wayDirect: () => ({
    found: 'Connections leave the relay and go directly.',
    means:
      'Between two different networks that may still fail; then the relay goes on carrying it.',
  }),
  wayRelayed: () => ({
    found: 'Connections stay with the relay.',
    means:
      'Everything works, somewhat slower. It is sealed from end to end: the relay cannot read it.',
    todo: 'Nothing has to be done. A browser setting, an add-on or a network keeps direct connections from opening.',
  }),
  wayRelayOnly: () => ({
    found: 'Connections stay with the relay, as this address wants it.',
    means: 'They are sealed from end to end: the relay cannot read what it carries.',
  }),
  webrtcWorks: () => ({
    found: 'This browser makes direct connections.',
    means: 'It can talk to others’ browsers without anybody in between.',
  }),
  webrtcMissing: () => ({
    found: 'Direct connections are switched off in this browser.',
    means: 'Everything goes through the relay, sealed from end to end.',
    todo: 'Nothing has to be done. Some browsers and add-ons call what they switch off here WebRTC.',
  }),
  webrtcBlocked: () => ({
    found: 'Direct connections do not open in this browser.',
    means:
      'A setting or an add-on keeps network addresses to itself. Everything goes through the relay, sealed from end to end.',
    todo: 'Nothing has to be done. To have them, allow WebRTC for this address.',
  }),
  helpersNone: () => ({
    found: 'No server is set up to help with direct connections.',
    means: 'None is needed: what cannot go directly goes through the relay.',
  }),
  helpersAnswer: ({ name = '' }) => ({
    found: `The server ${name} answers.`,
    means: 'Devices in different networks find a direct way more often.',
  }),
  helpersSilent: ({ name = '' }) => ({
    found: `The server ${name} does not answer.`,
    means: 'Devices in different networks go through the relay more often.',
    todo: `${HOST} It is one of iceServers in config.json.`,
  }),
};

export default {
  title: 'Check this browser',
  intro: 'What Parley needs from this browser and from this address, tried right now.',
  looking: 'Looking…',
  fine: 'Everything is in order.',
  worth: (n: number) => `Everything works. ${plural(n, 'thing is', 'things are')} worth knowing.`,
  wrong: (n: number) => `${plural(n, 'thing needs', 'things need')} attention.`,
  rows: {
    secure: 'Secure address',
    storage: 'Storage',
    kept: 'Kept by the browser',
    room: 'Free space',
    offline: 'Without a network',
    engine: 'Signatures',
    build: 'Version',
    clock: 'Clock',
    setup: 'Set-up of this address',
    relay: 'Relay',
    way: 'Connections',
    webrtc: 'Direct connections',
    helpers: 'Help with direct connections',
  } satisfies Record<Row, string>,
  tones: {
    good: 'In order',
    note: 'Worth knowing',
    bad: 'Needs attention',
  } satisfies Record<Tone, string>,
  todo: 'What to do:',
  again: 'Check again',
  copy: 'Copy report',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the report and copy it yourself:',
  reportHint:
    'To send to whoever helps you. It names this address, the servers that it uses and the make of this browser, and nothing of what you wrote.',
  findings,
};
