// What is counted from the first day: page views by what they saw, kept over a restart, and the figures for Prometheus.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { AgentClient } from '../../../web/demo/traffic/agent_client.mjs';
import { VisitorClient } from '../../../web/demo/traffic/visitor_client.mjs';
import { Centre, eventually, password } from '../crash/support/centre.mjs';
import { ask, knock } from './support/requests.mjs';

const withinMs = 20_000;
/** A page that only asks whether it may show the button. */
class PageView extends VisitorClient {
  hello() {
    return { ...super.hello(), listen: true };
  }
}

let centre;
const clients = [];

before(async () => {
  centre = await Centre.open();
});

after(async () => {
  for (const client of clients) client.close();
  await centre?.close();
});

async function page(Kind) {
  const client = new Kind({ base: centre.base, site: 'shop-fr', language: 'fr' });
  clients.push(client);
  client.open();
  await client.until(() => client.greeted, withinMs, 'a page is greeted');
  return client;
}

async function hire(email) {
  const agent = new AgentClient({ base: centre.base, email, password });
  clients.push(agent);
  agent.on('frame', (frame) => {
    const shown = frame.kind === 'conversation' ? [frame] : [];
    for (const { id, state } of shown) if (state === 'offered') agent.about('accept', id);
  });
  await agent.start();
  await agent.until(() => agent.agent, withinMs, 'the agent has a snapshot');
  await agent.status('available');
  return agent;
}

async function metrics() {
  const answer = await fetch(`http://127.0.0.1:${centre.operations}/metrics`);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const values = new Map();
  for (const line of (await answer.text()).split('\n')) {
    const [, name, value] = line.match(/^(\S+) (\S+)$/) ?? [];
    if (name) values.set(name, Number(value));
  }
  return values;
}

test('page views are counted by what they saw, and the counts are stored when the daemon stops', {
  timeout: 120_000,
}, async () => {
  await page(PageView); // nobody is there
  await hire('amel@demo.example');
  const visitor = await page(VisitorClient);
  await visitor.until(() => visitor.availability === 'open', withinMs, 'an open door');
  await page(PageView);
  assert.equal((await visitor.admit()).kind, 'ack');
  assert.equal((await visitor.post('Bonjour', 'Ottilie')).kind, 'ack');
  await visitor.until(() => visitor.conversation?.state === 'active', withinMs, 'an agent');

  const values = await eventually(
    async () => {
      const now = await metrics();
      return now.get(
        'relais_seats_in_use{centre="' + (await centre.sql('SELECT id FROM centre;')).trim() + '"}',
      ) === 1
        ? now
        : null;
    },
    withinMs,
    'a seat in use in the figures',
  );
  assert.equal(values.get('relais_page_views_total{seen="closed"}'), 1);
  assert.equal(values.get('relais_page_views_total{seen="open"}'), 1);
  assert.equal(values.get('relais_admissions_total'), 1);
  assert.equal(values.get('relais_conversations_started_total'), 1);
  assert.equal(values.get('relais_wait_seconds_count'), 1);
  assert.equal(values.get('relais_wait_seconds_bucket{le="15"}'), 1);
  assert.ok(values.get('relais_commit_seconds_count') >= 1);
  assert.equal(values.get('relais_storage_late'), 0);
  assert.equal((await visitor.order({ kind: 'end', conversation: randomUUID() })).kind, 'refused');
  const refused = (await metrics()).get('relais_refusals_total{code="unknown_conversation"}');
  assert.equal(refused, 1);

  assert.equal(await centre.end('SIGTERM'), 0);
  await centre.start();
  const row = await centre.sql(
    'SELECT sum(eligible), sum(shown), sum(not_shown_closed), sum(not_shown_full), sum(opened) FROM exposure;',
  );
  const [eligible, shown, closed, full, opened] = row.trim().split('|').map(Number);
  assert.ok(shown >= 1 && closed >= 1 && opened === 1, row);
  assert.equal(eligible, shown + closed + full);
});

test('whatever is refused is counted by its code, what is no HTTP and no WebSocket too', {
  timeout: 60_000,
}, async () => {
  const counters = {
    'relais_http_answers_total{status="400"}': 1, // no HTTP
    'relais_http_answers_total{status="413"}': 1, // too long
    'relais_http_answers_total{status="403"}': 1,
    'relais_http_refusals_total{code="origin_not_allowed"}': 1,
    'relais_http_refusals_total{code="not_signed_in"}': 1,
    'relais_socket_closes_total{code="1002"}': 1, // no WebSocket
  };
  const before = await metrics();
  const nonsense = connect(centre.port, '127.0.0.1');
  nonsense.end('NONSENSE\r\n\r\n');
  nonsense.resume();
  await ask(centre.base, '/v1/session', { method: 'POST', body: 'x'.repeat(64 * 1024 + 1) });
  const visitors = '/v1/sites/shop-fr/visitor';
  assert.equal(
    (await knock(centre.base, visitors, { headers: { origin: 'https://evil.example' } })).status,
    403,
  );
  assert.equal((await ask(centre.base, '/v1/session')).status, 401);
  const { socket } = await knock(centre.base, visitors, { headers: { origin: centre.base } });
  socket.write(Buffer.from([0x81, 0x01, 0x61])); // a frame without a mask
  socket.resume();
  await eventually(
    async () => {
      const now = await metrics();
      return Object.entries(counters).every(
        ([name, more]) => now.get(name) === (before.get(name) ?? 0) + more,
      );
    },
    withinMs,
    Object.keys(counters).join(', '),
  );
  assert.ok(before.get('relais_storage_free_bytes') > 0);
  assert.equal(before.get('relais_log_facts_total{level="error"}'), 0);
  nonsense.destroy();
  socket.destroy();
});
