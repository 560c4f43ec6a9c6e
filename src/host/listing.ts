/**
 * The list of documents as a person arranges it: registers of the workspace map.
 */
import type { DocumentId } from '../base/ids.ts';
import { placeBetween } from '../crdt/place.ts';
import {
  documentEntries,
  setDeleted,
  setPlace,
  setTitle,
  type DocumentEntry,
} from '../crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import type { Loop } from './loop.ts';

/** Digits of a place beyond which all documents are placed anew. */
const LONG_PLACE = 32;

export class Listing {
  readonly #loop: Loop;

  constructor(loop: Loop) {
    this.#loop = loop;
  }

  renameWorkspace(title: string): void {
    this.#set([setTitle(WORKSPACE_MAP, title)]);
  }

  /** Puts a new document last. */
  add(id: DocumentId, title: string): void {
    const last = this.#entries().at(-1)?.place ?? '';
    this.#set([setTitle(id, title), setPlace(id, placeBetween(last, null) ?? 'V')]);
  }

  rename(id: DocumentId, title: string): void {
    this.#set([setTitle(id, title)]);
  }

  /** Puts a document before another; `null`: last. */
  move(id: DocumentId, before: DocumentId | null): void {
    const others = this.#entries().filter((entry) => entry.id !== id);
    const at = before === null ? others.length : others.findIndex((entry) => entry.id === before);
    if (at < 0) return;
    const place = placeBetween(others[at - 1]?.place ?? '', others[at]?.place ?? null);
    if (place !== undefined && place.length <= LONG_PLACE) return this.#set([setPlace(id, place)]);
    const order = others.map((entry) => entry.id);
    this.#placeAnew([...order.slice(0, at), id, ...order.slice(at)]);
  }

  setDeleted(id: DocumentId, isDeleted: boolean): void {
    this.#set([setDeleted(id, isDeleted)]);
  }

  #placeAnew(order: readonly DocumentId[]): void {
    let place = '';
    const ops = order.map((id) => setPlace(id, (place = placeBetween(place, null) ?? place + 'V')));
    this.#set(ops);
  }

  #entries(): DocumentEntry[] {
    return this.#loop.call((replica) => {
      const { registers } = replica.history.map();
      return registers ? documentEntries(registers) : [];
    });
  }

  #set(ops: readonly SetOp[]): void {
    this.#loop.call((replica, now) => replica.set(WORKSPACE_MAP, ops, now));
  }
}
