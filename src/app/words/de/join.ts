/** Words of coming in by an invite, in German. */
import type English from '../en/join.ts';
import { list } from './counting.ts';

const join: typeof English = {
  paste: 'Einladungslink einfügen',
  pasteGo: 'Weiter',
  title: 'Du bist eingeladen',
  intro:
    'Jemand möchte mit dir schreiben. Sag, wer du bist, dann lässt dich das Gerät dort herein.',
  go: 'Beitreten',
  joining: 'Du trittst bei…',
  steps: {
    relay: () => 'Das Relay erreichen',
    member: () => 'Ein Mitglied finden',
    proof: (via) => (via ? `${via} die Einladung zeigen` : 'Die Einladung zeigen'),
    asked: (via) =>
      via ? `Warten, bis ${via} dich hereinlässt` : 'Warten, bis dich jemand hereinlässt',
    admitted: (via) => (via ? `Hereingelassen von ${via}` : 'Hereingelassen'),
    receiving: () => 'Die Dokumente empfangen',
    done: () => 'Fertig',
  },
  stepDone: 'erledigt',
  stepNow: 'läuft',
  stepWaiting: 'kommt noch',
  slow: 'Das dauert länger als sonst. Du kannst diesen Tab offen lassen oder ein Mitglied bitten, den Arbeitsbereich zu öffnen.',
  behind: (names) => {
    const who = names.filter(Boolean);
    return `In dem, was bisher kam, fehlt etwas, das dein Link verspricht. ${list(who) || 'Wer es geschickt hat'} ${who.length > 1 ? 'sind' : 'ist'} vielleicht nicht auf dem neuesten Stand oder ${who.length > 1 ? 'halten' : 'hält'} es zurück. Parley wartet auf jemanden, der es hat.`;
  },
  asked:
    'Über diese Einladung entscheidet ein Mensch und sieht jetzt, dass du fragst. Lass diesen Tab offen oder ruf kurz an.',
  words:
    'Wer dich hereinlässt, sieht diese Wörter neben deinem Namen und kann dich bitten, sie vorzulesen:',
  stop: 'Anhalten',
  stopped: 'Angehalten. Die Einladung gilt weiterhin.',
  failures: {
    NotALink: {
      title: 'Das ist kein vollständiger Einladungslink',
      happened:
        'Der Link ist beschädigt, oder ein Teil fehlt. Manche Mailprogramme schneiden lange Links ab.',
      safe: 'Auf diesem Gerät hat sich nichts geändert, und die Einladung ist nicht verbraucht.',
      next: 'Kopiere den ganzen Link noch einmal oder bitte um einen neuen.',
    },
    NewerLink: {
      title: 'Diese Einladung braucht ein neueres Parley',
      happened: 'Sie stammt aus einer neueren Version als der, die hier läuft.',
      safe: 'Auf diesem Gerät hat sich nichts geändert, und die Einladung ist nicht verbraucht.',
      next: 'Lade diese Seite neu, um die neueste Version zu bekommen, und öffne den Link dann noch einmal.',
    },
    NoRelay: {
      title: 'Das Relay antwortet nicht',
      happened:
        'Das Relay macht Geräte miteinander bekannt. Von hier aus war es nicht zu erreichen.',
      safe: 'Die Einladung ist nicht verbraucht. Sie gilt auch später noch.',
      next: 'Prüfe deine Internetverbindung oder nimm ein anderes Netz und versuch es noch einmal.',
    },
    NobodyOnline: {
      title: 'Niemand aus diesem Arbeitsbereich ist online',
      happened:
        'Um dich hereinzulassen, muss kurz ein Mitglied online sein; bei manchen Einladungen eines, das darüber entscheiden darf. Keines hat geantwortet.',
      safe: 'Die Einladung ist nicht verbraucht. Sie gilt auch später noch.',
      next: 'Bitte die Person, die dich eingeladen hat, den Arbeitsbereich zu öffnen, und versuch es noch einmal.',
    },
    UsedUp: {
      title: 'Diese Einladung ist verbraucht',
      happened: 'Sie galt für eine bestimmte Zahl von Leuten, und so viele sind damit beigetreten.',
      safe: 'Auf diesem Gerät hat sich nichts geändert.',
      next: 'Bitte die Person, die dich eingeladen hat, um eine neue Einladung.',
    },
    Expired: {
      title: 'Diese Einladung ist abgelaufen',
      happened: 'Sie galt für eine bestimmte Zeit, und die ist vorbei.',
      safe: 'Auf diesem Gerät hat sich nichts geändert.',
      next: 'Bitte die Person, die dich eingeladen hat, um eine neue Einladung.',
    },
    Refused: {
      title: 'Du wurdest nicht hereingelassen',
      happened:
        'Das Gerät eines Mitglieds hat geantwortet und diese Einladung nicht angenommen. Vielleicht wurde sie zurückgezogen.',
      safe: 'Auf diesem Gerät hat sich nichts geändert.',
      next: 'Bitte die Person, die dich eingeladen hat, um eine neue Einladung.',
    },
    Declined: {
      title: 'Jetzt nicht',
      happened: 'Jemand, der dich hereinlassen darf, wurde gefragt und antwortete: jetzt nicht.',
      safe: 'Auf diesem Gerät hat sich nichts geändert, und die Einladung ist nicht verbraucht.',
      next: 'Sprich mit der Person, die dich eingeladen hat, und versuch es dann noch einmal.',
    },
    Unanswered: {
      title: 'Noch hat dich niemand hereingelassen',
      happened: 'Jemand, der dich hereinlassen darf, wurde gefragt und ging, ohne zu antworten.',
      safe: 'Die Einladung ist nicht verbraucht. Sie gilt auch später noch.',
      next: 'Bitte die Person, die dich eingeladen hat, den Arbeitsbereich zu öffnen, und versuch es noch einmal.',
    },
    WrongHistory: {
      title: 'Die Antwort passt nicht zur Einladung',
      happened:
        'Ein Gerät hat geantwortet, aber was es schickte, ist nicht der Arbeitsbereich, den dieser Link nennt.',
      safe: 'Nichts davon wurde behalten.',
      next: 'Sag der Person Bescheid, die dich eingeladen hat, und bitte um eine neue Einladung.',
    },
    Storage: {
      title: 'Dieser Browser konnte den Arbeitsbereich nicht speichern',
      happened: 'Du wurdest hereingelassen, aber der Browser wollte nicht speichern, was ankam.',
      safe: 'Die anderen Mitglieder haben weiterhin alles.',
      next: 'Schaff etwas Platz oder nimm ein normales statt eines privaten Fensters und öffne den Link dann noch einmal.',
    },
  },
  gone: {
    title: 'Der Link wurde weggelegt',
    happened:
      'Zu deiner Sicherheit bleibt das Geheimnis des Links aus der Adresszeile heraus. Beim Neuladen ist es deshalb vergessen.',
    safe: 'Er ist nicht verbraucht.',
    next: 'Öffne den Link noch einmal oder füg ihn hier ein.',
  },
  another: 'Einen anderen Link nehmen',
};

export default join;
