/** Titles of the tests in a file, and of what they are in, as its syntax tree has them. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { parse, walk } from '../tests/tidy/source.ts';

export function titlesIn(path: string): string[] {
  const titles: string[] = [];
  for (const node of walk(parse({ path, text: readFileSync(path, 'utf8') }).tree)) {
    if (!ts.isCallExpression(node) || !/^(?:it|long|describe)\b/.test(node.expression.getText()))
      continue;
    const [title] = node.arguments;
    if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
  }
  return titles;
}
