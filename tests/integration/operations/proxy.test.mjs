// docker/nginx.conf in Debian's nginx, before the real daemon: what the world gets to see, and what the daemon believes of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually } from '../crash/support/centre.mjs';
import { assertLedger } from '../crash/support/ledger.mjs';
import { Installation, pages, password, site, top } from './support/installation.mjs';
import { converse, exchange, hire, memoryOf } from './support/people.mjs';
import { TlsProxy } from './support/proxy.mjs';
import { ask, knock, signIn } from './support/requests.mjs';

const agentPingMs = 5_000; // docs/protocol.md, 5
const listenerSilenceS = 60;
const socketsOfOneAddress = 20;
const requestsOfOneAddress = 500; // docker/nginx.conf
const login = { email: 'odile@jardin.example', password };
const wrongLogin = { ...login, password: 'not the password' };
const visitorSocket = `/v1/sites/${site}/visitor`;
let proxy;
let relais;

before(async () => {
  proxy = await TlsProxy.prepare();
  relais = await Installation.prepare({
    server: [`public_origin = "${proxy.base}"`, 'trusted_proxies = ["127.0.0.1"]'],
  });
  await relais.start();
  await relais.fill();
  await proxy.start(relais.port);
});

after(async () => {
  await proxy?.close();
  await relais?.close();
});

function through(path, options) {
  return ask(proxy.base, path, { ca: proxy.certificate, ...options });
}

/** Another nginx with the same certificate; `work` gets it, then it ends. */
async function withProxy(daemonPort, changes, work) {
  const other = await TlsProxy.prepare();
  try {
    await other.start(daemonPort, changes);
    await work(other);
  } finally {
    await other.close();
  }
}

test('a conversation goes over wss, both ways, and is stored', { timeout: 60_000 }, async () => {
  const agent = await hire(proxy.base);
  const visitor = await converse(proxy.base, agent);
  for (const words of ['les feuilles', 'le pot', 'la lumière']) await exchange(visitor, agent, words);
  await assertLedger(relais, memoryOf([visitor], [agent]));
  assert.equal((await agent.about('end', visitor.conversationId)).kind, 'ack');
  for (const client of [visitor, agent]) client.close();
});

test('the pages come through it whole, compressed by the daemon', async () => {
  const compressed = { headers: { 'accept-encoding': 'br' } };
  const console = await through('/console/', compressed);
  assert.equal(console.status, 200);
  assert.equal(console.headers['content-encoding'], 'br');
  assert.match(console.headers['content-security-policy'], /frame-ancestors 'none'/);
  const loader = await through('/widget/loader.js', { headers: { origin: pages } });
  assert.equal(loader.status, 200);
  assert.equal(loader.headers['access-control-allow-origin'], '*');
  assert.match(loader.body, /relais-chat/);
});

test('the session cookie is Secure behind TLS, and only the proxy can say that it is TLS', async () => {
  const [cookie] = (await signIn(proxy.base, login, { ca: proxy.certificate })).headers['set-cookie'];
  for (const word of [/; Secure(;|$)/, /; HttpOnly(;|$)/, /; SameSite=Strict(;|$)/])
    assert.match(cookie, word);
  const stranger = {
    origin: proxy.base,
    localAddress: '127.0.0.7',
    headers: { 'x-forwarded-proto': 'https' },
  };
  const [plain] = (await signIn(relais.base, login, stranger)).headers['set-cookie'];
  assert.doesNotMatch(plain, /Secure/);
});

test('HSTS is on every answer, once', async () => {
  for (const path of ['/console/', '/widget/loader.js', '/v1/session', '/metrics', '/nothing']) {
    const { headers } = await through(path);
    assert.equal(headers['strict-transport-security'], 'max-age=31536000', path);
  }
});

test('plain HTTP leads to HTTPS and nowhere else', async () => {
  const answer = await ask(`http://127.0.0.1:${proxy.plainPort}`, '/console/?a=b');
  assert.equal(answer.status, 308);
  assert.equal(answer.headers.location, 'https://127.0.0.1/console/?a=b');
  const session = await signIn(`http://127.0.0.1:${proxy.plainPort}`, login);
  assert.equal(session.status, 308);
});

test('the daemon sees the address of the browser, whatever the browser says it is', async () => {
  const from = (last, headers = {}) => ({ ca: proxy.certificate, localAddress: `127.0.0.${last}`, headers });
  await signIn(proxy.base, wrongLogin, from(21));
  await signIn(proxy.base, wrongLogin, from(22, { 'x-forwarded-for': '203.0.113.9, 127.0.0.1' }));
  await signIn(relais.base, wrongLogin, {
    ...from(23, { 'x-forwarded-for': '203.0.113.9' }),
    origin: proxy.base,
  });
  const addresses = relais.logged('sign_in_refused').map((line) => line.address);
  assert.deepEqual(addresses, ['127.0.0.21', '127.0.0.22', '127.0.0.23']);
});

test('one address has so many sockets and no more, and takes none from another', async () => {
  const open = [];
  const arrive = async (last, headers = {}) => {
    const options = {
      ca: proxy.certificate,
      localAddress: `127.0.0.${last}`,
      headers: { origin: pages, ...headers },
    };
    const { status, socket } = await knock(proxy.base, visitorSocket, options);
    if (socket) open.push(socket);
    return status;
  };
  for (let count = 0; count < socketsOfOneAddress; count += 1) assert.equal(await arrive(31), 101);
  assert.equal(await arrive(31), 429);
  assert.equal(await arrive(31, { 'x-forwarded-for': '203.0.113.10' }), 429);
  assert.equal(await arrive(32), 101);
  for (const socket of open) socket.destroy();
});

