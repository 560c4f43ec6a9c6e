/**
 * A package of one module, by the name of `gate`, for tests of plugins that change packages.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build, type Plugin, type Rollup } from 'vite';

/** Builds `entry`, which may import from `gate`, below `directory` into `name`, and loads it. */
export async function bundle(
  directory: string,
  name: string,
  gate: { readonly id: string; readonly code: string },
  entry: string,
  plugin: Plugin,
): Promise<{ readonly loaded: unknown; readonly files: Rollup.OutputBundle[string][] }> {
  const input = join(directory, `entry-${name}`);
  await writeFile(input, entry);
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'gate',
        resolveId: (source) => (source === 'gate' ? gate.id : null),
        load: (id) => (id === gate.id ? gate.code : null),
      },
      plugin,
    ],
    build: {
      outDir: directory,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: name },
      },
    },
  });
  if (!('output' in built)) throw new Error('built more than once');
  return { loaded: await import(join(directory, name)), files: built.output };
}
