/**
 * The table of attacks as it stands in docs/THREATS.md: rows, rules, tests and what is missing,
 * nothing that differs from run to run.
 */
import type { Row } from '../../tests/byzantine/table.ts';

const BEGIN = '<!-- The table is made by `npm run attacks -- --write`. -->';
const END = '<!-- End of the table. -->';

/** The document with this table in place of the one that is in it. */
export function withTable(document: string, rows: readonly Row[]): string {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('no place for the table');
  return `${before}${BEGIN}\n\n<!-- prettier-ignore -->\n${tableOf(rows)}\n\n${END}${after}`;
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ id, attack, rules, shown, missing }) => {
    const tests = shown.map(({ file, title }) => `${file.slice('tests/'.length)}: ${title}`);
    const cells = [id, attack, rules.join(' '), tests.join('<br>'), missing ?? ''];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [
    '| | attack | rules | shown by (in `tests/`) | missing |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
