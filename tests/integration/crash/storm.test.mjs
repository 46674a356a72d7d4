// F12: thousands of pages lose their sockets at once and come back, most of them as the protocol asks, some as fast as they
// can. All are back in bounded time, agents are never locked out, and whoever talks meanwhile does not notice.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AgentClient } from '../../../web/demo/traffic/agent_client.mjs';
import { VisitorClient } from '../../../web/demo/traffic/visitor_client.mjs';
import { Centre, eventually, password } from './support/centre.mjs';
import { assertLedger } from './support/ledger.mjs';

const program = join(dirname(fileURLToPath(import.meta.url)), 'support/storm_crowd.mjs');
const socketsMax = 4_000; // server.sockets_max
const listenersMax = socketsMax * 0.6;
const listeners = listenersMax + 200; // those beyond are told to poll
const visitors = 900;
const hostile = 300; // of ten addresses
const hostileMax = 200; // 20 sockets an address
const flooders = 1_200; // of as many addresses: more than there is room for
const emails = ['amel', 'jonas', 'odile'].map((name) => `${name}@demo.example`);
const backWithinMs = 15_000;
const agentsBackWithinMs = 8_000;
const unharmedMs = 400; // p95 of a line from one screen to the other, on a machine busy with the storm itself
const lines = 60;
let centre;
let crowd; // the other process
let counts = { open: {}, refused: {} };
const agents = [];
let paul;
let amel;

async function hire(email) {
  const agent = new AgentClient({ base: centre.base, email, password, comeBackMaxMs: 2_000 });
  agents.push(agent);
  agent.on('frame', (frame) => {
    const shown = frame.kind === 'snapshot' ? frame.conversations : [frame];
    for (const { id, state } of shown) if (state === 'offered') agent.about('accept', id);
  });
  await agent.start();
  await agent.until(() => agent.agent, 20_000, `${email} has a snapshot`);
  await agent.status('available');
  return agent;
}

before(async () => {
  const environment = {
    RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1',
    RELAIS_SERVER_SOCKETS_MAX: String(socketsMax),
  };
  centre = await Centre.open({ environment });
  for (const email of emails) await hire(email);
  paul = new VisitorClient({ base: centre.base, site: 'shop-fr', language: 'fr', comeBackMaxMs: 2_000 });
  paul.open();
  await paul.until(() => paul.greeted, 20_000, 'Paul is greeted');
  assert.equal((await paul.post('Bonjour')).kind, 'ack');
  await paul.until(() => paul.conversation?.state === 'active', 20_000, 'Paul is served');
  const hers = () => agents.find((agent) => agent.has(paul.conversationId));
  amel = await eventually(hers, 10_000, 'one of them has him');
  crowd = fork(program, [String(centre.port), centre.base]);
  crowd.on('message', (message) => {
    counts = message;
  });
  arrive(listeners, 'listener', 1 << 16);
  arrive(visitors, 'visitor', 2 << 16);
  await counted(everybodyIn, 30_000, 'the crowd is there');
});

after(async () => {
  crowd?.removeAllListeners('exit');
  crowd?.send('stop');
  for (const client of [paul, ...agents]) client?.close();
  await centre?.close();
});

function arrive(count, kind, from) {
  crowd.send({ arrive: { count, kind, from } });
}

/** The crowd's own counts, which come ten times a second. */
function counted(question, withinMs, what) {
  return new Promise((resolve, reject) => {
    const end = (settle, value) => {
      clearTimeout(timer);
      crowd.off('message', ask);
      settle(value);
    };
    const ask = () => question() && end(resolve);
    const late = () =>
      end(
        reject,
        new Error(
          `${what}: not within ${withinMs} ms: ${JSON.stringify({ ...counts, waits: counts.waits?.length })}`,
        ),
      );
    const timer = setTimeout(late, withinMs);
    crowd.on('message', ask);
    crowd.once('exit', (code) => end(reject, new Error(`the crowd ended (${code})`)));
    ask();
  });
}

const everybodyIn = () =>
  counts.open.listener + counts.polling === listeners && counts.open.visitor === visitors;

async function say(from, to, text) {
  const began = performance.now();
  const ack = await from.post(...(from === paul ? [text] : [paul.conversationId, text]));
  assert.equal(ack.kind, 'ack');
  const sees = () =>
    [...to.transcripts.get(paul.conversationId).lines.values()].some(({ id }) => id === ack.id);
  await to.until(sees, 20_000, 'sees it');
  return performance.now() - began;
}

