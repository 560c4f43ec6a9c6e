/** Words about the history of a document, and what changed since a visit, in English. Loaded with what shows them. */
import { list, plural } from './counting.ts';

export default {
  of: (title: string) => `History of ${title}`,
  close: 'Back to the page',
  reading: 'Reading the history…',
  tooLong: 'This history is too long to walk through in a browser.',
  failed: 'That could not be saved. Try again.',

  moment: 'Moment',
  play: 'Play',
  pause: 'Pause',
  speed: 'Speed',
  speedOf: { slow: 'Slow', normal: 'Normal', fast: 'Fast', fastest: 'Very fast' },
  beginning: 'Before anything was written',
  at: (when: string, who: string) => `${when}, ${who}`,
  step: (n: number, of: number) => `Step ${n.toLocaleString('en')} of ${of.toLocaleString('en')}`,
  keys: 'Arrow keys go step by step, Page keys from one sitting to the next.',

  person: 'Steps by',
  everybody: 'Everybody',
  somebody: 'Somebody',
  you: (name: string) => `${name} (you)`,

  show: 'Show',
  showOf: {
    step: 'what the step changed',
    sitting: 'what the sitting changed',
    authors: 'who wrote what',
    plain: 'the text alone',
  },
  sinceVersion: (name: string) => `what changed since “${name}”`,

  places: 'Versions and sittings',
  versions: 'Named versions',
  noVersions: 'None yet. Give this moment a name, and everybody finds it here.',
  noVersionsReader: 'None yet.',
  name: 'Name for this version',
  nameGo: 'Name this version',
  named: (name: string) => `This version is now called “${name}”, for everybody.`,
  by: (who: string, when: string) => `named by ${who}, ${when}`,
  notHere: (name: string) => `“${name}” is not here yet: some of it has not arrived.`,
  forget: 'Remove the name',
  forgetLabel: (name: string) => `Remove the name “${name}”`,
  forgotten: (name: string) => `The name “${name}” was removed. The history keeps the text.`,

  restore: 'Restore this version',
  restoreHint:
    'The document becomes what it was then. The history keeps what was written since, and you can undo it.',
  restored: 'The document is as it was then.',

  sittings: 'Sittings',
  help: 'By the signatures. The times are what people’s devices said.',

  legend: 'Whose colours these are',
  changed: (when: string, names: readonly string[]) =>
    `Changed since your last visit (${when})${names.length > 0 ? `, by ${list(names)}` : ''}.`,
  notShown: 'What changed cannot be shown just now.',
  showChanges: 'Show what changed',
  hideChanges: 'Hide what changed',
  shown: (put: number, taken: number) =>
    put + taken === 0
      ? 'Nothing of what changed is left to see.'
      : `Since your last visit: ${plural(put, 'character', 'characters')} put in, ${taken.toLocaleString('en')} taken out.`,
};
