/** Words about tables, their rows, columns and cells, in German. */
import type English from '../en/table.ts';
import { plural } from './counting.ts';

const table: typeof English = {
  bar: 'Zeilen und Spalten',
  size: (rows, columns) =>
    `${plural(rows, 'Zeile', 'Zeilen')}, ${plural(columns, 'Spalte', 'Spalten')}`,
  isSorted: 'nur für dich sortiert',
  row: 'Zeile',
  rowNamed: (n) => `Zeile ${n}`,
  columnNamed: (n) => `Spalte ${n}`,
  rowMenu: 'Zeile',
  columnMenu: 'Spalte',
  above: 'Zeile darüber einfügen',
  below: 'Zeile darunter einfügen',
  rowUp: 'Zeile nach oben verschieben',
  rowDown: 'Zeile nach unten verschieben',
  deleteRows: (n) => (n === 1 ? 'Zeile löschen' : `${n} Zeilen löschen`),
  rowsDeleted: (n) => (n === 1 ? 'Die Zeile ist gelöscht.' : `${n} Zeilen sind gelöscht.`),
  before: 'Spalte links einfügen',
  after: 'Spalte rechts einfügen',
  change: 'Name und Art…',
  columnBack: 'Spalte nach links verschieben',
  columnOn: 'Spalte nach rechts verschieben',
  ascending: 'Sortieren, Kleinstes zuerst',
  descending: 'Sortieren, Größtes zuerst',
  unsorted: 'Wie es war',
  deleteColumn: 'Spalte löschen',
  columnDeleted: (name) => `Die Spalte „${name}“ ist gelöscht.`,
  gone: {
    row: 'Die Zeile, in der du schriebst, wurde gelöscht. Wähl eine Zelle, um weiterzuschreiben.',
    column:
      'Die Spalte, in der du schriebst, wurde gelöscht. Wähl eine Zelle, um weiterzuschreiben.',
  },
  notSaved: (text) => `Nicht gespeichert: „${text}“.`,
  nothingToUndo: 'Von dir gibt es nichts rückgängig zu machen.',
  nothingToRedo: 'Es gibt nichts zu wiederholen.',
  noColumns: 'Diese Tabelle hat keine Spalten.',
  addColumn: 'Spalte hinzufügen',
  noRows:
    'Noch keine Zeilen. Füg eine über das Menü oben hinzu oder füg welche aus der Zwischenablage ein.',
  columnTitle: 'Spalte',
  name: 'Name',
  type: 'Sie enthält',
  types: {
    text: 'Text',
    number: 'Zahlen',
    date: 'Datumsangaben',
    check: 'Häkchen',
    choice: 'eine Auswahl',
  },
  typeHint: 'Was nicht passt, bleibt, wie es ist, und wird markiert.',
  choices: 'Zur Auswahl, je eine Zeile',
  save: 'Speichern',
  misfit: (type) => `Diese Spalte enthält ${type}.`,
  noChoice: 'Nichts',
  datePattern: 'JJJJ-MM-TT',
  ticked: 'angehakt',
  unticked: 'nicht angehakt',
};

export default table;
