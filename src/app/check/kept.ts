/**
 * Whether the browser keeps what is stored here: what it has promised, and asking it to. For the page that
 * checks the browser, and for each workspace's own words about it.
 */

/** `null`: it does not say. */
export const persisted = async (): Promise<boolean | null> =>
  (await navigator.storage?.persisted?.()) ?? null;

/** Whether it promises. Some browsers ask the person, for as long as that takes. */
export async function askToKeep(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch {
    return false; // Older browsers have nothing to ask.
  }
}
