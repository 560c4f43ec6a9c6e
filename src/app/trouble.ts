/**
 * The screen for when nothing else can be shown: plain DOM and words, no framework, so that it
 * works in browsers that cannot run the rest.
 */
import { mayCheck, type Trouble } from './environment.ts';
import { CHECK } from './route.ts';
import { words } from './words.ts';

/** Puts the explanation of `trouble` in place of whatever `root` shows. */
export function showTrouble(root: HTMLElement, trouble: Trouble): void {
  const { title, happened, safe, next } = words.trouble[trouble];
  const heading = element('h1', title);
  heading.tabIndex = -1;
  const main = element('main');
  main.className = 'trouble';
  const reload = element('button', words.common.reload);
  reload.type = 'button';
  reload.className = 'primary';
  reload.addEventListener('click', () => location.reload());
  main.append(
    heading,
    element('p', happened),
    element('h2', words.trouble.safe),
    element('p', safe),
    element('h2', words.trouble.next),
    element('p', next),
    reload,
  );
  if (mayCheck(trouble)) main.append(checkLink());
  root.replaceChildren(main);
  document.title = words.common.title([title]);
  heading.focus();
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
