/** Makes a subject of any library's adapter, so that all are measured by the same code. */
import type { Recording } from '../histories.ts';
import type { Call, Kind, Outcome, Subject } from '../subject.ts';
import type { Document, Library } from './library.ts';
import { patchesFor, prepare, type PeerFixture } from './prepare.ts';

export const peerSubject = (library: Library): Subject => ({
  prepare(recording) {
    const { sent, stored, others, live } = prepare(library, recording);
    return {
      fixture: { sent, stored, live },
      encodings: {
        sent: [sent],
        stored: [stored],
        ...Object.fromEntries(Object.entries(others ?? {}).map(([name, bytes]) => [name, [bytes]])),
      },
    };
  },
  call: async (kind, recording, fixture) =>
    callOf(library, kind, recording, fixture as PeerFixture),
});

function callOf(
  library: Library,
  kind: Kind,
  recording: Recording,
  fixture: PeerFixture,
): Call | undefined {
  switch (kind) {
    case 'local': {
      const edits = patchesFor(library, recording);
      return () => {
        const document = library.create(0);
        for (const patches of edits) document.edit(patches);
        return outcome(document);
      };
    }
    case 'remote':
      return () => outcome(library.receive(fixture.sent));
    case 'live':
      return () => {
        const document = library.create(20);
        for (const bytes of fixture.live) document.merge([bytes]);
        return outcome(document);
      };
    case 'reopen':
    case 'session':
      return () => outcome(library.open(fixture.stored));
    case 'typed':
      return undefined;
  }
}

const outcome = (document: Document): Outcome => ({
  text: document.text(),
  held: document,
  free: () => document.free(),
});
