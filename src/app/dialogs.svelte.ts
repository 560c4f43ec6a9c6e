/**
 * What stands before everything else in a workspace, one at a time. Each is fetched when it is asked
 * for; where it cannot be had, what was there stays, and somebody is told.
 */
import type { Component } from 'svelte';
import type { WorkspaceSession } from '../host/session.ts';
import { loaded } from './loaded.ts';

type Dialog = Component<{
  session: WorkspaceSession;
  title: string;
  file: File | null;
  onclose: () => void;
}>;

export class DialogState {
  shown: Dialog | null = $state.raw(null);
  /** What is brought in, where that is what is shown. */
  file: File | null = $state.raw(null);

  readonly close = (): void => void (this.shown = null);

  async invite(): Promise<void> {
    this.shown = await loaded(import('./views/InviteDialog.svelte'));
  }

  async recovery(): Promise<void> {
    this.shown = await loaded(import('./views/Kit.svelte'));
  }

  async archive(file: File | null): Promise<void> {
    this.file = file;
    this.shown = await loaded(import('./views/Archive.svelte'));
  }

  async keys(): Promise<void> {
    this.shown = await loaded(import('./views/Shortcuts.svelte'));
  }
}
