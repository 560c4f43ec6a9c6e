/**
 * That the build shortens names which packages alone know, wherever they stand, and no others.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { shortNames } from '../../scripts/short-names.ts';
import { bundle } from './gate.ts';

const root = join(import.meta.dirname, '../..');

/** A module of a package, as far as the plugin can see. */
const PACKAGE = `
  export class Gate {
    constructor() { this.assignedHere = 1; }
    askedByName() { return this.assignedHere; }
    askedByText() { return 2; }
    askedByTemplate() { return 3; }
    ourWord() { return 4; }
    neverAsked() { return 5; }
    editContext() { return 6; }
    spellcheck() { return 7; }
    get takenApart() { return 8; }
    withDefault;
  }
  export function use(gate, element, which) {
    const { takenApart, withDefault = 9 } = gate;
    const bag = { takenApart, withDefault, inObjects: 1 };
    element.notGivenHere = element.assignedThere = element.assignedThere ?? element.notGivenHere;
    bag.inObjects + gate[which === 1 ? 'askedByText' : \`askedByTemplate\`]();
    gate.ourWord(); gate.editContext(); gate.spellcheck(); gate.askedByText(); gate.askedByTemplate();
    return [gate?.askedByName(), bag.takenApart, bag.withDefault];
  }`;

const SHORT = ['askedByName', 'assignedHere', 'takenApart', 'withDefault'];
const KEPT = [
  'askedByText',
  'askedByTemplate',
  'inObjects',
  'ourWord',
  'neverAsked',
  'notGivenHere',
  'assignedThere',
  'editContext',
  'spellcheck',
];

describe('short names', () => {
  let directory: string;
  let code: string;
  let names: Record<string, string>;
  let run: () => readonly number[];

  beforeAll(async () => {
    directory = await mkdtemp(join(root, 'node_modules/.short-names-'));
    const gate = { id: '/node_modules/gate/index.js', code: PACKAGE };
    const entry = `import { Gate, use } from 'gate'; export { Gate };
      export const run = () => use(new Gate(), {}, 1); export const word = 'ourWord';`;
    const { loaded, files } = await bundle(directory, 'built.js', gate, entry, shortNames());
    for (const file of files) {
      if (file.type === 'asset') names = JSON.parse(String(file.source)) as typeof names;
      else code = file.code;
    }
    run = (loaded as { run: typeof run }).run;
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('stand for what a package gives and asks for, and the code does the same', () => {
    expect(Object.keys(names).sort()).toEqual(SHORT.toSorted());
    expect(new Set(Object.values(names)).size).toBe(SHORT.length);
    for (const name of ['askedByName', 'assignedHere']) expect(code).not.toContain(name);
    expect(run()).toEqual([1, 8, 9]);
  });

  it.each(KEPT)('leave %s as it is', (name) => expect(code).toContain(name));
});
