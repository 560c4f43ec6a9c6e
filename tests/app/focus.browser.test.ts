/** Whatever goes away gives the focus to something: nobody who uses keys or listens is left at the page's top. */
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { DocumentId, WorkspaceId } from '../../src/base/ids.ts';
import type { Profile, WorkspaceSession, WorkspaceView } from '../../src/host/session.ts';
import DocumentList from '../../src/app/views/DocumentList.svelte';
import Join from '../../src/app/views/Join.svelte';
import Modal from '../../src/app/views/Modal.svelte';
import Restore from '../../src/app/views/Restore.svelte';
import { withWords } from '../../src/app/words/languages.ts';
import { words } from '../words.ts';
import '../../src/app/styles/base.css';

// The list of all words that a kit can have is large.
vi.mock('../../src/app/kit-words.ts', () => ({
  typedWords: async () => ({ secret: new Uint8Array(16) }),
}));

const open: object[] = [];
function add<T extends object>(one: T): T {
  open.unshift(one);
  flushSync();
  return one;
}
function close(one: object): void {
  open.splice(open.indexOf(one), 1);
  void unmount(one);
  flushSync();
}
/** A button of the page. */
function button(name: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.textContent = name;
  document.body.append(made);
  return made;
}
function pressed(name: string): void {
  const found = [...document.querySelectorAll('button')].filter(
    ({ textContent }) => textContent.trim() === name,
  );
  expect(found.length, name).toBe(1);
  found[0]?.focus();
  found[0]?.click();
}
/** What has the focus, by its words; the page itself is nothing. */
const focused = (): string =>
  document.querySelector(':focus:not(body)')?.textContent.trim() ?? 'nothing';
const nothing = (): void => {};

beforeAll(() => withWords(Promise.resolve()));
afterEach(() => {
  while (open[0] !== undefined) close(open[0]);
  document.body.replaceChildren();
});

describe('a dialog that its own button closes', () => {
  const modal = (title: string, target: Element = document.body): object => {
    const children = createRawSnippet(() => ({ render: () => '<button>Do it</button>' }));
    return add(mount(Modal, { target, props: { title, children, onclose: nothing } }));
  };

  it('gives the focus back to what opened it', () => {
    button('Open').focus();
    const dialog = modal('Remove');
    document.querySelector<HTMLElement>('dialog div button')?.focus();
    close(dialog);
    expect(focused()).toBe('Open');
  });

  it('and the same, one in another', () => {
    button('Open').focus();
    const outer = modal('People');
    document.querySelector<HTMLElement>('dialog div button')?.focus();
    const inner = modal('Remove', document.querySelector('dialog div') ?? undefined);
    expect(focused()).toBe('Remove');
    close(inner);
    expect(focused()).toBe('Do it');
    close(outer);
    expect(focused()).toBe('Open');
  });

  it('leads to the heading of what is left, if what opened it is gone', () => {
    document.body.innerHTML = '<h1 tabindex="-1">Garden plan</h1>';
    const opener = button('Open');
    opener.focus();
    const outer = modal('People');
    document.querySelector<HTMLElement>('dialog div button')?.focus();
    const inner = modal('Remove', document.querySelector('dialog div') ?? undefined);
    document.querySelector('dialog div button')?.remove();
    close(inner);
    expect(focused()).toBe('People');
    opener.remove();
    close(outer);
    expect(focused()).toBe('Garden plan');
  });

  it('takes it from nothing that has it by then', () => {
    button('Open').focus();
    const first = modal('People');
    modal('Remove');
    close(first);
    expect(focused()).toBe('Remove');
  });
});