test('one address has so many requests without an answer, takes none from another, and its sockets are counted apart', {
  timeout: 60_000,
}, async () => {
  const open = [];
  const mute = createServer().on('request', (_request, answer) => open.push(answer));
  mute.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  await new Promise((resolve) => mute.listen(0, '127.0.0.1', resolve));
  await withProxy(mute.address().port, [], async (other) => {
    const from = (last) => ({ ca: other.certificate, localAddress: `127.0.0.${last}`, timeout: 60_000 });
    const asked = Array.from({ length: requestsOfOneAddress }, () => ask(other.base, '/console/', from(41)));
    await eventually(() => open.length === requestsOfOneAddress, 30_000, 'all wait for the daemon');
    assert.equal((await ask(other.base, '/console/', from(41))).status, 429);
    assert.equal((await knock(other.base, visitorSocket, from(41))).status, 101);
    const neighbour = ask(other.base, '/console/', from(42));
    await eventually(() => open.length > requestsOfOneAddress, 10_000, 'another address is let through');
    for (const answer of open) answer.end('ok');
    for (const { status } of await Promise.all([...asked, neighbour])) assert.equal(status, 200);
    assert.equal((await knock(other.base, visitorSocket, from(41))).status, 101);
  });
  mute.close();
  mute.closeAllConnections();
});

test('foreign pages, strangers and overlong requests are refused as without a proxy', async () => {
  const upgrade = async (path, headers) =>
    (await knock(proxy.base, path, { ca: proxy.certificate, headers })).status;
  assert.equal(await upgrade(visitorSocket, { origin: 'https://evil.example' }), 403);
  assert.equal(await upgrade(visitorSocket, {}), 403);
  assert.equal(await upgrade('/v1/agent', { origin: proxy.base }), 401);
  assert.equal(await upgrade('/v1/agent', { origin: pages }), 403);
  const origin = { origin: 'https://evil.example' };
  assert.equal((await signIn(proxy.base, login, { ca: proxy.certificate, ...origin })).status, 403);
  const long = await through('/v1/session', { method: 'POST', body: 'x'.repeat(64 * 1024 + 1) });
  assert.equal(long.status, 413);
  const headers = { 'x-long': 'x'.repeat(16 * 1024) };
  assert.equal((await through('/console/', { headers })).status, 400);
});

test('the operators’ addresses are not reachable, even when the proxy is pointed at their port', async () => {
  const paths = [
    '/metrics',
    '/readyz',
    '/metrics/',
    '//metrics',
    '/v1/../metrics',
    '/%6Detrics',
    '/readyz?a',
  ];
  for (const path of paths) assert.equal((await through(path)).status, 404, path);
  assert.equal((await through('/healthz')).body, 'ok\n');
  assert.equal((await ask(`http://127.0.0.1:${relais.operations}`, '/readyz')).status, 200);
  await withProxy(relais.operations, [], async (other) => {
    for (const path of paths)
      assert.equal((await ask(other.base, path, { ca: other.certificate })).status, 404);
    assert.equal((await ask(other.base, '/healthz', { ca: other.certificate })).status, 200);
  });
});

test('heartbeats keep an idle socket open for longer than the proxy would', { timeout: 60_000 }, async () => {
  const patienceMs = agentPingMs + 2_000;
  const changes = [['proxy_read_timeout 90s;', `proxy_read_timeout ${patienceMs / 1_000}s;`]];
  await withProxy(relais.port, changes, async (other) => {
    relais.configure({ server: ['trusted_proxies = ["127.0.0.1"]'] });
    await relais.end();
    await relais.start(); // without public_origin: the Host that this proxy hands on is the console's own
    const agent = await hire(other.base);
    const opened = performance.now();
    let pings = 0;
    let lost = 0;
    agent.on('heard', (frame) => {
      if (frame.kind === 'ping') pings += 1;
    });
    agent.on('lost', () => {
      lost += 1;
    });
    await agent.until(() => pings >= 3, 30_000, 'three pings');
    assert.ok(performance.now() - opened > patienceMs);
    assert.equal(lost, 0);
    agent.close();
  });
});

test('without heartbeats in time the proxy would cut: its patience is what counts', {
  timeout: 30_000,
}, async () => {
  await withProxy(relais.port, [['proxy_read_timeout 90s;', 'proxy_read_timeout 1s;']], async (other) => {
    const agent = await hire(other.base);
    let lost = 0;
    agent.on('lost', () => {
      lost += 1;
    });
    await agent.until(() => lost > 0, 10_000, 'the cut');
    agent.close();
  });
});

test('the patience of the proxy is longer than any silence that the daemon allows', () => {
  const text = readFileSync(join(top, 'docker/nginx.conf'), 'utf8');
  const sockets = text.slice(text.indexOf('location ~ ^/v1/(agent|'));
  for (const name of ['proxy_read_timeout', 'proxy_send_timeout']) {
    const seconds = Number(new RegExp(`${name} (\\d+)s;`).exec(sockets)[1]);
    assert.ok(seconds > listenerSilenceS, name);
  }
});
