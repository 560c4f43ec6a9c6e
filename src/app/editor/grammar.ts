/**
 * The one Markdown grammar (CommonMark with GFM), for writing and for reading alike: what the editor
 * styles as a heading is what the read view shows as one.
 *
 * It comes from @lezer/markdown directly; CodeMirror's own package for it would bring HTML, CSS and
 * JavaScript along (180 KB instead of 107).
 */
import { defineLanguageFacet, languageDataProp } from '@codemirror/language';
import { GFM, parser } from '@lezer/markdown';

export const markdownData = defineLanguageFacet();

export const grammar = parser.configure([
  GFM,
  { props: [languageDataProp.add({ Document: markdownData })] },
]);
