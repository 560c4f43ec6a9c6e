/**
 * How Parley is built, served while developing, and tested.
 *
 * Four test projects: `unit` and `replica` in Node, `browser` in a real Chromium, `e2e` drives the
 * built application from Node. `x.test.ts` runs in Node, `x.browser.test.ts` in Chromium and
 * `x.both.test.ts` in both: what must agree everywhere is tested everywhere.
 */
import { existsSync, readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { buildId } from './scripts/build-id.ts';
import { leaveOut } from './scripts/leave-out.ts';
import { LONG } from './scripts/long-files.ts';
import { trim } from './scripts/trim.ts';
import { shortNames } from './scripts/short-names.ts';
import { wordList } from './scripts/word-list.ts';
import { CHROMIUM_FLAGS, disk, findChromium } from './scripts/chromium.ts';
import { PAGE_POLICY } from './src/node/headers.ts';

const BUILD = buildId(import.meta.dirname);

/** Without one, only the projects that need a browser fail, and `npm test` has said so before. */
const executablePath = findChromium(process.env, disk, process.platform) ?? 'chromium';

/** Every package that a test in Chromium reaches. */
const BROWSER_DEPENDENCIES = [
  '@codemirror/commands',
  '@codemirror/language',
  '@codemirror/search',
  '@codemirror/state',
  '@codemirror/view',
  '@lezer/highlight',
  '@lezer/markdown',
  '@noble/ed25519',
  '@noble/hashes/hmac.js',
  '@noble/hashes/sha2.js',
  'fast-check',
  'idb',
  'svelte',
];

/** Not hashed: browsers look for a newer service worker under the same name. */
const WORKER = 'sw.js';
/** Always asked from the host: it says what the host has, and not what this browser keeps. */
const VERSION = 'version.json';

/**
 * Gives the service worker (src/app/sw.ts, if there is one) the list of what to keep: in its code
 * `__PRECACHE__` stands for the built files' names, relative to the worker, without itself.
 */
function serviceWorker(): Plugin {
  const source = `${import.meta.dirname}/src/app/sw.ts`;
  return {
    name: 'parley-service-worker',
    apply: 'build',
    buildStart() {
      if (existsSync(source)) this.emitFile({ type: 'chunk', id: source, fileName: WORKER });
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') return;
        const names = Object.keys(bundle).filter(
          (name) => ![WORKER, VERSION].includes(name) && !/^\.vite\/|\.map$/.test(name),
        );
        worker.code = worker.code.replaceAll('__PRECACHE__', JSON.stringify(names.sort()));
      },
    },
  };
}

/** What a host has to be told nothing about: the page's policy inside the page, and which build it is. */
function selfContained(): Plugin {
  const { version } = JSON.parse(readFileSync(`${import.meta.dirname}/package.json`, 'utf8'));
  return {
    name: 'parley-self-contained',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      const source = `${JSON.stringify({ name: 'parley', version, build: BUILD })}\n`;
      this.emitFile({ type: 'asset', fileName: VERSION, source });
    },
  };
}

/** Tests of replicas, which sign and verify without end: where base/keys.ts is meant they get Node's own Ed25519. */
const REPLICAS = ['tests/{replica,sim,byzantine}/**/*.test.ts', 'tests/host/compaction.test.ts'];
const KEYS = `${import.meta.dirname}/src/base/keys.ts`;
const NODES_KEYS = `${import.meta.dirname}/tests/sim/engine.ts`;

function nodesKeys(): Plugin {
  return {
    name: 'parley-nodes-keys',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith('/keys.ts') || importer?.split('?')[0] === NODES_KEYS) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved?.id === KEYS ? NODES_KEYS : null;
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [
    svelte({ configFile: false }),
    leaveOut(import.meta.dirname, 'libp2p'),
    leaveOut(import.meta.dirname, 'svelte'),
    trim(),
    wordList(import.meta.dirname),
    shortNames(),
    selfContained(),
    serviceWorker(),
  ],
  define: { __BUILD__: JSON.stringify(BUILD) },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    manifest: true,
    // Every browser that Parley starts in has it.
    modulePreload: { polyfill: false },
    rolldownOptions: { optimization: { inlineConst: { mode: 'all', pass: 3 } } },
  },
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'tests/**/*.browser.test.ts', ...REPLICAS],
          testTimeout: 30_000,
          maxWorkers: 4,
          // Nothing under test keeps state in a module, and what is loaded once is also compiled once.
          isolate: false,
        },
      },
      {
        extends: true,
        plugins: [nodesKeys()],
        test: {
          name: 'replica',
          environment: 'node',
          include: REPLICAS,
          testTimeout: 30_000,
          maxWorkers: 4,
          isolate: false,
          // Read back from it, what NODES_KEYS passes on of KEYS is missing: each second run fails.
          fsModuleCache: false,
        },
      },
      {
        extends: true,
        // Found late, each would reload the page in the middle of a test.
        optimizeDeps: { include: [...BROWSER_DEPENDENCIES] },
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.ts', 'tests/**/*.both.test.ts'],
          setupFiles: ['tests/setup/browser.ts'],
          testTimeout: 30_000,
          // As many as the others have: only so does Vitest run them beside those, and not after.
          maxWorkers: 4,
          expect: { poll: { timeout: 20_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath, args: [...CHROMIUM_FLAGS] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/**/*.e2e.ts'],
          exclude: [...configDefaults.exclude, ...(process.env['PARLEY_LONG'] ? [] : LONG)],
          globalSetup: ['scripts/build-once.ts'],
          // They wait nearly as much as they work.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000, interval: 100 } },
        },
      },
    ],
  },
});
