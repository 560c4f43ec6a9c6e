/**
 * Where a test plays: the server, browsers, profiles, the people in front of them, and what went
 * wrong on any page meanwhile.
 *
 * Most profiles are contexts of one shared browser: a store of their own, at little cost. A profile
 * that is to be killed is a browser of its own with a directory of its own.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';

import { chromium as executable, CHROMIUM_FLAGS } from '../../../scripts/chromium.ts';
import { installLine } from './line.ts';
import { language } from '../../words.ts';
import { Person } from './person.ts';
import { Server } from './server.ts';

/** Nothing but this machine has a name; WebRTC finds it by names that end in `.local`. */
export const NO_NAMES = 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.local';

/** What the browser tells pages that its person reads. */
const LOCALE = language === 'en' ? 'en-US' : language;

const FLAGS = [...CHROMIUM_FLAGS, `--host-resolver-rules=${NO_NAMES}`];

export const NO_WEBRTC = 'delete window.RTCPeerConnection;';
/** For a browser: WebRTC is there, and never opens. The second spelling is for older ones. */
export const WEBRTC_TIMES_OUT = [
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** What a browser says of a server that is away, when a test has taken it away. */
const UNREACHABLE =
  /net::ERR_|WebSocket connection to|WebSocket is closed before|error occurred when fetching the script/;

export interface ProfileOptions {
  /** A script that runs before everything else. */
  readonly before?: string;
  /** Where the application is, if not at the server itself. */
  readonly url?: string;
}

export class Stage {
  readonly server: Server;
  readonly #browser: Browser;
  readonly #profiles = new Set<Profile>();
  readonly #faults: string[] = [];
  #away = false;

  static async open(flags: readonly string[] = []): Promise<Stage> {
    const launching = launch(flags);
    return new Stage(await Server.open(), await launching);
  }

  private constructor(server: Server, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  /** The shared browser's. */
  get version(): string {
    return this.#browser.version();
  }

  /** A fresh profile in the shared browser. */
  async profile(options: ProfileOptions = {}): Promise<Profile> {
    const context = await this.#browser.newContext({ locale: LOCALE });
    return this.#add(new Profile(context, options.url ?? this.server.url), options);
  }

  /** A fresh profile in a browser of its own. */
  async ownProfile(
    options: ProfileOptions & { readonly flags?: readonly string[] } = {},
  ): Promise<Profile> {
    return this.#launch(await mkdtemp(join(tmpdir(), 'parley-profile-')), options);
  }

  /** A browser on a copy of a profile's directory. The profile's own must not run. */
  async copyOf(profile: Profile): Promise<Profile> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-profile-'));
    await copy(profile.directory, directory);
    return this.#launch(directory, {});
  }

  async #launch(
    directory: string,
    options: ProfileOptions & { readonly flags?: readonly string[] },
  ): Promise<Profile> {
    const flags = options.flags ?? [];
    const context = await launchIn(directory, flags);
    const relaunch = (): Promise<BrowserContext> => launchIn(directory, flags);
    const own = { directory, relaunch };
    return this.#add(new Profile(context, options.url ?? this.server.url, own), options);
  }

  /** Somebody with a fresh profile in the shared browser, and one tab. */
  async person(name: string, options: ProfileOptions = {}): Promise<Person> {
    return (await this.profile(options)).tab(name);
  }

  /** Two people in one workspace who have each other's text: Ada, who made it, and Bo. */
  async pair({ ada = {}, bo = {} }: { ada?: ProfileOptions; bo?: ProfileOptions } = {}): Promise<
    [Person, Person]
  > {
    const maker = await this.person('Ada', ada);
    await maker.create('Garden plan');
    await maker.type('Beans.');
    const guest = await this.person('Bo', bo);
    await guest.join(await maker.invite());
    await guest.seesText('Beans.');
    return [maker, guest];
  }

  /** The relay and the site are gone from now on, without a word. */
  async killServer(): Promise<void> {
    this.#away = true;
    await this.server.kill();
  }

  /** Pages may find no server, or no network, during the rest of this test. */
  expectUnreachable(): void {
    this.#away = true;
  }

  /** Ends a test whose profiles are to stay; throws if any page reported anything. */
  async report(): Promise<void> {
    for (const profile of this.#profiles) {
      for (const page of profile.pages()) {
        if (page.url() === 'about:blank') continue;
        const violations = await page
          .evaluate(() => window.line.violations.splice(0))
          .catch(() => []);
        this.#faults.push(...violations.map((one) => `CSP: ${one}`));
      }
    }
    const faults = this.#faults.splice(0);
    if (faults.length > 0) throw new Error(`pages reported:\n${faults.join('\n')}`);
  }

  /** Ends a test: closes its profiles; throws if any page reported anything. */
  async settle(): Promise<void> {
    try {
      await this.report();
    } finally {
      await Promise.all([...this.#profiles].map((profile) => profile.close()));
      this.#profiles.clear();
      this.#away = false;
      if (!this.server.running) await this.server.start();
    }
  }

  /** Ends the shared browser, which then finishes its log. */
  async closeBrowser(): Promise<void> {
    await this.#browser.close();
  }

  async close(): Promise<void> {
    await this.closeBrowser();
    await this.server.close();
  }

  async #add(profile: Profile, { before }: ProfileOptions): Promise<Profile> {
    profile.prepare = async (context) => {
      if (before !== undefined) await context.addInitScript(before);
      await context.addInitScript(installLine);
      for (const page of context.pages()) this.#watch(page);
      context.on('page', (page) => this.#watch(page));
    };
    await profile.prepare(profile.context);
    this.#profiles.add(profile);
    return profile;
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#faults.push(`uncaught: ${error.stack || error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const text = message.text();
      if (this.#away && UNREACHABLE.test(text)) return;
      this.#faults.push(`console: ${text}`);
    });
    page.on('crash', () => this.#faults.push('a page crashed'));
  }
}

/** A browser profile: one store, one or more tabs. */
export class Profile {
  readonly #url: string;
  readonly #own: { directory: string; relaunch(): Promise<BrowserContext> } | null;
  #context: BrowserContext;
  prepare: (context: BrowserContext) => Promise<void> = async () => {};

  constructor(
    context: BrowserContext,
    url: string,
    own: { directory: string; relaunch(): Promise<BrowserContext> } | null = null,
  ) {
    this.#context = context;
    this.#url = url;
    this.#own = own;
  }

  get context(): BrowserContext {
    return this.#context;
  }

  /** Where a profile of its own lies. */
  get directory(): string {
    if (this.#own === null) throw new Error('this profile has no browser of its own');
    return this.#own.directory;
  }

  pages(): Page[] {
    return this.#context.pages();
  }

  /** Somebody in front of a new tab of this profile. */
  async tab(name: string): Promise<Person> {
    return new Person(await this.#context.newPage(), name, this.#url);
  }

  /** SIGKILL to the whole browser. Only for a profile of its own. */
  async kill(): Promise<void> {
    const browser = this.#context.browser();
    if (browser === null) throw new Error('this profile has no browser of its own');
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const main = processInfo.find(({ type }) => type === 'browser');
    if (main === undefined) throw new Error('no browser process');
    const gone = new Promise((resolve) => this.#context.once('close', resolve));
    process.kill(main.id, 'SIGKILL');
    await gone;
  }

  /** Ends the browser as a person does. Only for a profile of its own. */
  async quit(): Promise<void> {
    if (this.#own === null) throw new Error('this profile has no browser of its own');
    await this.#context.close();
  }

  /** Copies the profile's directory, and returns what puts it back. Its browser must not run then. */
  async backUp(): Promise<() => Promise<void>> {
    const { directory } = this;
    const kept = await mkdtemp(join(tmpdir(), 'parley-profile-'));
    await copy(directory, kept);
    return async () => {
      await rm(directory, REMOVAL);
      await copy(kept, directory);
      await rm(kept, REMOVAL);
    };
  }

  /** Starts the browser again on what is left of the profile. */
  async relaunch(): Promise<void> {
    if (this.#own === null) throw new Error('this profile has no browser of its own');
    this.#context = await this.#own.relaunch();
    await this.prepare(this.#context);
  }

  async close(): Promise<void> {
    await this.#context.close().catch(() => {});
    if (this.#own) await rm(this.#own.directory, REMOVAL);
  }
}

const REMOVAL = { recursive: true, force: true, maxRetries: 5 };

/** A profile's directory, without what says that a browser runs on it. */
const copy = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, filter: (file) => !basename(file).startsWith('Singleton') });

const launch = (flags: readonly string[]): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: [...FLAGS, ...flags] });

const launchIn = (directory: string, flags: readonly string[]): Promise<BrowserContext> =>
  chromium.launchPersistentContext(directory, {
    executablePath: executable(),
    args: [...FLAGS, ...flags],
    locale: LOCALE,
  });
