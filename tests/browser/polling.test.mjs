// More pages are open than the server has room to tell: the next one is told to ask, and its button is as true as any other.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Browsers, Centre, people } from './support/centre.mjs';
import { Desk, Guest } from './support/people.mjs';

const { WebSocket } = createRequire(new URL('../../web/package.json', import.meta.url))('ws');
const sockets = 16;
const listeners = Math.floor(sockets * 0.6);

let centre;
let browsers;
const others = [];
before(async () => {
  centre = await Centre.open({ environment: { RELAIS_SERVER_SOCKETS_MAX: String(sockets) } });
  browsers = await Browsers.open();
});
after(async () => {
  for (const other of others) other.terminate();
  await browsers?.close();
  await centre?.close();
});

/** A page elsewhere that only listens; resolves with the first word of the server. */
function listen() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${centre.base.replace('http', 'ws')}/v1/sites/shop-fr/visitor`, { origin: centre.base });
    others.push(socket);
    socket.once('error', reject);
    socket.on('message', (text) => {
      const { kind } = JSON.parse(text);
      if (kind === 'ping') socket.send('{"kind":"pong"}'); // else its place is free after a minute
      resolve(kind);
    });
    socket.once('open', () =>
      socket.send(JSON.stringify({ kind: 'hello', protocol: 1, client: randomUUID(), language: 'fr', listen: true })),
    );
  });
}

test('a page that is told to poll shows the button while somebody can answer, and a chat goes on as ever', { timeout: 120_000 }, async () => {
  const desk = await Desk.open(browsers, centre, people.amel);
  for (let n = 0; n < listeners; n += 1) assert.equal(await listen(), 'hello_ok');
  assert.equal(await listen(), 'bye');

  const asked = [];
  const guest = await Guest.open(browsers, centre, {
    page: await browsers.person('fr').then((page) => {
      page.on('request', (request) => request.url().includes('/availability') && asked.push(request.url()));
      return page;
    }),
  });
  await guest.page.waitForResponse((answer) => answer.url().endsWith('/availability?language=fr'));
  assert.equal(await guest.launcher().isVisible(), false, 'nobody can answer yet');
  await desk.available();
  await guest.launcher().waitFor(); // at the latest with the next question, 15 s
  await desk.away();
  await guest.launcher().waitFor({ state: 'hidden' });
  assert.ok(asked.length >= 3);
  await desk.available();
  await guest.launcher().waitFor();

  await guest.ask('Bonjour, d’une page qui demande');
  await desk.accept('Bonjour, d’une page qui demande');
  assert.deepEqual(guest.page.problems, []);
  await desk.leave();
});
