/** A file that cannot be loaded: none of its tests is ever known. */
import { it } from 'vitest';

if (import.meta.dirname !== '') throw new Error('cannot be loaded');
it('is never known', () => undefined);
