/** Words of a workspace, as everybody sees it who opens one, in German. */
import type English from '../en/workspace.ts';
import { list, plural } from './counting.ts';

const workspace: typeof English = {
  workspace: {
    name: 'Name des Arbeitsbereichs',
    documents: 'Dokumente',
    people: 'Leute',
    activity: 'Aktivität',
    writers: 'Wer das geschrieben hat',
    outline: 'Gliederung',
    comments: 'Kommentare',
    search: 'Suche',
    newDocument: 'Neues Dokument',
    newTitle: 'Ohne Titel',
    rename: 'Umbenennen',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    delete: 'Löschen',
    deleted: (title) => `„${title}“ wurde gelöscht.`,
    deletedList: (n) => `Gelöschte Dokumente (${n})`,
    restore: 'Zurückholen',
    restoreOne: (title) => `${title} zurückholen`,
    restored: (title) => `„${title}“ ist wieder da.`,
    unread: 'geändert, seit du zuletzt hier warst',
    allRead: 'Alles als gelesen markieren',
    moved: (title, place, of) => `${title}: Platz ${place} von ${of}`,
    options: (title) => `Optionen für ${title}`,
    documentTitle: 'Titel des Dokuments',
    none: 'Keine Dokumente hier',
    noneBody: 'Leg ein neues an oder hol ein gelöschtes aus der Liste zurück.',
    noneReader: 'Noch hat niemand eines angelegt.',
    arriving: 'Die Dokumente sind unterwegs',
    arrivingBody:
      'Sie kommen von irgendeinem Mitglied, das gerade da ist, und werden beim Ankommen geprüft.',
    missing: 'Dieses Dokument ist nicht hier',
    missingBody:
      'Vielleicht ist es noch nicht angekommen, oder der Link gehört zu einem anderen Arbeitsbereich.',
    isDeleted: 'Dieses Dokument wurde gelöscht.',
    placeholder: 'Schreib los…',
    readOnly: 'Du kannst hier lesen, aber nichts ändern.',
  },

  bar: {
    label: 'Dieses Dokument',
    showDocuments: 'Dokumente zeigen',
    menu: 'Menü',
    invite: 'Einladen',
    here: (names) =>
      names.length === 0
        ? 'Leute: Nur du bist hier'
        : `Leute: ${list(names)} ${names.length === 1 ? 'ist' : 'sind'} hier`,
    more: (n) => `+${n}`,
    read: 'Leseansicht',
    write: 'Zurück zum Schreiben',
    import: 'Dateien oder eine zip importieren…',
    exportMarkdown: 'Als Markdown exportieren (.md)',
    exportText: 'Als Text exportieren (.txt)',
    exportTable: 'Als Tabelle exportieren (.csv)',
    shortcuts: 'Tastenkürzel',
    archive: 'Alles mitnehmen…',
    recovery: 'Notfallblatt und Sicherung…',
    history: 'Verlauf',
    colours: 'Zeigen, wer was geschrieben hat',
    hideColours: 'Nicht mehr zeigen, wer was geschrieben hat',
    find: 'Suchen und ersetzen',
    theme: { system: 'Farben: wie das System', light: 'Farben: hell', dark: 'Farben: dunkel' },
  },

  pill: {
    label: 'Status',
    saved: 'Hier gespeichert',
    saving: 'Speichert…',
    synced: (n) => `Abgeglichen mit ${n}`,
    syncing: 'Gleicht ab…',
    sending: (n) => `Sendet ${n}`,
    receiving: (n) => `Empfängt ${n}`,
    offline: (n) => (n === 0 ? 'Offline' : `Offline · ${n} gespeichert`),
    nobody: 'Sonst niemand da',
    connecting: 'Verbindet…',
    noRelay: 'Relay nicht erreichbar',
    memory: 'Nur in diesem Tab',
    failed: 'Nicht gespeichert',
  },

  announce: {
    offline: 'Du bist offline. Deine Änderungen sind hier gespeichert.',
    back: 'Wieder verbunden.',
    failed: 'Deine letzte Änderung konnte nicht gespeichert werden.',
    saved: 'Deine Änderungen werden wieder gespeichert.',
    noRelay: 'Das Relay ist nicht zu erreichen. Deine Änderungen sind hier gespeichert.',
  },

  formats: {
    label: 'Formate',
    heading: 'Überschrift',
    bold: 'Fett',
    italic: 'Betont',
    strike: 'Durchgestrichen',
    link: 'Link',
    bullets: 'Liste',
    numbers: 'Nummerierte Liste',
    tasks: 'Aufgabenliste',
    quote: 'Zitat',
    code: 'Code',
    comment: 'Kommentieren',
    image: 'Bild',
  },

  files: {
    tooLarge: (name, megabytes) =>
      `„${name}“ ist größer als ${megabytes} MB. Teile die Datei auf und importiere die Teile.`,
    notText: (name) =>
      `„${name}“ ist keine Textdatei in UTF-8. Speichere sie als Text in UTF-8 und versuch es noch einmal.`,
    unreadable: (name) => `„${name}“ konnte nicht gelesen werden.`,
    oneZip: (name) => `Nur ein Zip auf einmal: „${name}“ wurde ausgelassen.`,
    imported: (name) => `„${name}“ wurde importiert.`,
    dropHere: 'Leg Dateien hier ab, um sie zu importieren',
  },

  read: {
    empty: 'Noch nichts geschrieben.',
    image: (alt) => (alt ? `Bild: ${alt}` : 'Bild'),
    label: (title) => `${title}, Leseansicht`,
    done: 'erledigt',
    open: 'offen',
  },

  editor: {
    Find: 'Suchen',
    Replace: 'Ersetzen durch',
    next: 'Weiter',
    previous: 'Zurück',
    all: 'Alle auswählen',
    'match case': 'Groß/klein beachten',
    regexp: 'Muster',
    'by word': 'Ganze Wörter',
    replace: 'Ersetzen',
    'replace all': 'Alle ersetzen',
    close: 'Schließen',
    'current match': 'Aktueller Treffer',
    'on line': 'in Zeile',
    'replaced match on line $': 'Treffer in Zeile $ ersetzt',
    'replaced $ matches': '$ Treffer ersetzt',
    'Control character': 'Unsichtbares Zeichen',
    'Selection deleted': 'Auswahl gelöscht',
  },

  update: {
    ready: (id) => `Eine neue Version ist da${id ? ` (${id})` : ''}.`,
    take: 'Jetzt nehmen',
    later: 'Später',
  },

  status: {
    title: 'Wo deine Arbeit ist',
    failed:
      'Deine letzten Änderungen konnten nicht gespeichert werden. Sie sind nur in diesem Tab.',
    failedQuota:
      'In diesem Browser ist kein Platz mehr. Deine letzten Änderungen sind nur in diesem Tab.',
    failedNext:
      'Exportiere dieses Dokument jetzt. Das Speichern wird von selbst wieder versucht: Lass diesen Tab also offen und schaff etwas Platz.',
    failedClosed:
      'Der Browser hat seinen Speicher geschlossen, oder ein anderer Tab hat Parley aktualisiert. Deine letzten Änderungen sind nur in diesem Tab. Exportiere dieses Dokument jetzt und lade dann neu.',
    receiving: (n) => `Es kommt noch etwas an: bisher ${plural(n, 'Änderung', 'Änderungen')}.`,
  },

  people: {
    device: (n) => `Gerät ${n}`,
    thisDevice: 'Dieses Gerät',
    you: (name) => `${name} (du)`,
    invite: 'Jemanden einladen',
    asks: (name) => `${name} möchte herein.`,
    asksAs: {
      reader: 'Die Einladung erlaubt das Lesen.',
      editor: 'Die Einladung erlaubt das Bearbeiten.',
      admin: 'Die Einladung erlaubt das Bearbeiten und das Einladen.',
    },
    asksWords:
      'Um sicher zu sein, wer es ist, lass dir die Wörter auf dem anderen Bildschirm vorlesen:',
    letIn: 'Hereinlassen',
    letInLabel: (name) => `${name} hereinlassen`,
    notNow: 'Jetzt nicht',
    notNowLabel: (name) => `${name} jetzt nicht hereinlassen`,
    notLetIn: (name) => `${name} konnte nicht herein: Die Einladung gilt nicht mehr.`,
    removed: {
      left: 'Du hast diesen Arbeitsbereich verlassen.',
      device: 'Dieses Gerät wurde entfernt.',
      deviceSaid: 'Ein anderes Gerät von dir sagt, dass dieses entfernt wurde.',
      by: (name) => `${name} hat dich entfernt.`,
      said: (name) => `Das Gerät von ${name} sagt, dass du entfernt wurdest.`,
      unknown: 'Du bist kein Mitglied mehr.',
    },
    removedBody: {
      left: 'Du kannst lesen und exportieren, was hier ist. Um zurückzukommen, brauchst du eine neue Einladung.',
      member:
        'Du kannst lesen und exportieren, was hier ist. Neues kommt nicht mehr an, und was du ergänzt, erreicht niemanden.',
      device:
        'Auf deinen anderen Geräten bist du weiterhin Mitglied. Hier kannst du lesen und exportieren, was da ist; Neues kommt nicht mehr an, und was du ergänzt, erreicht niemanden.',
    },
  },

  table: {
    newTable: 'Neue Tabelle',
    newTitle: 'Tabelle ohne Titel',
    firstColumns: ['Name', 'Notizen'],
    opening: 'Die Tabelle wird geöffnet…',
  },
};

export default workspace;
