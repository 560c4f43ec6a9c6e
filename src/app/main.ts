/**
 * The composition root: opens this browser's profile and mounts the screens over it.
 *
 * The profile (and with it the network stack) is loaded beside the first paint, not before it.
 */
import { mount, unmount } from 'svelte';
import type { Trouble } from './environment.ts';
import { showTrouble } from './trouble.ts';
import { watchForUpdates } from './update.ts';
import App from './views/App.svelte';

/** Mounts the application into `root`. `link` is the invite that the page was opened with, if any. */
export function start(root: HTMLElement, link: string | null): void {
  const opening = import('../host/profile.ts').then(({ openProfile }) => openProfile());
  root.replaceChildren();
  const app = mount(App, { target: root, props: { opening, link, onTrouble } });
  if (import.meta.env.PROD) watchForUpdates();

  function onTrouble(trouble: Trouble): void {
    void unmount(app);
    showTrouble(root, trouble);
  }
}
