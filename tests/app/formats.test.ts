/** Formats write Markdown's marks where they are not, and take them away where they are. */
import { EditorSelection, EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMATS, formatKeys, type Format } from '../../src/app/editor/formats.ts';

/** A text whose selection lies between two bars; where it ends up. */
function formatted(format: Format, marked: string, readOnly = false): string {
  const [before = '', inside = '', after] = marked.split('|');
  const anchor = before.length;
  const head = after === undefined ? anchor : anchor + inside.length;
  let state = EditorState.create({
    doc: marked.replaceAll('|', ''),
    selection: EditorSelection.range(anchor, head),
    extensions: EditorState.readOnly.of(readOnly),
  });
  FORMATS[format]({ state, dispatch: (transaction) => (state = transaction.state) });
  const { from, to } = state.selection.main;
  const text = state.doc.toString();
  const bar = from === to ? '' : '|';
  return `${text.slice(0, from)}|${text.slice(from, to)}${bar}${text.slice(to)}`;
}

describe('a format', () => {
  it.each<[Format, string, string]>([
    ['bold', 'a |word| here', 'a **|word|** here'],
    ['bold', 'a **|word|** here', 'a |word| here'],
    ['italic', 'a |word|', 'a _|word|_'],
    ['strike', '|', '~~|~~'],
    ['heading', 'Ti|tle', '# Ti|tle'],
    ['heading', '# Ti|tle', '## Ti|tle'],
    ['heading', '### Ti|tle', 'Ti|tle'],
    ['heading', '##### Ti|tle', '# Ti|tle'],
    ['heading', '|', '# |'],
    ['bullets', '|one\n\n  two|', '- |one\n\n  - two|'],
    ['bullets', '1. o|ne', '- o|ne'],
    ['bullets', '- [x] o|ne', '- o|ne'],
    ['bullets', '- |one\n* two|', '|one\ntwo|'],
    ['numbers', '|one\ntwo|', '1. |one\n2. two|'],
    ['numbers', '1. |one\n2) two|', '|one\ntwo|'],
    ['tasks', '- o|ne', '- [ ] o|ne'],
    ['tasks', '- [x] o|ne', 'o|ne'],
    ['quote', '|one\n\ntwo|', '> |one\n\n> two|'],
    ['quote', '> |one\n> two|', '|one\ntwo|'],
    ['link', 'see |there| now', 'see [there](|https://|) now'],
    ['link', '|https://a.example/b|', '[|](https://a.example/b)'],
    ['link', 'see |', 'see [|](https://)'],
    ['code', 'a |word|', 'a `|word|`'],
    ['code', '|one\ntwo|', '```\n|one\ntwo|\n```'],
  ])('%s: %j becomes %j', (format, before, after) => {
    expect(formatted(format, before)).toBe(after);
  });

  it('changes nothing for who may only read', () => {
    for (const format of Object.keys(FORMATS) as Format[])
      expect(formatted(format, 'one |two| three', true)).toBe('one |two| three');
  });

  it('asked for twice leaves the text as it was', () => {
    const line = fc.stringMatching(/^[a-z ]{0,6}$/);
    const twice: readonly Format[] = ['bold', 'italic', 'strike', 'bullets', 'numbers', 'tasks'];
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.nat(28),
        fc.nat(28),
        fc.constantFrom(...twice),
        (lines, a, b, format) => {
          const text = lines.join('\n');
          const [from, to] = [a, b].map((at) => at % (text.length + 1)).sort((x, y) => x - y);
          const marked = `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`;
          const once = formatted(format, from === to ? marked.replace('||', '|') : marked);
          expect(formatted(format, once).replaceAll('|', '')).toBe(text);
        },
      ),
    );
  });

  it('has no key that another one has', () => {
    const keys = formatKeys.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
