/** Words about taking everything along, and bringing it in, in German. */
import type English from '../en/archive.ts';
import { list, plural } from './counting.ts';

const counted = (texts: number, tables: number, images: number, comments: number): string =>
  list(
    [
      texts > 0 ? plural(texts, 'Text', 'Texte') : '',
      tables > 0 ? plural(tables, 'Tabelle', 'Tabellen') : '',
      images > 0 ? plural(images, 'Bild', 'Bilder') : '',
      comments > 0 ? plural(comments, 'Kommentar', 'Kommentare') : '',
    ].filter(Boolean),
  );

const archive: typeof English = {
  take: {
    title: 'Alles mitnehmen',
    intro:
      'Eine .zip-Datei mit allem, was jetzt in diesem Arbeitsbereich ist: für jedes Programm, und um es in einen anderen Arbeitsbereich mitzubringen.',
    inIt: 'Darin sind',
    texts: 'Texte als Markdown, mit ihren Bildern.',
    tables: 'Tabellen als CSV-Dateien für jede Tabellenkalkulation.',
    comments: 'Kommentare, auf einer Seite zum Lesen.',
    rest: 'parley.json: Spalten und ihre Arten, worauf sich Kommentare beziehen, wer was geschrieben hat.',
    notIn:
      'Nicht darin: was im Verlauf steht, gelöschte Dokumente, und wer Mitglied ist. Das alles enthält eine Sicherung.',
    open: 'Die Datei ist nicht verschlüsselt: Wer sie hat, kann sie lesen.',
    go: 'Datei speichern',
    busy: (percent) => `Wird gepackt… ${percent} %`,
    waiting: 'Ein Bild wird von jemandem geholt, der es hat.',
    without: 'Ohne fehlende Bilder weitermachen',
    saved: (file, documents) =>
      `${plural(documents, 'Dokument ist', 'Dokumente sind')} in „${file}“, bei deinen Downloads.`,
    missing: (n) =>
      `${plural(n, 'Bild fehlt', 'Bilder fehlen')} darin: Niemand, der gerade da ist, hat ${n === 1 ? 'es' : 'sie'}.`,
    tooMuch:
      'Das ist mehr, als sich auf einmal in einen anderen Arbeitsbereich mitbringen lässt. Jedes andere Programm öffnet die Datei.',
    failed: 'Das konnte nicht gepackt werden. Versuch es noch einmal.',
  },

  page: {
    page: (workspace) => `${workspace}: Kommentare`,
    said: (name, at) => `${name || 'Jemand'}, ${at}:`,
    resolvedBy: (name, at) => `Erledigt von ${name || 'jemandem'}, ${at}`,
    gone: 'steht nicht mehr im Text',
  },

  bring: {
    title: 'Mitbringen',
    looking: (percent) => `Die Datei wird durchgesehen… ${percent} %`,
    found: (...numbers) => `Darin: ${counted(...numbers)}.`,
    others: (n) =>
      `${plural(n, 'Datei', 'Dateien')} anderer Art ${n === 1 ? 'bleibt' : 'bleiben'} draußen.`,
    where: 'Alles kommt hinter die Dokumente, die schon hier sind, und hier ändert sich nichts.',
    who: 'Geschrieben wird es von dir. Unterschriften lassen sich nicht mitnehmen, deshalb beginnt jeder Kommentar damit, wer ihn wann geschrieben hat, so wie es in der Datei steht.',
    go: 'Mitbringen',
    busy: (percent) => `Wird geschrieben… ${percent} %`,
    stay: 'Lass diesen Tab offen, bis es fertig ist.',
    done: (n) => `${plural(n, 'Dokument ist', 'Dokumente sind')} jetzt hier.`,
    failed:
      'Es konnte nicht alles geschrieben werden, deshalb steht nichts davon in der Liste. Sorg für Platz und versuch es noch einmal.',
    refused: {
      Unreadable:
        'Der Browser hat die Datei nicht bekommen. Vielleicht wurde sie verschoben. Wähle sie noch einmal.',
      NotAZip: 'Das ist keine zip-Datei, oder nur ihr Anfang ist da. Wähle eine andere.',
      TooLarge:
        'In dieser Datei ist mehr, als sich auf einmal mitbringen lässt. Pack sie aus und bring ihre Teile mit.',
      Unsupported:
        'Diese zip-Datei ist verschlüsselt oder so gepackt, wie Parley es nicht liest. Pack sie aus und wieder als gewöhnliche zip-Datei ein.',
      Damaged:
        'In dieser Datei ist etwas beschädigt oder es fehlt. Nimm eine andere Kopie oder erzeuge die Datei neu.',
      Newer:
        'Diese Datei stammt von einem neueren Parley. Lade diese Seite neu und versuch es noch einmal.',
      Nothing: 'In dieser zip-Datei ist keine Text-, Markdown- oder CSV-Datei.',
    },
    unchanged: 'Hier hat sich nichts geändert.',
  },
};

export default archive;
