/**
 * Finds a Chromium where people have one, so that no test run downloads a browser.
 *
 * The search is a pure function of environment, platform and file system; only `chromium()` looks
 * at this machine. It leaves out asking a browser for its version: a browser that is too old makes
 * the tests fail by name, which says more.
 */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';

/** What the search may ask of a file system. */
export interface Files {
  /** Is there a program at `path`? */
  readonly exists: (path: string) => boolean;
  /** Names in a directory, empty if there is none. */
  readonly list: (path: string) => readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Features that tests are better off without. The last such flag counts, so those that Playwright
 * names for pages served from this machine are here again. The address bar's popups and other
 * parts of the browser's own face are pages, loaded anew for every profile: half of what one costs.
 */
const DISABLED_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'PreloadTopChromeWebUI',
  'SpareRendererForSitePerProcess',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

/** Works headless, as root, and without talking to anybody but the page's own hosts. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
];

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'google-chrome-beta',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];

const LINUX_FIXED = ['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];

const MAC_APPLICATIONS = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'];

const WINDOWS_PROGRAMS = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];

/**
 * The executable of a Chromium: `CHROME_PATH` first (and alone, if it is set: a wrong one is to be
 * noticed, not to be replaced), then where systems install one, then what Playwright downloaded,
 * newest first. `undefined`: there is none.
 */
export function findChromium(env: Environment, files: Files, platform: string): string | undefined {
  const chosen = env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') return files.exists(chosen) ? chosen : undefined;
  return [...installed(env, platform), ...downloaded(env, files, platform)].find(files.exists);
}

function installed(env: Environment, platform: string): string[] {
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => env[name])
      .filter((root) => root !== undefined && root !== '');
    return WINDOWS_PROGRAMS.flatMap((program) => roots.map((root) => `${root}\\${program}`));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', ...(env['HOME'] ? [`${env['HOME']}/Applications`] : [])];
    return MAC_APPLICATIONS.flatMap((name) =>
      roots.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`),
    );
  }
  const folders = [
    ...(env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/')),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  return [
    ...LINUX_NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`)),
    ...LINUX_FIXED,
  ];
}

/** Inside a folder of Playwright's cache; the names changed over its versions. */
const DOWNLOADS: Readonly<Record<string, readonly string[]>> = {
  linux: ['chrome-linux/chrome', 'chrome-linux64/chrome'],
  darwin: [
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  ],
  win32: ['chrome-win\\chrome.exe', 'chrome-win64\\chrome.exe'],
};

function downloaded(env: Environment, files: Files, platform: string): string[] {
  const slash = platform === 'win32' ? '\\' : '/';
  const cache = playwrightCache(env, platform);
  if (cache === undefined) return [];
  const revision = (name: string): number => Number(name.slice('chromium-'.length));
  return files
    .list(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((name) => (DOWNLOADS[platform] ?? []).map((path) => [cache, name, path].join(slash)));
}

function playwrightCache(env: Environment, platform: string): string | undefined {
  const chosen = env['PLAYWRIGHT_BROWSERS_PATH'];
  if (chosen !== undefined && chosen !== '' && chosen !== '0') return chosen;
  if (platform === 'win32') {
    return env['LOCALAPPDATA'] ? `${env['LOCALAPPDATA']}\\ms-playwright` : undefined;
  }
  const home = env['HOME'];
  if (home === undefined || home === '') return undefined;
  if (platform === 'darwin') return `${home}/Library/Caches/ms-playwright`;
  return `${env['XDG_CACHE_HOME'] ?? `${home}/.cache`}/ms-playwright`;
}

/** What this machine's file system says. Only a program counts, not a folder or a device. */
export const disk: Files = {
  exists: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
  list: (path) => (existsSync(path) ? readdirSync(path) : []),
};

export const NO_CHROMIUM =
  'No Chromium was found: install Chromium, Chrome or Edge, or set CHROME_PATH to its executable.';

/** This machine's Chromium. Throws with the one sentence that says what to do. */
export function chromium(): string {
  const found = findChromium(process.env, disk, process.platform);
  if (found === undefined) throw new Error(NO_CHROMIUM);
  return found;
}

/**
 * Whether a test run may install the `chromium` package by itself: as root on Debian or a relative
 * of it, which is what containers and build machines are. A person's own machine is asked instead.
 *
 * @param osRelease text of /etc/os-release, empty if there is none
 */
export function mayInstall(
  platform: string,
  userId: number | undefined,
  osRelease: string,
): boolean {
  if (platform !== 'linux' || userId !== 0) return false;
  const names = [...osRelease.matchAll(/^ID(?:_LIKE)?=["']?([^"'\n]*)["']?$/gm)];
  return names.some(([, value]) => /\b(?:debian|ubuntu)\b/.test(value ?? ''));
}
