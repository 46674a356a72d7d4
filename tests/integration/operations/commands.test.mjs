// What an administrator changes from the command line while the daemon runs: it follows, and what is refused says why.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, program } from '../crash/support/centre.mjs';
import { pages, password, site } from './support/installation.mjs';
import { Machine } from './support/pages.mjs';
import { converse, hire } from './support/people.mjs';
import { ask, knock, signIn } from './support/requests.mjs';

const followsWithinMs = 10_000; // two seconds, and a busy machine
let relais;
let agent;

before(async () => {
  relais = await Machine.running();
  agent = await hire(relais.base);
});

after(async () => {
  agent?.close();
  await relais?.close();
});

/** {code, said} of a command that is refused. */
function refused(words, configuration = relais.configuration, environment = {}) {
  const given = [...words, '--config', configuration];
  const env = { ...process.env, ...environment };
  const ran = spawnSync(program, given, { encoding: 'utf8', env, input: `${password}\n` });
  return { code: ran.status, said: ran.stderr + ran.stdout };
}

const value = async (sql) => (await relais.sql(sql)).trim();

async function end(visitor) {
  assert.equal((await agent.about('end', visitor.conversationId)).kind, 'ack');
  const state = `SELECT state FROM conversation WHERE id = '${visitor.conversationId}'`;
  await eventually(async () => (await value(state)) === 'ended', followsWithinMs, 'the end is stored');
}

async function hasOrigin(origin, status) {
  const path = `/v1/sites/${site}/visitor`;
  const asked = async () => (await knock(relais.base, path, { headers: { origin } })).status === status;
  await eventually(asked, followsWithinMs, `${origin} gets ${status}`);
}

test('centre.md: everything it changes is changed', { timeout: 60_000 }, async () => {
  await relais.follow('centre.md', 'relais site set jardin --origin');
  const found = await relais.verb(['site', 'list']);
  assert.equal(found, 'Jardin  jardin  Le Jardin  https://shop.example https://www.shop.example\n');
  const queue = await relais.verb(['queue', 'list']);
  assert.match(
    queue,
    /Conseil {2}Europe\/Paris {2}always open {2}10 places, priority 1, target 20 s, wrap-up 30 s\n$/,
  );
  assert.equal(await value(`SELECT seats_max FROM centre`), '5');
  assert.equal(
    await value(`SELECT string_agg(name, ' ' ORDER BY name) FROM entry_point`),
    'Le Jardin en Le Jardin fr',
  );
  await relais.verb(['queue', 'set', 'Conseil', '--wrap-up', '0']);
});

test('a running daemon follows: origins of a site, and the queue that its visitors wait in', {
  timeout: 60_000,
}, async () => {
  const other = 'https://autre.example';
  await relais.verb(['site', 'set', site, '--origin', pages, '--origin', other]);
  await hasOrigin(other, 101);
  await relais.verb(['site', 'set', site, '--origin', pages]);
  await hasOrigin(other, 403);
  await relais.verb(['queue', 'add', 'Commandes']);
  await relais.verb(['site', 'set', site, '--queue', 'Commandes']);
  const visitor = await converse(relais.base, agent);
  await end(visitor);
  visitor.close();
});

test('user set and its act; another role closes the console', { timeout: 60_000 }, async () => {
  await relais.verb(['user', 'set', 'odile@jardin.example', '--name', 'Odile', '--seats', '2']);
  await agent.until(() => agent.agent.seats === 2, followsWithinMs, 'the console has two seats');
  const demoted = await relais.verb(['user', 'set', 'ada@jardin.example', '--role', 'agent']);
  assert.equal(demoted, 'ada@jardin.example: role changed; sessions have ended\n');
  await relais.verb(['user', 'set', 'ada@jardin.example', '--role', 'admin', '--no-skills']);
  const acts = (await relais.verb(['user', 'acts', '--limit', '3'])).trim().split('\n');
  assert.equal(acts.length, 3);
  assert.match(acts[0], /^[\d-]{10} [\d:]{5} UTC {2}command line: changed ada <ada@jardin\.example>: /);
  assert.match(acts[0], /role agent -> admin, skills (fr en|en fr) -> none$/);
  assert.match(acts[2], /changed Odile <odile@jardin\.example>: name odile -> Odile, seats 3 -> 2$/);
  assert.match(await relais.verb(['user', 'list']), /^odile@jardin\.example {2}Odile {2}agent {2}2 seats {2}fr {2}(fr, en|en, fr)$/m);
});

