/**
 * Asks the browser for a file to write, where it gives pages any: Chromium's do on a computer. Where not,
 * a backup is a download.
 */
type Picker = (how: {
  readonly suggestedName: string;
  readonly types: readonly {
    readonly description: string;
    readonly accept: Readonly<Record<string, readonly string[]>>;
  }[];
}) => Promise<FileSystemFileHandle>;

const picker = (): Picker | undefined =>
  (globalThis as { readonly showSaveFilePicker?: Picker }).showSaveFilePicker;

export const canPick = (): boolean => picker() !== undefined;

/** `null`: nobody chose one. */
export async function pickFile(
  suggestedName: string,
  description: string,
): Promise<FileSystemFileHandle | null> {
  const types = [{ description, accept: { 'application/octet-stream': ['.parley'] } }];
  try {
    return (await picker()?.({ suggestedName, types })) ?? null;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null;
    throw error;
  }
}
