// Who may come in at all: origins (S2), paths (S11), addresses that others claim to have (S21).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, password } from '../crash/support/centre.mjs';
import { exchange, House, handshake } from './support/house.mjs';

const shop = '/v1/sites/shop-fr/visitor';
const burst = 20; // handshakes of one address at once (RULES 6)
const perSecond = 10;
let house;
let port;
let local; // the other origin of the demonstration's sites

before(async () => {
  house = await House.open({ environment: { RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1' } });
  port = house.port;
  local = `http://localhost:${port}`;
  const fake = ['site', 'add', 'elsewhere', '--queue', 'Conseil', '--origin', 'https://elsewhere.example'];
  await house.centre.verb(fake);
});

after(() => house?.close());

function foreignOrigins() {
  const own = house.base;
  return [
    'null',
    '',
    'https://elsewhere.example',
    'http://evil.example',
    `${own}.evil.example`,
    `http://localhost.evil.example:${port}`,
    `http://evil-localhost:${port}`,
    `http://evil.localhost:${port}`,
    `http://localhost.:${port}`,
    `http://LOCALHOST:${port}`,
    `HTTP://localhost:${port}`,
    `https://localhost:${port}`,
    `${own}/`,
    `${own}/index.html`,
    `${own}?x`,
    `${own}#`,
    `${own}, http://evil.example`,
    `${own} http://evil.example`,
    `http://evil.example, ${own}`,
    `http://evil.example#${own}`,
    `http://evil.example/${own}`,
    `http://user@localhost:${port}`,
    `http://localhost:${port}@evil.example`,
    `http://localhost:${port}0`,
    `http://localhost:${port - 1}`,
    `http://localhost:0${port}`,
    'http://localhost',
    `localhost:${port}`,
    `//localhost:${port}`,
    `file://localhost:${port}`,
    `http://127.1:${port}`,
    `http://[::1]:${port}`,
    `http://2130706433:${port}`,
    `http://localhost%2eevil.example:${port}`,
    `http://l\u043ecalhost:${port}`,
    '*',
  ];
}

test('S2: a visitor socket takes the exact origins of its site and no other', async () => {
  for (const origin of [house.base, local])
    assert.equal(await handshake(port, shop, [`Origin: ${origin}`]), 101, origin);
  for (const origin of foreignOrigins())
    assert.equal(await handshake(port, shop, [`Origin: ${origin}`]), 403, `"${origin}"`);
  assert.equal(await handshake(port, shop, []), 403, 'no origin');
  const twice = [`Origin: ${house.base}`, 'Origin: http://evil.example'];
  assert.equal(await handshake(port, shop, twice), 400, 'two origins');
  assert.equal(await handshake(port, shop, twice.reverse()), 400, 'two origins');
});

test('S2: a site takes its own origins, not those of another site', async () => {
  const elsewhere = '/v1/sites/elsewhere/visitor';
  const until = performance.now() + 20_000;
  while ((await handshake(port, elsewhere, ['Origin: https://elsewhere.example'])) === 404)
    assert.ok(performance.now() < until, 'the new site is known');
  assert.equal(await handshake(port, elsewhere, ['Origin: https://elsewhere.example']), 101);
  assert.equal(await handshake(port, elsewhere, [`Origin: ${house.base}`]), 403);
  assert.equal(await handshake(port, '/v1/sites/nowhere/visitor', [`Origin: ${house.base}`]), 404);
});

test('S2: the console comes from the server itself, cookie or not', async () => {
  const cookie = `Cookie: ${await house.cookieOf('jonas')}`;
  assert.equal(await handshake(port, '/v1/agent', [`Origin: ${house.base}`, cookie]), 101);
  assert.equal(await handshake(port, '/v1/agent', [`Origin: ${house.base}`]), 401, 'no cookie');
  const host = `Host: 127.0.0.1:${port}`;
  for (const origin of foreignOrigins().filter((each) => each !== local))
    assert.equal(await handshake(port, '/v1/agent', [`Origin: ${origin}`, cookie, host]), 403, `"${origin}"`);
  assert.equal(await handshake(port, '/v1/agent', [cookie]), 403, 'no origin');
});

test('S2: signing in and out takes the own origin only', async () => {
  const body = JSON.stringify({ email: 'jonas@demo.example', password });
  const cookie = await house.cookieOf('jonas');
  for (const origin of ['http://evil.example', 'null', `${house.base}.evil.example`, undefined]) {
    const headers = { 'content-type': 'application/json', ...(origin ? { origin } : {}) };
    const into = await fetch(`${house.base}/v1/session`, { method: 'POST', headers, body });
    assert.equal(into.status, 403, `in from ${origin}`);
    assert.deepEqual(into.headers.getSetCookie(), []);
    const out = await fetch(`${house.base}/v1/session`, {
      method: 'DELETE',
      headers: { ...headers, cookie },
    });
    assert.equal(out.status, 403, `out from ${origin}`);
  }
  assert.equal((await fetch(`${house.base}/v1/session`, { headers: { cookie } })).status, 200);
  const plain = { 'content-type': 'text/plain', origin: house.base }; // what a foreign form could send
  assert.equal(
    (await fetch(`${house.base}/v1/session`, { method: 'POST', headers: plain, body })).status,
    415,
  );
});

test('S2: the log says which page was refused, unless what it says of itself is no origin', async () => {
  const noted = (what, origin) => () =>
    house.centre.errors.split('\n').some((line) => line.includes(`"${what}"`) && line.includes(`"origin":"${origin}"`));
  for (const [path, what] of [
    ['/v1/agent', 'console_origin_refused'],
    [shop, 'origin_refused'],
  ]) {
    // A few lines a second of each word are written: the moments before may have used them up.
    for (const [said, shown] of [
      ['https://pages.example', 'https://pages.example'],
      ['https://pages.example/a/secret', 'not an origin'],
    ])
      await eventually(
        async () => (await handshake(port, path, [`Origin: ${said}`])) === 403 && noted(what, shown)(),
        10_000,
        `${what} of ${said}`,
      );
  }
  assert.ok(!house.centre.errors.includes('a/secret'));
});

test('S2: foreign pages read no availability', async () => {
  const address = `${house.base}/v1/sites/shop-fr/availability?language=fr`;
  const own = await fetch(address, { headers: { origin: house.base } });
  assert.equal(own.headers.get('access-control-allow-origin'), house.base);
  const foreign = await fetch(address, { headers: { origin: 'http://evil.example' } });
  assert.equal(foreign.status, 403);
  assert.equal(foreign.headers.get('access-control-allow-origin'), null);
});

test('S11: no path leads out of the folders that are served', async () => {
  const climbs = [
    '..',
    '%2e%2e',
    '%2E%2e',
    '.%2e',
    '%2e.',
    '..%2f',
    '..%5c',
    '..\\',
    '%c0%ae%c0%ae',
    '%252e%252e',
    '....//',
    '..;',
    '..%00',
  ];
  const roots = ['/', '/demo/', '/demo/fr/', '/console/', '/widget/', '/v1/'];
  const targets = roots.flatMap((root) =>
    climbs.flatMap((climb) => [
      `${root}${`${climb}/`.repeat(8)}etc/passwd`,
      `${root}${climb}/package.json`,
      `${root}${climb}/${climb}/CMakeLists.txt`,
      `${root}x/${climb}/${climb}/${climb}/CMakeLists.txt`,
    ]),
  );
  targets.push(
    '//etc/passwd',
    '/demo//etc/passwd',
    '/demo/fr/index.html%00.png',
    '/%',
    '/%zz',
    '/demo/%2fetc/passwd',
  );
  targets.push(`http://127.0.0.1:${port}/../etc/passwd`, 'file:///etc/passwd', '*', '/demo/fr', '/demo');
  const good = await exchange(
    port,
    `GET /demo/fr/index.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  assert.match(good.text, /^HTTP\/1.1 200/);
  for (const target of targets) {
    const { text } = await exchange(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.doesNotMatch(text, /root:|cmake_minimum_required|"workspaces"|^HTTP\/1.1 5/, target);
    assert.match(text, /^HTTP\/1.1 (400|404|30[128])/, target);
  }
});

/** How many of `count` handshakes at once were let in; the sockets stay open until all are answered. */
async function letIn(count, headersOf, from) {
  const began = performance.now();
  const all = Array.from({ length: count }, (_, index) =>
    handshake(port, shop, [`Origin: ${house.base}`, ...headersOf(index)], { from }),
  );
  const statuses = await Promise.all(all);
  assert.deepEqual(
    [...new Set(statuses)].filter((status) => status !== 101 && status !== 429),
    [],
  );
  const most = burst + perSecond * Math.ceil((performance.now() - began) / 1_000);
  return { open: statuses.filter((status) => status === 101).length, most };
}

test('S21: nobody escapes his limits by what he says of himself in front of a proxy', async () => {
  const plain = await letIn(60, () => ['X-Forwarded-For: 203.0.113.7']);
  assert.ok(plain.open >= 1 && plain.open <= plain.most, `${plain.open} were let in`);
  const forged = await letIn(60, (index) => [`X-Forwarded-For: 198.51.100.${index}, 203.0.113.8`]);
  assert.ok(forged.open >= 1 && forged.open <= forged.most, `${forged.open} were let in`);
  const doubled = await letIn(60, (index) => [
    `X-Forwarded-For: 198.51.100.${index}`,
    'X-Forwarded-For: 203.0.113.9',
  ]);
  assert.ok(doubled.open >= 1 && doubled.open <= doubled.most, `${doubled.open} were let in`);
  const household = await letIn(60, (index) => [`X-Forwarded-For: 2001:db8:0:1::${index.toString(16)}`]);
  assert.ok(household.open >= 1 && household.open <= household.most, `${household.open} were let in`);
  const honest = await letIn(1, () => ['X-Forwarded-For: 203.0.113.10']);
  assert.equal(honest.open, 1);
});

test('S21: whoever is no trusted proxy speaks for himself only', async () => {
  const forged = await letIn(60, (index) => [`X-Forwarded-For: 198.51.100.${index}`], '127.0.0.2');
  assert.ok(forged.open >= 1 && forged.open <= forged.most, `${forged.open} were let in`);
  const body = JSON.stringify({ email: 'jonas@demo.example', password });
  const request = [
    'POST /v1/session HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Origin: ${house.base}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'X-Forwarded-Proto: https',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
  const trusted = await exchange(port, request);
  assert.match(trusted.text, /set-cookie: [^\r]*; Secure/i);
  const untrusted = await exchange(port, request, { from: '127.0.0.3' });
  assert.match(untrusted.text, /set-cookie: /i);
  assert.doesNotMatch(untrusted.text, /; Secure/i);
});
