/** Words about where the work is, in German. */
import type English from '../en/status.ts';
import { list, plural } from './counting.ts';

const status: typeof English = {
  device: 'Auf diesem Gerät',
  others: 'Bei anderen',
  protection: 'Vom Browser aufbewahrt',
  saved: 'Alles, was du geschrieben hast, ist in diesem Browser gespeichert.',
  saving: 'Deine letzte Änderung wird gespeichert.',
  memory: 'Dieses Fenster behält nichts. Wenn du es schließt, ist weg, was andere nicht haben.',
  alone:
    'Noch hat sonst niemand diesen Arbeitsbereich. Lade jemanden ein, damit er nicht verloren gehen kann.',
  noneHere: (unsent) =>
    unsent === 0
      ? 'Gerade ist sonst niemand hier. Was du schreibst, wird gesendet, sobald jemand den Arbeitsbereich öffnet.'
      : `Gerade ist sonst niemand hier. ${plural(unsent, 'Änderung wartet', 'Änderungen warten')}, bis jemand den Arbeitsbereich öffnet.`,
  offline: (unsent) =>
    unsent === 0
      ? 'Du bist offline. Schreib ruhig weiter: Es wird gesendet, wenn du wieder verbunden bist.'
      : `Du bist offline. ${plural(unsent, 'Änderung ist', 'Änderungen sind')} hier gespeichert und ${unsent === 1 ? 'wird' : 'werden'} gesendet, wenn du wieder verbunden bist.`,
  relayGone: (unsent) =>
    `Das Relay antwortet nicht, deshalb lässt sich niemand Neues finden. ${unsent === 0 ? 'Schreib ruhig weiter: Alles wird hier gespeichert.' : `${plural(unsent, 'Änderung ist', 'Änderungen sind')} hier gespeichert und ${unsent === 1 ? 'wird' : 'werden'} später gesendet.`} Prüfe die Verbindung und einen Werbeblocker, oder nimm ein anderes Netz.`,
  noRelay:
    'Für diese Adresse ist kein Relay eingerichtet, deshalb lassen sich andere Geräte nicht finden. Alles ist hier gespeichert.',
  have: (names) =>
    `${list(names)} ${names.length === 1 ? 'hat' : 'haben'} nach eigener Angabe alles, was du geschrieben hast.`,
  sending: (n) => `${plural(n, 'Änderung ist', 'Änderungen sind')} unterwegs.`,
  history: 'Alles, in vier Wörtern',
  historyHint:
    'Wer denselben Verlauf hat, liest dieselben Wörter. Vergleicht sie am Telefon, wenn gerade niemand schreibt.',
  connections: 'Verbindungen',
  routes: {
    direct: 'direkt',
    relay: 'über das Relay, von Ende zu Ende verschlüsselt',
    tab: 'ein anderer Tab dieses Browsers',
  },
  has: 'hat alles',
  catching: 'holt auf',
  look: 'Noch einmal suchen',
};

export default status;
