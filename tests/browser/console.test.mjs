// The agent's desk under real keys: where the focus goes, two screens of one agent, a transfer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browsers, Centre, people } from './support/centre.mjs';
import { Desk, enter, Guest } from './support/people.mjs';

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
  await desk.column('Bonjour de Paul').getByRole('button', { name: desk.words.accept }).waitFor();
  await desk.page.keyboard.type(' regarde');
  await desk.accept('Bonjour de Paul');
  await enter(desk.page, 'Bonjour Paul, deux');
  assert.equal(await desk.column('Bonjour de Zoé').getByRole('textbox').inputValue(), 'Zoé, je regarde');

  const third = await Guest.open(browsers, centre);
  await third.ask('Bonjour d’Inès');
  await desk.column('Bonjour d’Inès').getByRole('button', { name: desk.words.accept }).waitFor();
  await desk.page.keyboard.press('Alt+a');
  await enter(desk.page, 'Bonjour Inès, trois');

  await first.page.getByText('Bonjour Zoé, un').waitFor();
  await second.page.getByText('Bonjour Paul, deux').waitFor();
  await third.page.getByText('Bonjour Inès, trois').waitFor();
  for (const guest of [first, second, third]) await guest.leave();
  await desk.leave();
});
