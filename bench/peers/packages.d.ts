/**
 * What is used of the packages in bench/package.json, so that the project's checks need none of
 * them installed.
 */
declare module 'yjs' {
  interface Text {
    insert(position: number, text: string): void;
    delete(position: number, count: number): void;
    toString(): string;
  }
  export class Doc {
    clientID: number;
    getText(name: string): Text;
    transact(change: () => void): void;
    on(
      event: 'update' | 'updateV2',
      listener: (
        update: Uint8Array,
        origin: unknown,
        doc: Doc,
        transaction: { local: boolean },
      ) => void,
    ): void;
    destroy(): void;
  }
  export function applyUpdate(doc: Doc, update: Uint8Array): void;
  export function encodeStateAsUpdate(doc: Doc): Uint8Array;
  export function encodeStateAsUpdateV2(doc: Doc): Uint8Array;
}

declare module 'y-indexeddb' {
  import type { Doc } from 'yjs';
  export class IndexeddbPersistence {
    constructor(name: string, doc: Doc);
    readonly whenSynced: Promise<unknown>;
  }
  export function storeState(persistence: IndexeddbPersistence, force?: boolean): Promise<void>;
}

declare module '@automerge/automerge' {
  export type Doc<T> = Readonly<T>;
  export function init<T>(options?: { actor: string }): Doc<T>;
  export function load<T>(bytes: Uint8Array, options?: { actor: string }): Doc<T>;
  export function loadIncremental<T>(doc: Doc<T>, bytes: Uint8Array): Doc<T>;
  export function save<T>(doc: Doc<T>): Uint8Array;
  export function free<T>(doc: Doc<T>): void;
  export function change<T>(doc: Doc<T>, act: (doc: T) => void): Doc<T>;
  export function change<T>(doc: Doc<T>, options: { time: number }, act: (doc: T) => void): Doc<T>;
  export function splice<T>(
    doc: T,
    path: string[],
    position: number,
    deleted: number,
    inserted?: string,
  ): void;
  export function getLastLocalChange<T>(doc: Doc<T>): Uint8Array | undefined;
  export function applyChanges<T>(doc: Doc<T>, changes: Uint8Array[]): [Doc<T>];
}

declare module 'loro-crdt' {
  interface LoroText {
    insert(position: number, text: string): void;
    delete(position: number, count: number): void;
    toString(): string;
  }
  export class LoroDoc {
    setPeerId(peer: `${number}`): void;
    getText(name: string): LoroText;
    commit(): void;
    import(bytes: Uint8Array): unknown;
    export(mode: { mode: 'snapshot' } | { mode: 'update' }): Uint8Array;
    subscribeLocalUpdates(listener: (bytes: Uint8Array) => void): () => void;
    free(): void;
  }
}

declare module 'json-joy/lib/json-crdt/index.js' {
  import type { Patch } from 'json-joy/lib/json-crdt-patch/index.js';
  interface StrApi {
    ins(position: number, text: string): void;
    del(position: number, count: number): void;
  }
  export class Model {
    static create(schema: undefined, session: number): Model;
    static load(bytes: Uint8Array, session: number): Model;
    readonly api: { set(value: unknown): void; flush(): Patch; str(path: []): StrApi };
    applyPatch(patch: Patch): void;
    toBinary(): Uint8Array;
    view(): unknown;
  }
}

declare module 'json-joy/lib/json-crdt-patch/index.js' {
  export class Patch {
    static fromBinary(bytes: Uint8Array): Patch;
    toBinary(): Uint8Array;
  }
}

declare module 'diamond-types-node' {
  export class Doc {
    constructor(agent: string);
    static fromBytes(bytes: Uint8Array, agent: string): Doc;
    ins(position: number, text: string): void;
    del(position: number, count: number): void;
    get(): string;
    toBytes(): Uint8Array;
    getLocalVersion(): Uint32Array;
    getPatchSince(version: Uint32Array): Uint8Array;
    mergeBytes(bytes: Uint8Array): Uint32Array;
    free(): void;
  }
}
