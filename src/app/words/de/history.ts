/** Words about the history of a document, and what changed since a visit, in German. Loaded with what shows them. */
import type English from '../en/history.ts';
import { list, plural } from './counting.ts';

const history: typeof English = {
  of: (title) => `Verlauf von ${title}`,
  close: 'Zurück zur Seite',
  reading: 'Der Verlauf wird gelesen…',
  tooLong: 'Dieser Verlauf ist zu lang, um ihn in einem Browser durchzugehen.',
  failed: 'Das konnte nicht gespeichert werden. Versuch es noch einmal.',

  moment: 'Zeitpunkt',
  play: 'Abspielen',
  pause: 'Anhalten',
  speed: 'Tempo',
  speedOf: { slow: 'Langsam', normal: 'Normal', fast: 'Schnell', fastest: 'Sehr schnell' },
  beginning: 'Bevor etwas geschrieben war',
  at: (when, who) => `${when}, ${who}`,
  step: (n, of) => `Schritt ${n.toLocaleString('de')} von ${of.toLocaleString('de')}`,
  keys: 'Pfeiltasten gehen Schritt für Schritt, Bildtasten von einer Sitzung zur nächsten.',

  person: 'Schritte von',
  everybody: 'Allen',
  somebody: 'Jemand',
  you: (name) => `${name} (du)`,

  show: 'Zeigen',
  showOf: {
    step: 'was der Schritt geändert hat',
    sitting: 'was die Sitzung geändert hat',
    authors: 'wer was geschrieben hat',
    plain: 'nur den Text',
  },
  sinceVersion: (name) => `was sich seit „${name}“ geändert hat`,

  places: 'Versionen und Sitzungen',
  versions: 'Benannte Versionen',
  noVersions: 'Noch keine. Gib diesem Zeitpunkt einen Namen, dann finden ihn alle hier.',
  noVersionsReader: 'Noch keine.',
  name: 'Name für diese Version',
  nameGo: 'Diese Version benennen',
  named: (name) => `Diese Version heißt jetzt „${name}“, für alle.`,
  by: (who, when) => `benannt von ${who}, ${when}`,
  notHere: (name) => `„${name}“ ist noch nicht hier: Ein Teil davon ist noch nicht angekommen.`,
  forget: 'Namen entfernen',
  forgetLabel: (name) => `Den Namen „${name}“ entfernen`,
  forgotten: (name) => `Der Name „${name}“ wurde entfernt. Der Verlauf behält den Text.`,

  restore: 'Diese Version zurückholen',
  restoreHint:
    'Das Dokument wird wieder, wie es damals war. Der Verlauf behält, was seitdem geschrieben wurde, und du kannst es rückgängig machen.',
  restored: 'Das Dokument ist wieder, wie es damals war.',

  sittings: 'Sitzungen',
  help: 'Nach den Unterschriften. Die Zeiten sind, was die Geräte der Leute gesagt haben.',

  legend: 'Welche Farbe wem gehört',
  changed: (when, names) =>
    `Geändert seit deinem letzten Besuch (${when})${names.length > 0 ? `, von ${list(names)}` : ''}.`,
  notShown: 'Was sich geändert hat, lässt sich gerade nicht zeigen.',
  showChanges: 'Änderungen zeigen',
  hideChanges: 'Änderungen ausblenden',
  shown: (put, taken) =>
    put + taken === 0
      ? 'Von dem, was sich geändert hat, ist nichts mehr zu sehen.'
      : `Seit deinem letzten Besuch: ${plural(put, 'Zeichen', 'Zeichen')} eingefügt, ${taken.toLocaleString('de')} entfernt.`,
};

export default history;
