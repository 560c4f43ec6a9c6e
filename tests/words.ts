/**
 * All that Parley says in English, in one piece: what a test looks for on a screen. The application itself
 * has no such thing: each screen fetches its own words (src/app/words/).
 */
import activity from '../src/app/words/en/activity.ts';
import check from '../src/app/words/en/check.ts';
import comments from '../src/app/words/en/comments.ts';
import first from '../src/app/words/en/first.ts';
import history from '../src/app/words/en/history.ts';
import invite from '../src/app/words/en/invite.ts';
import join from '../src/app/words/en/join.ts';
import outline from '../src/app/words/en/outline.ts';
import people from '../src/app/words/en/people.ts';
import search from '../src/app/words/en/search.ts';
import shortcuts from '../src/app/words/en/shortcuts.ts';
import status from '../src/app/words/en/status.ts';
import table from '../src/app/words/en/table.ts';
import trouble from '../src/app/words/en/trouble.ts';
import workspace from '../src/app/words/en/workspace.ts';
import writers from '../src/app/words/en/writers.ts';

/** By room; a workspace says some of what belongs to a room before that is fetched. */
export const words = {
  ...first,
  ...workspace,
  activity,
  check,
  comments,
  history,
  invite,
  join,
  outline,
  people: { ...workspace.people, ...people },
  search,
  shortcuts,
  status: { ...workspace.status, ...status },
  table: { ...workspace.table, ...table },
  trouble,
  writers,
};
