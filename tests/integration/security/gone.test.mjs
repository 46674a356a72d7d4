// Whoever is gone before he is answered: what he sent counts, and nobody else notices.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { eventually } from '../crash/support/centre.mjs';
import { House } from './support/house.mjs';

const { WebSocket } = createRequire(new URL('../../../web/package.json', import.meta.url))('ws');
const times = 10;
const withinMs = 20_000;
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

/** Says all of it and ends, in one packet. */
function sayAndGo(...frames) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(house.visitorAddress(), { origin: house.base, perMessageDeflate: false });
    socket.once('error', reject);
    socket.once('close', resolve);
    socket.once('open', () => {
      socket._socket.cork();
      for (const frame of frames) socket.send(JSON.stringify(frame));
      socket.close(1000);
      socket._socket.uncork();
    });
  });
}

const hello = () => ({ kind: 'hello', protocol: 1, client: randomUUID(), language: 'fr' });

async function leftTexts() {
  const headers = { origin: house.base, cookie: await house.cookieOf('amel') };
  const answer = await fetch(`${house.base}/v1/left-messages?done=false`, { headers });
  return (await answer.json()).left_messages.map(({ text }) => text);
}

test('a message that a visitor leaves while he goes is there, and everybody else stays connected', {
  timeout: 60_000,
}, async () => {
  const amel = await house.enter('amel');
  const [paul] = await house.talk('paul', amel);
  const texts = Array.from({ length: times }, (_, n) => `Rappelez-moi (${n})`);
  for (const text of texts) {
    const message = { kind: 'leave_message', n: 1, id: randomUUID(), text, email: 'lea@example.org' };
    await sayAndGo(hello(), message);
  }
  const allThere = async () => (await leftTexts()).length === times;
  await eventually(allThere, withinMs, 'all messages are there');
  assert.deepEqual((await leftTexts()).sort(), texts.sort());
  for (const actor of [amel, paul]) assert.equal(actor.lastOf('closed'), undefined);
  assert.doesNotMatch(house.centre.log, /batch_refused/);
});
