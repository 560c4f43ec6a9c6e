import { describe, expect, it } from 'vitest';
import { findChromium, mayInstall, type Files } from '../../scripts/chromium.ts';

/** A disk with these programs; folders follow from their names. */
function programs(...paths: string[]): Files {
  return {
    exists: (path) => paths.includes(path),
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(folder) && /[/\\]/.test(path.charAt(folder.length)))
          .map((path) => path.slice(folder.length + 1).replace(/[/\\].*$/, '')),
      ),
    ],
  };
}

describe('findChromium', () => {
  it('takes CHROME_PATH before all others', () => {
    const files = programs('/usr/bin/chromium', '/opt/my/chrome');
    expect(findChromium({ CHROME_PATH: '/opt/my/chrome' }, files, 'linux')).toBe('/opt/my/chrome');
  });

  it('does not replace a CHROME_PATH that is wrong', () => {
    const files = programs('/usr/bin/chromium');
    expect(findChromium({ CHROME_PATH: '/gone' }, files, 'linux')).toBeUndefined();
  });

  it('ignores an empty CHROME_PATH', () => {
    const files = programs('/usr/bin/chromium');
    expect(findChromium({ CHROME_PATH: '' }, files, 'linux')).toBe('/usr/bin/chromium');
  });

  it.each([
    ['linux', {}, '/usr/bin/chromium'],
    ['linux', {}, '/usr/bin/chromium-browser'],
    ['linux', {}, '/usr/bin/google-chrome'],
    ['linux', {}, '/usr/bin/microsoft-edge'],
    ['linux', {}, '/snap/bin/chromium'],
    ['linux', {}, '/opt/google/chrome/chrome'],
    ['linux', { PATH: '/bin:/nix/chromium/bin' }, '/nix/chromium/bin/chromium'],
    ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', {}, '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    ['darwin', {}, '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    [
      'darwin',
      { HOME: '/Users/ann' },
      '/Users/ann/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    [
      'win32',
      { PROGRAMFILES: 'C:\\Program Files' },
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    [
      'win32',
      { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' },
      'C:\\Users\\ann\\AppData\\Local\\Chromium\\Application\\chrome.exe',
    ],
  ])('finds on %s with %j what is at %s', (platform, env, path) => {
    expect(findChromium(env, programs(path), platform)).toBe(path);
  });

  it.each([
    [
      'linux',
      { HOME: '/home/ann' },
      '/home/ann/.cache/ms-playwright/chromium-',
      '/chrome-linux64/chrome',
    ],
    [
      'linux',
      { HOME: '/home/ann', XDG_CACHE_HOME: '/var/ann' },
      '/var/ann/ms-playwright/chromium-',
      '/chrome-linux/chrome',
    ],
    [
      'darwin',
      { HOME: '/Users/ann' },
      '/Users/ann/Library/Caches/ms-playwright/chromium-',
      '/chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Local' },
      'C:\\Local\\ms-playwright\\chromium-',
      '\\chrome-win64\\chrome.exe',
    ],
    [
      'linux',
      { PLAYWRIGHT_BROWSERS_PATH: '/browsers' },
      '/browsers/chromium-',
      '/chrome-linux/chrome',
    ],
  ])('finds on %s with %j the newest that Playwright downloaded', (platform, env, start, end) => {
    const files = programs(`${start}999${end}`, `${start}1210${end}`, `${start}headless${end}`);
    expect(findChromium(env, files, platform)).toBe(`${start}1210${end}`);
  });

  it("takes the system's before Playwright's", () => {
    const cached = '/home/ann/.cache/ms-playwright/chromium-1210/chrome-linux/chrome';
    const files = programs(cached, '/usr/bin/google-chrome');
    expect(findChromium({ HOME: '/home/ann' }, files, 'linux')).toBe('/usr/bin/google-chrome');
  });

  it.each(['linux', 'darwin', 'win32', 'aix'])('finds nothing on an empty %s', (platform) => {
    expect(findChromium({}, programs(), platform)).toBeUndefined();
  });
});

describe('mayInstall', () => {
  const debian = 'PRETTY_NAME="Debian GNU/Linux 12"\nNAME="Debian GNU/Linux"\nID=debian\n';
  const ubuntu = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n';
  const mint = 'ID=linuxmint\nID_LIKE="ubuntu debian"\n';
  const fedora = 'NAME="Fedora Linux"\nID=fedora\nHOME_URL="https://debian.example/"\n';

  it.each([
    [true, 'linux', 0, debian],
    [true, 'linux', 0, ubuntu],
    [true, 'linux', 0, mint],
    [false, 'linux', 0, fedora],
    [false, 'linux', 0, ''],
    [false, 'linux', 1000, debian],
    [false, 'linux', undefined, debian],
    [false, 'darwin', 0, debian],
  ])('%s on %s for user %s and %j', (may, platform, user, osRelease) => {
    expect(mayInstall(platform, user, osRelease)).toBe(may);
  });
});
