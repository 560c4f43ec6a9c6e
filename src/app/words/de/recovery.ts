/** Words about the recovery kit, backups and putting one back, in German. */
import type English from '../en/recovery.ts';
import { plural } from './counting.ts';

const recovery: typeof English = {
  kit: {
    title: 'Notfallblatt',
    looking: 'Wird nachgesehen…',
    intro:
      'Wenn dieser Browser seine Daten verliert oder das Gerät weg ist, bringt ein Notfallblatt diesen Arbeitsbereich zurück: mit dir als demselben Mitglied, auch wenn sonst niemand online ist.',
    partsTitle: 'Es hat zwei Teile',
    words: 'Zwölf Wörter, für Papier.',
    wordsWhy: 'Sie öffnen die Sicherung. Niemand kann sie dir noch einmal sagen.',
    file: 'Eine Sicherungsdatei, verschlüsselt.',
    fileWhy:
      'Der ganze Arbeitsbereich mit seinem Verlauf und den Bildern, die dieser Browser hat, so wie er beim Speichern ist. Nur die Wörter öffnen sie; sie darf also überall liegen, nur nicht allein in diesem Browser.',
    begin: 'Meine zwölf Wörter zeigen',
    wordsTitle: 'Deine zwölf Wörter',
    wordsBody:
      'Druck sie aus oder schreib sie in dieser Reihenfolge auf. Sie erscheinen nur dieses eine Mal.',
    list: 'Die Wörter der Reihe nach',
    print: 'Drucken',
    copy: 'Kopieren',
    copied: 'Kopiert. Leg sie dorthin, wo nur du sie lesen kannst.',
    copyFailed: 'Dieser Browser lässt Parley nicht kopieren. Schreib die Wörter auf.',
    notYet: 'Solange du die Sicherung nicht gespeichert hast, öffnen diese Wörter nichts.',
    save: 'Ich habe die Wörter: Sicherung speichern',
    saving: 'Wird gespeichert…',
    savingPart: (percent) => `Wird gespeichert… ${percent} %`,
    have: 'Du hast ein Notfallblatt.',
    keepUp:
      'Eine Sicherung enthält, was beim Speichern hier war. Speichere ab und zu eine neue; dieselben Wörter öffnen sie alle.',
    again: 'Jetzt eine Sicherung speichern',
    saved: (file) =>
      `Gespeichert als „${file}“, bei deinen Downloads. Bewahre sie getrennt von den Wörtern auf.`,
    leftOut: (n) =>
      `${plural(n, 'Bild fehlt', 'Bilder fehlen')} darin: Dieser Browser hat ${n === 1 ? 'es' : 'sie'} nicht ganz, oder die Datei würde zu groß.`,
    failed: 'Das konnte nicht gespeichert werden. Versuch es noch einmal.',
    anew: 'Neue Wörter…',
    anewTitle: 'Neue Wörter',
    anewBody:
      'Für den Fall, dass jemand die alten gesehen haben könnte oder sie verloren sind. Die alten Wörter bringen niemanden mehr herein, sobald dieser Browser es den anderen gesagt hat. Die Sicherungen, die mit ihnen gespeichert wurden, öffnen sie weiterhin: Lösch diese also.',
    anewKept:
      'Für den Fall, dass die alten verloren sind. Dieser Arbeitsbereich kam durch die alten Wörter in diesen Browser, deshalb kann er sie nicht ungültig machen: Sie gelten weiter. Dort, wo du sie erzeugt hast, kannst du es, solange es diesen Browser gibt.',
    anewGo: 'Neue Wörter zeigen',
  },

  paper: {
    title: (workspace) => `Notfallblatt für „${workspace}“`,
    of: (name, day) => `Von ${name}, ${day}`,
    how: (address) => [
      `Öffne ${address} in irgendeinem Browser.`,
      'Wähle „Aus einer Sicherung zurückholen“ und die neueste Sicherungsdatei, die du hast (ihr Name endet auf .parley).',
      'Gib diese Wörter in dieser Reihenfolge ein.',
    ],
    warning:
      'Wer diese Wörter und eine Sicherung hat, kann den ganzen Arbeitsbereich lesen und darin als du schreiben. Bewahre beides getrennt auf. Wenn du dieses Blatt verlierst, erzeuge in Parley neue Wörter: Menü, „Notfallblatt und Sicherung“.',
  },

  restore: {
    title: 'Aus einer Sicherung zurückholen',
    intro:
      'Bringt einen Arbeitsbereich in diesen Browser, mit dir als dem Mitglied, das die Sicherung gemacht hat. Sonst muss niemand online sein.',
    file: 'Die Sicherungsdatei',
    fileHint: 'Ihr Name endet auf .parley.',
    words: 'Die zwölf Wörter deines Notfallblatts',
    wordsHint:
      'Der Reihe nach, mit Leerzeichen dazwischen. Die ersten vier Buchstaben jedes Worts genügen.',
    go: 'Zurückholen',
    busy: 'Wird zurückgeholt…',
    busyPart: (percent) => `Wird geprüft… ${percent} %`,
    noFile: 'Wähle die Sicherungsdatei.',
    count: (n) =>
      n === 0
        ? 'Gib die zwölf Wörter ein.'
        : `${n === 1 ? 'Das ist ein Wort' : `Das sind ${n} Wörter`}, es müssen zwölf sein.`,
    unknown: (n, word) =>
      `Wort ${n}, „${word}“, kommt auf keinem Notfallblatt vor. Sieh es dir noch einmal an.`,
    unlike:
      'Diese Wörter passen nicht zusammen. Eines heißt auf dem Papier anders, oder zwei stehen in anderer Reihenfolge.',
    open: 'Öffnen',
    failures: {
      TooLarge: {
        title: 'Diese Datei ist zu groß',
        happened: 'Sie ist größer als eine Sicherung, die ein Browser zurückholen kann.',
        safe: 'In diesem Browser hat sich nichts geändert.',
        next: 'Wähle die Datei noch einmal. Der Name einer Sicherung endet auf .parley.',
      },
      Unreadable: {
        title: 'Die Datei konnte nicht gelesen werden',
        happened:
          'Der Browser hat die Datei nicht bekommen. Vielleicht wurde sie verschoben, oder ihr Datenträger fehlt.',
        safe: 'In diesem Browser hat sich nichts geändert, und die Datei ist, wie sie war.',
        next: 'Wähle die Datei noch einmal.',
      },
      NotABackup: {
        title: 'Das ist keine Sicherung',
        happened: 'Die Datei stammt nicht von Parley, oder nur ihr Anfang ist da.',
        safe: 'In diesem Browser hat sich nichts geändert.',
        next: 'Wähle eine andere Datei. Der Name einer Sicherung endet auf .parley.',
      },
      Newer: {
        title: 'Diese Sicherung braucht ein neueres Parley',
        happened: 'Sie wurde von einer neueren Version gemacht als der, die hier läuft.',
        safe: 'In diesem Browser hat sich nichts geändert.',
        next: 'Lade diese Seite neu, um die neueste Version zu bekommen, und versuch es noch einmal.',
      },
      WrongWords: {
        title: 'Diese Wörter gehören zu einem anderen Notfallblatt',
        happened:
          'Es sind zwölf gültige Wörter, aber nicht die, mit denen diese Sicherung gemacht wurde.',
        safe: 'In diesem Browser hat sich nichts geändert. Du kannst es so oft versuchen, wie du willst.',
        next: 'Such das Blatt, das für diesen Arbeitsbereich gedruckt wurde, oder wähle die Sicherung, die zu diesen Wörtern gehört.',
      },
      Damaged: {
        title: 'Diese Sicherung ist beschädigt',
        happened:
          'Die Wörter stimmen, aber die Datei wurde nachträglich verändert, oder ein Teil fehlt.',
        safe: 'In diesem Browser hat sich nichts geändert.',
        next: 'Nimm eine andere Kopie der Datei oder eine ältere Sicherung: Dieselben Wörter öffnen sie.',
      },
      Here: {
        title: 'Dieser Arbeitsbereich ist schon hier',
        happened: 'Dieser Browser hat den Arbeitsbereich dieser Sicherung.',
        safe: 'Nichts hat sich geändert: Was hier ist, kann neuer sein als die Sicherung.',
        next: 'Öffne ihn.',
      },
      NotAMember: {
        title: 'Dieses Notfallblatt bringt niemanden mehr herein',
        happened:
          'Bevor die Sicherung gespeichert wurde, kamen neue Wörter an seine Stelle, oder wem es gehört, wurde entfernt.',
        safe: 'In diesem Browser hat sich nichts geändert.',
        next: 'Nimm die neueren Wörter oder bitte ein Mitglied um eine Einladung.',
      },
      Storage: {
        title: 'Dieser Browser konnte den Arbeitsbereich nicht speichern',
        happened: 'Die Sicherung ist gut, aber der Browser wollte sie nicht speichern.',
        safe: 'Nichts davon wurde hier behalten, und die Datei ist, wie sie war.',
        next: 'Schaff etwas Platz oder nimm ein normales statt eines privaten Fensters und versuch es noch einmal.',
      },
    },
  },
};

export default recovery;
