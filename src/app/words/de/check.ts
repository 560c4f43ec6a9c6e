/** Words of the page that checks this browser and this address, in German. */
import type English from '../en/check.ts';
import { plural } from './counting.ts';

/** Rounded to what somebody wants to know of a disk. */
const roomOf = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e9)} GB`;

const HOST = 'Sag der Person Bescheid, die diese Adresse betreibt.';

const findings: (typeof English)['findings'] = {
  secureYes: () => ({
    found: 'Diese Adresse ist sicher.',
    means: 'Der Browser erlaubt hier Verschlüsselung, Unterschriften und Speicher.',
  }),
  secureNo: () => ({
    found: 'Diese Adresse ist nicht sicher.',
    means:
      'Browser erlauben Verschlüsselung und Speicher nur auf https-Adressen und auf localhost.',
    todo: 'Öffne Parley über eine https-Adresse. Wer sie betreibt, findet in der Anleitung für Betreiber, wie das geht.',
  }),
  storageWorks: () => ({
    found: 'Was geschrieben wird, wird gespeichert und lässt sich wieder lesen.',
    means: 'Deine Arbeit ist in diesem Browser gespeichert, bevor sie an jemanden gesendet wird.',
  }),
  storageRefused: ({ name }) => ({
    found: `Der Browser wollte nichts speichern${name ? ` (${name})` : ''}.`,
    means: 'Parley kann hier keinen Arbeitsbereich aufbewahren.',
    todo: 'Nimm ein normales statt eines privaten Fensters und erlaube Websitedaten für diese Adresse.',
  }),
  storageFull: () => ({
    found: 'Es ist kein Platz mehr, um etwas zu speichern.',
    means: 'Neue Änderungen wären nur in einem Tab, bis er geschlossen wird.',
    todo: 'Schaff auf diesem Gerät etwas Platz und prüfe dann noch einmal.',
  }),
  storageSilent: () => ({
    found: 'Der Speicher des Browsers antwortet nicht.',
    means: 'Vielleicht hält ihn ein anderer Tab fest, oder er ist beschädigt.',
    todo: 'Schließ andere Tabs dieser Adresse und starte den Browser neu.',
  }),
  roomEnough: ({ bytes = 0 }) => ({
    found: `Es ist noch Platz für ${roomOf(bytes)}.`,
    means: 'Ein Jahr Schreiben braucht ein paar Megabyte.',
  }),
  roomLittle: ({ bytes = 0 }) => ({
    found: `Es ist noch Platz für ${roomOf(bytes)}.`,
    means:
      'Ist er aufgebraucht, lässt sich nichts mehr speichern. Auch ein privates Fenster hat wenig.',
    todo: 'Schaff auf diesem Gerät etwas Platz oder nimm ein normales Fenster.',
  }),
  roomUnknown: () => ({
    found: 'Der Browser sagt nicht, wie viel Platz da ist.',
    means: 'Parley sagt dir, wenn sich etwas nicht speichern lässt.',
  }),
  offlineReady: () => ({
    found: 'Parley lässt sich ohne Netz öffnen.',
    means: 'Der Browser bewahrt das ganze Programm auf und fragt dich, bevor er ein neueres nimmt.',
  }),
  offlineNotYet: () => ({
    found: 'Parley ist noch nicht für die Benutzung ohne Netz aufbewahrt.',
    means: 'Es lässt sich nur öffnen, solange diese Adresse erreichbar ist.',
    todo: 'Lade diese Seite einmal neu. In einem privaten Fenster bleibt es so.',
  }),
  offlineNever: () => ({
    found: 'Dieser Browser bewahrt keine Seiten für die Benutzung ohne Netz auf.',
    means: 'Parley geht hier, lässt sich aber nur öffnen, solange diese Adresse erreichbar ist.',
    todo: 'Nimm ein normales Fenster oder einen anderen Browser.',
  }),
  engineFast: () => ({
    found: 'Der Browser prüft Unterschriften selbst, und zwar richtig.',
    means: 'Lange Verläufe öffnen sich schnell.',
  }),
  engineSlow: () => ({
    found: 'Parley prüft Unterschriften selbst.',
    means:
      'Der Browser kann es nicht oder macht es nicht wie alle anderen. Lange Verläufe öffnen sich langsamer.',
    todo: 'Eine aktuelle Version von Firefox, Chrome, Edge oder Safari ist schneller.',
  }),
  engineNone: () => ({
    found: 'Der Browser bietet hier keine Verschlüsselung.',
    means:
      'Parley kann weder unterschreiben noch schützen, was du schreibst. Deshalb startet es nicht.',
    todo: 'Nimm eine https-Adresse und eine aktuelle Version von Firefox, Chrome, Edge oder Safari.',
  }),
  buildNewest: ({ name = '' }) => ({
    found: `Das ist die neueste Version hier, ${name}.`,
    means: 'Wer denselben Namen liest, benutzt dasselbe Programm.',
  }),
  buildOther: ({ name = '' }) => ({
    found: `Diese Adresse hat eine andere Version, ${name}.`,
    means: 'Diese Seite macht mit der weiter, die sie hat. Beide verstehen einander.',
    todo: 'Schließ alle Tabs dieser Adresse und öffne sie wieder, oder stimm zu, wenn Parley die neue Version anbietet.',
  }),
  buildUnknown: ({ name = '' }) => ({
    found: `Das ist Version ${name}. Die Adresse hat nicht gesagt, welche sie hat.`,
    means: 'Vielleicht bist du ohne Netz. Parley braucht keines, um zu laufen.',
  }),
  clockRight: () => ({
    found: 'Die Uhr geht richtig.',
    means: 'Sie stimmt mit der dieser Adresse überein.',
  }),
  clockWrong: ({ minutes = 0 }) => ({
    found: `Die Uhr geht ${plural(Math.abs(minutes), 'Minute', 'Minuten')} ${minutes > 0 ? 'vor' : 'nach'}.`,
    means:
      'Andere sehen falsche Zeiten neben dem, was du schreibst, und Einladungen laufen zu früh oder zu spät ab. Der Text selbst hängt nicht davon ab.',
    todo: 'Lass Datum, Uhrzeit und Zeitzone dieses Geräts automatisch einstellen.',
  }),
  clockUnknown: () => ({
    found: 'Die Uhr ließ sich nicht vergleichen.',
    means: 'Die Adresse hat nicht gesagt, wie spät es dort ist.',
  }),
  setupRead: ({ count = 0 }) => ({
    found: `Diese Adresse nennt ${plural(count, 'Relay', 'Relays')}.`,
    means: 'Ein Relay macht Geräte miteinander bekannt. Was sie sagen, kann es nicht lesen.',
  }),
  setupRelayOnly: ({ count = 0 }) => ({
    found: `Diese Adresse nennt ${plural(count, 'Relay', 'Relays')} und will, dass alles darüber läuft.`,
    means:
      'Mitglieder erfahren die Netzadressen der anderen nicht. Was das Relay weiterreicht, kann es nicht lesen.',
  }),
  setupNone: () => ({
    found: 'Diese Adresse hat keine config.json, also ist kein Relay eingerichtet.',
    means: 'Du kannst hier schreiben, in diesem Browser, aber niemanden treffen.',
    todo: `${HOST} In der Anleitung für Betreiber steht, was hineingehört.`,
  }),
  setupNoRelay: () => ({
    found: 'Für diese Adresse ist kein Relay eingerichtet.',
    means: 'Du kannst hier schreiben, in diesem Browser, aber niemanden treffen.',
    todo: `${HOST} Ein Relay gehört in die config.json.`,
  }),
  setupAway: () => ({
    found: 'Diese Adresse hat nicht geantwortet, als sie nach ihren Relays gefragt wurde.',
    means: 'Du kannst hier schreiben. Andere lassen sich erst treffen, wenn sie antwortet.',
    todo: 'Prüfe deine Internetverbindung und lade dann diese Seite neu.',
  }),
  setupRefused: ({ name }) => ({
    found: name
      ? `In der config.json dieser Adresse ist „${name}“ nicht zu gebrauchen.`
      : 'Die config.json dieser Adresse lässt sich nicht lesen.',
    means:
      'Nichts davon wird benutzt. Du kannst hier schreiben, in diesem Browser, aber niemanden treffen.',
    todo: `${HOST} In der Anleitung für Betreiber steht, wie ein solcher Eintrag aussieht.`,
  }),
  relayAnswers: ({ name = '', milliseconds = 0 }) => ({
    found: `Das Relay ${name} antwortet; hin und zurück dauert es ${milliseconds} ms.`,
    means: 'Zwei Verbindungen dieser Seite haben sich darüber getroffen, wie es zwei Geräte täten.',
  }),
  relayCarriesNothing: ({ name = '' }) => ({
    found: `Das Relay ${name} antwortet, lässt aber zwei Verbindungen sich nicht treffen.`,
    means: 'Vielleicht ist es voll, oder etwas auf dem Weg dorthin trennt lange Verbindungen.',
    todo: `Versuch es in einer Minute noch einmal und aus einem anderen Netz. ${HOST}`,
  }),
  relayAway: ({ name = '' }) => ({
    found: `Das Relay ${name} antwortet nicht.`,
    means: 'Neue Geräte lassen sich darüber nicht finden. Die verbundenen bleiben es.',
    todo: 'Prüfe deine Internetverbindung, einen Werbeblocker oder den Filter einer Firma, oder nimm ein anderes Netz. Geht es auch von dort nicht, sag der Person Bescheid, die diese Adresse betreibt.',
  }),
  relayUntried: ({ name = '' }) => ({
    found: `Das Relay ${name} wurde nicht ausprobiert.`,
    means: 'Ohne Verschlüsselung wird nichts gesendet.',
  }),
  wayDirect: () => ({
    found: 'Verbindungen verlassen das Relay und gehen direkt.',
    means:
      'Zwischen zwei verschiedenen Netzen kann das trotzdem misslingen; dann läuft es weiter über das Relay.',
  }),
  wayRelayed: () => ({
    found: 'Verbindungen bleiben beim Relay.',
    means:
      'Alles geht, etwas langsamer. Es ist von Ende zu Ende verschlüsselt: Das Relay kann es nicht lesen.',
    todo: 'Du musst nichts tun. Eine Einstellung des Browsers, eine Erweiterung oder ein Netz verhindert direkte Verbindungen.',
  }),
  wayRelayOnly: () => ({
    found: 'Verbindungen bleiben beim Relay, wie diese Adresse es will.',
    means:
      'Sie sind von Ende zu Ende verschlüsselt: Was das Relay weiterreicht, kann es nicht lesen.',
  }),
  webrtcWorks: () => ({
    found: 'Dieser Browser kann direkte Verbindungen.',
    means: 'Er kann mit den Browsern anderer sprechen, ohne dass jemand dazwischen ist.',
  }),
  webrtcMissing: () => ({
    found: 'Direkte Verbindungen sind in diesem Browser abgeschaltet.',
    means: 'Alles läuft über das Relay, von Ende zu Ende verschlüsselt.',
    todo: 'Du musst nichts tun. Manche Browser und Erweiterungen nennen, was sie hier abschalten, WebRTC.',
  }),
  webrtcBlocked: () => ({
    found: 'Direkte Verbindungen kommen in diesem Browser nicht zustande.',
    means:
      'Eine Einstellung oder eine Erweiterung behält Netzadressen für sich. Alles läuft über das Relay, von Ende zu Ende verschlüsselt.',
    todo: 'Du musst nichts tun. Wenn du sie haben willst, erlaube WebRTC für diese Adresse.',
  }),
  helpersNone: () => ({
    found: 'Kein Server ist eingerichtet, der bei direkten Verbindungen hilft.',
    means: 'Es braucht keinen: Was nicht direkt geht, geht über das Relay.',
  }),
  helpersAnswer: ({ name = '' }) => ({
    found: `Der Server ${name} antwortet.`,
    means: 'Geräte in verschiedenen Netzen finden öfter einen direkten Weg.',
  }),
  helpersSilent: ({ name = '' }) => ({
    found: `Der Server ${name} antwortet nicht.`,
    means: 'Geräte in verschiedenen Netzen gehen öfter über das Relay.',
    todo: `${HOST} Er steht unter iceServers in der config.json.`,
  }),
};

const check: typeof English = {
  title: 'Diesen Browser prüfen',
  intro: 'Was Parley von diesem Browser und dieser Adresse braucht, gerade eben ausprobiert.',
  looking: 'Wird geprüft…',
  fine: 'Alles ist in Ordnung.',
  worth: (n) => `Alles geht. ${plural(n, 'Punkt ist', 'Punkte sind')} gut zu wissen.`,
  wrong: (n) => `${plural(n, 'Punkt braucht', 'Punkte brauchen')} Aufmerksamkeit.`,
  rows: {
    secure: 'Sichere Adresse',
    storage: 'Speicher',
    kept: 'Vom Browser aufbewahrt',
    room: 'Freier Platz',
    offline: 'Ohne Netz',
    engine: 'Unterschriften',
    build: 'Version',
    clock: 'Uhr',
    setup: 'Einrichtung dieser Adresse',
    relay: 'Relay',
    way: 'Verbindungen',
    webrtc: 'Direkte Verbindungen',
    helpers: 'Hilfe bei direkten Verbindungen',
  },
  tones: {
    good: 'In Ordnung',
    note: 'Gut zu wissen',
    bad: 'Braucht Aufmerksamkeit',
  },
  todo: 'Was du tun kannst:',
  again: 'Noch einmal prüfen',
  copy: 'Bericht kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser hat das Kopieren nicht erlaubt. Wähle den Bericht aus und kopiere ihn selbst:',
  reportHint:
    'Zum Verschicken an jemanden, der dir hilft. Er nennt diese Adresse, die Server, die sie benutzt, und die Art dieses Browsers, aber nichts von dem, was du geschrieben hast.',
  findings,
};

export default check;
