/**
 * A workspace as a tab holds it while it is open, opened by the application's own code over a store
 * in memory, with nobody else in the network.
 */
import { MemoryNetwork } from '../../src/net/memory.ts';
import { LocalProfile } from '../../src/host/local-profile.ts';
import { MemoryNotes } from '../../src/storage/files.ts';
import { MemoryPieces } from '../../src/storage/pieces.ts';
import type { Call } from '../subject.ts';
import { storeOf, type Fixture } from './history.ts';
import { engine } from './host.ts';
import { DOCUMENT, workspace } from './lab.ts';

export async function sessionCall(fixture: Fixture): Promise<Call> {
  const profile = new LocalProfile({
    store: await storeOf(fixture),
    pieces: async () => new MemoryPieces(),
    notes: async () => new MemoryNotes(),
    engine,
    network: () => ({ transport: new MemoryNetwork().transport(), relays: [] }),
    tabs: () => null,
    persisted: async () => null,
    linkTo: (payload) => payload,
    onOpen: () => {},
    drawn: async () => {},
  });
  return async () => {
    const session = await profile.open(workspace);
    const document = session.openDocument(DOCUMENT);
    return {
      text: document.text(),
      held: [session, document],
      async free() {
        document.close();
        await session.close();
      },
    };
  };
}
