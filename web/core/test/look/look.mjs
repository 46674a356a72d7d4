/** Opens the built pages over the fake server, walks through a conversation and leaves screenshots in `shots/` to be looked at. */
import { startFake } from '../fake/server.mjs';
import { browser, HOST_POLICY, problems, shoot, signedIn, visitor, WORDS } from './scene.mjs';
import { supervision } from './supervision.mjs';

async function walk(language, scheme) {
  const words = WORDS[language];
  const tag = `${language}-${scheme}`;
  const fake = await startFake({ hostPolicy: HOST_POLICY });
  fake.floor.choicesMs = 1500;
  const options = { colorScheme: scheme, locale: words.locale };
  const desk = await signedIn(fake, options, 'claire');
  await shoot(desk, `console-1-signin-${tag}`);
  await desk.getByRole('button', { name: words.signIn, exact: true }).click();
  const free = desk.locator('main').getByRole('button', { name: words.available });
  await free.waitFor();
  await shoot(desk, `console-2-away-${tag}`);
  const guest = await visitor(fake, language, options, 'guest');
  const launch = guest.getByRole('button', { name: words.launch, exact: true });
  const hidden = (await launch.count()) === 0;
  console.log(tag, 'no button while nobody is free:', hidden);
  await free.click();
  await launch.waitFor();
  await shoot(guest, `widget-1-button-${tag}`);
  await launch.click();
  const field = guest.getByRole('textbox', { name: words.message });
  await field.waitFor();
  await guest.waitForTimeout(300);
  await shoot(guest, `widget-2-open-${tag}`);
  await guest.keyboard.type(
    language === 'fr' ? 'Bonjour, où est ma commande n° 4512 ?' : 'Hello, where is my order 4512?',
  );
  await guest.keyboard.press('Enter');
  await desk.getByRole('button', { name: words.accept }).waitFor();
  await guest.waitForTimeout(1800);
  await shoot(guest, `widget-3-waiting-${tag}`);
  await shoot(desk, `console-3-offer-${tag}`);
  await desk.getByRole('button', { name: words.accept }).click();
  const answer = desk.locator('[data-slot="0"] textarea');
  await answer.click();
  await desk.keyboard.type(
    language === 'fr' ? 'Bonjour, je regarde tout de suite.' : 'Hello, let me look right away.',
  );
  await guest.waitForTimeout(300);
  await shoot(guest, `widget-4-typing-${tag}`);
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('Suivi : https://example.org/suivi/4512');
  await desk.keyboard.press('Enter');
  await guest.waitForTimeout(300);
  await field.click();
  await guest.keyboard.type(
    language === 'fr' ? 'Merci beaucoup, c’est très rapide ! 🙂' : 'Thank you, that was quick! 🙂',
  );
  await guest.keyboard.press('Enter');
  await guest.waitForTimeout(500);
  await shoot(guest, `widget-5-chat-${tag}`);
  await desk.locator('[data-slot="0"] .toggle').click();
  await answer.click();
  await desk.keyboard.type('Cliente fidèle, livraison offerte la prochaine fois.');
  await desk.keyboard.press('Enter');
  for (const extra of ['Inès', 'Paul']) {
    const other = await visitor(fake, language, options, extra);
    await other.getByRole('button', { name: words.launch, exact: true }).click();
    await other.getByRole('textbox', { name: words.message }).waitFor();
    await other.keyboard.type(`${extra} : j’ai une question sur la taille des chaussures.`);
    await other.keyboard.press('Enter');
    const accept = desk.getByRole('button', { name: words.accept });
    await accept.waitFor();
    if (extra === 'Inès') await accept.click();
  }
  await desk.waitForTimeout(400);
  await shoot(desk, `console-4-three-${tag}`);
  return { fake, desk, guest, field, words, tag };
}

