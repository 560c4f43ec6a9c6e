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

/**
 * Mounts the application into `root`. `link` is the invite that the page was opened with, if any;
 * `trouble` what keeps all but the page that looks into it from working.
 */
export function start(root: HTMLElement, link: string | null, trouble: Trouble | null): void {
  const host = import('../host/profile.ts');
  const opening = host.then(({ openProfile }) => openProfile());
  const setup = host.then(({ deployment }) => deployment());
  root.replaceChildren();
  const props = { opening, setup, link, trouble, onTrouble, onSettled };
  const app = mount(App, { target: root, props });

  function onSettled(): void {
    if (import.meta.env.PROD) watchForUpdates();
  }

  function onTrouble(met: Trouble): void {
    void unmount(app);
    showTrouble(root, met);
  }
}
