// The agent's desk under real keys: where the focus goes, two screens of one agent, a transfer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, Browsers, Centre, people } from './support/centre.mjs';
import { Desk, enter, Guest, seesOnceInOrder } from './support/people.mjs';

let centre;
let browsers;
before(async () => {
  centre = await Centre.open();
  browsers = await Browsers.open();
});
after(async () => {
  await browsers?.close();
  await centre?.close();
});

test('an offer never takes the focus; accepting gives it to the composer of that chat, by mouse and by shortcut', async () => {
  const desk = await Desk.open(browsers, centre, people.amel);
  await desk.available();
  const first = await Guest.open(browsers, centre);
  await first.ask('Bonjour de Zoé');
  await desk.accept('Bonjour de Zoé');
  await enter(desk.page, 'Bonjour Zoé, un');

  await desk.page.keyboard.type('Zoé, je');
  const second = await Guest.open(browsers, centre);
  await second.ask('Bonjour de Paul');
  await desk.acceptButton('Bonjour de Paul').waitFor();
  await desk.page.keyboard.type(' regarde');
  await desk.accept('Bonjour de Paul');
  await enter(desk.page, 'Bonjour Paul, deux');
  assert.equal(await desk.column('Bonjour de Zoé').getByRole('textbox').inputValue(), 'Zoé, je regarde');

  const third = await Guest.open(browsers, centre);
  await third.ask('Bonjour d’Inès');
  await desk.acceptButton('Bonjour d’Inès').waitFor();
  await desk.page.keyboard.press('Alt+a');
  await enter(desk.page, 'Bonjour Inès, trois');

  await first.page.getByText('Bonjour Zoé, un').waitFor();
  await second.page.getByText('Bonjour Paul, deux').waitFor();
  await third.page.getByText('Bonjour Inès, trois').waitFor();
  for (const guest of [first, second, third]) await guest.leave();
  await desk.leave();
});