async function assertUnharmed(what) {
  const waits = [];
  for (let count = 0; count < lines; count += 1) {
    waits.push(await say(amel, paul, `line ${count}`));
    if (count % 10 === 0) waits.push(await say(paul, amel, `answer ${count}`));
  }
  waits.sort((a, b) => a - b);
  const p95 = waits[Math.floor(waits.length * 0.95)];
  console.log(`# ${what}: median ${waits[waits.length >> 1].toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  assert.ok(p95 < unharmedMs, `${what}: p95 ${p95} ms`);
}

function toldBack(what, began) {
  const waits = counts.waits.toSorted((a, b) => a - b);
  const at = (share) => waits[Math.floor((waits.length - 1) * share)];
  console.log(
    `# ${what}: all back after ${Math.round(performance.now() - began)} ms; a page waits ${at(0.5)} ms, p95 ${at(0.95)}, at most ${at(1)}`,
  );
}

async function backendsNow() {
  return Number(
    await centre.sql(
      `SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();`,
    ),
  );
}

test('F12: pages that only listen have 60 % of the sockets, the others are told to poll', () => {
  assert.equal(counts.open.listener, listenersMax);
  assert.equal(counts.polling, listeners - listenersMax);
});

test('F12: thousands are cut at once: all come back, and a conversation does not notice', {
  timeout: 120_000,
}, async () => {
  await assertUnharmed('calm');
  const backends = await backendsNow();
  const lost = [];
  for (const client of [paul, ...agents]) client.on('lost', (code) => lost.push(code));
  arrive(hostile, 'hostile', 3 << 16);
  await counted(() => counts.open.hostile >= hostileMax / 2, 20_000, 'the hostile part is there');
  const began = performance.now();
  crowd.send('cut');
  const [, most] = await Promise.all([
    assertUnharmed('thousands come back'),
    backendsNow(),
    counted(() => !everybodyIn(), 10_000, 'they are cut').then(() =>
      counted(everybodyIn, backWithinMs, 'all are back'),
    ),
  ]);
  toldBack('cut', began);
  assert.ok(most <= backends + 1, `${most} connections to PostgreSQL, ${backends} before`);
  assert.deepEqual(lost, [], 'established sockets were closed');
  assert.ok(counts.open.hostile <= hostileMax, `${counts.open.hostile} hostile sockets of ten addresses`);
  assert.ok(counts.refused['hostile 429'] > 100, JSON.stringify(counts.refused));
  assert.equal(counts.lost, 0, 'who came back was taken for somebody else');
});

test('F12: the daemon is killed in the middle of it: agents and pages are back in bounded time', {
  timeout: 120_000,
}, async () => {
  const began = performance.now();
  await centre.end('SIGKILL');
  centre.serves = true;
  await centre.start();
  const openAfter = performance.now() - began;
  await Promise.all(
    agents.map((agent) => agent.until(() => agent.greeted, agentsBackWithinMs, 'an agent is back')),
  );
  const agentsAfter = performance.now() - began;
  await counted(everybodyIn, backWithinMs, 'all are back');
  toldBack('kill -9', began);
  console.log(`# open after ${Math.round(openAfter)} ms, agents back after ${Math.round(agentsAfter)} ms`);
  const all = performance.now() - began;
  assert.ok(all < backWithinMs, `all were back after ${all} ms`);
  await paul.until(() => paul.greeted, 20_000, 'Paul is back');
  await assertUnharmed('after kill -9');
  assert.equal(counts.lost, 0, 'who came back was taken for somebody else');
});

test('F12: a flood from more addresses than there are sockets locks no agent out', {
  timeout: 120_000,
}, async () => {
  arrive(flooders, 'visitor', 4 << 16);
  await counted(() => (counts.refused['visitor 503'] ?? 0) > 100, 30_000, 'there is no room');
  const late = new AgentClient({ base: centre.base, email: emails[1], password, comeBackMaxMs: 500 });
  await late.start();
  await late.until(() => late.agent, 5_000, 'one more console gets in');
  late.close();
  await assertUnharmed('a full house');
  const clients = [paul, ...agents];
  await assertLedger(centre, {
    acknowledged: clients.flatMap(({ acknowledged }) => acknowledged),
    seen: [],
    transcripts: [...paul.transcripts.values()],
    problems: clients.flatMap(({ problems }) => problems),
  });
});
