/**
 * Types for a person, at a machine's speed: input events go to the browser without waiting for each
 * other, and the hand in the page moves the caret between them (hand.ts).
 *
 * Text with a line break is pasted. Enter indents and continues lists, as it should, and a break
 * that an input method commits at the end of a line becomes two in Chromium.
 */
import type { CDPSession } from 'playwright';
import type { EventId } from '../../src/base/ids.ts';
import type { Person } from '../../tests/e2e/harness/person.ts';
import { makeHand, strokesOf, type Stroke } from './hand.ts';
import { unitsAt, type Patch } from './trace.ts';

const BACKSPACE = { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 } as const;
const PASTE = {
  key: 'v',
  code: 'KeyV',
  windowsVirtualKeyCode: 86,
  modifiers: 2,
  commands: ['paste'],
};

export class Typist {
  readonly person: Person;
  readonly #devtools: CDPSession;
  #clipboard = '';

  /** `person` has a document open. */
  static async sit(person: Person): Promise<Typist> {
    const context = person.page.context();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const devtools = await context.newCDPSession(person.page);
    await person.editor.focus();
    await person.page.evaluate(`window.hand = (${makeHand})(${unitsAt}), undefined`);
    return new Typist(person, devtools);
  }

  private constructor(person: Person, devtools: CDPSession) {
    this.person = person;
    this.#devtools = devtools;
  }

  /**
   * Types patches into exactly this version; returns the version that they make. Throws if the view
   * cannot be brought to it.
   */
  async type(version: readonly EventId[], patches: readonly Patch[]): Promise<readonly EventId[]> {
    const strokes = strokesOf(patches);
    await this.person.page.evaluate(([at, plan]) => window.hand.stand(at, plan), [
      version,
      strokes,
    ] as const);
    const typed = this.person.page.evaluate(() => window.hand.typed());
    await Promise.all([typed, this.#strike(strokes)]);
    return typed;
  }

  hold(): Promise<void> {
    return this.person.page.evaluate(() => window.hand.hold());
  }

  release(): Promise<void> {
    return this.person.page.evaluate(() => window.hand.release());
  }

  version(): Promise<readonly EventId[]> {
    return this.person.page.evaluate(() => window.hand.version());
  }

  text(): Promise<string> {
    return this.person.page.evaluate(() => window.hand.text());
  }

  async #strike(strokes: readonly Stroke[]): Promise<void> {
    let underway: Promise<unknown>[] = [];
    for (const stroke of strokes) {
      const text = 'inserted' in stroke ? stroke.inserted : null;
      if (text?.includes('\n') && text !== this.#clipboard) {
        await Promise.all(underway);
        underway = [];
        await this.person.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
        this.#clipboard = text;
      }
      underway.push(this.#send(text));
    }
    await Promise.all(underway);
  }

  /** Text as such, or Backspace for `null`. */
  #send(text: string | null): Promise<unknown> {
    if (text !== null && !text.includes('\n'))
      return this.#devtools.send('Input.insertText', { text });
    const key = text === null ? BACKSPACE : PASTE;
    return this.#devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  }
}
