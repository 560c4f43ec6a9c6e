/**
 * That the build takes out of packages only what nothing mentions, and words that are for nobody.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { trim } from '../../scripts/trim.ts';
import { bundle } from './gate.ts';

const root = join(import.meta.dirname, '../..');

/** A module of a package that is trimmed, as far as the plugin can see. */
const PACKAGE = `
  class OwnError extends Error {
    constructor(message = 'words of its own') { super(message); this.name = 'OwnError'; }
  }
  export const said = [];
  export const theme = { '.cm-door': { width: 0 }, '&light .cm-window': {}, '.cm-wall': {} };
  const log = Object.assign((it) => said.push(it), { trace: (it) => said.push(it) });
  export class Gate {
    log = log;
    spoken = '';
    get unread() { return this.spoken; }
    unasked(much) { return much; }
    asked(what) {
      this.log.trace('asked %s', \`\${what}\`);
      if (what === 'nothing') this.log.trace('asked nothing')
      this.log('asked %s', what);
      if (what === 'plain') throw new Error('a plain sentence');
      if (what === 'own') throw new OwnError(\`a sentence on \${what}\`);
      if (what === 'more') throw new OwnError(what);
      log?.trace('let in');
      if (what === 'last') throw new OwnError('a sentence');
      return Object.keys(Object.getOwnPropertyDescriptors(Gate.prototype));
    }
  }`;

interface Built {
  readonly said: readonly string[];
  readonly theme: object;
  readonly Gate: new () => { asked(what: string): string[] };
}

describe('trimming', () => {
  let directory: string;
  let count = 0;
  beforeAll(async () => (directory = await mkdtemp(join(root, 'node_modules/.trim-'))));
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function built(members: string, more = ''): Promise<Built> {
    const gate = { id: '/node_modules/@libp2p/gate/index.js', code: PACKAGE };
    const entry = `export * from 'gate'; import { Gate } from 'gate'; ${more}`;
    const plugin = trim({ '/@libp2p/gate/index.js': members });
    const { loaded } = await bundle(directory, `built-${count++}.js`, gate, entry, plugin);
    return loaded as Built;
  }

  it('takes members that nothing mentions, getters too, and leaves the others', async () => {
    const { Gate } = await built('unread unasked');
    expect(new Gate().asked('')).toEqual(['constructor', 'asked']);
  });

  it('takes styles of classes that nothing has, and leaves the others', async () => {
    const { theme } = await built('unread cm-door cm-window');
    expect(Object.keys(theme)).toEqual(['.cm-wall']);
  });

  it('takes traces, and what errors say that have a name; plain errors and the log keep their words', async () => {
    const { Gate, said } = await built('unread');
    const gate = new Gate();
    expect(() => gate.asked('plain')).toThrow('a plain sentence');
    for (const what of ['own', 'last'])
      expect(() => gate.asked(what)).toThrow(
        expect.objectContaining({ name: 'OwnError', message: 'words of its own' }),
      );
    expect(() => gate.asked('more')).toThrow('more');
    expect(said).toEqual(Array.from({ length: 4 }, () => 'asked %s'));
  });

  it.each([
    ['by its name', 'export const it = new Gate().unasked(1);'],
    ['where it may be missing', 'export const it = (gate) => gate?.unasked;'],
    ['as a text', "const key = 'unasked'; export const it = (gate) => gate[key];"],
    ['taken apart', 'export const it = ({ unasked }) => unasked;'],
  ])('cannot be built where what is taken is mentioned %s', async (_, more) => {
    await expect(built('unasked', more)).rejects.toThrow('trimmed, but mentioned: unasked');
  });

  it('cannot be built where something has a class whose styles are taken', async () => {
    const door = built('cm-door', "export const door = 'a cm-door';");
    await expect(door).rejects.toThrow('trimmed, but mentioned: cm-door');
  });

  it('cannot be built where what is to be taken is nowhere', async () => {
    await expect(built('unasked elsewhere')).rejects.toThrow(
      'nothing to trim: /@libp2p/gate/index.js elsewhere',
    );
  });
});
