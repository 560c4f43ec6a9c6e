/**
 * Reads the container's file, as far as it is used here: its stages, what each does, and how the last
 * one is started and asked whether it is well.
 */
export interface Stage {
  readonly image: string;
  /** '' for one that no other copies from. */
  readonly as: string;
  readonly workdir: string;
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  /** `COPY` and `RUN`, in order. */
  readonly steps: readonly { readonly word: string; readonly rest: string }[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

type Open = { -readonly [Key in keyof Stage]: Stage[Key] };

/** Throws on an instruction that is not known here: what is not understood is not checked either. */
export function readContainerfile(text: string): Stage[] {
  const stages: Open[] = [];
  for (const line of text.split('\n')) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, word = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (word === 'FROM') {
      const [, image = '', as = ''] = /^(\S+)(?: AS (\w+))?$/.exec(rest) ?? [];
      stages.push({
        image,
        as,
        workdir: '/',
        user: 'root',
        env: {},
        steps: [],
        command: [],
        healthcheck: [],
      });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`before any stage: ${line}`);
    if (word === 'WORKDIR') stage.workdir = rest;
    else if (word === 'USER') stage.user = rest;
    else if (word === 'ENV') stage.env = { ...stage.env, ...variables(rest) };
    else if (word === 'COPY' || word === 'RUN') stage.steps = [...stage.steps, { word, rest }];
    else if (word === 'CMD') stage.command = list(rest);
    else if (word === 'HEALTHCHECK') stage.healthcheck = list(rest.replace(/^.*?CMD /, ''));
    else if (!['EXPOSE', 'STOPSIGNAL', 'VOLUME'].includes(word))
      throw new Error(`what is: ${line}`);
  }
  return stages;
}

const list = (json: string): string[] => JSON.parse(json) as string[];

const variables = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(' ').map((pair) => pair.split('=') as [string, string]));
