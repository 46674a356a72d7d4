// A demonstration centre of its own for each test file: the real daemon with its own PostgreSQL, and Debian's Chromium.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const web = createRequire(join(top, 'web/package.json'));
export const { chromium } = web('playwright-core');
export const axeSource = web('axe-core').source;

const program = process.env.RELAIS_BINARY ?? join(top, 'build/release/relais');
export const chromiumArguments = [
  '--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const password = 'relais-demo';
export const people = { amel: 'amel@demo.example', jonas: 'jonas@demo.example', odile: 'odile@demo.example' };

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The daemon as a user starts it. `kill()` is kill -9; `start()` again finds the same data. */
export class Centre {
  static async open() {
    const centre = new Centre();
    centre.folder = mkdtempSync(join(tmpdir(), 'relais-browser-'));
    chmodSync(centre.folder, 0o755); // the daemon becomes an unprivileged user and must get in
    centre.port = await freePort();
    centre.operations = await freePort();
    centre.base = `http://127.0.0.1:${centre.port}`;
    await centre.start();
    return centre;
  }

  start() {
    const environment = {
      ...process.env,
      RELAIS_STORAGE_DIRECTORY: join(this.folder, 'data'),
      RELAIS_SERVER_OPERATIONS: `127.0.0.1:${this.operations}`,
    };
    this.process = spawn(program, ['demo', '--port', String(this.port)], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.log = '';
    return new Promise((resolve, reject) => {
      const hear = (chunk) => {
        this.log += chunk;
        if (this.log.includes('Relais is open')) resolve();
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.process.once('exit', (code, signal) => reject(new Error(`relais ended (${code ?? signal}): ${this.log}`)));
    });
  }

  #end(signal) {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null) return resolve();
      this.process.removeAllListeners('exit');
      this.process.once('exit', resolve);
      this.process.kill(signal);
    });
  }

  kill() {
    return this.#end('SIGKILL');
  }

  async close() {
    await this.#end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Browsers {
  /** `more`: options of the launch; its `args` are added to the usual ones. */
  static async open({ args = [], ...more } = {}) {
    const browsers = new Browsers();
    const options = { executablePath: '/usr/bin/chromium', chromiumSandbox: false, args: [...chromiumArguments, ...args], ...more };
    browsers.chromium = await chromium.launch(options);
    return browsers;
  }

  /** A person with a profile of his own; what the page reports as an error fails the test that asks for `problems`. */
  async person(language, options = {}) {
    const context = await this.chromium.newContext({ locale: language === 'fr' ? 'fr-FR' : 'en-GB', viewport: { width: 1280, height: 800 }, ...options });
    return this.page(context);
  }

  /** One more tab of the same person. */
  async page(context) {
    const page = await context.newPage();
    page.problems = [];
    page.on('pageerror', (error) => page.problems.push(error.message));
    return page;
  }

  close() {
    return this.chromium.close();
  }
}

export async function axeViolations(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
