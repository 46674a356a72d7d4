// When something fails the answer is no (S22): while storage stands still nobody is let in, nothing is acknowledged, nothing
// is told of the inside, and whoever signed out stays out.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { signIn } from '../../../web/demo/traffic/agent_client.mjs';
import { eventually, password } from '../crash/support/centre.mjs';
import { Actor } from '../scenarios/support/actor.mjs';
import { exchange, House } from './support/house.mjs';

const refusedWithinMs = 20_000;
let house;
let amel;
let paul;
let conversation;
let forgotten; // the cookie of a session that the daemon has not looked up since it started

before(async () => {
  house = await House.open();
  forgotten = await signIn(house.base, 'jonas@demo.example', password);
  await house.centre.end('SIGKILL');
  await house.centre.start();
  amel = await house.enter('amel');
  [paul, conversation] = await house.talk('paul', amel);
});

after(() => house?.close());

async function whileStorageStands(work) {
  house.centre.signalPostgres('SIGSTOP');
  try {
    return await work();
  } finally {
    house.centre.signalPostgres('SIGCONT');
  }
}

async function ask(path, { method = 'GET', cookie, body } = {}) {
  const headers = { origin: house.base };
  if (cookie) headers.cookie = cookie;
  if (body) headers['content-type'] = 'application/json';
  const signal = AbortSignal.timeout(refusedWithinMs);
  const answer = await fetch(house.base + path, { method, headers, body, signal });
  return { status: answer.status, text: await answer.text(), cookies: answer.headers.getSetCookie() };
}

test('S22: while storage stands still nobody gets in and nothing is told', { timeout: 90_000 }, async () => {
  const cookie = await house.cookieOf('amel');
  const number = await whileStorageStands(async () => {
    const said = paul.command('post', { id: randomUUID(), text: 'not yet' });
    const stranger = new Actor(
      {
        ...house,
        person: house.person,
        agentAddress: () => house.agentAddress(),
        base: house.base,
        cookieOf: () => forgotten,
      },
      'jonas',
    );
    await stranger.connect(false).catch(() => {});
    const answers = await Promise.all([
      ask('/v1/session', { method: 'POST', body: JSON.stringify({ email: 'jonas@demo.example', password }) }),
      ask('/v1/session', { cookie: forgotten }),
      ask('/v1/left-messages?done=false', { cookie: forgotten }),
      ask('/v1/left-messages?done=false', { cookie }),
      ask(`/v1/conversations/${conversation}/entries`, { cookie }),
      ask(`/v1/conversations/${conversation}/entries`, { cookie: forgotten }),
    ]);
    for (const { status, text, cookies } of answers) {
      assert.ok([401, 503].includes(status), `${status} ${text}`);
      assert.match(text, /^\{"code":"[a-z_]+"\}$/);
      assert.deepEqual(cookies, []);
    }
    assert.equal(stranger.lastOf('hello_ok'), undefined);
    assert.equal(stranger.lastOf('snapshot'), undefined);
    assert.equal(paul.answers.get(said), undefined, 'acknowledged and not stored');
    assert.ok(!amel.heard.some(({ frame }) => frame.text === 'not yet'), 'shown and not stored');
    stranger.leave();
    return said;
  });
  const answer = await paul.until(() => paul.answers.get(number), 30_000, 'is acknowledged');
  assert.equal(answer.kind, 'ack');
  await amel.until(() => amel.heard.some(({ frame }) => frame.text === 'not yet'), 30_000, 'sees it');
});

test('S22: what storage cannot be asked about is refused, and is no longer under way', { timeout: 90_000 }, async () => {
  const underWay = () => house.figure('relais_commands_under_way');
  await whileStorageStands(async () => {
    const number = amel.command('post', { conversation: randomUUID(), id: randomUUID(), text: 'to whom?' });
    await eventually(async () => (await underWay()) === 1, refusedWithinMs, 'it is under way');
    const answer = await amel.until(() => amel.answers.get(number), refusedWithinMs, 'is answered');
    assert.equal(answer.code, 'unavailable');
  });
  await eventually(async () => (await underWay()) === 0, refusedWithinMs, 'nothing is under way');
});

test('S22: a sign-out that cannot be stored is not confirmed, and once it is confirmed it holds', {
  timeout: 90_000,
}, async () => {
  const cookie = await signIn(house.base, 'jonas@demo.example', password);
  const out = () => ask('/v1/session', { method: 'DELETE', cookie });
  const during = await whileStorageStands(out);
  if (during.status !== 204) {
    assert.equal(during.status, 503);
    assert.deepEqual(during.cookies, []);
    assert.equal((await out()).status, 204);
  }
  await house.centre.end('SIGKILL'); // what it remembers does not count
  await house.centre.start();
  assert.equal((await ask('/v1/session', { cookie })).status, 401);
});

test('S22: what cannot be understood is refused in general terms, and the daemon goes on', async () => {
  const requests = [
    '\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    'POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n',
    'POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
    'POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n',
    'POST /v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n',
    'GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n',
    'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '\0'.repeat(1_000),
    `GET /v1/sites/shop-fr/visitor HTTP/1.1\r\nHost: x\r\nOrigin: ${house.base}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: x\r\n\r\n`,
  ];
  for (const request of requests) {
    const { text } = await exchange(house.port, Buffer.from(request, 'latin1'), { withinMs: 8_000 });
    assert.doesNotMatch(text, /^HTTP\/1.1 (2|5)/, JSON.stringify(request.slice(0, 80)));
    assert.doesNotMatch(text, /beast|boost|asio|exception|\.cpp|stack|postgres|libpq/i);
  }
  assert.equal((await ask('/healthz')).status, 200);
});
