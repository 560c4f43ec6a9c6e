/** Writes what was planned: images first, so that no text names one that nobody has; then all documents. */
import type { DocumentId } from '../../base/ids.ts';
import { Fault } from '../../base/result.ts';
import type { ArchiveSession } from '../../host/session.ts';
import { Slice } from '../../host/slice.ts';
import type { Plan } from './plan.ts';
import { contentOf } from './zip.ts';

/** Durable when it resolves. Tells how far it is, from 0 to 1. */
export async function bringIn(
  file: Blob,
  { images, documents }: Plan,
  archive: ArchiveSession,
  told: (done: number) => void,
): Promise<readonly DocumentId[]> {
  const slice = new Slice();
  const all = images.length + documents.length;
  for (const [i, entry] of images.entries()) {
    told(i / all);
    const bytes = await contentOf(file, entry, slice);
    if (typeof bytes === 'string') throw new Fault('Zip', `an image that was there: ${bytes}`);
    await archive.addImage(bytes);
    if (slice.isOver) await slice.end();
  }
  return archive.bringIn(documents, (done) =>
    told((images.length + done * documents.length) / all),
  );
}
