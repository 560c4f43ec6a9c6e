/** Words about what happened in a workspace, and who signed it, in German. */
import type English from '../en/activity.ts';

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

const ROLES: Readonly<Record<string, string>> = {
  reader: 'darf lesen',
  editor: 'darf bearbeiten',
  admin: 'darf bearbeiten und einladen',
};

const activity: typeof English = {
  title: 'Aktivität',
  empty: 'Nichts zu berichten. Hier steht, wer beitritt und was ungewöhnlich ist.',
  notices: {
    joined: (f) => `${f['name'] ?? 'Jemand'} ist beigetreten.`,
    removed: (f) =>
      `${f['name'] ?? 'Jemand'} wurde${f['by'] ? ` von ${f['by']}` : ''} entfernt. Was auf den eigenen Geräten war, bleibt dort; Neues kann diese Person weder beitragen noch empfangen.`,
    left: (f) => `${f['name'] ?? 'Jemand'} hat den Arbeitsbereich verlassen.`,
    role: (f) => `${f['name'] ?? 'Jemand'} hat eine andere Rolle: ${ROLES[f['role'] ?? ''] ?? ''}.`,
    full: (f) =>
      `Der Speicher für ${f['name'] ?? 'jemanden'} ist voll. Was hier ist, bleibt. Was diese Person von jetzt an schreibt, wird nur aufbewahrt, wo andere darauf aufbauen.`,
    youFull: () =>
      'Dein Speicher ist voll. Was du von jetzt an schreibst, wird hier gespeichert, aber die anderen bewahren es nicht auf. Bitte einen Admin um mehr Platz.',
    room: (f) =>
      `${f['by'] || 'Jemand'} hat ${f['name'] ?? 'jemandem'} mehr Platz gegeben (${Math.round(Number(f['most'] ?? 0) / 1e6)} MB).`,
    youRemoved: (f) =>
      `Du wurdest${f['by'] ? ` von ${f['by']}` : ''} entfernt. Du kannst weiterhin lesen und exportieren, was hier ist.`,
    forked: (f) =>
      `${f['name'] ? `Ein Gerät von ${f['name']}` : 'Ein Gerät'} hat zwei verschiedene Verläufe unterschrieben, was kein ehrliches tut. Was es von da an geschrieben hat, zählt nicht, außer wo andere darauf aufgebaut haben.`,
    missing: (f) => {
      const since = new Date(Number(f['since'])).toLocaleTimeString('de', CLOCK);
      const say =
        f['count'] === '1'
          ? 'sagt, dass es sie gibt, und hat sie nicht geschickt; sonst sagt das niemand.'
          : 'sagen, dass es sie gibt, und haben sie nicht geschickt.';
      return `Änderungen von ${f['names'] || 'jemandem'} fehlen seit ${since} Uhr: ${f['by'] || 'Jemand'} ${say}`;
    },
    storage: (f) =>
      f['damaged']
        ? 'Etwas, das dieser Browser gespeichert hatte, war beschädigt und ist ausgelassen. Was andere Mitglieder davon haben, kommt von ihnen zurück.'
        : f['images']
          ? 'Die Bilder aus dieser Sicherung konnten hier nicht alle gespeichert werden. Was andere Mitglieder davon haben, kommt von ihnen zurück; bewahr die Sicherung für den Rest auf.'
          : 'Dieser Browser konnte deine letzte Änderung nicht speichern. Sie ist noch in diesem Tab: Exportiere sie, bevor du ihn schließt.',
    restored: () =>
      'Das Speichern geht wieder. Alles, was du geschrieben hast, ist hier gespeichert.',
  },
  details: 'Einzelheiten',
  detailsOf: (sentence) => `Einzelheiten: ${sentence}`,
  noticed: 'Hier bemerkt',
  of: {
    member: 'Mitglied',
    device: 'Unterschrieben vom Gerät',
    agent: 'Unterschrieben im Tab',
    event: 'Eintrag',
  },
  copy: 'Mit Beweis kopieren',
  copied: 'Kopiert',
  copyFailed: 'Der Browser hat das Kopieren nicht erlaubt.',
  signed:
    'Die Kopie enthält all das vollständig und dazu die Unterschriften, mit denen es jeder prüfen kann.',
  unsigned: 'Das wurde auf diesem Gerät bemerkt. Niemand hat es unterschrieben.',
};

export default activity;
