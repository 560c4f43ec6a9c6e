/** Words about members, their devices and invites, and about removing them, in German. */
import type English from '../en/people.ts';
import { plural } from './counting.ts';

const changed = (vanishing: number, returning: number): string =>
  [
    ...(vanishing > 0 ? [plural(vanishing, 'Zeichen verschwindet', 'Zeichen verschwinden')] : []),
    ...(returning > 0
      ? [plural(returning, 'gelöschtes kommt zurück', 'gelöschte kommen zurück')]
      : []),
  ].join(', ');

const people: typeof English = {
  title: 'Leute',
  here: 'gerade hier',
  away: 'nicht hier',
  heard: (when) => `zuletzt etwas gehört: ${when}`,
  founder: 'Hat diesen Arbeitsbereich angelegt',
  alone: 'Bisher nur du. Eine Einladung ist ein Link, den du verschickst.',

  asking: 'Möchten herein',

  role: 'Rolle',
  roles: {
    reader: 'Kann lesen',
    editor: 'Kann bearbeiten',
    admin: 'Kann bearbeiten und einladen',
  },
  cameBy: (invitedBy, admittedBy) =>
    invitedBy === admittedBy
      ? `Eingeladen und hereingelassen von ${invitedBy}.`
      : `Eingeladen von ${invitedBy}, hereingelassen von ${admittedBy}.`,
  wrote: (size, most) => `Hat ${size} geschrieben, die du aufbewahrst, von höchstens ${most}.`,
  full: 'Der Speicher ist voll: Von dieser Person wird nichts mehr aufbewahrt.',
  giveRoom: 'Mehr Platz geben',
  synced: 'Hat nach eigener Angabe alle deine Änderungen.',
  words: 'Wörter',
  wordsHelp: (name) =>
    `Bitte ${name} am Telefon, diese Wörter vom eigenen Bildschirm vorzulesen. Sind es dieselben, dann ist das wirklich das Gerät von ${name}.`,
  wordsOwn: 'Andere können dich bitten, sie vorzulesen, um sicher zu sein, dass du es bist.',

  devices: 'Geräte',
  addDevice: 'Gerät hinzufügen…',
  kit: 'Notfallblatt',
  removeDevice: 'Entfernen',
  removeDeviceLabel: (n, name) => `Gerät ${n} von ${name} entfernen`,

  remove: 'Entfernen…',
  leave: 'Diesen Arbeitsbereich verlassen…',
  removeTitle: (name) => `${name} entfernen?`,
  leaveTitle: 'Diesen Arbeitsbereich verlassen?',
  removeBody: (name) =>
    `${name} behält, was auf den eigenen Geräten ist, und kann nichts Neues beitragen oder empfangen. Was diese Person geschrieben hat und du noch nicht hast, erscheint bei niemandem.`,
  removeBrought: (names, name) =>
    `Auch entfernen, wer durch ${name} hereinkam: ${names.slice(0, 9).join(', ')}${names.length > 9 ? ` und ${names.length - 9} mehr` : ''}. Sonst bleiben sie.`,
  leaveBody:
    'Du empfängst nichts Neues mehr und kannst hier nichts mehr schreiben. Was du geschrieben hast, bleibt den anderen. Um zurückzukommen, brauchst du eine neue Einladung.',
  keep: 'Was diese Person geschrieben hat',
  keepOf: {
    all: 'bleibt',
    hour: 'bleibt, bis auf die letzte Stunde',
    day: 'bleibt, bis auf die letzten 24 Stunden',
    week: 'bleibt, bis auf die letzten 7 Tage',
    none: 'verschwindet',
  },
  nothingChanges: 'In deinen Dokumenten ändert sich dadurch nichts.',
  changes: (vanishing, returning, documents) =>
    `${changed(vanishing, returning)}, in ${plural(documents, 'Dokument', 'Dokumenten')}.`,
  again: 'Der Verlauf behält alles. Wer wieder hereingelassen wird, fängt neu an.',
  removeGo: 'Entfernen',
  leaveGo: 'Verlassen',
  failed: 'Das konnte nicht gespeichert werden. Versuch es noch einmal.',

  takeBack: (name) =>
    name === null
      ? 'Zurücknehmen, was du geschrieben hast…'
      : `Zurücknehmen, was ${name} geschrieben hat…`,
  takeBackTitle: (name) =>
    name === null
      ? 'Zurücknehmen, was du geschrieben hast?'
      : `Zurücknehmen, was ${name} geschrieben hat?`,
  takeBackBody: (name) =>
    name === null
      ? 'Was du eingefügt hast, geht, und was du gelöscht hast, kommt zurück. Was andere geschrieben haben, bleibt an seinem Platz.'
      : `Was ${name} eingefügt hat, geht, und was ${name} gelöscht hat, kommt zurück. Was andere geschrieben haben, bleibt an seinem Platz.`,
  since: 'Geschrieben',
  sinceOf: { today: 'heute', week: 'in den letzten 7 Tagen', ever: 'irgendwann' },
  looking: 'Der Verlauf wird durchgesehen…',
  changesIn: (title, vanishing, returning) => `${title}: ${changed(vanishing, returning)}.`,
  changesCells: (title, n) =>
    `${title}: ${plural(n, 'Zelle, Zeile oder Spalte wird', 'Zellen, Zeilen oder Spalten werden')} wie vorher.`,
  changesNames: (n) =>
    `${plural(n, 'Titel oder Platz in der Liste wird', 'Titel oder Plätze in der Liste werden')} wie vorher.`,
  takeBackHint:
    'Wann etwas geschrieben wurde, hat das Gerät gesagt, auf dem es geschrieben wurde. Der Verlauf behält alles: Du kannst das rückgängig machen oder zurücknehmen, was du geschrieben hast.',
  takeBackGo: 'Zurücknehmen',
  takenBack: (name) =>
    name === null
      ? 'Was du geschrieben hast, ist zurückgenommen.'
      : `Was ${name} geschrieben hat, ist zurückgenommen.`,

  invites: 'Offene Einladungen',
  inviteOf: { reader: 'Zum Lesen', editor: 'Zum Bearbeiten', admin: 'Zum Bearbeiten und Einladen' },
  used: (used, uses) => `${used} von ${uses} verbraucht`,
  approved: 'ein Admin lässt herein',
  ends: (when) => `endet ${when}`,
  ended: 'vorbei',
  close: 'Schließen',
  closeLabel: (which) => `Die Einladung schließen: ${which}`,
};

export default people;
