/** The words about images in a text, in the language in use. */
import { room } from './languages.ts';

export const imageWords = room({
  en: () => import('./en/images.ts'),
  de: () => import('./de/images.ts'),
});
