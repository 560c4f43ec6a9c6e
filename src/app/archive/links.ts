/**
 * Images in Markdown, between the name that a workspace has for one and the path of a file: there and
 * back. All that is no image, or one that nobody asks about, stays as it is.
 */

/** As the page knows an image of the workspace: its description and its name. */
const NAMED = /!\[((?:[^[\]\\\n]|\\.){0,1000})\]\(parley:([0-9a-f]{30})\)/g;
/** Any image: its description, its address, and a title that may follow. */
const LINKED =
  /!\[((?:[^[\]\\\n]|\\.){0,1000})\]\((<[^<>\n]{1,2000}>|[^\s()<>]{1,2000})(?:[ \t]{1,9}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\)/g;

/** Names of the images that a text shows, each once. */
export const imagesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(NAMED)].map(([, , name]) => name as string)),
];

/** With paths in place of names, where there is one. */
export const withPaths = (text: string, pathOf: (name: string) => string | undefined): string =>
  text.replace(NAMED, (whole, alt: string, name: string) => {
    const path = pathOf(name);
    return path === undefined ? whole : `![${alt}](${path})`;
  });

/** Paths of files that the images of a Markdown file may be, each once. `from`: that file's own path. */
export const pathsIn = (text: string, from: string): string[] => [
  ...new Set([...text.matchAll(LINKED)].flatMap(([, , url]) => resolved(from, url ?? '') ?? [])),
];

/** With names in place of addresses, where there is one. */
export const withNames = (
  text: string,
  from: string,
  nameOf: (path: string) => string | undefined,
): string =>
  text.replace(LINKED, (whole, alt: string, url: string) => {
    const path = resolved(from, url);
    const name = path === undefined ? undefined : nameOf(path);
    return name === undefined ? whole : `![${alt}](parley:${name})`;
  });

/** The path that an address in a file means; `undefined` for one that leads out of the zip. */
function resolved(from: string, url: string): string | undefined {
  const plain = decoded(url.replace(/^<(.*)>$/, '$1'));
  if (plain === undefined || /^[a-z][a-z0-9+.-]*:/i.test(plain)) return undefined;
  const parts = plain.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function decoded(url: string): string | undefined {
  try {
    return decodeURIComponent(url);
  } catch {
    return undefined;
  }
}
