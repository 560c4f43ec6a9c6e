/** Words of the browser that becomes one more device of somebody, in German. */
import type { Explanation } from '../explanation.ts';
import type English from '../en/attaching.ts';

const gone: Explanation = {
  title: 'Mit diesem Link wartet niemand mehr',
  happened:
    'Ein Link für ein Gerät gilt einmal, zehn Minuten lang und nur, solange das Fenster offen ist, in dem er entstand.',
  safe: 'In diesem Browser hat sich nichts geändert.',
  next: 'Erzeuge auf deinem anderen Gerät einen neuen: Leute, dein Name, Gerät hinzufügen.',
};

const attaching: typeof English = {
  page: 'Arbeitsbereich hier verwenden',
  reading: 'Der Link wird gelesen…',
  title: (workspace, name) => `„${workspace}“ hier als ${name} verwenden`,
  intro:
    'Dieser Browser wird ein weiteres Gerät von dir: dasselbe Mitglied, mit demselben Namen und allem, was im Arbeitsbereich ist.',
  own: 'Mach nur weiter, wenn du diesen Link gerade selbst auf deinem anderen Gerät erzeugt hast.',
  go: 'Hier verwenden',
  steps: {
    relay: 'Das Relay wird gesucht…',
    member: 'Das Gerät wird gesucht, auf dem der Link entstand…',
    proof: 'Der Link wird ihm gezeigt…',
    asked: 'Dein anderes Gerät muss dieselben vier Wörter zeigen. Drück dann dort „Hinzufügen“.',
    admitted: 'Hinzugefügt.',
    receiving: 'Die Dokumente kommen…',
    done: 'Fertig.',
  },
  other: 'Zeigt es andere, dann ist jemand dazwischen: Drück dort „Jetzt nicht“.',
  slow: 'Das dauert länger als sonst. Lass das Fenster offen, in dem du den Link erzeugt hast.',
  stop: 'Anhalten',
  stopped: 'Angehalten. In diesem Browser hat sich nichts geändert.',
  here: (workspace) => `„${workspace}“ ist schon in diesem Browser.`,
  failures: {
    NotALink: {
      title: 'Das ist kein vollständiger Link',
      happened: 'Der Link ist beschädigt, oder ein Teil fehlt.',
      safe: 'In diesem Browser hat sich nichts geändert, und der Link ist nicht verbraucht.',
      next: 'Kopiere den ganzen Link noch einmal oder lies den Code noch einmal ein.',
    },
    NewerLink: {
      title: 'Dieser Link braucht ein neueres Parley',
      happened: 'Er stammt aus einer neueren Version als der, die hier läuft.',
      safe: 'In diesem Browser hat sich nichts geändert, und der Link ist nicht verbraucht.',
      next: 'Lade diese Seite neu, um die neueste Version zu bekommen, und öffne den Link dann noch einmal.',
    },
    NoRelay: {
      title: 'Das Relay antwortet nicht',
      happened:
        'Das Relay macht Geräte miteinander bekannt. Von hier aus war es nicht zu erreichen.',
      safe: 'Der Link ist nicht verbraucht. Er gilt, solange das Fenster offen ist, in dem er entstand.',
      next: 'Prüfe die Internetverbindung dieses Geräts und versuch es noch einmal.',
    },
    NobodyOnline: gone,
    UsedUp: gone,
    Expired: gone,
    Unanswered: gone,
    Refused: {
      title: 'Dieses Gerät wurde nicht hinzugefügt',
      happened: 'Das andere Gerät hat geantwortet und dieses nicht angenommen.',
      safe: 'In diesem Browser hat sich nichts geändert.',
      next: 'Erzeuge auf deinem anderen Gerät einen neuen Link und nimm den.',
    },
    Declined: {
      title: 'Jetzt nicht',
      happened: 'Auf dem anderen Gerät hat jemand geantwortet: jetzt nicht.',
      safe: 'In diesem Browser hat sich nichts geändert, und der Link ist nicht verbraucht.',
      next: 'Wenn du das warst und die vier Wörter dieselben waren, versuch es noch einmal.',
    },
    WrongHistory: {
      title: 'Die Antwort passt nicht zum Link',
      happened:
        'Ein Gerät hat geantwortet, aber was es schickte, ist nicht der Arbeitsbereich, den dieser Link nennt.',
      safe: 'Nichts davon wurde behalten.',
      next: 'Erzeuge auf deinem anderen Gerät einen neuen Link und gib ihn niemandem.',
    },
    Storage: {
      title: 'Dieser Browser konnte den Arbeitsbereich nicht speichern',
      happened:
        'Das andere Gerät hat dieses hinzugefügt, aber der Browser wollte nicht speichern, was ankam.',
      safe: 'Deine anderen Geräte haben weiterhin alles.',
      next: 'Schaff etwas Platz oder nimm ein normales statt eines privaten Fensters. Erzeuge dann einen neuen Link.',
    },
  },
};

export default attaching;
