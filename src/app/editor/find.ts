/**
 * Find and replace in one text, fetched when somebody first asks for it. From then on what is like the selected words is
 * marked, too. Leaves out the search over the whole workspace (views/Search.svelte).
 */
import {
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap,
} from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';

const extension: Extension = [
  search({ top: true }),
  highlightSelectionMatches({ minSelectionLength: 3 }),
  keymap.of(searchKeymap),
];

export default { extension, open: openSearchPanel };
