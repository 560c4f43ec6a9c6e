/** What is said of the newest backup, and whether it is time for another. */
import type { KitView } from '../host/session.ts';
import { dayOf, timeOf } from './when.ts';
import { keepingWords } from './words/keeping.ts';

/** A backup that is older, of a workspace that went on, is worth a reminder. In seconds. */
export const OLD = 30 * 86_400;

/** Where it is and how it is kept, in a sentence. */
export function backupSaid({ savedAt, file }: KitView): string {
  const w = keepingWords.backup;
  if (file?.trouble) return w.troubles[file.trouble](file.name);
  if (savedAt === null) return file ? w.notYet(file.name) : w.never;
  const when = `${dayOf(savedAt)}, ${timeOf(savedAt)}`;
  return file ? w.keptIn(file.name, when) : w.savedAt(when);
}

/** Why somebody should be reminded, if anything is; `now` in seconds. */
export function reminderOf(kit: KitView, now: number): 'trouble' | 'old' | null {
  if (!kit.isBehind) return null;
  if (kit.file) return kit.file.trouble ? 'trouble' : null;
  return (kit.savedAt ?? 0) < now - OLD ? 'old' : null;
}
