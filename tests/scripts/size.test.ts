import { describe, expect, it } from 'vitest';
import {
  FIRST_PAINT_BYTES_MAX,
  firstPaint,
  report,
  SCREEN_BYTES_MAX,
  screenFiles,
  spokenIn,
  TEXTS_BYTES_MAX,
} from '../../scripts/size.ts';

describe('firstPaint', () => {
  it('follows static imports to their end and each file counts once', () => {
    const manifest = {
      'index.html': { file: 'assets/a.js', isEntry: true, imports: ['_b.js', '_c.js'] },
      '_b.js': { file: 'assets/b.js', imports: ['_c.js'] },
      '_c.js': { file: 'assets/c.js', imports: ['_b.js', 'd.css'] },
      'd.css': { file: 'assets/d.css' },
      'main.ts': { file: 'assets/main.js', imports: ['_c.js'] },
      'lazy.ts': { file: 'assets/lazy.js', imports: ['_b.js'] },
    };
    expect(firstPaint(manifest, ['index.html', 'main.ts'])).toEqual([
      'assets/a.js',
      'assets/b.js',
      'assets/c.js',
      'assets/main.js',
    ]);
  });

  it('a build without its page is an error, not a small page', () => {
    expect(() => firstPaint({}, ['index.html'])).toThrow('index.html');
  });
});

describe('spokenIn', () => {
  const words = (language: string) => `src/app/words/${language}/one.ts`;
  const manifest = {
    'One.svelte': {
      file: 'a.js',
      isDynamicEntry: true,
      dynamicImports: [words('en'), words('de'), 'Two.svelte'],
    },
    'Two.svelte': { file: 'b.js', isDynamicEntry: true },
    [words('en')]: { file: 'c.js', isDynamicEntry: true, imports: ['_counting.js'] },
    [words('de')]: { file: 'd.js', isDynamicEntry: true, imports: ['_zählen.js'] },
    '_counting.js': { file: 'e.js' },
    '_zählen.js': { file: 'f.js' },
  };

  it('a screen brings its words, in one language', () => {
    const english = spokenIn('en', manifest);
    expect(firstPaint(english, ['One.svelte'])).toEqual(['a.js', 'c.js', 'e.js']);
    expect(firstPaint(spokenIn('de', manifest), ['One.svelte'])).toEqual(['a.js', 'd.js', 'f.js']);
    expect(Object.keys(english)).not.toContain('_zählen.js');
    expect(screenFiles(english, ['One.svelte']).get('One.svelte')).toEqual([
      'a.js',
      'c.js',
      'e.js',
    ]);
  });
});

describe('screenFiles', () => {
  const manifest = {
    'index.html': { file: 'a.js', isEntry: true },
    'Main.svelte': { file: 'b.js', isDynamicEntry: true, imports: ['index.html', '_shared.js'] },
    'One.svelte': { file: 'c.js', isDynamicEntry: true, imports: ['_shared.js', '_both.js'] },
    'Two.svelte': { file: 'd.js', isDynamicEntry: true, imports: ['_both.js', '_own.js'] },
    '_shared.js': { file: 'e.js' },
    '_both.js': { file: 'f.js' },
    '_own.js': { file: 'g.js' },
  };

  it('are what each screen brings, without what others load too', () => {
    expect(Object.fromEntries(screenFiles(manifest, ['One.svelte', 'Two.svelte']))).toEqual({
      'One.svelte': ['c.js', 'f.js'],
      'Two.svelte': ['d.js', 'f.js', 'g.js'],
    });
    expect(screenFiles(manifest, ['Two.svelte']).get('Two.svelte')).toEqual(['d.js', 'g.js']);
  });

  it('of a screen that is not built are an error', () => {
    expect(() => screenFiles(manifest, ['Gone.svelte'])).toThrow('Gone.svelte');
  });
});

describe('report', () => {
  const row = (bytes: number, first: boolean, screens: readonly string[] = []) => ({
    file: 'a.js',
    bytes,
    first,
    screens,
  });

  it('a limit may be reached', () => {
    const rest = TEXTS_BYTES_MAX - FIRST_PAINT_BYTES_MAX;
    expect(report([row(FIRST_PAINT_BYTES_MAX, true), row(rest, false)]).fits).toBe(true);
  });

  it('a byte over either limit does not fit', () => {
    expect(report([row(FIRST_PAINT_BYTES_MAX + 1, true)]).fits).toBe(false);
    expect(report([row(TEXTS_BYTES_MAX + 1, false)]).fits).toBe(false);
  });

  it('a screen that is opened now and then counts by itself, with all that it brings', () => {
    const full = row(TEXTS_BYTES_MAX, false);
    const half = SCREEN_BYTES_MAX / 2;
    const both = row(half, false, ['One', 'Two']);
    const { lines, fits } = report([full, both, row(half, false, ['One'])]);
    expect(fits).toBe(true);
    expect(lines.slice(-2)).toEqual([
      '   24.0 KB  ○ One, at most 24 KB',
      '   12.0 KB  ○ Two, at most 24 KB',
    ]);
    expect(report([full, both, row(half + 1, false, ['One'])]).fits).toBe(false);
  });

  it('shows each file and the sums, first paint above', () => {
    const { lines } = report([row(2048, false), row(1024, true)]);
    expect(lines).toEqual([
      '    1.0 KB  • a.js',
      '    2.0 KB    a.js',
      '    3.0 KB    all of it',
      '    1.0 KB  • first paint, at most 120 KB',
      '    3.0 KB    a workspace of texts, at most 330 KB',
    ]);
  });
});