test('user passwd --one-time prints a password that is good once', { timeout: 60_000 }, async () => {
  const made = (await relais.verb(['user', 'passwd', 'ada@jardin.example', '--one-time'])).trim();
  assert.match(made, /^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/);
  const login = { email: 'ada@jardin.example', password: made };
  assert.match(await relais.verb(['user', 'list']), /^ada@.* one-time password$/m);
  assert.equal((await signIn(relais.base, { ...login, password })).status, 401);
  assert.equal((await signIn(relais.base, login)).status, 200);
  assert.equal((await signIn(relais.base, login)).status, 401);
  // Who runs the centre reads why; the person who tried is told nothing of it.
  const lines = readFileSync(join(relais.folder, 'log'), 'utf8').split('\n').filter((line) => line.includes('"sign_in_refused"'));
  const told = lines.map((line) => JSON.parse(line)).map(({ why, agent: whose }) => [why, whose.length]);
  assert.deepEqual(told.slice(-2), [
    ['wrong_password', 36],
    ['one_time_over', 36],
  ]);
  await relais.verb(['user', 'passwd', 'ada@jardin.example'], `${password}\r\n`); // of a file made elsewhere
  assert.equal((await signIn(relais.base, { ...login, password })).status, 200);
});

test('what supervisors did stands beside what was done to people', { timeout: 60_000 }, async () => {
  const supervisor = await hire(relais.base, 'ada');
  const [id] = (await value('SELECT id FROM entry_point ORDER BY name')).split('\n');
  const order = { kind: 'set_entry_point', entry_point: id, state: 'closed', reason: 'inventaire\u001b[2J' };
  assert.equal((await supervisor.order(order)).kind, 'ack');
  supervisor.close();
  const shown = async () => (await relais.verb(['user', 'acts'])).split('\n')[0];
  await eventually(async () => (await shown()).includes('closed'), followsWithinMs, 'the act is stored');
  assert.match(await shown(), /UTC {2}ada: closed Le Jardin en: inventaire \[2J$/);
});

test('forget --visitor: refused while he talks, then nothing of him is left', {
  timeout: 60_000,
}, async () => {
  await relais.verb(['site', 'set', site, '--queue', 'Conseil']);
  const visitor = await converse(relais.base, agent);
  const { conversationId: id } = visitor;
  const words = ['forget', '--visitor', visitor.visitor];
  const early = refused(words);
  assert.equal(early.code, 1);
  assert.ok(early.said.includes(`conversation ${id} of this visitor is open (active)`), early.said);
  await end(visitor);
  visitor.close();
  assert.match(refused(words).said, /has just ended and may still go on/);
  await relais.sql(`UPDATE conversation SET state_since = now() - interval '31 minutes' WHERE id = '${id}'`);
  assert.match(await relais.verb([...words, '--dry-run']), / in 1 conversation, .* would be taken out\n$/);
  assert.match(
    await relais.verb(['forget', '--visitor', id]),
    / in 1 conversation, .*1 name of visitors taken out\n$/,
  );
  const left = `SELECT (SELECT count(*) FROM entry WHERE conversation_id = '${id}' AND body IS NOT NULL)
    + (SELECT count(*) FROM visitor WHERE id = '${visitor.visitor}' AND name <> '')`;
  assert.equal(await value(left), '0');
  assert.equal(
    await relais.verb(['forget', '--visitor', id]),
    '0 lines in 0 conversations, 0 left messages, 0 names of visitors taken out\n',
  );
  assert.equal(await relais.follow('backup.md', 'sql/checks/*.sql'), '');
});

test('what cannot be done says why, and changes nothing', { timeout: 60_000 }, async () => {
  const before = await value(`SELECT md5(string_agg(s::text, '')) FROM (TABLE site) AS s`);
  for (const [code, words, says] of [
    [2, ['forget', '--older-than', '0'], /not in range 1 to/],
    [2, ['forget', '--older-than', '1', '--visitor', 'x'], /Exactly 1 option from/],
    [2, ['forget'], /Exactly 1 option from/],
    [1, ['forget', '--visitor', 'zoe'], /takes an id of 36 characters/],
    [1, ['forget', '--older-than', '9', '--centre', 'Nulle part'], /no centre named Nulle part/],
    [2, ['site', 'set', site], /At least 1 option from/],
    [1, ['site', 'set', 'rien', '--name', 'Rien'], /there is no site rien/],
    [1, ['site', 'set', site, '--origin', 'shop.example'], /accepted are scheme, host and port/],
    [1, ['site', 'set', site, '--name', 'Autre', '--queue', 'Rien'], /no queue Rien in this centre/],
    [1, ['queue', 'set', 'Rien', '--places', '1'], /no queue Rien in this centre/],
    [1, ['queue', 'set', 'Conseil', '--places', '10001'], /0 to 10000 places/],
    [2, ['queue', 'set', 'Conseil'], /At least 1 option from/],
    [1, ['user', 'set', 'eve@jardin.example', '--seats', '1'], /nobody with the e-mail eve@/],
    [1, ['user', 'set', 'ada@jardin.example', '--seats', '6'], /--seats takes 1 to what the centre allows/],
    [1, ['user', 'set', 'ada@jardin.example', '--role', 'chief'], /agent, supervisor or admin/],
    [2, ['user', 'set', 'ada@jardin.example', '--skill', 'fr', '--no-skills'], /excludes/],
    [1, ['user', 'passwd', 'eve@jardin.example', '--one-time'], /nobody with the e-mail eve@/],
    [2, ['user', 'acts', '--limit', '1001'], /not in range/],
  ]) {
    const { code: ended, said } = refused(words);
    assert.equal(ended, code, `${words.join(' ')}: ${said}`);
    assert.match(said, says, words.join(' '));
  }
  assert.equal(await value(`SELECT md5(string_agg(s::text, '')) FROM (TABLE site) AS s`), before);
});

test('names, skills, e-mails and origins are held to the rules of the console', {
  timeout: 60_000,
}, async () => {
  const everything = `SELECT md5(string_agg(t, '')) FROM (SELECT c::text AS t FROM centre AS c UNION ALL
    SELECT q::text FROM queue AS q UNION ALL SELECT s::text FROM site AS s UNION ALL SELECT k::text FROM skill AS k
    UNION ALL SELECT a::text FROM agent AS a ORDER BY 1) AS t`;
  const before = await value(everything);
  const name = /1 to 80 characters on one line, not only blanks/;
  const zoe = ['user', 'add', 'zoe@jardin.example', '--name'];
  const shop = ['site', 'add', 'verger', '--queue', 'Conseil', '--origin'];
  for (const bad of ['Li\nne', '\u001b[2J', '\u202eeoZ', '   ']) {
    for (const words of [
      ['centre', 'add', bad],
      ['queue', 'add', bad],
      ['queue', 'set', 'Conseil', '--name', bad],
      [...shop, pages, '--name', bad],
      ['site', 'set', site, '--name', bad],
      [...zoe, bad],
      ['user', 'set', 'ada@jardin.example', '--name', bad],
    ]) {
      const { code, said } = refused(words);
      assert.equal(code, 1, `${JSON.stringify(words)}: ${said}`);
      assert.match(said, name, words.join(' '));
    }
  }
  for (const [words, says] of [
    [['user', 'add', 'é@jardin.example', '--name', 'Zoé'], /no e-mail address/],
    [[...zoe, 'Zoé', '--skill', '\u001b[31mred'], /--skill takes/],
    [[...zoe, 'Zoé', '--seats', '6'], /--seats takes/],
    [[...shop, 'https://a\nb'], /origin https:\/\/a b: accepted are/],
    [[...shop, 'https://Shop.example:443'], /browsers write this one https:\/\/shop\.example$/m],
  ]) {
    const { code, said } = refused(words);
    assert.equal(code, 1, said);
    assert.match(said, says);
  }
  assert.equal(await value(everything), before);
});

test('lists have a line for each, whatever older rows hold', { timeout: 60_000 }, async () => {
  await relais.sql(`UPDATE agent SET name = E'Li\\nne\\x1b[2J' WHERE email = 'odile@jardin.example';
    UPDATE site SET name = E'\\u202eLe\\nJardin\\u009b' WHERE key = '${site}'`);
  const people = await relais.verb(['user', 'list']);
  assert.match(people, /^odile@jardin\.example {2}Li ne \[2J {2}agent {2}\d seats {2}fr {2}fr, en$/m);
  const sites = await relais.verb(['site', 'list']);
  assert.match(sites, /^Jardin {2}jardin {3}Le Jardin {3}https:/m);
  await relais.sql(`UPDATE agent SET name = 'Odile' WHERE email = 'odile@jardin.example';
    UPDATE site SET name = 'Le Jardin' WHERE key = '${site}'`);
});

test('site add leaves nothing behind when it fails half way', { timeout: 60_000 }, async () => {
  const rows = `SELECT (SELECT count(*) FROM site), (SELECT count(*) FROM entry_point), (SELECT count(*) FROM skill)`;
  const before = await value(rows);
  const words = ['site', 'add', 'potager', '--queue', 'Conseil', '--origin', pages];
  const half = refused([...words, '--language', 'fr', '--language', 'german']);
  assert.equal(half.code, 1);
  assert.match(half.said, /the widget speaks fr and en/);
  assert.equal(await value(rows), before);
  await relais.verb([...words, '--language', 'fr', '--language', 'en']);
  const answer = async () => (await ask(relais.base, '/v1/sites/potager/availability')).status === 200;
  await eventually(answer, followsWithinMs, 'the daemon knows the site');
});

test('a proxy list that strangers are in stops the start, and check-config says so', () => {
  const environment = { RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1,0.0.0.0/0' };
  for (const words of [['check-config'], ['serve']]) {
    const { code, said } = refused(words, relais.configuration, environment);
    assert.equal(code, 2, said);
    assert.match(said, /RELAIS_SERVER_TRUSTED_PROXIES.*too wide: '0\.0\.0\.0\/0' lets strangers choose/);
  }
});

test('check-config: a file that is none, and origins that no browser sends', () => {
  for (const [file, says] of [
    [relais.folder, /cannot be read: Is a directory/],
    ['/dev/zero', /no configuration: it is longer than 64 KiB/],
  ]) {
    const { code, said } = refused(['check-config'], file);
    assert.equal(code, 2, said);
    assert.match(said, says);
  }
  const origin = { RELAIS_SERVER_PUBLIC_ORIGIN: 'https://Chat.Example:443' };
  const { code, said } = refused(['check-config'], relais.configuration, origin);
  assert.equal(code, 2, said);
  assert.match(said, /an origin as browsers write it: "https:\/\/chat\.example"/);
});

test('no part of a password in database.url is ever printed', () => {
  for (const [url, accepted] of [
    ['postgresql:/relais:S3CRET@db/relais', false],
    ['postgresql://relais:S3/CRET@db/relais', false],
    ['postgresql://relais:S3@CRET@db/relais', false],
    ['host=db password=S3 CRET', false],
    ['S3CRET', false],
    ['postgresql://relais:S3CRET@db/relais', true],
    ['postgresql://db/relais?user=relais&p%61ssword=S3CRET', true],
    ["host=db user=relais password = 'S3 CRET'", true],
  ]) {
    for (const verb of ['check-config', 'migrate']) {
      if (accepted && verb === 'migrate') continue;
      const { code, said } = refused([verb], relais.configuration, { RELAIS_DATABASE_URL: url });
      assert.equal(code, accepted ? 0 : 2, `${url}: ${said}`);
      assert.doesNotMatch(said, /S3|CRET/, url);
      assert.match(
        said,
        accepted ? /user=relais password=\*\*\*/ : /RELAIS_DATABASE_URL is not acceptable: it takes/,
      );
    }
  }
  for (const line of ['["postgresql://u:S3CRET@db/x"]', 'postgresql://u:S3CRET@db/x', '"S3CRET']) {
    const file = `${relais.folder}/secret.toml`;
    writeFileSync(file, `[database]\nurl = ${line}\n`);
    const { code, said } = refused(['check-config'], file);
    assert.equal(code, 2, said);
    assert.doesNotMatch(said, /S3CRET/);
  }
});
