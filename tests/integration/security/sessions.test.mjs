// Signing in: what a session is worth and when it ends (S3), and what guessing is worth (S4).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, password } from '../crash/support/centre.mjs';
import { House, handshake } from './support/house.mjs';

const endsWithinMs = 1_000;
const slackMs = 1_500; // a busy machine
const cookieName = 'relais_session';
let house;

before(async () => {
  house = await House.open({ environment: { RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1' } });
  await house.centre.addAgent('eve@demo.example', 'Eve');
});

after(() => house?.close());

async function signIn(email, secret, headers = {}) {
  const began = performance.now();
  const answer = await fetch(`${house.base}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: house.base, ...headers },
    body: JSON.stringify({ email, password: secret }),
  });
  const body = await answer.text();
  const cookie = answer.headers.getSetCookie()[0] ?? '';
  return {
    status: answer.status,
    body,
    cookie,
    token: cookie.split(/[=;]/)[1],
    ms: performance.now() - began,
  };
}

function sessionStatus(token) {
  return fetch(`${house.base}/v1/session`, { headers: { cookie: `${cookieName}=${token}` } }).then(
    ({ status }) => status,
  );
}

/** An open console of a new session of this person: [socket, token]. */
async function openConsole(name) {
  const { token } = await signIn(`${name}@demo.example`, password);
  house.cookieOf = () => Promise.resolve(`${cookieName}=${token}`);
  const socket = await house.enter(name);
  return [socket, token];
}

async function assertEnded(socket, token, began) {
  const closed = await socket.until(() => socket.lastOf('closed'), 20_000, 'is closed');
  const ms = performance.now() - began;
  assert.equal(closed.code, 4401);
  assert.ok(ms < endsWithinMs + slackMs, `the socket was open for ${ms} ms more`);
  assert.equal(await sessionStatus(token), 401);
  socket.heard = [];
  await socket.connect(false).catch(() => {}); // 401 before, or 4401 behind the upgrade
  await eventually(() => !socket.connected || socket.lastOf('closed'), 10_000, 'nobody is let in');
  assert.equal(socket.lastOf('hello_ok'), undefined);
}

test('S3: a token is new at each sign-in, unguessable, and nothing the client brought', async () => {
  const brought = 'a'.repeat(43);
  const first = await signIn('eve@demo.example', password, { cookie: `${cookieName}=${brought}` });
  const second = await signIn('eve@demo.example', password, { cookie: `${cookieName}=${first.token}` });
  assert.notEqual(first.token, brought);
  assert.notEqual(second.token, first.token);
  assert.ok(Buffer.from(second.token, 'base64url').length >= 16);
  assert.equal(await sessionStatus(brought), 401);
  assert.equal(await sessionStatus(second.token), 200);
  assert.match(second.cookie, /; HttpOnly(;|$)/);
  assert.match(second.cookie, /; SameSite=Strict(;|$)/);
  assert.match(second.cookie, /; Path=\/(;|$)/);
  const tables = await house.centre.sql('SELECT session::text FROM session;');
  assert.ok(!tables.includes(second.token), 'the table holds the token itself');
  for (const wrong of [
    '',
    'x',
    second.token.slice(0, -1),
    `${second.token}x`,
    second.token.toUpperCase(),
    "' OR 1=1 --",
  ])
    assert.equal(await sessionStatus(wrong), 401, wrong);
});

test('S3: signing out ends the session and its sockets, not those of others', async () => {
  const [other, otherToken] = await openConsole('jonas');
  const [socket, token] = await openConsole('amel');
  const began = performance.now();
  const answer = await fetch(`${house.base}/v1/session`, {
    method: 'DELETE',
    headers: { origin: house.base, cookie: `${cookieName}=${token}` },
  });
  assert.equal(answer.status, 204);
  await assertEnded(socket, token, began);
  assert.equal(await sessionStatus(otherToken), 200);
  assert.equal(other.lastOf('closed'), undefined);
});

test('S3: a new password, another role and disabling end sessions and sockets', async () => {
  let [socket, token] = await openConsole('eve');
  await house.centre.verb(['user', 'passwd', 'eve@demo.example'], 'another-password');
  await assertEnded(socket, token, performance.now());
  await house.centre.verb(['user', 'passwd', 'eve@demo.example'], password);

  [socket, token] = await openConsole('odile');
  await house.centre.sql(`UPDATE agent SET role = 'agent' WHERE email = 'odile@demo.example';`);
  await assertEnded(socket, token, performance.now());
  await house.centre.sql(`UPDATE agent SET role = 'supervisor' WHERE email = 'odile@demo.example';`);

  [socket, token] = await openConsole('eve');
  await house.centre.verb(['user', 'disable', 'eve@demo.example']);
  await assertEnded(socket, token, performance.now());
  assert.equal((await signIn('eve@demo.example', password)).status, 401);
  await house.centre.verb(['user', 'enable', 'eve@demo.example']);
});

test('S3: a session is over at its end, and when nobody used it', async () => {
  const { token } = await signIn('jonas@demo.example', password);
  await house.centre.end('SIGKILL'); // what a daemon remembers is not looked up
  await house.centre.start();
  await house.centre.sql(`UPDATE session SET ends_at = now() - interval '1 second';`);
  assert.equal(await sessionStatus(token), 401);
  const second = await signIn('jonas@demo.example', password);
  await house.centre.end('SIGKILL');
  await house.centre.start();
  await house.centre.sql(`UPDATE session SET idle_ends_at = now() - interval '1 second';`);
  assert.equal(await sessionStatus(second.token), 401);
  assert.equal(await handshake(house.port, '/v1/agent', [`Origin: ${house.base}`]), 401);
});

test('S3: a session that nobody uses ends by itself; an open console is use', async () => {
  const [socket, token] = await openConsole('eve');
  const { token: idle } = await signIn('jonas@demo.example', password);
  const of = (name) => `agent_id = (SELECT id FROM agent WHERE email = '${name}@demo.example')`;
  const rows = async (name) =>
    Number(await house.centre.sql(`SELECT count(*) FROM session WHERE ${of(name)};`));
  const sessionsOfEve = await rows('eve');
  // As if both had been silent until a moment before their limit.
  const late = `seen_at = now() - interval '12 hours', idle_ends_at = now() + interval '15 seconds'`;
  await house.centre.sql(`UPDATE session SET ${late} WHERE ${of('eve')};`);
  await house.centre.sql(
    `UPDATE session SET idle_ends_at = now() - interval '1 second' WHERE ${of('jonas')};`,
  );
  await eventually(async () => (await rows('jonas')) === 0, 10_000, 'who was idle is out');
  assert.equal(await sessionStatus(idle), 401);
  const moved = `SELECT count(*) FROM session WHERE idle_ends_at > now() + interval '11 hours' AND ${of('eve')};`;
  await eventually(
    async () => Number(await house.centre.sql(moved)) > 0,
    15_000,
    'the limit of an open console moves',
  );
  assert.ok(sessionsOfEve > 0 && socket.connected && !socket.lastOf('closed'));
  assert.equal(await sessionStatus(token), 200);
});

test('S3: a session that is over closes its open sockets, those of others stay', async () => {
  const [other] = await openConsole('amel');
  const [socket, token] = await openConsole('eve');
  await house.centre.sql(
    `UPDATE session SET ends_at = now() - interval '1 second'
       FROM agent WHERE agent.id = session.agent_id AND email = 'eve@demo.example';`,
  );
  await assertEnded(socket, token, performance.now());
  assert.equal(other.lastOf('closed'), undefined);
});

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

test('S4: who does not exist answers like who does, and as late', async () => {
  const known = [];
  const unknown = [];
  for (let round = 0; round < 6; round += 1) {
    known.push(await signIn('amel@demo.example', `wrong-${round}`));
    unknown.push(await signIn('nobody@demo.example', `wrong-${round}`));
  }
  for (const answer of [...known, ...unknown]) {
    assert.equal(answer.status, 401);
    assert.equal(answer.body, '{"code":"wrong_credentials"}');
    assert.equal(answer.cookie, '');
  }
  const ratio = median(known.map(({ ms }) => ms)) / median(unknown.map(({ ms }) => ms));
  assert.ok(ratio > 0.5 && ratio < 2, `known accounts take ${ratio} times as long`);
});

test('S4: a thousand guesses at one account are a handful', { timeout: 120_000 }, async () => {
  const began = performance.now();
  const statuses = new Map();
  for (let batch = 0; batch < 20; batch += 1) {
    // Each from another address: the account has a limit of its own.
    const guesses = Array.from({ length: 50 }, (_, index) =>
      signIn('odile@demo.example', `guess-${batch}-${index}`, {
        'x-forwarded-for': `198.51.${batch}.${index}`,
      }),
    );
    for (const { status } of await Promise.all(guesses))
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const checked = statuses.get(401) ?? 0;
  assert.ok(
    checked <= 8 + 0.1 * ((performance.now() - began) / 1_000) + 1,
    `${checked} guesses were checked`,
  );
  assert.equal(statuses.get(429), 1_000 - checked);
});

test('S4: a thousand guesses from one address are a handful, and harm nobody else', {
  timeout: 120_000,
}, async () => {
  const began = performance.now();
  let checked = 0;
  for (let batch = 0; batch < 20; batch += 1) {
    const guesses = Array.from({ length: 50 }, (_, index) =>
      signIn(`person-${batch}-${index}@demo.example`, password, { 'x-forwarded-for': '203.0.113.66' }),
    );
    for (const { status } of await Promise.all(guesses)) {
      if (status !== 429) checked += 1;
      else continue;
      assert.equal(status, 401);
    }
  }
  assert.ok(
    checked <= 20 + 0.5 * ((performance.now() - began) / 1_000) + 1,
    `${checked} guesses were checked`,
  );
  const honest = await signIn('jonas@demo.example', password, { 'x-forwarded-for': '203.0.113.67' });
  assert.equal(honest.status, 200);
});
