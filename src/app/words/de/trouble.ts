/** Words for what keeps Parley from running at all, in German. */
import type English from '../en/trouble.ts';

const trouble: typeof English = {
  framed: {
    title: 'Parley wird in einer anderen Seite gezeigt',
    happened:
      'Die Seite darum herum könnte diese verdecken und dich drücken lassen, was du nicht siehst.',
    safe: 'Nichts wurde geöffnet, gespeichert oder gesendet.',
    next: 'Öffne Parley in einem eigenen Tab.',
  },
  insecure: {
    title: 'Diese Adresse ist nicht sicher genug',
    happened:
      'Browser erlauben Verschlüsselung und Speicher nur auf https-Adressen und auf localhost. Diese Seite wurde auf einer anderen geöffnet.',
    safe: 'Nichts wurde gespeichert oder gesendet.',
    next: 'Öffne Parley über eine https-Adresse oder, auf dem Rechner selbst, über localhost.',
  },
  noStorage: {
    title: 'Dieser Browser lässt Parley nichts speichern',
    happened: 'Der Browser hat keine Datenbank für Webseiten, oder sie ist abgeschaltet.',
    safe: 'Nichts ist verloren: Hier konnte nichts gespeichert werden.',
    next: 'Erlaube in den Einstellungen des Browsers Websitedaten für diese Adresse oder nimm einen anderen Browser.',
  },
  storageRefused: {
    title: 'Der Browser wollte seinen Speicher nicht öffnen',
    happened:
      'Das kommt oft in privaten Fenstern vor, oder wenn Cookies und Websitedaten für diese Adresse gesperrt sind.',
    safe: 'Was du in einem normalen Fenster gespeichert hast, ist noch da.',
    next: 'Öffne Parley in einem normalen Fenster oder erlaube Websitedaten für diese Adresse.',
  },
  noCrypto: {
    title: 'Dieser Browser kann nicht verschlüsseln oder unterschreiben',
    happened:
      'Ein Teil des Browsers, mit dem Parley unterschreibt und verschlüsselt, fehlt oder ist abgeschaltet.',
    safe: 'Nichts wurde gespeichert oder gesendet.',
    next: 'Nimm eine aktuelle Version von Firefox, Chrome, Edge oder Safari.',
  },
  oldBrowser: {
    title: 'Dieser Browser ist zu alt für Parley',
    happened: 'Ihm fehlen Teile, die Parley braucht.',
    safe: 'Was dieser Browser gespeichert hat, bleibt, wo es ist.',
    next: 'Aktualisiere den Browser oder nimm einen aktuellen Firefox, Chrome, Edge oder Safari.',
  },
  blocked: {
    title: 'Ein anderer Tab ist im Weg',
    happened: 'In einem anderen Tab ist ein älteres Parley offen und hält die Datenbank fest.',
    safe: 'Alles Gespeicherte ist noch da.',
    next: 'Schließ die anderen Tabs mit Parley und lade diesen neu.',
  },
  newer: {
    title: 'In diesem Browser lief schon ein neueres Parley',
    happened:
      'Die gespeicherten Arbeitsbereiche haben eine neuere Form, die diese ältere Version nicht lesen kann.',
    safe: 'Nichts wurde geändert oder gelöscht.',
    next: 'Lade neu, um die neueste Version zu bekommen. Bleibt es dabei, liefert diese Adresse eine alte Version aus.',
  },
  noRoom: {
    title: 'Es ist kein Platz mehr da',
    happened: 'Die Festplatte oder der Anteil dieses Browsers daran ist voll.',
    safe: 'Was vorher gespeichert wurde, ist noch da.',
    next: 'Schaff etwas Platz und lade dann neu.',
  },
  damaged: {
    title: 'Die gespeicherten Arbeitsbereiche ließen sich nicht lesen',
    happened: 'Die Datenbank des Browsers hat nicht geantwortet, wie sie sollte.',
    safe: 'Nichts wurde gelöscht. Andere Mitglieder haben ihre eigenen Kopien.',
    next: 'Lade neu. Bleibt es dabei, starte den Browser neu.',
  },
  closed: {
    title: 'Der Browser hat seinen Speicher geschlossen',
    happened: 'Ein anderer Tab hat Parley aktualisiert, oder Websitedaten wurden gelöscht.',
    safe: 'Was vorher gespeichert wurde, ist noch da, außer wenn Websitedaten gelöscht wurden.',
    next: 'Lade diesen Tab neu.',
  },
  notLoaded: {
    title: 'Parley wurde nicht vollständig geladen',
    happened: 'Ein Teil der Anwendung war nicht zu bekommen.',
    safe: 'Deine Arbeitsbereiche sind in diesem Browser sicher.',
    next: 'Prüfe die Verbindung und lade dann neu.',
  },
  crashed: {
    title: 'In diesem Tab ist etwas schiefgegangen',
    happened:
      'Parley ist auf einen eigenen Fehler gestoßen und hat angehalten, damit nichts beschädigt wird.',
    safe: 'Alles, was als gespeichert angezeigt wurde, ist gespeichert.',
    next: 'Lade diesen Tab neu.',
  },
};

export default trouble;
