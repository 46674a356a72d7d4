// Daemon and PostgreSQL are killed, stopped and paused under load. Afterwards everything that was acknowledged is stored, in its
// place and with its bytes; nobody saw a hole, a repeat or two agents. RELAIS_SEED repeats the choices of a run, RELAIS_STALL_S
// makes storage stand still for longer.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { Dice } from '../../../web/demo/traffic/random.mjs';
import { Centre, eventually } from './support/centre.mjs';
import { Crowd } from './support/crowd.mjs';
import { assertLedger } from './support/ledger.mjs';

const seed = Number(process.env.RELAIS_SEED ?? Date.now() % 1_000_000);
const stallMs = Number(process.env.RELAIS_STALL_S ?? 6) * 1_000;
const daemonPauseMs = 15_000;
const backWithinMs = 15_000;
const visitorsAtOnce = 20;
const colleagues = ['sacha', 'noor', 'livia'];
const dice = new Dice(seed);
let centre;
let crowd;

function told(text) {
  console.log(`# ${text}`);
}

/** Who has a socket now; who comes back later hears it in hello_ok. */
function everybodyHears(storing) {
  const told = () =>
    [...crowd.agents, ...crowd.visitors].every((client) => !client.greeted || client.storing === storing);
  return crowd.until(told, 20_000, `everybody hears that storage is ${storing}`);
}

async function eventsSince(number, kinds) {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  const rows = await centre.sql(
    `SELECT kind, cause, conversation_id, agent_id FROM event WHERE number > ${number} AND kind IN (${list});`,
  );
  return rows.split('\n').filter((row) => row !== '');
}

before(async () => {
  told(`RELAIS_SEED=${seed}`);
  centre = await Centre.open();
  for (const name of colleagues) await centre.addAgent(`${name}@demo.example`, name);
  await centre.end('SIGTERM'); // who was added while it runs is let in some seconds later
  await centre.start();
  crowd = new Crowd(centre.base, seed);
  const emails = ['jonas', 'odile', ...colleagues].map((name) => `${name}@demo.example`);
  await Promise.all(emails.map((email, index) => crowd.hire(email, index)));
  crowd.arrive(visitorsAtOnce);
  await crowd.moreAcknowledged(100);
});

afterEach(async () => {
  const memory = crowd.memory();
  told(`${memory.acknowledged.length} messages acknowledged, ${memory.seen.length} lines seen`);
  await assertLedger(centre, memory);
});

after(async () => {
  await crowd?.leave();
  await centre?.close();
});

test('F1: the daemon is killed at random moments, and everybody is back within 15 s', {
  timeout: 120_000,
}, async () => {
  for (let kills = 5; kills > 0; kills -= 1) {
    await crowd.moreFrames(dice.between(50, 2_000));
    const everybody = [...crowd.agents, ...crowd.visitors];
    const back = new Set();
    for (const client of everybody)
      client.once('greeted', () => back.add(client)).once('gone', () => back.add(client));
    await centre.end('SIGKILL');
    const killed = performance.now();
    await centre.start();
    told(`open again ${Math.round(performance.now() - killed)} ms after the kill`);
    await crowd.until(() => back.size === everybody.length, backWithinMs, 'everybody is back');
    await crowd.moreAcknowledged(30);
  }
});

test('F3: PostgreSQL is stopped at once and started again by the daemon', { timeout: 90_000 }, async () => {
  for (let restarts = 2; restarts > 0; restarts -= 1) {
    await crowd.moreFrames(dice.between(50, 1_000));
    const { pid } = centre.postmaster();
    process.kill(pid, 'SIGQUIT');
    await eventually(
      () => centre.postmaster()?.ready && centre.postmaster().pid !== pid,
      30_000,
      'another PostgreSQL',
    );
    await crowd.moreAcknowledged(50);
  }
  assert.match(centre.log, /"what":"storage_away","centre":"[^"]+","why":"[^"]+"/);
  assert.match(centre.log, /"what":"storage_back","centre":"[^"]+","lasted_ms":\d+/);
});

test('F4: PostgreSQL stands still: people are told, pings and typing flow, nothing is acknowledged', {
  timeout: 120_000,
}, async () => {
  await crowd.moreFrames(dice.between(50, 500));
  const began = performance.now();
  const pinged = new Set();
  let typed = 0;
  const look = (client, frame) => {
    if (frame?.kind === 'ping') pinged.add(client);
    if (frame?.kind === 'typing') typed += 1;
  };
  centre.signalPostgres('SIGSTOP');
  try {
    await everybodyHears('late');
    const acknowledged = crowd.acknowledgedCount;
    crowd.on('frame', look);
    await crowd.until(
      () => {
        for (const visitor of crowd.visitors)
          if (visitor.conversation?.state === 'active') visitor.typing(visitor.conversationId);
        return (
          typed > 0 && crowd.agents.every((agent) => pinged.has(agent)) && performance.now() - began > stallMs
        );
      },
      stallMs + 20_000,
      'typing and a ping for every agent',
    );
    assert.equal(crowd.acknowledgedCount, acknowledged);
  } finally {
    crowd.off('frame', look);
    centre.signalPostgres('SIGCONT');
  }
  await everybodyHears('ok');
  await crowd.moreAcknowledged(100);
});

