// One conversation across the pages and tabs of a visitor: links, back and forward, two tabs with one socket between them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Centre, people } from './support/centre.mjs';
import { OwnBrowser } from './support/own_browser.mjs';
import { Desk, enter, Guest, seesOnceInOrder } from './support/people.mjs';

let centre;
let browsers;
before(async () => {
  centre = await Centre.open();
  browsers = await OwnBrowser.open();
});
after(async () => {
  await browsers?.close();
  await centre?.close();
});

/** Remembers on the page how it came back: `true` from the back/forward cache. */
const watchReturns = () => addEventListener('pageshow', (event) => (globalThis.cameBack = event.persisted));

/** Keeps in `sockets` those to the visitor's address that are open. */
function followSockets(page, sockets) {
  page.on('websocket', (socket) => {
    if (!socket.url().endsWith('/visitor')) return;
    sockets.add(socket);
    for (const end of [socket, page]) end.on('close', () => sockets.delete(socket));
  });
}

test('a conversation goes on over links, back and forward: no line lost, none twice', async () => {
  const desk = await Desk.open(browsers, centre, people.amel);
  await desk.available();
  const guest = await Guest.open(browsers, centre, { before: watchReturns });
  const { page } = guest;
  await guest.ask('Un, depuis l’accueil');
  await desk.accept('Un, depuis l’accueil');
  await enter(desk.page, 'Deux, la réponse');
  await page.getByText('Deux, la réponse').waitFor();

  const lines = ['Un, depuis l’accueil', 'Deux, la réponse'];
  const both = async (line) => {
    lines.push(line);
    await seesOnceInOrder(page, lines);
    await seesOnceInOrder(desk.page, lines);
  };
  // The agent writes while the page changes: before, during or after, it arrives once.
  await Promise.all([enter(desk.page, 'Trois, pendant le changement de page'), page.getByRole('link', { name: 'Nos plantes' }).click()]);
  await page.waitForURL('**/products.html');
  await both('Trois, pendant le changement de page');
  await guest.composer().focus();
  await enter(page, 'Quatre, depuis les plantes');
  await both('Quatre, depuis les plantes');

  await page.keyboard.type('À moitié écrit');
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => location.pathname.endsWith('index.html') && globalThis.cameBack !== undefined);
  assert.equal(await page.evaluate(() => globalThis.cameBack), true, 'the first page comes from the back/forward cache');
  await seesOnceInOrder(page, lines);
  assert.equal(await guest.composer().inputValue(), 'À moitié écrit');
  await desk.page.keyboard.type('Cinq, après le retour');
  await desk.page.keyboard.press('Enter');
  await both('Cinq, après le retour');
  await guest.composer().focus();
  await enter(page, ' puis envoyé');
  await both('À moitié écrit puis envoyé');
  await page.goForward({ waitUntil: 'commit' });
  await page.waitForFunction(() => location.pathname.endsWith('products.html') && globalThis.cameBack);
  await seesOnceInOrder(page, lines);
  assert.equal(await guest.composer().inputValue(), '');
  await page.reload();
  await seesOnceInOrder(page, lines);
  await guest.leave();
  await desk.leave();
});

test('two tabs share one socket and show the same lines; the one that leads may be closed', async () => {
  const desk = await Desk.open(browsers, centre, people.jonas);
  await desk.available();
  const sockets = new Set();
  const tab = async () => {
    const page = await browsers.tab();
    followSockets(page, sockets);
    return Guest.open(browsers, centre, { page });
  };
  const hidden = (...tabs) => Promise.all(tabs.map((one) => one.page.evaluate(() => document.hidden)));
  const lines = [];
  const shown = async (line, ...pages) => {
    lines.push(line);
    for (const page of pages) await seesOnceInOrder(page, lines);
    assert.equal(sockets.size, 1);
  };
  const first = await tab();
  await first.ask('Un, du premier onglet');
  await desk.accept('Un, du premier onglet');
  await shown('Un, du premier onglet', first.page, desk.page);

  const second = await tab();
  await second.resume();
  await enter(second.page, 'Deux, du second onglet');
  await shown('Deux, du second onglet', first.page, second.page, desk.page);
  assert.deepEqual(await hidden(first, second), [true, false]);

  await first.page.bringToFront();
  await first.composer().focus();
  await enter(first.page, 'Trois, du premier de nouveau');
  await shown('Trois, du premier de nouveau', first.page, second.page, desk.page);

  // Another site is looked at, and the tab that leads is closed: the hidden one takes over by itself.
  await browsers.tab();
  assert.deepEqual(await hidden(first, second), [true, true]);
  await first.page.close();
  await enter(desk.page, 'Quatre, après la fermeture');
  await shown('Quatre, après la fermeture', second.page, desk.page);
  await second.page.bringToFront();
  await second.composer().focus();
  await enter(second.page, 'Cinq, seul');
  await shown('Cinq, seul', second.page, desk.page);
  assert.deepEqual([...first.page.problems, ...second.page.problems], []);
  await second.page.close();
  await desk.leave();
});
