/** Words of the start page, and what every other screen says, too, in German. */
import type English from '../en/first.ts';
import { list } from './counting.ts';

const words: typeof English = {
  product: 'Parley',
  list,

  common: {
    cancel: 'Abbrechen',
    close: 'Schließen',
    dismiss: 'Ausblenden',
    undo: 'Rückgängig',
    open: 'Öffnen',
    loading: 'Wird geöffnet…',
    skip: 'Zur Seite springen',
    start: 'Alle Arbeitsbereiche',
    reload: 'Neu laden',
    again: 'Noch einmal versuchen',
    safe: 'Was sicher ist',
    nextStep: 'Was du tun kannst',
    check: 'Diesen Browser prüfen',
    checkInTab: 'Diesen Browser prüfen (in einem neuen Tab)',
    me: 'du',
    notices: 'Hinweise',
    untitled: 'Ohne Titel',
    notLoaded:
      'Ein Teil von Parley konnte nicht geladen werden. Lade die Seite neu, um es noch einmal zu versuchen.',
    title: (parts) => [...parts, 'Parley'].join(' · '),
  },

  start: {
    tagline: 'Zusammen schreiben, ohne einem Server trauen zu müssen.',
    create: 'Neuer Arbeitsbereich',
    invited: 'Ich habe eine Einladung',
    restore: 'Aus einer Sicherung zurückholen',
    here: 'Auf diesem Gerät',
    emptyTitle: 'Noch nichts hier',
    empty:
      'Leg einen Arbeitsbereich an und schreib los. Wenn du so weit bist, schick jemandem einen Einladungslink: Ein Konto braucht niemand.',
    lastOpened: (when) => `Geöffnet: ${when}`,
    as: (name) => `als ${name}`,
    remove: (title) => `${title} aus diesem Browser entfernen`,
    removeShort: 'Entfernen…',
    foot: 'In diesem Browser gespeichert. Kein Konto. Geht auch offline.',
    listFailed: 'Die Liste konnte nicht gelesen werden. Lade die Seite neu.',
    build: (id) => `Version ${id}`,
    noRelay:
      'Für diese Adresse ist kein Relay eingerichtet: Du kannst hier schreiben, aber niemanden treffen.',
    badSetup: (wrong) =>
      `Diese Adresse ist nicht richtig eingerichtet: ${wrong ? `„${wrong}“ in ihrer config.json` : 'Ihre ganze config.json'} ist nicht zu gebrauchen. Du kannst hier schreiben, aber niemanden treffen.`,
  },

  create: {
    title: 'Neuer Arbeitsbereich',
    name: 'Name des Arbeitsbereichs',
    nameDefault: 'Notizen',
    yourName: 'Dein Name',
    yourNameHint: 'Andere sehen ihn neben dem, was du schreibst.',
    nameNeeded: 'Schreib einen Namen, damit andere wissen, wer du bist.',
    go: 'Anlegen',
    busy: 'Wird angelegt…',
    failed:
      'Dieser Browser konnte den Arbeitsbereich nicht speichern. Es wurde nichts angelegt. Schaff etwas Platz und versuch es noch einmal.',
    firstDocument: 'Erste Seite',
  },

  absent: {
    notHere: {
      title: 'Dieser Browser hat diesen Arbeitsbereich nicht',
      happened: 'Er wurde aus diesem Browser entfernt oder in einem anderen geöffnet.',
      safe: 'Was andere Mitglieder haben, bleibt davon unberührt.',
      next: 'Öffne ihn auf dem Gerät, das ihn hat, oder bitte ein Mitglied um eine Einladung.',
    },
    openFailed: {
      title: 'Dieser Arbeitsbereich ließ sich nicht öffnen',
      happened: 'Der Browser konnte nicht lesen, was er gespeichert hat.',
      safe: 'Nichts wurde gelöscht. Andere Mitglieder haben ihre eigenen Kopien.',
      next: 'Lade die Seite neu. Hilft das nicht, bitte ein Mitglied um eine Einladung und tritt noch einmal bei.',
    },
  },
};

export default words;
