import { describe, expect, it } from 'vitest';
import { ALL_BYTES_MAX, FIRST_PAINT_BYTES_MAX, firstPaint, report } from '../../scripts/size.ts';

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

describe('report', () => {
  const row = (bytes: number, first: boolean) => ({ file: 'a.js', bytes, first });

  it('a limit may be reached', () => {
    const rest = ALL_BYTES_MAX - FIRST_PAINT_BYTES_MAX;
    expect(report([row(FIRST_PAINT_BYTES_MAX, true), row(rest, false)]).fits).toBe(true);
  });

  it('a byte over either limit does not fit', () => {
    expect(report([row(FIRST_PAINT_BYTES_MAX + 1, true)]).fits).toBe(false);
    expect(report([row(ALL_BYTES_MAX + 1, false)]).fits).toBe(false);
  });

  it('shows each file and both sums, first paint above', () => {
    const { lines } = report([row(2048, false), row(1024, true)]);
    expect(lines).toEqual([
      '    1.0 KB  • a.js',
      '    2.0 KB    a.js',
      '    1.0 KB  • first paint, at most 120 KB',
      '    3.0 KB    all, at most 330 KB',
    ]);
  });
});
