/** What the walks have in common: the browser, people in it, screenshots with axe. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const shots = join(dirname(fileURLToPath(import.meta.url)), '../../../shots');
mkdirSync(shots, { recursive: true });
export const HOST_POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
export const problems = [];

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: false,
});

export async function shoot(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`) });
  await page.evaluate(axe.source).catch(() => {});
  const result = await page
    .evaluate(() => globalThis.axe?.run(document, { resultTypes: ['violations', 'incomplete'] }))
    .catch(() => null);
  if (!result) {
    console.log(`${name}: axe did not run`);
    return;
  }
  for (const kind of ['violations', 'incomplete']) {
    for (const { id, nodes } of result[kind]) {
      console.log(
        `${name}: axe ${kind}: ${id}: ${nodes
          .map((node) => `${node.target.flat().join(' >> ')} (${node.any[0]?.message ?? ''})`)
          .join(' | ')
          .slice(0, 400)}`,
      );
    }
  }
}

function watch(page, who) {
  page.on('console', (message) => {
    if (/^(error|warning)$/.test(message.type()) && !message.text().includes('ERR_CONNECTION_REFUSED'))
      problems.push(`${who}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${who}: ${error.stack}`));
}

export async function signedIn(fake, options, who) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 }, ...options });
  const page = await context.newPage();
  watch(page, who);
  await page.goto(`${fake.origin}/console/`);
  await page.locator('input[type=email]').fill(`${who}@relais.example`);
  await page.locator('input[type=password]').fill('x');
  return page;
}

export async function visitor(fake, language, options, who) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  const page = await context.newPage();
  watch(page, who);
  await page.goto(`${fake.origin}/shop/${language}`);
  return page;
}

export const WORDS = {
  fr: {
    launch: 'Discuter',
    resume: 'Reprendre la discussion',
    signIn: 'Se connecter',
    available: 'Disponible',
    accept: 'Accepter',
    message: 'Votre message',
    leave: 'Laisser un message',
    send: 'Envoyer',
    locale: 'fr-FR',
  },
  en: {
    launch: 'Chat',
    resume: 'Back to the chat',
    signIn: 'Sign in',
    available: 'Available',
    accept: 'Accept',
    message: 'Your message',
    leave: 'Leave a message',
    send: 'Send',
    locale: 'en-GB',
  },
};
