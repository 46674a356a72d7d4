/** The supervisor's page: a busy floor, the reason for a wait, closing by hand, forcing a status, storage that is late. */
import { startFake } from '../fake/server.mjs';
import { shoot, signedIn, visitor, WORDS } from './scene.mjs';

const MORE = {
  fr: {
    desk: 'Poste',
    why: /Pourquoi/,
    closed: 'Fermée',
    status: /Changer le statut : Marc/,
    apply: 'Valider',
    reason: 'Panne de livraison',
    accept: 'Accepter',
  },
  en: {
    desk: 'Desk',
    why: /Why/,
    closed: 'Closed',
    status: /Change status : Marc/,
    apply: 'Apply',
    reason: 'Delivery trouble',
    accept: 'Accept',
  },
};

/** Chats as they may stand in the middle of a morning. */
function busy(floor) {
  const [claire, marc, nadia] = [...floor.agents.values()];
  const ago = (minutes) => Date.now() - minutes * 60_000;
  Object.assign(claire, { status: 'available', since: ago(42) });
  Object.assign(marc, { status: 'away', reason: 'Formation', since: ago(7) });
  Object.assign(nadia, { status: 'away', since: ago(1) });
  for (const [n, name] of ['Zoé Laurent', 'Paul', 'Inès B.'].entries()) {
    floor.visitors.set(`visitor ${n}`, { name, language: 'fr', present: 'here' });
    const c = floor.arrive(`visitor ${n}`);
    Object.assign(c, { agent: claire.id, agentState: 'active', state: 'active', arrival: ago(9 - n) });
  }
  for (const [n, name] of ['Ondine', 'Karim'].entries()) {
    floor.visitors.set(`waiting ${n}`, { name, language: 'fr', present: 'here' });
    floor.arrive(`waiting ${n}`).arrival = ago(1.4 - n);
  }
  floor.visitors.get('waiting 1').present = 'away';
  floor.notListed = 37;
  floor.settle();
}

export async function supervision(language, scheme) {
  const words = { ...WORDS[language], ...MORE[language] };
  const tag = `${language}-${scheme}`;
  const fake = await startFake();
  const options = { colorScheme: scheme, locale: words.locale, viewport: { width: 1280, height: 800 } };
  const page = await signedIn(fake, options, 'nadia');
  await page.getByRole('button', { name: words.signIn, exact: true }).click();
  await page.getByRole('link', { name: 'Supervision' }).click();
  await page.getByRole('main').waitFor();
  await shoot(page, `watch-1-quiet-${tag}`);
  busy(fake.floor);
  await page.getByRole('button', { name: words.why }).first().click();
  await page.locator('.why').waitFor();
  await page.waitForTimeout(1200);
  await shoot(page, `watch-2-busy-${tag}`);
  await page.getByRole('link', { name: words.desk }).click();
  await shoot(page, `watch-2-desk-${tag}`);
  await page.goBack();
  await page.getByRole('button', { name: words.closed, exact: true }).click();
  await page.getByRole('button', { name: words.apply }).click();
  await page.waitForTimeout(300);
  await shoot(page, `watch-3-close-${tag}`);
  await page.keyboard.type(words.reason);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(400);
  await shoot(page, `watch-4-closed-${tag}`);
  await page.getByRole('button', { name: words.status }).click();
  await page.waitForTimeout(300);
  await shoot(page, `watch-5-status-${tag}`);
  await page.getByRole('textbox').fill(words.reason);
  await page.keyboard.press('Enter');
  await page.locator('.acts li').nth(1).waitFor();
  await page.setViewportSize({ width: 1280, height: 1500 });
  await shoot(page, `watch-5b-acts-${tag}`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await onTheMove({ fake, page, words, tag, options });
  fake.close();
}

async function onTheMove({ fake, page, words, tag, options }) {
  fake.floor.notListed = 0;
  fake.floor.byHand = 'automatic';
  fake.floor.lost.add([...fake.floor.agents.keys()][1]);
  for (const c of fake.floor.conversations.values()) if (c.state === 'waiting') c.state = 'ended';
  const nadia = [...fake.floor.agents.values()][2];
  for (const c of fake.floor.conversations.values()) c.agentState &&= 'active';
  nadia.status = 'available';
  fake.floor.settle();
  const guest = await visitor(fake, tag.slice(0, 2), options, 'guest');
  await guest.getByRole('button', { name: words.launch, exact: true }).click();
  await guest.getByRole('textbox', { name: words.message }).waitFor();
  await guest.keyboard.type('Bonjour');
  await guest.keyboard.press('Enter');
  await page.getByRole('button', { name: words.accept }).waitFor();
  fake.to(() => true, { kind: 'service', storing: 'late' });
  await page.waitForTimeout(300);
  await shoot(page, `watch-6-ringing-late-${tag}`);
  await page.setViewportSize({ width: 420, height: 800 });
  await page.waitForTimeout(300);
  await page.screenshot({
    path: new URL(`../../../shots/watch-7-narrow-${tag}.png`, import.meta.url).pathname,
    fullPage: true,
  });
  await guest.close();
}
