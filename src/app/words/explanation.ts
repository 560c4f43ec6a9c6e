/** The one shape of every refusal, in each language. Types alone. */

/** What happened, what is safe, what to do next. */
export interface Explanation {
  readonly title: string;
  readonly happened: string;
  readonly safe: string;
  readonly next: string;
}
