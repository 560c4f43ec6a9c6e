/**
 * Stands in, in the built page, for what Svelte knows of hydration (scripts/leave-out.ts).
 *
 * Nothing of Parley is rendered on a server, so no component takes over what is there already. Where
 * Svelte asks whether it does, the answer is a constant, and what hangs on it falls away.
 */
function leftOut(): never {
  throw new Error('left out of this build: see scripts/leave-out.ts');
}

export const hydrating = false;
export const hydrate_node = undefined;

/** What every component asks for. */
const nothing = (): void => {};

export { nothing as hydrate_template, nothing as next, nothing as reset };
export {
  leftOut as hydrate_next,
  leftOut as read_hydration_instruction,
  leftOut as set_hydrate_node,
  leftOut as set_hydrating,
  leftOut as skip_nodes,
};