test('F3: connections to PostgreSQL are cut, one and then all', { timeout: 60_000 }, async () => {
  const others = `FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  for (let cuts = 3; cuts > 0; cuts -= 1) {
    await crowd.moreFrames(dice.between(50, 500));
    const backends = (await centre.sql(`SELECT pid ${others} ORDER BY backend_start;`))
      .split('\n')
      .filter(Boolean);
    await centre.sql(`SELECT pg_terminate_backend(${dice.pick(backends)});`);
    await crowd.moreAcknowledged(50);
  }
  await centre.sql(`SELECT pg_terminate_backend(pid) ${others};`);
  await crowd.moreAcknowledged(100);
});

test('F3: one connection of PostgreSQL dies by kill -9, and all of it recovers', {
  timeout: 60_000,
}, async () => {
  await crowd.moreFrames(dice.between(50, 500));
  const journal = await centre.sql(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'relais journal' AND pid <> pg_backend_pid();`,
  );
  process.kill(Number(journal.trim().split('\n')[0]), 'SIGKILL');
  await crowd.moreAcknowledged(100);
  await everybodyHears('ok');
});

test('F2: the daemon is paused for 15 s: nobody is expired, nothing is given twice', {
  timeout: 90_000,
}, async () => {
  await crowd.moreFrames(dice.between(50, 500));
  const head = Number(await centre.sql('SELECT head FROM centre_head;'));
  centre.signal('SIGSTOP');
  try {
    await pass(daemonPauseMs); // the fault itself
  } finally {
    centre.signal('SIGCONT');
  }
  await crowd.moreAcknowledged(200);
  assert.deepEqual(await eventsSince(head, ['offer_missed']), []);
  const expired = await eventsSince(head, [
    'conversation_requeued',
    'conversation_ended',
    'agent_status_set',
  ]);
  assert.deepEqual(
    expired.filter((row) => /agent_lost|connection_lost|abandoned\|.*system|left_page|silent/.test(row)),
    [],
  );
});

test('the schema refuses one message: the centre begins again and only that message is refused', {
  timeout: 120_000,
}, async () => {
  await crowd.moreFrames(dice.between(50, 500));
  const daemon = centre.process.pid;
  await centre.sql(
    `ALTER TABLE entry ADD CONSTRAINT no_quinine CHECK (body IS NULL OR body NOT LIKE '%quinine%') NOT VALID;`,
  );
  const client = await crowd.guest();
  assert.equal((await client.post('bonjour', 'Ottilie')).kind, 'ack');
  const [before, culprit, behind] = await Promise.all(
    ['une question', 'un peu de quinine', 'merci'].map((text) => client.post(text, 'Ottilie')),
  );
  assert.equal(before.kind, 'ack');
  assert.deepEqual([culprit.kind, culprit.code, culprit.transient], ['refused', 'bad_value', false]);
  assert.equal(behind.kind, 'ack');
  const refused = centre.log.split('\n').filter((line) => line.includes('batch_refused'));
  assert.equal(refused.length, 2, 'once among others, once alone');
  assert.ok(refused.every((line) => line.includes('no_quinine') && !line.includes('un peu')));
  await crowd.moreAcknowledged(100);
  assert.equal((await client.post('encore un peu de quinine', 'Ottilie')).kind, 'refused');
  await crowd.moreAcknowledged(100);
  assert.equal(centre.process.pid, daemon);
  assert.equal(centre.process.exitCode, null);
  client.close();
  await centre.sql('ALTER TABLE entry DROP CONSTRAINT no_quinine;');
});

test('the daemon is told to stop under load and starts again', { timeout: 90_000 }, async () => {
  for (let stops = 2; stops > 0; stops -= 1) {
    await crowd.moreFrames(dice.between(50, 1_000));
    const byes = new Set();
    const hear = (client, frame) => frame?.kind === 'bye' && byes.add(client);
    crowd.on('frame', hear);
    assert.equal(await centre.end('SIGTERM'), 0);
    crowd.off('frame', hear);
    assert.ok(byes.size > visitorsAtOnce / 2, `${byes.size} clients heard a farewell`);
    assert.equal(centre.postmaster(), null);
    await centre.start();
    await crowd.moreAcknowledged(100);
  }
});
