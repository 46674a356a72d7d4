// F20: a thousand chats type and write while the daemon is told to stop and starts again: nothing acknowledged is lost, nobody
// sees a line twice, and the doors are closed for two seconds at most.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AgentClient } from '../../../web/demo/traffic/agent_client.mjs';
import { Dice } from '../../../web/demo/traffic/random.mjs';
import { VisitorClient } from '../../../web/demo/traffic/visitor_client.mjs';
import { Centre, password } from './support/centre.mjs';
import { assertLedger } from './support/ledger.mjs';

const agentsCount = 50;
const seats = 20;
const chats = agentsCount * seats;
const arriveAtOnce = 50;
const typeEveryMs = 2_000;
const writeEveryMs = 10_000;
const closedMs = 2_000;
const backWithinMs = 30_000;
const seed = Number(process.env.RELAIS_SEED ?? Date.now() % 1_000_000);
let centre;
const agents = [];
const visitors = [];
const seen = [];
const timers = [];

function remember(client) {
  client.on('frame', (frame) => {
    if (frame.kind !== 'entries') return;
    for (const entry of frame.entries) seen.push({ conversation: frame.conversation, entry });
  });
}

async function hire(number) {
  const email = `agent-${number}@demo.example`;
  const client = new AgentClient({ base: centre.base, email, password, comeBackMaxMs: 1_000 });
  remember(client);
  client.on('frame', (frame) => {
    const offered =
      frame.kind === 'snapshot' ? frame.conversations : frame.kind === 'conversation' ? [frame] : [];
    for (const { id, state } of offered) if (state === 'offered') client.about('accept', id);
  });
  await client.start();
  await client.until(() => client.agent, 20_000, `${email} has a snapshot`);
  await client.status('available');
  agents.push(client);
}

async function arrive(number) {
  const client = new VisitorClient({
    base: centre.base,
    site: 'shop-fr',
    language: 'fr',
    comeBackMaxMs: 1_000,
  });
  remember(client);
  visitors.push(client);
  client.open();
  await client.until(() => client.greeted, 20_000, 'is greeted');
  assert.equal((await client.post(`Bonjour ${number}`)).kind, 'ack');
  await client.until(() => client.conversation?.state === 'active', 20_000, 'is served');
}

/** The chat's own pace. */
function chat(client, dice) {
  let written = 0;
  const write = () => {
    written += 1;
    client.post(`line ${written}`);
  };
  timers.push(setInterval(() => client.typing(client.conversationId), typeEveryMs));
  timers.push(setTimeout(() => timers.push(setInterval(write, writeEveryMs)), dice.between(0, writeEveryMs)));
}

function acknowledgedCount() {
  return visitors.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
}

before(async () => {
  console.log(`# RELAIS_SEED=${seed}`);
  centre = await Centre.open();
  await centre.sql(`BEGIN;
    UPDATE centre SET seats_max = ${seats};
    INSERT INTO agent (centre_id, id, email, password_hash, name, role, seats, skills)
      SELECT centre_id, gen_random_uuid(), 'agent-' || n || '@demo.example', password_hash, 'Agent ' || n, 'agent',
             ${seats}, skills
        FROM agent, generate_series(1, ${agentsCount}) AS n WHERE email = 'amel@demo.example';
    COMMIT;`);
  await centre.end('SIGTERM');
  centre.serves = true;
  await centre.start();
  await Promise.all(Array.from({ length: agentsCount }, (_, index) => hire(index + 1)));
  for (let from = 0; from < chats; from += arriveAtOnce)
    await Promise.all(Array.from({ length: arriveAtOnce }, (_, index) => arrive(from + index)));
  const dice = new Dice(seed);
  for (const visitor of visitors) chat(visitor, dice);
});

after(async () => {
  for (const timer of timers) clearInterval(timer);
  for (const client of [...visitors, ...agents]) client.close();
  await centre?.close();
});

async function until(question, withinMs, what) {
  const end = performance.now() + withinMs;
  while (!question()) {
    assert.ok(performance.now() < end, `${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test(`F20: the daemon is restarted under ${chats} chats`, { timeout: 180_000 }, async () => {
  assert.equal(visitors.filter(({ conversation }) => conversation?.state === 'active').length, chats);
  const before = acknowledgedCount();
  await until(() => acknowledgedCount() > before + 300, 30_000, 'they write');
  const byes = new Set();
  for (const client of visitors) client.on('heard', (frame) => frame.kind === 'bye' && byes.add(client));
  const stopped = performance.now();
  assert.equal(await centre.end('SIGTERM'), 0);
  const exitMs = performance.now() - stopped;
  await centre.start();
  const gapMs = performance.now() - stopped;
  console.log(
    `# stopped in ${Math.round(exitMs)} ms, open again after ${Math.round(gapMs)} ms; ${byes.size} farewells`,
  );
  assert.ok(gapMs < closedMs, `the doors were closed for ${gapMs} ms`);
  assert.ok(byes.size > chats * 0.9, `${byes.size} heard a farewell`);
  await until(
    () => [...visitors, ...agents].every(({ greeted }) => greeted),
    backWithinMs,
    'everybody is back',
  );
  console.log(`# everybody back after ${Math.round(performance.now() - stopped)} ms`);
  const back = acknowledgedCount();
  await until(() => acknowledgedCount() > back + 500, 60_000, 'they go on');
  for (const timer of timers) clearInterval(timer);
  await until(
    () => visitors.every(({ unanswered }) => unanswered === 0),
    30_000,
    'everything is acknowledged',
  );
  assert.equal(visitors.filter(({ conversation }) => conversation.state === 'active').length, chats);
  const clients = [...visitors, ...agents];
  await assertLedger(centre, {
    acknowledged: clients.flatMap(({ acknowledged }) => acknowledged),
    seen,
    transcripts: visitors.flatMap(({ transcripts }) => [...transcripts.values()]),
    problems: clients.flatMap(({ problems }) => problems),
  });
});