describe('a document that is renamed in the list', () => {
  const one = {
    id: 'd1' as DocumentId,
    title: 'Tools',
    type: 'text',
    deleted: false,
    unread: false,
  };
  const renamed: string[] = [];
  const session = {
    renameDocument: (_: DocumentId, title: string) => renamed.push(title),
  } as unknown as WorkspaceSession;
  const field = (): HTMLInputElement | null => document.querySelector('input');
  async function rename(): Promise<void> {
    renamed.length = 0;
    const view = { id: 'w', documents: [one] } as unknown as WorkspaceView;
    const props = {
      view,
      session,
      current: null,
      readOnly: false,
      ondelete: nothing,
      onnavigate: nothing,
    };
    add(mount(DocumentList, { target: document.querySelector('dialog') ?? document.body, props }));
    document.querySelector<HTMLElement>('li a')?.focus();
    await userEvent.keyboard('{F2}');
    await expect.poll(() => document.activeElement).toBe(field());
  }

  it.each([
    ['Enter', ['Sheds']],
    ['Escape', []],
  ])('after %s has its link focused, and its name is kept as asked', async (key, names) => {
    await rename();
    await userEvent.keyboard(`Sheds{${key}}`);
    await expect.poll(focused).toBe('Tools');
    expect(field()).toBeNull();
    expect(renamed).toEqual(names);
  });

  it('after a press elsewhere is renamed, and the focus is there', async () => {
    await rename();
    const other = button('Other');
    await userEvent.keyboard('Sheds');
    await userEvent.click(other);
    expect(focused()).toBe('Other');
    expect(renamed).toEqual(['Sheds']);
  });

  it('by Escape leaves the drawer open that it is in', async () => {
    const children = createRawSnippet(() => ({ render: () => '<p></p>' }));
    const props = { title: 'Parley', drawer: 'start' as const, children, onclose: nothing };
    add(mount(Modal, { target: document.body, props }));
    await rename();
    await userEvent.keyboard('{Escape}');
    await expect.poll(focused).toBe('Tools');
    expect(document.querySelector('dialog')?.open).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(document.querySelector('dialog')?.open).toBe(false);
  });
});

describe('who comes in by an invite', () => {
  const ways = {
    onenter: nothing,
    onopen: nothing,
    onlink: nothing,
    onstart: nothing,
    onprepare: nothing,
  };
  const { failures } = words.join;
  /** The profile comes later. */
  function join(
    readLink: () => unknown,
    way: () => Promise<unknown> = async () => null,
  ): () => void {
    const profile = {
      readLink,
      workspaces: async () => [],
      name: async () => 'Ada',
      join: way,
    } as unknown as Profile;
    const later = new SvelteMap<'profile', Profile>();
    const props = {
      ...ways,
      link: 'a link',
      get profile() {
        return later.get('profile') ?? null;
      },
    };
    add(mount(Join, { target: document.body, props }));
    return () => void later.set('profile', profile);
  }

  it('goes on at the reason why a link is none, once that is known', async () => {
    const come = join(() => 'NotALink');
    await expect.poll(() => document.activeElement?.id).toBe('name');
    come();
    await expect.poll(focused).toBe(failures.NotALink.title);
  });

  it('goes on at the steps, and then at the reason why they failed', async () => {
    const { promise, reject } = Promise.withResolvers<unknown>();
    join(
      () => ({ workspace: 'w' as WorkspaceId }),
      () => promise,
    )();
    await expect.poll(() => document.querySelector('input')?.value).toBe('Ada');
    pressed(words.join.go);
    await expect.poll(focused).toBe(words.join.title);
    const failure = Object.assign(new Error('NoRelay'), { name: 'JoinError', failure: 'NoRelay' });
    reject(failure);
    await expect.poll(focused).toBe(failures.NoRelay.title);
    pressed(words.common.again);
    await expect.poll(focused).toBe(failures.NoRelay.title);
  });
});

it('who restores goes on at the reason why that failed, and then at the form again', async () => {
  const profile = {
    restore: async () => ({ failure: 'NotABackup' }),
  } as unknown as Profile;
  const props = { profile, onenter: nothing, onopen: nothing, onstart: nothing };
  add(mount(Restore, { target: document.body, props }));
  const { restore: r } = words.recovery;
  await expect.poll(focused).toBe(r.title);
  await userEvent.upload(
    document.querySelector('input') as HTMLElement,
    new File(['x'], 'x.parley'),
  );
  pressed(r.go);
  await expect.poll(focused).toBe(r.failures.NotABackup.title);
  pressed(words.common.again);
  await expect.poll(focused).toBe(r.title);
});