test('how much is unread stands whole beside the name, in three columns, on small screens and enlarged', { timeout: 120_000 }, async () => {
  const desk = await Desk.open(browsers, centre, people.amel);
  await desk.available();
  const guests = [];
  for (const text of ['La première', 'La deuxième', 'La troisième']) {
    const guest = await Guest.open(browsers, centre);
    guests.push(guest);
    await guest.ask(text);
    await desk.accept(text);
  }
  const unread = 21;
  for (let n = 1; n <= unread; n += 1) await enter(guests[0].page, `Encore ${n}`);
  const badge = desk.column('La première').locator('.fresh');
  await badge.filter({ hasText: `${unread} nouveaux` }).waitFor();
  for (const [width, height] of [[1280, 800], [1024, 768], [640, 400], [390, 844]]) {
    await desk.page.setViewportSize({ width, height });
    const seen = await badge.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const cut = [];
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        const outer = around.getBoundingClientRect();
        if (getComputedStyle(around).overflowX !== 'visible' && (box.left < outer.left || box.right > outer.right + 0.5)) cut.push(around.className);
      }
      const inner = element.firstElementChild;
      const name = element.parentElement.querySelector('.called');
      return { cut, words: inner.scrollWidth <= element.clientWidth, name: name.getBoundingClientRect().width, text: inner.textContent };
    });
    assert.deepEqual([seen.cut, seen.words, seen.text], [[], true, String(unread)], `${width} px`);
    assert.ok(seen.name >= 50, `the name has ${seen.name} px at ${width}`);
    assert.ok((await desk.page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${width} px`);
    assert.deepEqual(await axeViolations(desk.page), [], `${width} px`);
  }
  for (const guest of guests) await guest.leave();
  await desk.leave();
});

test('one agent on two consoles: both ring, the first accept stops the other, both may answer', async () => {
  const left = await Desk.open(browsers, centre, people.amel);
  const right = await Desk.open(browsers, centre, people.amel);
  await left.available();
  await right.page.locator('.status.available').waitFor();
  const guest = await Guest.open(browsers, centre);
  const rings = (desk, on) => desk.page.waitForFunction((wanted) => document.title.startsWith('●') === wanted, on);

  await guest.ask('Deux écrans, une question');
  for (const desk of [left, right]) {
    await desk.acceptButton('Deux écrans, une question').waitFor();
    await rings(desk, true);
  }
  const accepted = Date.now();
  await left.accept('Deux écrans, une question');
  await right.acceptButton('Deux écrans, une question').waitFor({ state: 'detached' });
  await rings(right, false);
  const stopped = Date.now() - accepted;
  assert.ok(stopped < 1000, `the other stops ringing after ${stopped} ms`);
  assert.equal(await right.page.evaluate(() => document.activeElement.tagName), 'BODY', 'the other console keeps its focus');
  await enter(left.page, 'De gauche');
  await right.column('Deux écrans').getByRole('textbox').focus();
  await enter(right.page, 'De droite');
  for (const page of [guest.page, left.page, right.page]) await seesOnceInOrder(page, ['Deux écrans, une question', 'De gauche', 'De droite']);
  await left.end('Deux écrans');
  await right.column('Deux écrans').waitFor({ state: 'detached' });
  await guest.leave();

  const next = await Guest.open(browsers, centre);
  await next.ask('Les deux à la fois');
  for (const desk of [left, right]) await desk.acceptButton('Les deux à la fois').focus();
  await Promise.all([left, right].map((desk) => desk.page.keyboard.press('Enter')));
  for (const desk of [left, right]) {
    const joined = desk.page.getByText('Amel a pris la conversation');
    await joined.first().waitFor();
    assert.equal(await joined.count(), 1);
    assert.equal(await desk.page.locator('.toast.grave').count(), 0, 'nobody is told of a refusal');
  }
  await next.leave();
  await left.page.context().close();
  await right.leave();
});

test('a transfer: the colleague gets the transcript and the note with the ring, the visitor is told who goes on', async () => {
  const amel = await Desk.open(browsers, centre, people.amel);
  const jonas = await Desk.open(browsers, centre, people.jonas);
  await amel.available();
  const guest = await Guest.open(browsers, centre);
  await guest.ask('Je voudrais parler de mon olivier');
  await amel.accept('Je voudrais parler de mon olivier');
  await enter(amel.page, 'Je vous passe Jonas.');
  await guest.page.getByText('Je vous passe Jonas.').waitFor();
  await jonas.available();

  await amel.column('olivier').getByRole('button', { name: amel.words.transfer }).click();
  const form = amel.page.getByRole('dialog');
  await form.getByRole('radio', { name: /Jonas/ }).focus();
  await amel.page.keyboard.press('Space');
  await form.getByRole('textbox').focus();
  await amel.page.keyboard.type('Olivier acheté en mars, deuxième plainte.');
  await form.getByRole('button', { name: amel.words.transfer }).click();
  await amel.page.getByText('Proposé à Jonas, en attente de réponse').waitFor();

  const lines = ['Je voudrais parler de mon olivier', 'Je vous passe Jonas.'];
  const known = [...lines, 'Olivier acheté en mars, deuxième plainte.'];
  await jonas.column('olivier').getByText('Transféré par Amel').waitFor();
  await seesOnceInOrder(jonas.page, known);
  assert.deepEqual(await axeViolations(jonas.page), []);
  await jonas.accept('olivier');
  await amel.column('olivier').waitFor({ state: 'detached' });
  await enter(jonas.page, 'Bonjour, je connais votre olivier.');
  await guest.page.getByText('Jonas prend le relais').waitFor();
  await guest.page.getByRole('heading', { name: 'Jonas' }).waitFor();
  await seesOnceInOrder(guest.page, [...lines, 'Bonjour, je connais votre olivier.']);
  await seesOnceInOrder(jonas.page, [...known, 'Bonjour, je connais votre olivier.']);
  assert.equal(await guest.page.getByText('deuxième plainte').count(), 0, 'a note is for colleagues');
  await guest.leave();
  await amel.leave();
  await jonas.leave();
});
