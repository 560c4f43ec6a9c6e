/**
 * Where the pictures are taken: one server, one browser, people whose pages keep still, and the
 * checks that every picture has to pass.
 */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { axeFindings } from '../../tests/e2e/harness/axe.ts';
import { KEEPING } from '../../tests/e2e/harness/hindrances.ts';
import { installLine } from '../../tests/e2e/harness/line.ts';
import { Person } from '../../tests/e2e/harness/person.ts';
import { Server } from '../../tests/e2e/harness/server.ts';
import { NO_NAMES } from '../../tests/e2e/harness/stage.ts';
import { chromium as executable, CHROMIUM_FLAGS } from '../chromium.ts';
import { keep } from './album.ts';
import { layoutFindings, settle } from './look.ts';
import { language } from '../../tests/words.ts';

export type Size = 'wide' | 'tablet' | 'narrow';

const SIZES: Readonly<Record<Size, { readonly width: number; readonly height: number }>> = {
  wide: { width: 1280, height: 800 },
  tablet: { width: 820, height: 1180 },
  narrow: { width: 320, height: 640 },
};
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Fewer than these and there is nothing to see. */
const LETTERS_MIN = 40;
const COLOURS_MIN = 24;
/** Of a picture that is kept: nobody sees the difference. */
const QUALITY = 0.9;

const FLAGS = [
  ...CHROMIUM_FLAGS,
  `--host-resolver-rules=${NO_NAMES}`,
  '--font-render-hinting=none',
];

/** What a browser says of a server that is away, and of headers on an insecure origin. */
const EXPECTED = /net::ERR_|WebSocket connection to|WebSocket is closed|Cross-Origin-Opener-Policy/;

export interface Shot {
  /** Brings the screen into the state that is to be seen; done once for each size. */
  readonly show?: (size: Size) => Promise<unknown>;
  /** Takes it back; without it Escape is pressed after a `show`. */
  readonly hide?: () => Promise<unknown>;
  /** Done right before each picture, for what lasts only a moment. */
  readonly each?: () => Promise<unknown>;
  readonly sizes?: readonly Size[];
  /** Does not travel: it is laid out as another screen, with other words. */
  readonly passing?: boolean;
}

/** Travel with every clone; of what a newcomer sees first, one of a tablet, too. */
const TRAVELS = /-(?:light-wide|dark-narrow)$/;
const FIRST =
  /^(?:start|create|join|workspace|people|invite-link|read|status-online)-light-tablet$/;

export class Studio {
  readonly server: Server;
  readonly #browser: Browser;
  readonly #counter: Page;
  readonly #contexts: BrowserContext[] = [];
  readonly #findings: string[] = [];
  /** Servers and lines may be away: what browsers say of that is no finding. */
  rough = false;

  /** `flags` are for Chromium; the last of a kind counts. */
  static async open(flags: readonly string[] = []): Promise<Studio> {
    const args = [...FLAGS, ...flags];
    const launching = chromium.launch({ executablePath: executable(), args });
    const server = await Server.open();
    const browser = await launching;
    return new Studio(server, browser, await browser.newPage());
  }

  private constructor(server: Server, browser: Browser, counter: Page) {
    this.server = server;
    this.#browser = browser;
    this.#counter = counter;
  }

  /** Somebody with a profile of their own. `before` runs in the page before everything else. */
  async person(name: string, before?: string, url = this.server.url): Promise<Person> {
    const context = await this.#browser.newContext({
      viewport: SIZES.wide,
      reducedMotion: 'reduce',
      locale: language === 'en' ? 'en-GB' : language,
      timezoneId: 'UTC',
    });
    this.#contexts.push(context);
    await context.addInitScript((code) => {
      if (location.protocol !== 'about:') localStorage.setItem('parley-language', code);
    }, language);
    // As with most who come back; where it is otherwise, `before` has the last word.
    await context.addInitScript(KEEPING.promises);
    if (before !== undefined) await context.addInitScript(before);
    await context.addInitScript(installLine);
    context.on('page', (page) => this.#watch(page));
    return new Person(await context.newPage(), name, url);
  }

  /** Takes `name` in light and dark and in each size, and checks each picture. */
  async shoot({ page }: Person, name: string, shot: Shot = {}): Promise<void> {
    const session = await page.context().newCDPSession(page);
    for (const size of shot.sizes ?? (['wide', 'tablet', 'narrow'] as const)) {
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: size !== 'wide' });
      await page.setViewportSize(SIZES[size]);
      await settle(page); // What is on the screen depends on its width.
      await shot.show?.(size);
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await shot.each?.();
        const whole = `${name}-${theme}-${size}`;
        const travels = shot.passing !== true && (TRAVELS.test(whole) || FIRST.test(whole));
        await this.#take(page, whole, theme, travels);
      }
      if (shot.hide) await shot.hide();
      else if (shot.show) await page.keyboard.press('Escape');
    }
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await page.setViewportSize(SIZES.wide);
    await session.detach();
  }

  /** Ends a group: closes everybody's pages, and throws if anything was found. */
  async settle(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    const findings = this.#findings.splice(0);
    this.rough = false;
    if (!this.server.running) await this.server.start();
    if (findings.length > 0) throw new Error(findings.join('\n'));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.server.close();
  }

  /** In the dark only colours are looked at again: nothing else changes with the theme. */
  async #take(page: Page, name: string, theme: Theme, travels: boolean): Promise<void> {
    await settle(page);
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    const { colours, webp } = await this.#look(png);
    keep(name, webp, travels);
    const found =
      theme === 'light'
        ? [...(await layoutFindings(page)), ...(await axeFindings(page))]
        : await axeFindings(page, ['color-contrast']);
    const letters = (await page.locator('body').innerText()).replace(/\s/g, '').length;
    if (letters < LETTERS_MIN) found.push(`blank: only ${letters} letters`);
    if (colours < COLOURS_MIN) found.push(`blank: only ${colours} colours`);
    this.#findings.push(...found.map((finding) => `${name}: ${finding}`));
  }

  /** How many different colours a picture has, and the picture as it is kept, in half the bytes. */
  async #look(png: Buffer): Promise<{ readonly colours: number; readonly webp: Buffer }> {
    const { colours, webp } = await this.#counter.evaluate(
      async ({ base64, quality }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(picture.width, picture.height);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.drawImage(picture, 0, 0);
        const { data } = context.getImageData(0, 0, picture.width, picture.height);
        const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
        return {
          colours: new Set(new Uint32Array(data.buffer)).size,
          webp: [...new Uint8Array(await blob.arrayBuffer())],
        };
      },
      { base64: png.toString('base64'), quality: QUALITY },
    );
    return { colours, webp: Buffer.from(webp) };
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#findings.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      if (this.rough && EXPECTED.test(message.text())) return;
      this.#findings.push(`console: ${message.text()}`);
    });
  }
}
