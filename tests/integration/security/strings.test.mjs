// Texts that mean something to databases (S9) and to those who read logs (S16), in every field there is.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { password } from '../crash/support/centre.mjs';
import { assertChecks } from '../crash/support/ledger.mjs';
import { accepted, House, handshake } from './support/house.mjs';
import { mark, strings } from './support/naughty.mjs';

const levels = ['debug', 'info', 'warning', 'error'];
const expected = new Map(); // message id -> text
let house;
let amel;
let visitor;
let conversation;
let tokens = [];

before(async () => {
  house = await House.open({
    environment: { RELAIS_LOG_LEVEL: 'debug', RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1' },
  });
  amel = await house.enter('amel');
  [visitor, conversation] = await house.talk('paul', amel);
});

after(() => house?.close());

async function post(actor, kind, text, more = {}) {
  const id = randomUUID();
  expected.set(id, text);
  await accepted(actor, kind, { id, text, ...more });
}

test('S9: every text is stored as it was said', { timeout: 120_000 }, async () => {
  for (const text of strings) {
    await post(amel, 'post', text + mark, { conversation });
    await post(amel, 'note', mark + text, { conversation });
    await accepted(amel, 'status', { status: 'available', reason: [...text].slice(0, 40).join('') });
  }
  for (const text of strings.slice(0, 15)) await post(visitor, 'post', text + mark, { name: text });
  const rows = await house.centre.sql(
    `SELECT message_id, encode(convert_to(body, 'UTF8'), 'hex') FROM entry WHERE message_id IS NOT NULL;`,
  );
  const stored = new Map(
    rows
      .trim()
      .split('\n')
      .map((row) => row.split('|')),
  );
  for (const [id, text] of expected)
    assert.equal(stored.get(id), Buffer.from(text, 'utf8').toString('hex'), text);
  await assertChecks(house.centre);
});

test('S9: names, pages, left messages, e-mails and addresses are texts, too', {
  timeout: 120_000,
}, async () => {
  for (const [index, text] of strings.entries()) {
    const hello = {
      page: { title: text + mark, url: text },
      build: text.slice(0, 80),
      language: text.slice(0, 8) || 'fr',
    };
    const guest = await house.enter(`guest-${index}`, hello);
    await accepted(guest, 'leave_message', {
      id: randomUUID(),
      text: text + mark,
      name: text,
      email: 'a@b.example',
    });
    guest.leave();
    const signIn = await fetch(`${house.base}/v1/session`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: house.base,
        'x-forwarded-for': `198.51.100.${index}`,
      },
      body: JSON.stringify({ email: text + mark, password: text + mark }),
    });
    assert.equal(signIn.status, 401, text);
    const path = encodeURIComponent(text);
    for (const address of [
      `/v1/conversations/${path}/entries`,
      `/v1/conversations/${conversation}/entries?after=${path}`,
      `/v1/left-messages?done=${path}`,
      `/v1/sites/${path}/availability?language=${path}`,
    ]) {
      const { status } = await fetch(house.base + address, {
        headers: { cookie: await house.cookieOf('amel') },
      });
      assert.ok(status < 500, `${address}: ${status}`);
    }
  }
  const counts = await house.centre.sql('SELECT count(*) FROM left_message; SELECT count(*) FROM entry;');
  assert.equal(Number(counts.split('\n')[0]), strings.length);
  await assertChecks(house.centre);
});

test('S16: whatever was said, the log is one JSON object a line, without contents and secrets', async () => {
  const crlf = '%0d%0a{"level":"error","what":"forged"}';
  await fetch(`${house.base}/v1/sites/shop-fr${crlf}/availability`);
  for (const control of ['', '\u001b[2J'])
    await handshake(house.port, '/v1/sites/shop-fr/visitor', [
      `User-Agent: ${mark}${control}`,
      `Origin: http://evil.example/"${mark}\\${control}`,
      `X-Forwarded-For: ${control}${mark}`,
    ]);
  for (let guess = 0; guess < 12; guess += 1)
    await fetch(`${house.base}/v1/session`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: house.base,
        'x-forwarded-for': `${mark}"\\, 203.0.113.5`,
      },
      body: JSON.stringify({ email: `${mark}@demo.example`, password: `${mark}password` }),
    });
  visitor.strike(Buffer.from(`{"kind":"${mark}\\u001b"}`), false);
  visitor.strike(Buffer.from(`{"kind":"post","n":1,"text":"${mark}`), false);
  await accepted(amel, 'note', { id: randomUUID(), text: mark, conversation });
  tokens = [visitor.token, (await house.cookieOf('amel')).split('=')[1]];
  await house.centre.end('SIGTERM');

  const lines = house.centre.errors.split('\n').filter((line) => line !== '');
  assert.ok(lines.length > 5, 'the log was written');
  for (const line of lines) {
    const entry = JSON.parse(line);
    assert.match(entry.at, /^\d{4}-\d\d-\d\dT/);
    assert.ok(levels.includes(entry.level), line);
    assert.match(entry.what, /^[a-z_]+$/, line);
    assert.notEqual(entry.what, 'forged');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.doesNotMatch(line, /[\u0000-\u001f\u007f]/);
    for (const secret of [mark, password, 'evil.example', ...tokens]) assert.ok(!line.includes(secret), line);
  }
  assert.ok(lines.some((line) => line.includes('"sign_in_refused"')));
  assert.ok(lines.some((line) => line.includes('"origin_refused"')));
});
