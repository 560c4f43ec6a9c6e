/** Curves over logarithmic axes, as a plain SVG that reads on light and dark pages. */

export interface Curve {
  readonly name: string;
  readonly points: (readonly [x: number, y: number])[];
}

/** Pixels of one power of ten. */
const SQUARE = 90;
const MARGIN = { left: 70, right: 190, top: 40, bottom: 40 };
const COLOURS = ['#c2541b', '#2368b8', '#4a8a3c', '#8a4fa8'];

export function curve(title: string, unit: string, curves: readonly Curve[]): string {
  const all = curves.flatMap(({ points }) => points);
  const [left, right] = decades(all.map(([x]) => x));
  const [low, high] = decades(all.map(([, y]) => y));
  const width = MARGIN.left + (right - left) * SQUARE + MARGIN.right;
  const height = MARGIN.top + (high - low) * SQUARE + MARGIN.bottom;
  const x = (value: number): number => MARGIN.left + (Math.log10(value) - left) * SQUARE;
  const y = (value: number): number => MARGIN.top + (high - Math.log10(value)) * SQUARE;
  const parts = [label(MARGIN.left, 20, `${title}, ${unit}`, 'start')];
  for (let power = left; power <= right; power++) {
    const at = x(10 ** power);
    parts.push(rule(at, y(10 ** low), at, y(10 ** high)));
    parts.push(label(at, height - 16, inWords(power), 'middle'));
  }
  for (let power = low; power <= high; power++) {
    const at = y(10 ** power);
    parts.push(rule(x(10 ** left), at, x(10 ** right), at));
    parts.push(label(MARGIN.left - 8, at + 4, inWords(power), 'end'));
  }
  curves.forEach(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length] ?? '';
    const path = points.map(([a, b]) => `${round(x(a))},${round(y(b))}`).join(' ');
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    const [a, b] = points.at(-1) ?? [1, 1];
    parts.push(label(x(a) + 8, y(b) + 4, name, 'start', colour));
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">\n${parts.join('\n')}\n</svg>\n`;
}

/** The powers of ten around all values. */
function decades(values: readonly number[]): [number, number] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
}

const round = (value: number): number => Math.round(value * 10) / 10;

const inWords = (power: number): string =>
  power < 0
    ? (10 ** power).toFixed(-power)
    : String(10 ** power).replaceAll(/\B(?=(\d{3})+$)/g, ',');

const rule = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#888" stroke-opacity="0.4"/>`;

const label = (x: number, y: number, text: string, anchor: string, colour = '#777'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${colour}">${text}</text>`;
