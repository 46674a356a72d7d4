// docs/operations/configure.md: the limits that an operator may set are those that hold.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Installation, pages, password, site } from './support/installation.mjs';
import { ask, knock, signIn } from './support/requests.mjs';

const at = (limits) => ({
  server: [
    ...['trusted_proxies = ["127.0.0.1"]', '[sign_in]', 'idle_minutes = 5', 'hours_max = 2'],
    ...['[limits]', ...limits],
  ],
});
let relais;

before(async () => {
  relais = await Installation.prepare(at(['sockets_per_address = 2', 'handshakes_per_address = 100']));
  await relais.start();
  await relais.fill();
});

after(() => relais?.close());

async function arrive(address) {
  const headers = { origin: pages, 'x-forwarded-for': address };
  return knock(relais.base, `/v1/sites/${site}/visitor`, { headers });
}

test('sockets of one address', { timeout: 30_000 }, async () => {
  const first = await arrive('203.0.113.1');
  const second = await arrive('203.0.113.1');
  assert.deepEqual([first.status, second.status], [101, 101]);
  assert.equal((await arrive('203.0.113.1')).status, 429);
  const other = await arrive('203.0.113.2');
  assert.equal(other.status, 101);
  for (const { socket } of [first, second, other]) socket.destroy();
});

test('handshakes of one address: so many a second, twice as many at once', { timeout: 30_000 }, async () => {
  await relais.end();
  relais.configure(at(['sockets_per_address = 100', 'handshakes_per_address = 1']));
  await relais.start();
  const all = await Promise.all(Array.from({ length: 8 }, () => arrive('203.0.113.3')));
  const refused = all.filter(({ status }) => status === 429).length;
  assert.ok(refused >= 5 && refused <= 6, `${refused} of ${all.length}`); // a slow machine gives one of them its second
  for (const { socket } of all) socket?.destroy();
});

test('the life of a session, of its cookie and of its row', { timeout: 30_000 }, async () => {
  const { headers } = await signIn(relais.base, { email: 'odile@jardin.example', password });
  const [cookie] = headers['set-cookie'];
  const seconds = Number(/; Max-Age=(\d+)/.exec(cookie)[1]);
  assert.ok(seconds > 7_100 && seconds <= 7_200, cookie);
  const row = `SELECT extract(epoch FROM idle_ends_at - created_at), extract(epoch FROM ends_at - created_at) FROM session`;
  assert.deepEqual((await relais.sql(row)).trim().split('|').map(Number), [300, 7_200]);
  const session = { headers: { cookie: cookie.split(';')[0] } };
  assert.equal((await ask(relais.base, '/v1/session', session)).status, 200);
});
