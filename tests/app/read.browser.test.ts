/** The read view: Markdown looks like Markdown, and nobody's text can do anything but be read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/app/read.ts';
import { words as en } from '../words.ts';

function page(text: string): HTMLElement {
  const made = document.createElement('div');
  made.append(render(text, en.read));
  return made;
}
const html = (text: string): string =>
  page(text).innerHTML.replaceAll(' dir="auto"', '').replace(/\n/g, ' ').trim();

describe('Markdown', () => {
  it.each([
    ['# Title', '<h1> Title</h1>'],
    [
      'one *two* **three** ~~four~~',
      '<p>one <em>two</em> <strong>three</strong> <del>four</del></p>',
    ],
    ['Title\n===', '<h1>Title </h1>'],
    ['a `*code*` b', '<p>a <code>*code*</code> b</p>'],
    ['```js\n<b>\n```', '<pre tabindex="0">&lt;b&gt;</pre>'],
    ['- a\n- b', '<ul><li> <p>a</p></li><li> <p>b</p></li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li> <p>a</p></li><li> <p>b</p></li></ol>'],
    ['a  \nb', '<p>a<br>b</p>'],
    ['\\*not\\* &amp; &#x41; &bogus;', '<p>*not* &amp; A &amp;bogus;</p>'],
    ['---', '<hr>'],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it('links lead to the web and to mail, apart from this page', () => {
    const links = page(
      '[a](https://x.example/p "t") <https://y.example> www.z.example me@x.example [r][ref] [ref]\n\n[ref]: <http://w.example>',
    ).querySelectorAll('a');
    expect([...links].map(({ href }) => href)).toEqual([
      'https://x.example/p',
      'https://y.example/',
      'https://www.z.example/',
      'mailto:me@x.example',
      'http://w.example/',
      'http://w.example/',
    ]);
    for (const { rel, target } of links) {
      expect([rel, target]).toEqual(['noopener noreferrer', '_blank']);
    }
  });

  it('an image is its description and a link, and nothing is fetched', () => {
    const made = page('![The yard](https://x.example/y.jpg) ![](data:image/png;base64,AA)');
    expect(made.querySelector('img')).toBeNull();
    expect(made.textContent).toBe('Image: The yard Image');
    expect(made.querySelectorAll('a')).toHaveLength(1);
  });

  it('an image that a member made known has a place, and nothing is fetched for it here', () => {
    const name = 'a9'.repeat(15);
    const made = page(`![The \\[yard\\]](parley:${name}) ![x](parley:${name}0)`);
    const places = [...made.querySelectorAll<HTMLElement>('.image')];
    expect(places.map(({ dataset }) => ({ ...dataset }))).toEqual([
      { image: name, alt: 'The [yard]' },
    ]);
    expect(made.querySelector('img, a')).toBeNull();
  });

  it('tables have heads and sides, tasks have boxes with names', () => {
    const made = page('| A | B |\n| --- | --: |\n| 1 | 2 |\n\n- [x] done\n- [ ] not');
    expect([...made.querySelectorAll('th, td')].map((cell) => cell.className)).toEqual([
      '',
      'end',
      '',
      'end',
    ]);
    const boxes = [...made.querySelectorAll('input')];
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [true, true],
      [false, true],
    ]);
    expect(boxes.map((box) => box.getAttribute('aria-label'))).toEqual(['done', 'to do']);
  });
});

describe('hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <svg/onload=alert(1)> b',
    '[x](javascript:alert(1))',
    '[x](<java\nscript:alert(1)>)',
    '[x](&#106;avascript:alert(1))',
    '<javascript:alert(1)>',
    '[x](data:text/html,<script>1</script>)',
    '![x](javascript:alert(1))',
    '[x][r]\n\n[r]: vbscript:x',
    '[x](#/join/secret)',
    '[x](//evil.example)',
  ])('%j is only text', (text) => {
    const made = page(text);
    expect(made.querySelector('a, script, img, svg, iframe, object, style')).toBeNull();
    expect(made.textContent).not.toBe('');
  });

  it('makes nothing but the listed elements and attributes, and never throws', () => {
    const ALLOWED = new Set(
      'P H1 H2 H3 H4 H5 H6 BLOCKQUOTE UL OL LI PRE CODE HR EM STRONG DEL BR A INPUT DIV TABLE TBODY TR TH TD'.split(
        ' ',
      ),
    );
    const ATTRIBUTES = /^(href|dir|rel|target|start|type|disabled|aria-label|class|tabindex)$/;
    const piece = fc.constantFrom(
      ...'# |*|**|_|`|```|~~|[|]|(|)|<|>|!|\\|&lt;|&#0;|- |1. |> |\n|\n\n|  |    |\t|https://a.b|javascript:x|<b onclick=x>|<!--|-->|| a | b ||| --- |a|é|😀|[x] |www.a.b|a@b.c'.split(
        '|',
      ),
      '|',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const made = page(pieces.join(''));
        for (const element of made.querySelectorAll('*')) {
          expect(ALLOWED).toContain(element.tagName);
          for (const { name } of element.attributes) expect(name).toMatch(ATTRIBUTES);
          expect(['auto', null]).toContain(element.getAttribute('dir'));
          if (element instanceof HTMLAnchorElement) {
            expect(element.protocol).toMatch(/^(https?|mailto):$/);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('an address that none can be is text', () => {
    const made = page('<https://a.b<!-->');
    expect(made.querySelector('a')).toBeNull();
    expect(made.textContent).toContain('a.b');
  });

  it('nested a thousand deep is still shown', () => {
    expect(page(`${'> '.repeat(1000)}deep`).textContent).toContain('deep');
    expect(page(`${'['.repeat(5000)}x${'](y)'.repeat(5000)}`).textContent).toContain('x');
  });
});
