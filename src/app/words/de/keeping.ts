/** Words about not losing a workspace with its browser, in German. */
import type English from '../en/keeping.ts';

const keeping: typeof English = {
  kept: {
    keptPromised: () => ({
      found: 'Der Browser hat zugesagt, aufzubewahren, was hier gespeichert ist.',
      means: 'Es wird nicht gelöscht, wenn das Gerät Platz braucht.',
    }),
    keptMaybe: () => ({
      found: 'Der Browser darf löschen, was hier gespeichert ist, wenn er Platz braucht.',
      means: 'Dann müsste dieses Gerät es von anderen Mitgliedern oder aus einer Sicherung holen.',
      todo: 'Bitte ihn, es aufzubewahren. Manche Browser sagen das erst zu, wenn du die Seite eine Weile benutzt oder sie auf den Startbildschirm gelegt hast.',
    }),
    keptNotYet: () => ({
      found:
        'Der Browser wurde gebeten, aufzubewahren, was hier gespeichert ist, und hat es nicht zugesagt.',
      means: 'Bis dahin darf er es löschen, wenn er Platz braucht.',
      todo: 'Leg Parley auf den Startbildschirm oder zu den Lesezeichen, benutz es eine Weile und bitte noch einmal. Hab in jedem Arbeitsbereich noch jemanden dabei.',
    }),
    keptUnknown: () => ({
      found: 'Der Browser sagt nicht, ob er aufbewahrt, was hier gespeichert ist.',
      means: 'Er darf es löschen, wenn er Platz braucht oder wenn du wochenlang nicht hier warst.',
      todo: 'Hab in jedem Arbeitsbereich noch jemanden dabei, oder eine Sicherung davon.',
    }),
  },
  ask: 'Den Browser bitten, es aufzubewahren',

  alone:
    'Nur dieser Browser hat diesen Arbeitsbereich. Lade jemanden ein, damit er nicht verloren gehen kann.',
  aloneAtRisk:
    'Nur dieser Browser hat diesen Arbeitsbereich, und er darf ihn löschen, wenn er Platz braucht. Lade jemanden ein, damit er nicht verloren gehen kann.',
  offer:
    'Sollten dieser Browser oder dieses Gerät je verloren gehen, bringt ein Notfallblatt den Arbeitsbereich zurück, mit dir als demselben Mitglied.',
  makeKit: 'Notfallblatt anlegen',
  notNow: 'Jetzt nicht',
  whatToDo: 'Was tun?',

  title: 'Damit dieser Arbeitsbereich bleibt',
  more: 'Was du tun kannst',
  kit: 'Leg ein Notfallblatt an und speichere eine Sicherung: eine Datei außerhalb des Browsers, die zwölf Wörter öffnen.',
  elsewhere:
    'Hab ihn an einem zweiten Ort: Öffne eine Einladung auf einem anderen Gerät, oder lade jemanden ein. Alle haben alles.',
  install:
    'Installiere Parley oder leg es auf den Startbildschirm, über das Menü des Browsers: Was installiert ist, wird zuletzt gelöscht. Auf iPhone und iPad fängt es dort leer an; hol den Arbeitsbereich mit einer Einladung oder einer Sicherung hinüber.',
  replica:
    'Lass eine Replik beitreten: ein kleines Programm auf einem Rechner, der immer läuft. Es behält eine Kopie von allem.',

  backup: {
    title: 'Sicherung',
    none: 'In diesem Browser gibt es kein Notfallblatt für diesen Arbeitsbereich, also auch keine Sicherung.',
    never:
      'Noch wurde keine Sicherung gespeichert: Ohne sie öffnen die Wörter des Notfallblatts nichts.',
    savedAt: (when) => `Neueste Sicherung, von der dieser Browser weiß: ${when}.`,
    keptIn: (file, when) => `„${file}“ wird auf dem neuesten Stand gehalten, zuletzt ${when}.`,
    notYet: (file) => `„${file}“ wurde noch nicht geschrieben.`,
    troubles: {
      gone: (file) =>
        `„${file}“ ist nicht mehr da: verschoben, umbenannt oder gelöscht. Wähle, wohin von jetzt an geschrieben wird.`,
      permission: (file) =>
        `Der Browser möchte noch einmal gefragt werden, bevor Parley „${file}“ schreiben darf.`,
      full: (file) =>
        `Für „${file}“ war kein Platz. Die Datei ist, wie sie vorher war. Schaff etwas Platz oder wähle einen anderen Ort.`,
      failed: (file) =>
        `„${file}“ konnte nicht geschrieben werden und ist, wie es vorher war. Vielleicht fehlt der Datenträger. Parley versucht es von selbst noch einmal.`,
    },
    old: (when) => `Die neueste Sicherung ist von: ${when}. Seither hat sich einiges geändert.`,
    saveOne: 'Sicherung speichern',
    allow: 'Parley schreiben lassen',
    keep: 'Sicherung in einer Datei aktuell halten…',
    keepHint:
      'Parley schreibt sie von selbst: fünf Minuten nach einer Änderung und wenn du die Seite verlässt. Wähle einen Ort, der diesen Browser überlebt, etwa einen Ordner, der anderswohin kopiert wird.',
    another: 'Andere Datei wählen…',
    letGo: 'Nicht mehr schreiben',
    kind: 'Parley-Sicherung',
    cannot:
      'Dieser Browser kann keine Datei von selbst aktuell halten. Parley erinnert dich, wenn die neueste Sicherung älter als 30 Tage ist.',
    failed: 'Die Datei ließ sich nicht zum Schreiben öffnen. Wähle eine andere.',
  },

  forget: {
    title: (title) => `„${title}“ aus diesem Browser entfernen?`,
    body: 'Dieser Browser vergisst den Arbeitsbereich und dass du von hier aus Mitglied bist. Mitglieder, die auf dem neuesten Stand sind, behalten ihre Kopien, und mit einer neuen Einladung kannst du zurückkommen.',
    alone:
      'Wenn sonst niemand beigetreten ist oder deine letzten Änderungen nicht gesendet wurden, bringt nur eine Sicherung sie zurück.',
    noKit:
      'In diesem Browser gibt es kein Notfallblatt dafür, also auch keine Sicherung, die jemand öffnen könnte.',
    neverSaved:
      'Es gibt ein Notfallblatt, aber noch wurde keine Sicherung gespeichert: Ohne sie öffnen seine Wörter nichts.',
    savedAt: (when) =>
      `Neueste Sicherung, von der dieser Browser weiß: ${when}. Was seither geschrieben wurde, ist nicht darin.`,
    makeKit: 'Vorher ein Notfallblatt anlegen',
    openKit: 'Vorher eine Sicherung speichern',
    opening: 'Wird geöffnet…',
    failed: 'Er ließ sich nicht öffnen.',
    go: 'Aus diesem Browser entfernen',
    notGone: 'Er konnte nicht entfernt werden. Versuch es noch einmal.',
    gone: (title) => `„${title}“ wurde aus diesem Browser entfernt.`,
  },
};

export default keeping;
