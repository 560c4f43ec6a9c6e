/** Moments in the reader's language: advisory, for display; nothing is ordered or decided by them. */
import { language } from './words/languages.ts';

const DAY_SECONDS = 86_400;
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(language, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});
const minute = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });

/** `today`, `3 days ago`, or the date. `seconds` since 1970; out-of-range values read as today. */
export function dayOf(seconds: number, now = Date.now()): string {
  const then = new Date(Math.min(seconds * 1000, now));
  const days = Math.round(
    (new Date(now).setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) /
      (DAY_SECONDS * 1000),
  );
  return days < 7 ? relative.format(-days, 'day') : date.format(then);
}

/** `in 3 days`; `null` when it is over. `seconds` since 1970. */
export function untilOf(seconds: number, now = Date.now()): string | null {
  const left = seconds - now / 1000;
  if (left <= 0) return null;
  const hours = Math.ceil(left / 3_600);
  return hours > 48
    ? relative.format(Math.floor(hours / 24), 'day')
    : relative.format(hours, 'hour');
}

/** Day and time to the second. `millis` since 1970. */
export const momentOf = (millis: number): string => moment.format(new Date(millis));

/** What others say it was may be beyond what a date can be, in seconds since 1970. */
const MAX_DATE = 8.64e12;
const dateOf = (seconds: number): Date =>
  new Date(1000 * Math.min(MAX_DATE, Math.max(-MAX_DATE, seconds)));

/** From when to when, to the minute; `first` is not after `last`. Seconds since 1970. */
export const rangeOf = (first: number, last: number): string =>
  minute.formatRange(dateOf(first), dateOf(last));

/** The time of day. `seconds` since 1970. */
export function timeOf(seconds: number): string {
  return clock.format(new Date(seconds * 1000));
}
