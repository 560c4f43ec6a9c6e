/**
 * The screen for when nothing else can be shown: plain DOM and words, no framework, so that it
 * works in browsers that cannot run the rest.
 */
import { mayCheck, type Trouble } from './environment.ts';
import { CHECK } from './route.ts';
import type { Explanation } from './words/explanation.ts';
import { unfetched, withWords } from './words/languages.ts';
import { words } from './words.ts';

/** Puts the explanation of `trouble` in place of whatever `root` shows. */
export function showTrouble(root: HTMLElement, trouble: Trouble): void {
  withWords(import('./words/trouble.ts')).then(
    ({ troubleWords }) => {
      const about = troubleWords[trouble];
      const parts = explanation(about);
      if (mayCheck(trouble)) parts.push(checkLink());
      show(root, about.title, parts);
      document.title = words.common.title([about.title]);
    },
    () => show(root, unfetched, []),
  );
}

function show(root: HTMLElement, title: string, parts: readonly HTMLElement[]): void {
  const heading = element('h1', title);
  heading.tabIndex = -1;
  const main = element('main');
  main.className = 'trouble';
  main.append(heading, ...parts);
  root.replaceChildren(main);
  heading.focus();
}

function explanation({ happened, safe, next }: Explanation): HTMLElement[] {
  const reload = element('button', words.common.reload);
  reload.type = 'button';
  reload.className = 'primary';
  reload.addEventListener('click', () => location.reload());
  return [
    element('p', happened),
    element('h2', words.common.safe),
    element('p', safe),
    element('h2', words.common.nextStep),
    element('p', next),
    reload,
  ];
}

/** Leads to the page that looks closer. It is another place on this same page, which has to load anew. */
function checkLink(): HTMLElement {
  const link = element('a', words.common.check);
  link.href = CHECK;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    location.hash = CHECK;
    location.reload();
  });
  const line = element('p');
  line.append(link);
  return line;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text?: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}
