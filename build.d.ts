/** Names that the build puts in place of a value (vite.config.ts); unknown to Node. */

/** Hash of the sources, 12 hex digits. */
declare const __BUILD__: string;

/** In the service worker alone: names of all built files, relative to it. */
declare const __PRECACHE__: readonly string[];
