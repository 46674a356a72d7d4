// docs/operations/*.md, word by word: what they tell to type is typed, and does what they say.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { eventually } from '../crash/support/centre.mjs';
import { blocks, Machine, page } from './support/pages.mjs';
import { converse, exchange, hire, visit } from './support/people.mjs';
import { ask, signIn } from './support/requests.mjs';
import { password } from './support/installation.mjs';

const goesOnMs = 20_000;
let relais;
let agent;
let visitor;

before(async () => {
  relais = await Machine.running();
  agent = await hire(relais.base);
  visitor = await converse(relais.base, agent);
});

after(async () => {
  for (const client of [visitor, agent]) client?.close();
  await relais?.close();
});

const count = async (sql) => Number(await relais.sql(sql));
const lines = `SELECT count(*) FROM entry WHERE kind = 'text'`;

/** An agent with all seats free again: whoever left the page would hold one for three minutes. */
async function hireFree() {
  const hired = await hire(relais.base);
  for (const id of hired.conversations.keys()) await hired.about('end', id);
  return hired;
}

async function startAnew() {
  for (const client of [visitor, agent]) client.close();
  agent = await hireFree();
  visitor = await converse(relais.base, agent);
}

async function goesOn(words) {
  await visitor.until(() => visitor.greeted, goesOnMs, 'the visitor is back');
  await agent.until(() => agent.greeted && agent.has(visitor.conversationId), goesOnMs, 'the agent is back');
  await exchange(visitor, agent, words);
}

/** The last paragraph of backup.md. */
async function assertWhole() {
  assert.equal(await relais.follow('backup.md', 'sql/checks/*.sql'), '');
}

test('backup.md: taken while people talk, restored on a machine that has nothing', {
  timeout: 180_000,
}, async () => {
  await exchange(visitor, agent, 'avant');
  const before = await count(lines);
  let saved = false;
  const talk = (async () => {
    for (let said = 0; !saved; said += 1) await exchange(visitor, agent, `pendant ${said}`);
  })();
  await relais.follow('backup.md', 'mkdir -p -m 700');
  saved = true;
  await talk;
  await exchange(visitor, agent, 'après');
  const all = await count(lines);
  await relais.type('systemctl stop relais');
  rmSync(relais.data, { recursive: true });

  await relais.follow('backup.md', 'pg_restore -h', 'DELETE FROM token_key', 'pg_ctl stop');
  await relais.ready();
  const restored = await count(lines);
  assert.ok(restored >= before && restored < all, `${before} <= ${restored} < ${all}`);
  await assertWhole();
  await startAnew();
  await goesOn('de nouveau');
  await assertWhole();
});

test('backup.md: a copy of the stopped data, put back', { timeout: 120_000 }, async () => {
  await exchange(visitor, agent, 'avant la copie');
  await relais.follow('backup.md', '-czf');
  await relais.ready();
  await goesOn('perdu');
  const all = await count(lines);
  await relais.follow('backup.md', 'postgres.old');
  for (const client of [visitor, agent]) client.close(); // what they know is more than the copy has
  await relais.follow('backup.md', '-xzpf');
  await relais.ready();
  assert.equal(await count(lines), all - 2);
  await startAnew();
  await goesOn('après la copie');
  await assertWhole();
});

test('sizing.md: the tables by size, and what is too old taken out', { timeout: 60_000 }, async () => {
  const [sizes] = blocks(page('sizing.md'), 'sql');
  assert.match(await relais.sql(sizes), /^entry\|/m);
  const ended = visitor.conversationId;
  const words = `SELECT count(*) FROM entry WHERE body IS NOT NULL AND conversation_id = '${ended}'`;
  assert.equal((await agent.about('end', ended)).kind, 'ack');
  await eventually(
    async () => (await relais.sql(`SELECT state FROM conversation WHERE id = '${ended}'`)) === 'ended\n',
    goesOnMs,
    'the end is stored',
  );
  const kept = await count(words);
  const forget = () => relais.follow('sizing.md', 'relais forget --older-than');
  await forget();
  assert.equal(await count(words), kept, 'what is not old stays');
  await relais.sql(`UPDATE conversation SET state_since = now() - interval '366 days' WHERE id = '${ended}';
    UPDATE visitor SET first_seen = now() - interval '366 days' WHERE id = '${visitor.visitor}'`);
  const [would, did] = (await forget()).trim().split('\n');
  assert.match(
    would,
    /: \d+ lines in 1 conversation, 0 left messages, 1 name of visitors would be taken out$/,
  );
  assert.equal(would.replace('would be taken', 'taken'), did);
  assert.equal(await count(words), 0);
  assert.equal(await count(`SELECT count(*) FROM visitor WHERE name <> '' AND id = '${visitor.visitor}'`), 0);
  await assertWhole();
  // The console reads such a conversation like any other.
  const { headers } = await signIn(relais.base, { email: 'ada@jardin.example', password });
  const cookie = headers['set-cookie'][0].split(';')[0];
  const read = await ask(relais.base, `/v1/conversations/${ended}/entries`, { headers: { cookie } });
  assert.equal(read.status, 200);
  const { entries } = JSON.parse(read.body);
  assert.equal(entries.length, await count(`SELECT count(*) FROM entry WHERE conversation_id = '${ended}'`));
  assert.ok(
    entries.every(({ body, author }) => body === null && (author.kind !== 'visitor' || !author.name)),
  );
  await startAnew();
  await goesOn('ensuite');
});

test('security.md: everybody out, and another key for visitors’ tokens', { timeout: 60_000 }, async () => {
  await relais.follow('security.md', '"DELETE FROM session"');
  await agent.until(() => !agent.greeted, goesOnMs, 'the console is closed');
  agent.close();
  assert.equal(await count('SELECT count(*) FROM session'), 0);
  const { token, visitor: id } = visitor;
  visitor.close();
  await relais.follow('security.md', 'DELETE FROM token_key');
  await relais.ready();
  visitor = await visit(relais.base, token);
  assert.notEqual(visitor.visitor, id);
  agent = await hireFree();
  await converse(relais.base, agent, visitor);
});

test('security.md: who is locked out is out within a second, and may come back', {
  timeout: 60_000,
}, async () => {
  let closed = 0;
  agent.on('lost', () => {
    closed = performance.now();
  });
  await relais.follow('security.md', 'relais user disable');
  const done = performance.now();
  await agent.until(() => closed > 0, goesOnMs, 'the console is closed');
  assert.ok(closed - done < 2_500, `after ${closed - done} ms`); // a second, and a busy machine
  const login = { email: 'odile@jardin.example', password };
  assert.equal((await signIn(relais.base, login)).status, 401);
  await relais.verb(['user', 'enable', login.email]);
  assert.equal((await signIn(relais.base, login)).status, 200);
});
