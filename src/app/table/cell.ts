/**
 * What a column's type makes of a cell's text: whether it fits, how it is kept and how it is shown.
 *
 * Cells are text for the protocol. Nothing that does not fit is lost or changed: it is shown as it is,
 * and marked. Kept are numbers as decimals with a point, dates as in ISO 8601, a tick as a word, so
 * that every language reads the same, and so does a file.
 */
import type { Column } from '../../host/session.ts';

/** What a ticked cell holds; one without a tick is empty. */
export const TICKED = 'yes';

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Text as the column keeps it; `null` if it does not fit. Empty always fits. */
export function kept(
  { type, choices }: Pick<Column, 'type' | 'choices'>,
  text: string,
): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return keptNumber(trimmed.replace(/[\s'’]/g, ''));
    case 'date':
      return isDate(trimmed) ? trimmed : null;
    case 'check':
      return TICKS.test(trimmed) ? TICKED : NO_TICKS.test(trimmed) ? '' : null;
    case 'choice':
      return choices.find((choice) => choice.toLowerCase() === trimmed.toLowerCase()) ?? null;
  }
}

const TICKS = /^(yes|true|x|✓|1)$/i;
const NO_TICKS = /^(no|false|0)$/i;

/** At most 30 digits: more than anybody counts, and no rounding, since it stays text. */
function keptNumber(text: string): string | null {
  if (!NUMBER.test(text) || text.length > 32) return null;
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').replace(',', '.').split('.');
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  const decimals = fraction.replace(/0+$/, '');
  const digits = decimals === '' ? integer : `${integer}.${decimals}`;
  return text.startsWith('-') && digits !== '0' ? `-${digits}` : digits;
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A cell for people to read, in the language of the screen. */
export function shown({ type }: Pick<Column, 'type'>, text: string, language: string): string {
  if (type === 'number' && keptNumber(text) === text && text.length < 16)
    return Number(text).toLocaleString(language, { maximumFractionDigits: 15 });
  if (type === 'date' && isDate(text))
    return new Date(`${text}T00:00:00Z`).toLocaleDateString(language, {
      timeZone: 'UTC',
      dateStyle: 'medium',
    });
  return text;
}

/** Orders texts of a column: those that fit first, as its type counts; then the others; then nothing. */
export function compareIn(column: Pick<Column, 'type' | 'choices'>, a: string, b: string): number {
  const [rankA, rankB] = [rank(column, a), rank(column, b)];
  if (rankA !== rankB || rankA === 2) return rankA - rankB;
  if (rankA === 0 && column.type === 'number') return Number(a) - Number(b);
  if (rankA === 0 && column.type === 'choice')
    return column.choices.indexOf(a) - column.choices.indexOf(b);
  return a.localeCompare(b);
}

const rank = (column: Pick<Column, 'type' | 'choices'>, text: string): number =>
  text === '' ? 2 : kept(column, text) === null ? 1 : 0;
