/** Looks at the open page now, and again whenever a person who selects or types in it has paused. */
const PAUSE_MS = 250;

interface Watched {
  watch(listener: () => void): () => void;
}

/**
 * `found` gets what `look` found, unless somebody has gone on meanwhile. Ends when the returned function
 * is called.
 */
export function lookAt<T>(
  page: Watched,
  look: () => Promise<T>,
  found: (what: T) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const again = async (): Promise<void> => {
    const turn = ++asked;
    const what = await look();
    if (turn === asked) found(what);
  };
  void again();
  const unwatch = page.watch(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void again(), PAUSE_MS);
  });
  return () => {
    asked = -1;
    clearTimeout(timer);
    unwatch();
  };
}
