// What belongs to others: of another centre and of another visitor (S6), and what belongs to another role (S7). The
// commands one by one are in tests/scenarios/hostile_ids.script and hostile_roles.script; here is what is no command.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Actor } from '../scenarios/support/actor.mjs';
import { readScript } from '../scenarios/support/script.mjs';
import { Stage } from '../scenarios/support/stage.mjs';
import { accepted, answered, House } from './support/house.mjs';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/wire');
let house;
let amel;
let paul;
let secret; // Paul's conversation
let left; // a message somebody left in Paul's centre
let abroad; // the stage of another centre
let eva; // its agent
let sven; // its supervisor

function fixture(name) {
  return JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')).map(({ frame }) => frame);
}

async function comes(name) {
  const actor = new Actor(abroad, name);
  await actor.connect(false);
  await actor.until(() => actor.lastOf('snapshot'), 20_000, 'is greeted');
  return actor;
}

before(async () => {
  house = await House.open();
  amel = await house.enter('amel');
  [paul, secret] = await house.talk('paul', amel);
  left = randomUUID();
  await accepted(paul, 'leave_message', { id: left, text: 'a secret', email: 'paul@shop.example' });
  abroad = new Stage(
    house.centre,
    readScript('# abroad\nagent Eva\nsupervisor Sven\nvisitor Mallory'),
    'abroad',
  );
  await abroad.fill();
  await abroad.known();
  eva = await comes('Eva');
  sven = await comes('Sven');
});

after(async () => {
  for (const actor of [eva, sven]) actor?.leave();
  await house?.close();
});

async function get(path, cookie) {
  const answer = await fetch(`${house.base}${path}`, { headers: cookie ? { cookie } : {} });
  return { status: answer.status, body: await answer.text() };
}

test('S6: a conversation of another centre is read like one that does not exist', async () => {
  const mine = await get(`/v1/conversations/${secret}/entries`, await house.cookieOf('amel'));
  assert.match(mine.body, /Bonjour/);
  for (const name of ['Eva', 'Sven']) {
    const cookie = await abroad.cookieOf(name);
    const foreign = await get(`/v1/conversations/${secret}/entries`, cookie);
    const nobodys = await get(`/v1/conversations/${randomUUID()}/entries`, cookie);
    assert.equal(foreign.status, nobodys.status);
    assert.deepEqual(JSON.parse(foreign.body).entries, []);
    assert.doesNotMatch((await get('/v1/left-messages?done=false', cookie)).body, /secret/);
  }
  assert.match((await get('/v1/left-messages?done=false', await house.cookieOf('jonas'))).body, /a secret/);
});

test('S6: supervisors command their own centre only', async () => {
  const [agent, entryPoint] = (
    await house.centre.sql(`SELECT agent.id, entry_point.id FROM agent JOIN entry_point USING (centre_id)
                             WHERE email = 'amel@demo.example' AND entry_point.name = 'Conseil';`)
  )
    .trim()
    .split('|');
  const codes = await Promise.all([
    answered(sven, 'force_status', { agent, status: 'offline', reason: 'x' }),
    answered(sven, 'set_entry_point', { entry_point: entryPoint, state: 'closed', reason: 'x' }),
    answered(sven, 'left_message_done', { id: left }),
    answered(sven, 'explain', { conversation: secret }),
    answered(sven, 'note', { conversation: secret, id: randomUUID(), text: 'x' }),
  ]);
  assert.deepEqual(
    codes.map(({ code }) => code),
    [
      'unknown_agent',
      'unknown_entry_point',
      'unknown_left_message',
      'unknown_conversation',
      'unknown_conversation',
    ],
  );
  assert.equal(amel.lastOf('agent')?.status ?? 'available', 'available');
  const told = [...eva.heard, ...sven.heard].map(({ frame }) => JSON.stringify(frame)).join('\n');
  assert.doesNotMatch(told, new RegExp(`Amel|a secret|${secret}|${agent}|${entryPoint}`));
});

