/** Words of adding a device of one's own, in German. */
import type English from '../en/adding.ts';

const adding: typeof English = {
  title: 'Gerät hinzufügen',
  making: 'Der Link wird erzeugt…',
  intro: 'Öffne diesen Link in deinem anderen Browser, oder richte dessen Kamera auf den Code.',
  ends: 'Er gilt einmal, zehn Minuten lang und nur, solange dieses Fenster offen ist. Gib ihn niemandem: Wer hinzugefügt wird, schreibt als du.',
  noRelay: 'Für diese Adresse ist kein Relay eingerichtet: Wer den Link öffnet, findet niemanden.',
  link: 'Link für dein anderes Gerät',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser hat das Kopieren nicht erlaubt. Wähle den Link aus und kopiere ihn von Hand.',
  qrLabel: 'Derselbe Link als QR-Code',
  asks: 'Ein Gerät möchte hinzugefügt werden. Zeigt es diese vier Wörter?',
  add: 'Hinzufügen',
  notNow: 'Jetzt nicht',
  other:
    'Zeigt es andere, dann ist es jemand anders: Antworte „Jetzt nicht“ und erzeuge einen neuen Link.',
  failed: 'Das konnte nicht gespeichert werden. Versuch es noch einmal.',
  added: 'Hinzugefügt. Dein anderes Gerät öffnet den Arbeitsbereich jetzt, mit dir darin.',
  done: 'Fertig',
  shut: 'Dieser Link gilt nicht mehr. Du kannst jederzeit einen neuen erzeugen.',
  notMade: 'Der Link konnte nicht erzeugt werden. Versuch es noch einmal.',
  again: 'Neuen Link erzeugen',
};

export default adding;