async function ends({ fake, desk, guest, words, tag }) {
  await desk.locator('[data-slot="2"]').getByRole('button', { name: words.accept }).click();
  await desk.locator('[data-slot="0"] .actions button').first().click();
  await desk.waitForTimeout(250);
  await shoot(desk, `console-5-transfer-${tag}`);
  await desk.keyboard.press('Escape');
  await desk.locator('.top .quiet').nth(1).click();
  await desk.waitForTimeout(250);
  await shoot(desk, `console-6-settings-${tag}`);
  await desk.keyboard.press('Escape');
  await desk.locator('.status').click();
  await shoot(desk, `console-7-status-${tag}`);
  await desk.keyboard.press('Escape');
  fake.floor.storing = 'late';
  fake.to(() => true, { kind: 'service', storing: 'late' });
  await guest.waitForTimeout(200);
  await shoot(guest, `widget-6-late-${tag}`);
  fake.to(() => true, { kind: 'service', storing: 'ok' });
  await desk.locator('[data-slot="0"] .actions .second').click();
  await desk.locator('dialog[open] .main').click();
  await guest.waitForTimeout(400);
  await shoot(guest, `widget-7-ended-${tag}`);
  await shoot(desk, `console-8-wrapup-${tag}`);
}

/** The visitor's harder moments, on a telephone and on small or high-contrast screens. */
async function hard(language, scheme) {
  const words = WORDS[language];
  const tag = `${language}-${scheme}`;
  const fake = await startFake({ hostPolicy: HOST_POLICY });
  fake.floor.choicesMs = 600;
  const [agent] = fake.floor.agents.values();
  agent.status = 'available';
  const phone = { viewport: { width: 390, height: 780 }, colorScheme: scheme, locale: words.locale };
  const guest = await visitor(fake, language, phone, 'phone');
  await guest.getByRole('button', { name: words.launch, exact: true }).click();
  await guest.getByRole('textbox', { name: words.message }).waitFor();
  agent.status = 'away';
  await guest.keyboard.type('Bonjour');
  await guest.keyboard.press('Enter');
  const leave = guest.getByRole('button', { name: words.leave });
  await leave.waitFor();
  await shoot(guest, `phone-1-choices-${tag}`);
  await leave.click();
  await guest.getByRole('textbox', { name: words.message }).waitFor();
  await guest.getByRole('button', { name: words.send }).click();
  await shoot(guest, `phone-2-form-${tag}`);
  await guest.getByRole('textbox', { name: words.message }).fill('Rappelez-moi demain matin, merci.');
  await guest.locator('input[type=email]').fill('zoe@mail.example');
  await guest.getByRole('button', { name: words.send }).click();
  await guest.waitForTimeout(400);
  await shoot(guest, `phone-3-left-${tag}`);
  agent.status = 'available';
  fake.floor.settle();
  const late = await visitor(fake, language, { colorScheme: scheme, locale: words.locale }, 'late');
  const launch = late.getByRole('button', { name: words.launch, exact: true });
  await launch.hover();
  await late.waitForTimeout(300);
  agent.status = 'away';
  await launch.click();
  await late.waitForTimeout(300);
  await shoot(late, `widget-8-taken-${tag}`);
  agent.status = 'available';
  fake.floor.settle();
  for (const [name, options] of Object.entries({
    zoom: { viewport: { width: 320, height: 256 } },
    forced: { viewport: { width: 800, height: 700 }, forcedColors: 'active' },
  })) {
    const page = await visitor(fake, language, { ...options, locale: words.locale }, name);
    await page.getByRole('button', { name: words.launch, exact: true }).click();
    await page.getByRole('textbox', { name: words.message }).waitFor();
    await page.keyboard.type('Bonjour, une question sur ma commande.');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    await shoot(page, `widget-9-${name}-${tag}`);
    for (const c of fake.floor.conversations.values()) fake.floor.end(c, 'visitor');
    for (const c of fake.floor.conversations.values()) if (c.wrapUpUntil) fake.floor.wrapUpDone(c);
  }
  fake.close();
}

try {
  for (const [language, scheme] of [
    ['fr', 'light'],
    ['en', 'dark'],
  ]) {
    const scene = await walk(language, scheme);
    await ends(scene);
    scene.fake.close();
    await hard(language, scheme);
    await supervision(language, scheme);
  }
} finally {
  await browser.close();
}
console.log(problems.length ? `page problems:\n${[...new Set(problems)].join('\n')}` : 'no page problems');
