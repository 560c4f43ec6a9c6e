/** What few texts have, images and lines from right to left: fetched with the first text that has either. */
import type { Extension } from '@codemirror/state';
import { lineDirections } from './direction.ts';
import { showImages } from './images.ts';

export const specialIn = (...wanted: Parameters<typeof showImages>): Extension => [
  showImages(...wanted),
  lineDirections,
];
