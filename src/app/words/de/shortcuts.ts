/** Words for what the keyboard does, in German. */
import type English from '../en/shortcuts.ts';

const shortcuts: typeof English = {
  title: 'Tastenkürzel',
  anywhere: 'Überall',
  writing: 'Beim Schreiben',
  inList: 'In der Liste der Dokumente',
  list: 'Diese Liste',
  closing: 'Fenster, Menü oder Bereich schließen',
  headings: 'Überschrift der Ebene 1, 2, 3',
  lists: 'Nummerierte Liste, Liste, Aufgaben',
  undo: 'Deine letzte Änderung rückgängig machen',
  redo: 'Wiederholen',
  find: 'Suchen',
  search: 'In allen Dokumenten suchen',
  indent: 'Einrücken, ausrücken',
  leave: 'Das Textfeld verlassen',
  move: 'Das Dokument verschieben',
  inHistory: 'Im Verlauf, auf dem Schieberegler',
  step: 'Ein Schritt zurück, ein Schritt weiter',
  sitting: 'Die Sitzung davor, die nächste',
  after: 'dann',
};

export default shortcuts;
