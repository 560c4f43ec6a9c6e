/**
 * Two people who are never online together write one text through a replica that is killed ten times.
 *
 * Each time it is killed while somebody types, and that person goes at once: what the page showed as
 * synced until then can only come back from the replica's disk, and the next one must see it.
 */
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { ReplicaProcess } from '../node/replica-process.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { watchPromises, type Promises } from './harness/promises.ts';
import { Stage, type Profile } from './harness/stage.ts';

const KILLS = 10;
/** Longest wait on a busy machine, in milliseconds. */
const WAIT_MS = 60_000;
const SYNCED = words.pill.synced(1);

let stage: Stage;
let replica: ReplicaProcess;
beforeAll(async () => {
  stage = await Stage.open();
  replica = await ReplicaProcess.make();
});
afterEach(() => stage.settle());
afterAll(async () => {
  await replica.close();
  await stage.close();
});

interface Writer {
  readonly name: string;
  readonly profile: Profile;
  readonly promises: Promises;
  /** Where the workspace is, once it is there. */
  address: string | null;
}

async function writer(name: string): Promise<Writer> {
  const profile = await stage.profile();
  const promises = await watchPromises(profile.context, SYNCED);
  return { name, profile, promises, address: null };
}

async function serve(): Promise<void> {
  const from = replica.lines.length;
  replica.start();
  await replica.says('serving', from);
}

const sees = (person: Person, text: string): Promise<void> =>
  eventually(async () => expect(await person.text()).toContain(text), WAIT_MS);

/** Comes in, by the link or to what is there, and waits for the text that the others left. */
async function comes(who: Writer, link: string, text: string): Promise<Person> {
  const person = await who.profile.tab(who.name);
  if (who.address === null) {
    await person.join(link);
    who.address = person.page.url();
  } else {
    await person.visit(who.address);
    await person.editor.waitFor();
  }
  await sees(person, text);
  return person;
}

/** Types a line until the replica is killed under it. What of the line was shown as synced. */
async function typesUntilItIsKilled(who: Writer, person: Person, round: number): Promise<string> {
  const mark = `${who.name}${round}:`;
  who.promises.begin(mark);
  await person.type(`\n${mark}`, 'end');
  await eventually(() => expect(who.promises.last).toBe(mark), WAIT_MS);
  const over = new AbortController();
  const typing = (async () => {
    for (let n = 0; !over.signal.aborted; n += 1) {
      await person.page.keyboard.type(` w${n}`);
      // People pause; only then does a page say how far others are.
      if (n % 5 === 4) await setTimeout(1_000);
    }
  })();
  await eventually(() => expect(who.promises.last).toContain(`${mark} w`), WAIT_MS);
  await setTimeout(157 * round);
  await replica.kill();
  const shown = who.promises.last;
  over.abort();
  await typing;
  return shown;
}

long(
  `SIGKILL ${KILLS} times for a replica between two who are never here together: nothing that it took is lost`,
  async () => {
    stage.expectUnreachable();
    const [ada, bo] = [await writer('Ada'), await writer('Bo')];
    const founder = await ada.profile.tab(ada.name);
    await founder.create('Garden plan');
    ada.address = founder.page.url();
    await founder.type('Beans.');
    replica.start([await founder.invite({ role: 'can read' })]);
    await replica.says('joined');
    const link = await founder.invite();
    await founder.status(SYNCED);
    await founder.page.close();

    const kept: string[] = [];
    let shown = 'Beans.';
    for (let round = 0; round < KILLS; round += 1) {
      const who = round % 2 === 0 ? bo : ada;
      const person = await comes(who, link, shown);
      shown = await typesUntilItIsKilled(who, person, round);
      kept.push(shown);
      // Gone before it is back: what it had not taken stays in this browser alone.
      await person.page.close();
      await serve();
    }

    // Each comes once more, alone, and brings what was left over; then both have all, and the same.
    let text = '';
    for (const who of [ada, bo, ada]) {
      const person = await comes(who, link, shown);
      await person.status(SYNCED);
      text = await person.exported();
      await person.page.close();
    }
    const last = await comes(bo, link, shown);
    await eventually(async () => expect(await last.exported()).toBe(text), WAIT_MS);
    for (const part of kept) expect(text).toContain(part);
    const activity = await last.inspect(words.workspace.activity);
    expect(await activity.innerText()).not.toContain('two different histories');
    expect(replica.errors).toBe('');
    expect(await replica.stop()).toBe(0);
    const promised = kept.reduce((sum, { length }) => sum + length, 0);
    console.log(
      `${KILLS} SIGKILLs: ${ada.promises.count + bo.promises.count} texts were shown as synced, ` +
        `${promised} characters right before an end; lost: 0 of ${text.length}`,
    );
  },
  900_000,
);
