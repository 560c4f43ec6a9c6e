/**
 * The one Markdown grammar (CommonMark with GFM), for writing and for reading alike: what the editor
 * styles as a heading is what the read view shows as one.
 *
 * It comes from @lezer/markdown directly; CodeMirror's own package for it would bring HTML, CSS and
 * JavaScript along (180 KB instead of 107).
 */
import { defineLanguageFacet, languageDataProp } from '@codemirror/language';
import { GFM, type MarkdownConfig, parser } from '@lezer/markdown';

export const markdownData = defineLanguageFacet();

/** UTF-16 units of a paragraph beyond which the next line begins another. */
const LONG_PARAGRAPH = 8_192;
/** UTF-16 units of a line beyond which nothing in it is styled. */
const LONG_LINE = 16_384;

/**
 * The parser reads a paragraph in one go and anew at each change in it. A log file without an empty
 * line is one paragraph of a megabyte, and each key in it would take a second.
 */
const bounds: MarkdownConfig = {
  parseBlock: [
    {
      name: 'LongLine',
      before: 'LinkReference',
      parse(context, line) {
        if (line.text.length <= LONG_LINE) return false;
        const end = context.lineStart + line.text.length;
        context.addElement(context.elt('Paragraph', context.lineStart + line.pos, end));
        context.nextLine();
        return true;
      },
      endLeaf: (_, line, leaf) =>
        line.text.length > LONG_LINE || leaf.content.length > LONG_PARAGRAPH,
    },
  ],
};

export const grammar = parser.configure([
  GFM,
  bounds,
  { props: [languageDataProp.add({ Document: markdownData })] },
]);
