// The people of a test: an agent at his console and a visitor in the shop, who use keys as people do.
import assert from 'node:assert/strict';
import { password } from './centre.mjs';

export const words = {
  fr: {
    email: 'Adresse e-mail', connected: 'Connecté', status: 'Statut', available: 'Disponible', pause: 'Pause', accept: 'Accepter',
    reply: /^Votre réponse/, end: 'Terminer', transfer: 'Transférer', signOut: 'Se déconnecter', requeueAndLeave: 'Les remettre en file et partir',
    launch: 'Discuter', resume: 'Reprendre la discussion', message: 'Votre message', minimise: 'Réduire la discussion',
    leaveMessage: 'Laisser un message', keepWaiting: 'Continuer d’attendre', leftMessages: 'Messages laissés', done: 'Traité',
  },
  en: {
    email: 'E-mail address', connected: 'Connected', status: 'Status', available: 'Available', pause: 'Break', accept: 'Accept',
    reply: /^Your answer/, end: 'End', transfer: 'Transfer', signOut: 'Sign out', requeueAndLeave: 'Requeue them and leave',
    launch: 'Chat', resume: 'Back to the chat', message: 'Your message', minimise: 'Minimise the chat',
    leaveMessage: 'Leave a message', keepWaiting: 'Keep waiting', leftMessages: 'Left messages', done: 'Done',
  },
};

/** Presses Tab until the focused element (shadow roots included) has this role-like text; as a keyboard user would. */
export async function tabTo(page, name) {
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const label = element?.labels?.[0]?.textContent ?? '';
      return `${element?.getAttribute('aria-label') ?? ''} ${label} ${element?.textContent ?? ''}`;
    });
    if (name.test(focused)) return;
  }
  throw new Error(`no element ${name} is reached with Tab`);
}

/** What a test waits for by itself, with a limit that is only reached on failure. */
export function within(ms, what, promise) {
  let timer;
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** Types and presses Enter, where the focus is. */
export async function enter(page, text) {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** What this person sees of these texts: each exactly once, in this order. */
export async function seesOnceInOrder(page, texts) {
  // What is on its way stands outside the log.
  const log = page.getByRole('log');
  for (const text of texts) await log.getByText(text, { exact: true }).first().waitFor();
  await page.locator('.unsent').first().waitFor({ state: 'detached' });
  const shown = await log.locator('.body').allTextContents();
  assert.deepEqual(shown.filter((text) => texts.includes(text)), texts);
}

/** An agent, signed in. */
export class Desk {
  /** Whoever is at this console already. */
  static at(page, language = 'fr') {
    const desk = new Desk();
    desk.words = words[language];
    desk.page = page;
    return desk;
  }

  static async open(browsers, centre, email, { language = 'fr', page } = {}) {
    const desk = Desk.at(page ?? (await browsers.person(language)), language);
    // Chosen at this browser before: else the console goes over to the language of the account.
    const chose = (chosen) => localStorage.getItem('relais:console:language') ?? localStorage.setItem('relais:console:language', chosen);
    await desk.page.goto(`${centre.base}/console/`);
    await desk.page.evaluate(chose, language);
    await desk.page.reload();
    await desk.page.getByRole('textbox', { name: desk.words.email }).focus();
    await desk.page.keyboard.type(email);
    await desk.page.keyboard.press('Tab');
    await enter(desk.page, password);
    await desk.page.getByText(desk.words.connected, { exact: true }).waitFor();
    return desk;
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The column in which this text stands. */
  column(text) {
    return this.page.locator('section.column').filter({ hasText: text });
  }

  async choose(status) {
    const menu = this.page.getByRole('group', { name: this.words.status, exact: true });
    await menu.getByRole('button').first().click();
    await menu.locator('.drop').getByRole('button', { name: status, exact: true }).click();
  }
  async available() {
    await this.choose(this.words.available);
    await this.page.locator('.status.available').waitFor();
  }
  async away() {
    await this.choose(this.words.pause);
    await this.page.locator('.status.away').waitFor();
  }

  acceptButton(text) {
    return this.column(text).getByRole('button', { name: this.words.accept });
  }
  /** Accepts the offer in which this text stands; the focus is then where the answer is written. */
  async accept(text) {
    await this.acceptButton(text).click();
  }

  async end(text) {
    await this.column(text).getByRole('button', { name: this.words.end, exact: true }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: this.words.end, exact: true }).click();
    await this.column(text).waitFor({ state: 'detached' });
  }

  /** Signs out, so that the next test finds nobody, and goes home. */
  async leave() {
    await this.button(this.words.signOut).click();
    const again = this.page.getByRole('textbox', { name: this.words.email });
    const requeue = this.button(this.words.requeueAndLeave);
    await again.or(requeue).first().waitFor();
    if (await requeue.isVisible()) await requeue.click();
    await again.waitFor();
    assert.deepEqual(this.page.problems, []);
    await this.page.context().close();
  }
}

/** A visitor on the shop's first page. */
export class Guest {
  static async open(browsers, centre, { language = 'fr', page, before } = {}) {
    const guest = new Guest();
    guest.words = words[language];
    guest.page = page ?? (await browsers.person(language));
    if (before) await guest.page.addInitScript(before);
    await guest.page.goto(`${centre.base}/demo/${language}/index.html`);
    return guest;
  }

  launcher() {
    return this.page.getByRole('button', { name: this.words.launch, exact: true });
  }
  composer() {
    return this.page.getByRole('textbox', { name: this.words.message });
  }

  /** Opens the panel; the focus is then in the composer. */
  async openPanel() {
    await this.launcher().click();
    await this.composer().waitFor();
  }
  /** The same where a conversation goes on already. */
  async resume() {
    await this.page.getByRole('button', { name: this.words.resume }).click();
    await this.composer().waitFor();
  }
  async ask(text) {
    await this.openPanel();
    await enter(this.page, text);
  }

  async leave() {
    assert.deepEqual(this.page.problems, []);
    await this.page.context().close();
  }
}
