/** The images of a workspace: how they are added, and how far one is on its way. */

/** The images of a workspace. In a text one is named by thirty hex digits. */
export interface ImagesSession {
  /**
   * Keeps an image and makes it known to everybody; what names it. Rejects with StoreError where it
   * cannot be kept.
   */
  add(bytes: Uint8Array): Promise<string>;
  /** Tells where an image stands, now and whenever that changes, and fetches it, until it is called off. */
  watch(name: string, told: (state: ImageState) => void): () => void;
}

export type ImageState =
  /** Nobody has made it known, as far as is known here. */
  | { readonly kind: 'unknown' }
  /** `held` parts of it are here; `sources`: so many who are connected may have the others. */
  | {
      readonly kind: 'fetching';
      readonly held: number;
      readonly of: number;
      readonly sources: number;
    }
  | {
      readonly kind: 'whole';
      readonly type: string;
      readonly width: number;
      readonly height: number;
      readonly bytes: Uint8Array;
    }
  /** It is here, and no image that is shown. */
  | { readonly kind: 'bad' };
