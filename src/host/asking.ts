/**
 * Who stands at the door and asks to be let in, until a person has answered or they have gone.
 *
 * Nothing of it is kept: who comes again knocks again. A device that knocks on a second channel, since
 * channels change on the way, is still the same one, and asks once: the channel before is closed.
 */
import type { PublicKey, Role, WorkspaceId } from '../base/ids.ts';
import { MAX_ASKING } from '../base/limits.ts';
import { spokenCode } from '../wire/spoken.ts';
import type { Admit, Visitor } from './meeting.ts';
import { LineClosed } from './line.ts';
import type { AskView } from './session.ts';

type Answer = Awaited<ReturnType<Admit>>;

interface Asked<Act> {
  readonly view: AskView;
  readonly act: Act;
  /** Tells the one who asks. */
  readonly answer: (answer: Answer) => void;
  /** Ends the channel without a word: a refusal would be taken for a person's. */
  readonly leave: () => void;
}

/** @typeParam Act what lets somebody in. */
export class Asking<Act extends { readonly device: PublicKey; readonly name: string }> {
  readonly #workspace: WorkspaceId;
  readonly #changed: () => void;
  readonly #asked = new Map<PublicKey, Asked<Act>>();
  #next = 1;

  constructor(workspace: WorkspaceId, changed: () => void) {
    this.#workspace = workspace;
    this.#changed = changed;
  }

  /** Those who ask, the longest waiting first. */
  get views(): readonly AskView[] {
    return [...this.#asked.values()].map(({ view }) => view);
  }

  /**
   * Resolves with what a person says, with a refusal if they go before, or if too many ask already.
   * Rejects with LineClosed when the same device asks on another channel.
   */
  ask(act: Act, role: Role, visitor: Visitor, via: string): Promise<Answer> {
    const { device, name } = act;
    const before = this.#asked.get(device);
    if (!before && this.#asked.size >= MAX_ASKING) return Promise.resolve({ sorry: 'Refused' });
    const { promise, resolve: answer, reject } = Promise.withResolvers<Answer>();
    const leave = (): void => reject(new LineClosed('asks on another channel'));
    const code = spokenCode(this.#workspace, device);
    const id = before?.view.id ?? this.#next++;
    const asked = { view: { id, device, name, role, code }, act, answer, leave };
    this.#asked.set(device, asked);
    visitor.wait(via);
    before?.leave();
    void visitor.gone.then(() => {
      if (this.#asked.get(device) === asked) this.#remove(device);
      answer({ sorry: 'Refused' });
    });
    this.#changed();
    return promise;
  }

  /** The one of that id, who asks no more; `undefined`: they have gone. */
  take(id: number): Asked<Act> | undefined {
    const asked = [...this.#asked.values()].find(({ view }) => view.id === id);
    if (asked) this.#remove(asked.view.device);
    return asked;
  }

  #remove(device: PublicKey): void {
    this.#asked.delete(device);
    this.#changed();
  }
}
