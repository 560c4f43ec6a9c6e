/**
 * The first code that runs: takes an invite's secret out of the address, then asks whether Parley can
 * run here, then loads the application. Small on purpose; everything heavy is imported later.
 */
import './styles/fonts.css';
import './styles/base.css';
import { diagnose, mayCheck, troubleOf } from './environment.ts';
import { CHECK, takeLink } from './route.ts';
import { restoreTheme } from './theme.ts';
import { showTrouble } from './trouble.ts';
import { direction, language, withWords } from './words/languages.ts';

const link = takeLink(location, history);
const root = document.getElementById('app') ?? document.body;

restoreTheme();
document.documentElement.lang = language;
document.dir = direction;
const trouble = diagnose(globalThis);
if (trouble !== null && !(location.hash === CHECK && mayCheck(trouble))) {
  showTrouble(root, trouble);
} else {
  // With the screen that it needs, and not after it.
  if (link !== null) import('./views/Join.svelte').catch(() => {});
  withWords(import('./main.ts'))
    .then(({ start }) => start(root, link, trouble))
    .catch((error: unknown) => showTrouble(root, troubleOf(error)));
}