/** What a visitor with these hello fields is told: his id, and his conversation if he has one. */
async function greeted(stage, name, fields) {
  const actor = new Actor(stage, name);
  Object.assign(actor, fields.actor);
  await actor.connect(false, fields.hello);
  await actor.until(() => actor.lastOf('snapshot'), 20_000, 'is greeted');
  const told = {
    visitor: actor.lastOf('hello_ok').visitor,
    snapshot: actor.lastOf('snapshot'),
    heard: actor.heard,
  };
  actor.leave();
  return told;
}

test('S6: a token is good for its site, its visitor and nothing else', async () => {
  const { token } = paul;
  const { visitor } = paul.lastOf('hello_ok');
  const again = await greeted(house, 'paul/2', { actor: { token } });
  assert.equal(again.visitor, visitor);
  assert.equal(again.snapshot.conversation.id, secret);
  const half = Math.floor(token.length / 2);
  const changed = [...token].map((letter, index) => {
    const other = letter === 'A' ? 'B' : 'A';
    return token.slice(0, index) + other + token.slice(index + 1);
  });
  const forged = [
    '',
    token.slice(0, half),
    `${token}A`,
    token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
    visitor,
    `${visitor}.`,
    ...changed.filter((_, index) => index % 7 === 0),
  ];
  for (const each of forged) {
    const told = await greeted(house, 'mallory', { actor: { token: each } });
    assert.notEqual(told.visitor, visitor, each);
    assert.equal(told.snapshot.conversation, null, each);
  }
  const elsewhere = await greeted(abroad, 'Mallory', { actor: { token } });
  assert.notEqual(elsewhere.visitor, visitor);
  assert.equal(elsewhere.snapshot.conversation, null);
});

test('S6: naming the last conversation of somebody else brings none of its lines', async () => {
  for (const seq of [0, 1, 4_294_967_295]) {
    const told = await greeted(house, 'mallory', { hello: { last: { conversation: secret, seq } } });
    assert.equal(told.snapshot.conversation, null);
    assert.deepEqual(
      told.heard.filter(({ kind }) => kind === 'line'),
      [],
    );
  }
  const jonas = new Actor(house, 'jonas');
  await jonas.connect(false, { have: [{ conversation: secret, position: 0 }] });
  await jonas.until(() => jonas.lastOf('snapshot'), 20_000, 'is greeted');
  assert.equal((await answered(jonas, 'explain', { conversation: secret })).code, 'unknown_conversation');
  assert.deepEqual(
    jonas.heard.filter(({ kind }) => kind === 'line'),
    [],
  );
  jonas.leave();
});

test('S7: nothing of the office is for visitors', async () => {
  for (const path of ['/v1/session', '/v1/left-messages?done=false', `/v1/conversations/${secret}/entries`]) {
    for (const cookie of [undefined, `relais_session=${paul.token}`]) {
      const { status, body } = await get(path, cookie);
      assert.equal(status, 401, path);
      assert.equal(body, '{"code":"not_signed_in"}');
    }
  }
});

test('S7: every command there is, is refused to whoever has another role', async () => {
  const visitors = fixture('visitor_to_server');
  const agents = fixture('agent_to_server');
  const kinds = (frames) => new Set(frames.filter(({ n }) => n).map(({ kind }) => kind));
  const both = new Set([...kinds(visitors)].filter((kind) => kinds(agents).has(kind)));
  const forSupervisors = new Set(['set_entry_point', 'force_status']);
  const mallory = await house.enter('mallory');
  const refusedTo = async (actor, frames) => {
    for (const { kind, n, ...fields } of frames) {
      const answer = await answered(actor, kind, fields);
      assert.equal(answer.code, 'not_allowed', `${actor.name} ${kind}`);
    }
    return frames.length;
  };
  const numbered = ({ n, kind }) => n && !both.has(kind);
  assert.ok((await refusedTo(mallory, agents.filter(numbered))) >= 10);
  assert.ok((await refusedTo(amel, visitors.filter(numbered))) >= 3);
  assert.ok(
    (await refusedTo(
      amel,
      agents.filter(({ kind }) => forSupervisors.has(kind)),
    )) >= 2,
  );
  assert.ok((await refusedTo(sven, visitors.filter(numbered))) >= 3);
});
