// A demonstration centre of its own for each test file: the real daemon with its own PostgreSQL, and Debian's Chromium.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const web = createRequire(join(top, 'web/package.json'));
export const { chromium } = web('playwright-core');
export const axeSource = web('axe-core').source;

export const chromiumArguments = [
  '--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export { Centre, password } from '../../integration/crash/support/centre.mjs';
export const people = { amel: 'amel@demo.example', jonas: 'jonas@demo.example', odile: 'odile@demo.example' };

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
