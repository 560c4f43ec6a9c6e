/**
 * The people of a replay: one Chromium profile for each author and one that only reads, all in one
 * workspace, all connected directly.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { words } from '../../tests/words.ts';
import type { Person } from '../../tests/e2e/harness/person.ts';
import type { Stage } from '../../tests/e2e/harness/stage.ts';
import { installRecorder } from './frames.ts';
import { Typist } from './typist.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di'];
const BEFORE = `(${installRecorder})()`;

export interface Company {
  readonly stage: Stage;
  readonly authors: readonly Typist[];
  readonly reader: Typist;
  readonly all: readonly Typist[];
}

export async function gather(stage: Stage, authors: number): Promise<Company> {
  const people: Person[] = [];
  for (const name of [...NAMES.slice(0, authors), 'Reader'])
    people.push(await (await stage.ownProfile({ before: BEFORE })).tab(name));
  const [maker, ...guests] = people;
  const reader = people.at(-1);
  if (!maker || !reader) throw new Error('somebody must write');
  await maker.create('Replay');
  const link = authors > 1 ? await maker.invite({ uses: '5 people' }) : '';
  const readerLink = await maker.invite({ role: 'can read', uses: '1 person' });
  for (const guest of guests) {
    await guest.knock(guest === reader ? readerLink : link);
    await guest.editor.waitFor();
  }
  await until('everybody is connected directly', async () => {
    for (const person of people) if (!(await isDirect(person, people.length - 1))) return false;
    return true;
  });
  const all: Typist[] = [];
  for (const person of people) all.push(await Typist.sit(person));
  return { stage, authors: all.slice(0, authors), reader: all.at(-1) as Typist, all };
}

/** Whether all of `others` are connected over WebRTC, as this person's status panel says. */
export async function isDirect(person: Person, others: number): Promise<boolean> {
  const lines = await person.connections();
  return lines.filter((line) => line.includes(words.status.routes.direct)).length === others;
}

/** Asks again and again; gives up after two minutes. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 120_000; !(await holds());) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(100);
  }
}
