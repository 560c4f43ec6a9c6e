/**
 * Where the pictures are taken: one server, one browser, people whose pages keep still, and the
 * checks that every picture has to pass.
 */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { axeFindings } from '../../tests/e2e/harness/axe.ts';
import { installLine } from '../../tests/e2e/harness/line.ts';
import { Person } from '../../tests/e2e/harness/person.ts';
import { Server } from '../../tests/e2e/harness/server.ts';
import { NO_NAMES } from '../../tests/e2e/harness/stage.ts';
import { chromium as executable, CHROMIUM_FLAGS } from '../chromium.ts';
import { keep } from './album.ts';
import { layoutFindings, settle } from './look.ts';
import { language } from '../../tests/words.ts';

export type Size = 'wide' | 'narrow';

const SIZES: Readonly<Record<Size, { readonly width: number; readonly height: number }>> = {
  wide: { width: 1280, height: 800 },
  narrow: { width: 320, height: 640 },
};
const THEMES = ['light', 'dark'] as const;

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
  /** Only looked at: it is laid out as another screen, with other words. */
  readonly passing?: boolean;
}

/** Kept of every screen; the main ones keep all four. All four are looked at in any case. */
const KEPT = /-(?:light-wide|dark-narrow)$/;
/** The screens that a newcomer sees in the first minutes. */
const MAIN =
  /^(?:start|start-empty|create|join|workspace|workspace-empty|people|invite|invite-link|read|status-online)$/;

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
    if (before !== undefined) await context.addInitScript(before);
    await context.addInitScript(installLine);
    context.on('page', (page) => this.#watch(page));
    return new Person(await context.newPage(), name, url);
  }

  /** Takes `name` in light and dark and in each size, and checks each picture. */
  async shoot({ page }: Person, name: string, shot: Shot = {}): Promise<void> {
    const session = await page.context().newCDPSession(page);
    for (const size of shot.sizes ?? (['wide', 'narrow'] as const)) {
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: size === 'narrow' });
      await page.setViewportSize(SIZES[size]);
      await settle(page); // What is on the screen depends on its width.
      await shot.show?.(size);
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await shot.each?.();
        const whole = `${name}-${theme}-${size}`;
        const kept = shot.passing !== true && (MAIN.test(name) || KEPT.test(whole));
        await this.#take(page, whole, kept);
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

  async #take(page: Page, name: string, kept: boolean): Promise<void> {
    await settle(page);
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    const { colours, webp } = await this.#look(png);
    if (kept) keep(name, webp);
    const found = [...(await layoutFindings(page)), ...(await axeFindings(page))];
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
