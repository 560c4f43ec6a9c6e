/**
 * What of a document's past is shown: its history in place of the page, who wrote what on it, and what
 * others changed since a visit. The parts that show it are loaded when they are.
 */
import { tick } from 'svelte';
import type { AuthorRange, VisitView } from '../host/session.ts';
import { loaded } from './loaded.ts';
import { toasts } from './toasts.svelte.ts';
import type History from './views/History.svelte';
import type { OpenPage } from './views/Page.svelte';
import type PastStrip from './views/PastStrip.svelte';
import { words } from './words.ts';

export class PastState {
  /** Of the document that is open. */
  page: OpenPage | null = $state.raw(null);
  /** Stands in place of the page. */
  screen: typeof History | null = $state.raw(null);
  /** Says below the page what is marked on it. */
  strip: typeof PastStrip | null = $state.raw(null);
  /** Others changed the document since. */
  visit: VisitView | null = $state.raw(null);
  coloured = $state(false);
  /** Whose colours are in view. */
  people: readonly AuthorRange[] = $state.raw([]);

  /** Whether there is anything for the strip to say. */
  get isMarked(): boolean {
    const isColoured = this.coloured && this.screen === null;
    return this.strip !== null && this.page !== null && (this.visit !== null || isColoured);
  }

  opened(page: OpenPage | null): void {
    this.page = page;
    this.screen = null;
    this.visit = null;
    this.people = [];
    if (this.coloured) void this.#paint();
  }

  async walk(): Promise<void> {
    const { page } = this;
    const screen = await loaded(import('./views/History.svelte'));
    if (this.page === page) this.screen = screen;
  }

  async leave(): Promise<void> {
    this.screen = null;
    await tick();
    this.page?.focus();
  }

  /** Who has not said yet that they know of an earlier change is told of both. */
  async changed(visit: VisitView): Promise<void> {
    const { at, names, ends } = this.visit ?? visit;
    this.visit = { at, names: [...new Set([...names, ...visit.names])], ends };
    void this.page?.news(null);
    await this.#explain();
  }

  async toggleColours(): Promise<void> {
    this.coloured = !this.coloured;
    await this.#paint();
  }

  async #paint(): Promise<void> {
    const told = (people: readonly AuthorRange[]): void => void (this.people = people);
    const painted = this.page?.colour(this.coloured ? told : null);
    await painted?.catch(() => toasts.show(words.common.notLoaded));
    if (this.coloured) await this.#explain();
    else await this.page?.colour(null); // Turned off while it was loaded.
  }

  async #explain(): Promise<void> {
    this.strip ??= await loaded(import('./views/PastStrip.svelte'));
  }
}
