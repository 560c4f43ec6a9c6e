/** Words about comments, in German. Loaded with what shows them. */
import type English from '../en/comments.ts';
import { plural } from './counting.ts';

const comments: typeof English = {
  reading: 'Die Kommentare werden gelesen…',
  noDocument: 'Öffne ein Dokument, um seine Kommentare zu sehen.',
  none: 'Noch keine Kommentare.',
  noneHint:
    'Wähle auf der Seite ein paar Wörter aus und drück darüber auf „Kommentieren“ oder diese Tasten:',
  noneOpen: 'Hier ist alles erledigt.',

  about: 'Zu',
  aboutGone: 'Dabei ging es um Wörter, die nicht mehr im Text stehen:',
  aboutNothing: 'Dabei ging es um Text, den es nicht mehr gibt.',
  aboutMissing: 'Der Text, um den es geht, ist noch nicht angekommen.',
  threadOn: (quote) => `Kommentare zu „${quote}“`,
  threadOff: 'Kommentare zu Text, der nicht da ist',
  goTo: (quote) => `Zu „${quote}“ im Text`,

  write: 'Dein Kommentar',
  reply: 'Antworten',
  writeReply: 'Deine Antwort',
  send: 'Senden',
  keys: (keys) => `${keys} sendet, Esc führt zurück zum Text.`,
  tooLong: (over) =>
    `Das ist um ${plural(over, 'Byte', 'Byte')} zu lang für einen Kommentar. Was länger ist, passt in ein Dokument.`,
  tooMuch: 'Das ist zu viel Text für einen Kommentar. Wähle weniger aus.',
  failed: 'Das konnte nicht gespeichert werden. Versuch es noch einmal.',

  somebody: 'Jemand',
  you: (name) => `${name} (du)`,
  delete: 'Löschen',
  deleteLabel: (text) => `Deinen Kommentar „${text}“ löschen`,
  deleted: 'Dein Kommentar ist gelöscht. Der Verlauf behält ihn.',
  deletedBy: (name) => `${name} hat einen Kommentar gelöscht.`,

  resolve: 'Erledigt',
  resolved: 'Das Gespräch ist erledigt.',
  reopen: 'Wieder öffnen',
  resolvedBy: (name, when) => `Von ${name} als erledigt markiert, ${when}.`,
  showResolved: (n) => `Erledigte zeigen (${n.toLocaleString('de')})`,

  arrived: (name, text) => `${name} hat kommentiert: ${text}`,
};

export default comments;
