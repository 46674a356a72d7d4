// People managed over HTTP: by whom (S6, S7), from where (S2), with what in their fields (S8, S9, S16), and what a one-time
// password is worth (S3, S4).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Actor } from '../scenarios/support/actor.mjs';
import { eventually, password } from '../crash/support/centre.mjs';
import { accepted, House, handshake } from './support/house.mjs';
import { mark, strings } from './support/naughty.mjs';
import { Person, signedIn } from './support/people.mjs';

const endsWithinMs = 1_000;
const slackMs = 1_500; // a busy machine
let house;
let ada; // the administrator
let foreign; // of another centre: the id of its agent, and its administrator
const secrets = [];

before(async () => {
  house = await House.open({
    environment: { RELAIS_LOG_LEVEL: 'debug', RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1' },
  });
  ada = await signedIn(house, 'admin@demo.example');
  await house.centre.verb(['centre', 'add', 'Abroad']);
  const add = (email, role) =>
    house.centre.verb(
      ['user', 'add', email, '--name', 'Eva', '--role', role, '--seats', '2', '--centre', 'Abroad'],
      password,
    );
  const id = (await add('eva@abroad.example', 'agent')).trim();
  await add('boss@abroad.example', 'admin');
  foreign = { id, boss: await signedIn(house, 'boss@abroad.example') };
});

after(() => house?.close());

const fresh = (name) => ({ email: `${name}@demo.example`, name, role: 'agent', seats: 2, skills: ['fr'] });

/** Added by Ada: {id, password}. */
async function add(name, more = {}) {
  const { status, json, text } = await ada.ask('POST', '/v1/people', { ...fresh(name), ...more });
  assert.equal(status, 201, text);
  secrets.push(json.password);
  return { id: json.person.id, password: json.password, email: json.person.email };
}

/** With a password of his own: Person. */
async function settled(name, more) {
  const made = await add(name, more);
  const person = await signedIn(house, made.email, made.password);
  const chosen = await person.ask('PUT', '/v1/session/password', { password });
  assert.equal(chosen.status, 200, chosen.text);
  return Object.assign(person, made);
}

/** An open console with this person's session. */
async function consoleOf(person, name) {
  house.cookieOf = () => Promise.resolve(person.cookie);
  const actor = new Actor(house, name);
  await actor.connect(false);
  await actor.until(() => actor.lastOf('snapshot'), 20_000, 'is greeted');
  return actor;
}

async function closesAtOnce(actor, act) {
  const began = performance.now();
  await act();
  const closed = await actor.until(() => actor.lastOf('closed'), 20_000, 'is closed');
  const ms = performance.now() - began;
  assert.equal(closed.code, 4401);
  assert.ok(ms < endsWithinMs + slackMs, `the socket was open for ${ms} ms more`);
}

/** Every request there is about people, on this person. */
const requests = (id) => [
  ['GET', '/v1/people'],
  ['POST', '/v1/people', fresh(`new-${randomUUID().slice(0, 8)}`)],
  ['PATCH', `/v1/people/${id}`, { seats: 1, name: 'Other', disabled: true }],
  ['POST', `/v1/people/${id}/password`],
];

const everybody = () =>
  house.centre.sql('SELECT id, email, name, role, seats, disabled, password_hash FROM agent ORDER BY id;');

test('S7: people are for administrators: nobody, visitors, agents and supervisors change and read nothing', async () => {
  const { id } = await add('target');
  const visitor = await house.enter('paul');
  await visitor.until(() => visitor.token, 10_000, 'has a token');
  const stored = await everybody();
  const refused = [
    [new Person(house, null), 401, 'not_signed_in'],
    [new Person(house, 'x'.repeat(43)), 401, 'not_signed_in'],
    [new Person(house, visitor.token), 401, 'not_signed_in'],
    [await signedIn(house, 'amel@demo.example'), 403, 'not_allowed'],
    [await signedIn(house, 'odile@demo.example'), 403, 'not_allowed'],
  ];
  for (const [person, status, code] of refused) {
    for (const [method, path, body] of requests(id)) {
      const answer = await person.ask(method, path, body);
      assert.equal(answer.status, status, `${method} ${path}`);
      assert.deepEqual(answer.json, { code });
    }
  }
  assert.equal(await everybody(), stored);
});

test('S6: an administrator reaches nobody of another centre, as if he did not exist', async () => {
  const stored = await everybody();
  for (const id of [foreign.id, randomUUID(), '00000000-0000-0000-0000-000000000000', 'x', 'x/y', "'--"]) {
    for (const [method, path, body] of requests(id).slice(2)) {
      const answer = await ada.ask(method, path, body);
      assert.equal(answer.status, 404, `${method} ${path}`);
      assert.deepEqual(answer.json, { code: 'unknown_person' });
    }
  }
  assert.doesNotMatch((await ada.ask('GET', '/v1/people')).text, /abroad/);
  assert.doesNotMatch((await foreign.boss.ask('GET', '/v1/people')).text, /demo\.example/);
  assert.equal(await everybody(), stored);
});

test('S2: what changes something comes from the own pages only', async () => {
  const { id } = await add('origin');
  const stored = await everybody();
  for (const origin of ['', 'null', 'https://evil.example', `${house.base}.evil.example`, 'http://127.0.0.1:1']) {
    const changing = [...requests(id).slice(1), ['PUT', '/v1/session/password', { current: password, password: 'x'.repeat(9) }]];
    for (const [method, path, body] of changing) {
      const answer = await ada.ask(method, path, body, { origin });
      assert.equal(answer.status, 403, `${method} ${path} from ${origin}`);
    }
  }
  // A form of another page can send no JSON.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
    assert.equal((await ada.ask('POST', '/v1/people', fresh('form'), { headers: { 'content-type': type } })).status, 415);
  for (const [method, path] of [['PUT', '/v1/people'], ['DELETE', `/v1/people/${id}`], ['GET', `/v1/people/${id}`], ['GET', `/v1/people/${id}/password`], ['POST', '/v1/session/password']])
    assert.equal((await ada.ask(method, path)).status, 405, `${method} ${path}`);
  assert.equal(await everybody(), stored);
});

test('what is no person is refused with a word and the field', async () => {
  const { id } = await add('fields');
  const big = 'x'.repeat(60_000);
  const cases = [
    [{ email: undefined }, 'missing_field', 'email'],
    [{ name: null }, 'missing_field', 'name'],
    [{ role: 'root' }, 'bad_value', 'role'],
    [{ role: 1 }, 'wrong_type', 'role'],
    [{ email: 'target@demo.example' }, 'email_taken', 'email', 409],
    [{ email: 'EVA@abroad.example' }, 'email_taken', 'email', 409],
    [{ email: 'no address' }, 'bad_value', 'email'],
    [{ email: `${big}@x` }, 'text_too_long', 'email'],
    [{ name: big }, 'text_too_long', 'name'],
    [{ name: '' }, 'text_empty', 'name'],
    [{ seats: 0 }, 'bad_value', 'seats'],
    [{ seats: 4 }, 'bad_value', 'seats'],
    [{ seats: -1 }, 'bad_value', 'seats'],
    [{ seats: 2.5 }, 'bad_value', 'seats'],
    [{ seats: 2 ** 40 }, 'bad_value', 'seats'],
    [{ seats: '2' }, 'wrong_type', 'seats'],
    [{ skills: 'fr' }, 'wrong_type', 'skills'],
    [{ skills: [1] }, 'wrong_type', 'skills'],
    [{ skills: ['x'.repeat(41)] }, 'text_too_long', 'skills'],
    [{ skills: Array(65).fill('fr') }, 'bad_value', 'skills'],
    [{ language: 'french' }, 'bad_value', 'language'],
  ];
  for (const [fields, code, field, status = 400] of cases) {
    const answer = await ada.ask('POST', '/v1/people', { ...fresh('refused'), ...fields });
    assert.deepEqual([answer.status, answer.json], [status, { code, field }], JSON.stringify(fields).slice(0, 80));
    if (field === 'email' || code === 'missing_field') continue;
    const change = await ada.ask('PATCH', `/v1/people/${id}`, fields);
    assert.deepEqual([change.status, change.json], [status, { code, field }], JSON.stringify(fields).slice(0, 80));
  }
  for (const raw of ['', '[]', 'null', '{', '{"name":"a","name":"b"}', '{"name":"a\\u0000b"}', '{"name":"\\ud800"}', '{"skills":[["fr"]]}', '{"name":{"a":1}}', '{"seats":1e999}', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`]) {
    const answer = await ada.ask('PATCH', `/v1/people/${id}`, undefined, { raw });
    assert.deepEqual([answer.status, answer.code], [400, 'bad_json'], raw.slice(0, 60));
  }
  assert.equal((await ada.ask('GET', '/v1/people')).json.people.some(({ name }) => name === 'refused'), false);
});

test('nobody disables or demotes himself, and the last administrator stays', async () => {
  const mine = await ada.person('admin@demo.example');
  const refusals = async (person, id, code) => {
    for (const body of [{ disabled: true }, { role: 'supervisor' }, { role: 'agent', name: 'x' }]) {
      const answer = await person.ask('PATCH', `/v1/people/${id}`, body);
      assert.deepEqual([answer.status, answer.json], [409, { code }]);
    }
  };
  await refusals(ada, mine.id, 'last_administrator');
  const bob = await settled('bob', { role: 'admin' });
  await refusals(ada, mine.id, 'not_yourself');
  await refusals(bob, bob.id, 'not_yourself');
  assert.equal((await ada.ask('POST', `/v1/people/${mine.id}/password`)).code, 'not_yourself');
  assert.equal((await ada.ask('PATCH', `/v1/people/${bob.id}`, { role: 'supervisor' })).status, 200);
  await refusals(ada, mine.id, 'last_administrator');
  assert.equal((await bob.ask('GET', '/v1/people')).status, 401, 'another role begins with another sign-in');
});

test('S3: a one-time password works once, and only for choosing another, at every door', async () => {
  const made = await add('zoe');
  const zoe = await signedIn(house, made.email, made.password);
  const session = await zoe.ask('GET', '/v1/session');
  assert.equal(session.json.must_choose_password, true);
  const doors = async () => {
    for (const [method, path, body] of [
      ...requests(made.id),
      ['GET', '/v1/left-messages?done=false'],
      ['GET', `/v1/conversations/${randomUUID()}/entries`],
    ]) {
      const answer = await zoe.ask(method, path, body);
      assert.deepEqual([answer.status, answer.json], [403, { code: 'must_choose_password' }], `${method} ${path}`);
    }
  };
  const socket = () => handshake(house.port, '/v1/agent', [`Origin: ${house.base}`, `Cookie: ${zoe.cookie}`]);
  await doors();
  assert.equal(await socket(), 403);
  // A daemon that has to look the cookie up says the same.
  await house.centre.end('SIGKILL');
  await house.centre.start();
  house.cookieOf = () => Promise.resolve(zoe.cookie);
  const actor = new Actor(house, 'amel');
  await actor.connect(false).catch(() => {});
  await eventually(() => !actor.connected || actor.lastOf('closed'), 10_000, 'nobody is let in');
  assert.equal(actor.lastOf('hello_ok'), undefined);
  await doors();
  assert.equal(await socket(), 403);

  const again = await new Person(house, null).ask('POST', '/v1/session', { email: made.email, password: made.password });
  assert.deepEqual([again.status, again.code], [401, 'wrong_credentials']);
  for (const [next, code] of [['seven77', 'password_too_short'], ['x'.repeat(129), 'password_too_long'], [made.password, 'password_unchanged']]) {
    const refused = await zoe.ask('PUT', '/v1/session/password', { password: next });
    assert.deepEqual([refused.status, refused.json], [400, { code }]);
  }
  const before = zoe.token;
  const chosen = await zoe.ask('PUT', '/v1/session/password', { password });
  assert.equal(chosen.status, 200, chosen.text);
  assert.equal(chosen.json.must_choose_password, false);
  assert.notEqual(zoe.token, before);
  assert.equal((await new Person(house, before).ask('GET', '/v1/session')).status, 401);
  assert.equal((await zoe.ask('GET', '/v1/left-messages?done=false')).status, 200);
  (await consoleOf(zoe, 'amel')).leave();
});

test('a one-time password that nobody used is void after three days', async () => {
  const made = await add('late');
  await house.centre.sql(`UPDATE agent SET one_time_until = now() - interval '1 second' WHERE id = '${made.id}';`);
  await assert.rejects(signedIn(house, made.email, made.password), /401/);
});

test('S3: a reset, another role and disabling close the open consoles within a second', async () => {
  const yves = await settled('yves');
  let open = await consoleOf(yves, 'amel');
  let reset;
  await closesAtOnce(open, async () => {
    reset = await ada.ask('POST', `/v1/people/${yves.id}/password`);
    assert.equal(reset.status, 200);
  });
  secrets.push(reset.json.password);
  assert.equal((await yves.ask('GET', '/v1/session')).status, 401);
  await assert.rejects(signedIn(house, yves.email, password), /401/);
  yves.token = (await signedIn(house, yves.email, reset.json.password)).token;
  assert.equal((await yves.ask('PUT', '/v1/session/password', { password })).status, 200);

  open = await consoleOf(yves, 'amel');
  await closesAtOnce(open, () => ada.ask('PATCH', `/v1/people/${yves.id}`, { role: 'supervisor' }));
  yves.token = (await signedIn(house, yves.email)).token;
  open = await consoleOf(yves, 'amel');
  await accepted(open, 'status', { status: 'available' });
  const odile = await consoleOf(await signedIn(house, 'odile@demo.example'), 'odile');
  const inTeam = () => odile.team.has(yves.id);
  await eventually(inTeam, 10_000, 'is in the team');
  await closesAtOnce(open, () => ada.ask('PATCH', `/v1/people/${yves.id}`, { disabled: true }));
  await eventually(() => !inTeam(), 5_000, 'has left the floor');
  await assert.rejects(signedIn(house, yves.email), /401/);
  assert.equal((await ada.ask('PATCH', `/v1/people/${yves.id}`, { disabled: false })).status, 200);
  await signedIn(house, yves.email);
  odile.leave();
});

test('name, seats and skills reach the floor at once, and no console closes', async () => {
  const ines = await settled('ines');
  const open = await consoleOf(ines, 'amel');
  await accepted(open, 'status', { status: 'available' });
  const began = performance.now();
  const changed = await ada.ask('PATCH', `/v1/people/${ines.id}`, { name: 'Inès', seats: 1, skills: ['fr', 'roses'] });
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(changed.json.person.skills, ['fr', 'roses']);
  const there = () => open.team.get(ines.id);
  await eventually(() => there()?.name === 'Inès' && there()?.seats === 1, 5_000, 'the floor knows');
  assert.ok(performance.now() - began < 5_000);
  assert.equal(open.lastOf('closed'), undefined);
  assert.equal((await ines.ask('GET', '/v1/session')).json.name, 'Inès');
  open.leave();
});

test('S3: the own password is changed with the old one, ends the other sessions and keeps this console', async () => {
  const leo = await settled('leo');
  const other = await signedIn(house, leo.email);
  const elsewhere = await consoleOf(other, 'jonas');
  const here = await consoleOf(leo, 'amel');
  for (const body of [{ password: 'another one' }, { current: '', password: 'another one' }, { current: 'wrong-password', password: 'another one' }]) {
    const refused = await leo.ask('PUT', '/v1/session/password', body);
    assert.ok(['missing_field', 'wrong_password'].includes(refused.code), refused.text);
  }
  assert.equal((await other.ask('GET', '/v1/session')).status, 200);
  await closesAtOnce(elsewhere, async () => {
    const changed = await leo.ask('PUT', '/v1/session/password', { current: password, password: 'another one' });
    assert.equal(changed.status, 200, changed.text);
  });
  assert.equal((await other.ask('GET', '/v1/session')).status, 401);
  await accepted(here, 'status', { status: 'available' });
  assert.equal((await leo.ask('GET', '/v1/session')).status, 200);
  here.leave();
  await assert.rejects(signedIn(house, leo.email, password), /401/);
  secrets.push('another one');
  await signedIn(house, leo.email, 'another one');
});

test('S4: the old password is guessed as seldom here as at sign-in', async () => {
  const max = await settled('max');
  const statuses = [];
  for (let guess = 0; guess < 30; guess += 1)
    statuses.push((await max.ask('PUT', '/v1/session/password', { current: `guess-${guess}`, password: 'another one' })).status);
  assert.ok(statuses.filter((status) => status !== 429).length <= 10, statuses.join());
  assert.ok(statuses.includes(429));
});

test('S8, S9: a name or a skill is stored as it was written, or refused', { timeout: 120_000 }, async () => {
  const { id } = await add('naughty');
  let kept = 0;
  for (const text of strings) {
    const name = [...(text + mark)].slice(0, 80).join('');
    const answer = await ada.ask('PATCH', `/v1/people/${id}`, { name });
    if (answer.status === 200) {
      kept += 1;
      assert.equal(answer.json.person.name, name);
      const stored = await house.centre.sql(`SELECT encode(convert_to(name, 'UTF8'), 'hex') FROM agent WHERE id = '${id}';`);
      assert.equal(stored.trim(), Buffer.from(name, 'utf8').toString('hex'));
    } else assert.deepEqual([answer.status, answer.json], [400, { code: 'bad_value', field: 'name' }], JSON.stringify(name));
    const mail = await ada.ask('POST', '/v1/people', { ...fresh('x'), email: `${text}@${mark}.example` });
    if (mail.status === 201) secrets.push(mail.json.password);
    else assert.ok(['bad_value', 'rate_limited'].includes(mail.code), `${JSON.stringify(text)}: ${mail.text}`);
  }
  assert.ok(kept > strings.length / 2, `${kept} names were kept`);
  for (const skill of ["'; DROP TABLE skill; --", '<img src=x onerror=alert(1)>'])
    assert.deepEqual((await ada.ask('PATCH', `/v1/people/${id}`, { skills: [skill] })).json.person.skills, [skill]);
});

test('each act is kept with who did it, and neither passwords nor e-mails are in the log (S16)', async () => {
  const acts = (
    await house.centre.sql(`SELECT b.name || ' ' || a.what || ' ' || p.email FROM people_act a
      JOIN agent p ON p.id = a.agent_id JOIN agent b ON b.id = a.by_agent ORDER BY a.number;`)
  ).split('\n');
  for (const act of ['Admin added zoe@demo.example', 'zoe password_changed zoe@demo.example', 'Admin password_reset yves@demo.example', 'Admin disabled yves@demo.example', 'Admin enabled yves@demo.example'])
    assert.ok(acts.includes(act), act);
  const dump = await house.centre.sql('SELECT people_act::text FROM people_act;');
  await house.centre.end('SIGTERM');
  const log = house.centre.errors;
  assert.match(log, /"what":"person_added"/);
  assert.match(log, /"what":"person_changed"/);
  assert.match(log, /"what":"person_password_reset"/);
  assert.match(log, /"what":"password_changed"/);
  for (const line of log.split('\n').filter(Boolean)) JSON.parse(line);
  assert.ok(secrets.length > 10);
  for (const secret of [...secrets, password, mark, '@demo.example', ada.token]) {
    assert.ok(!log.includes(secret), `${secret} is in the log`);
    if (secret !== mark) assert.ok(!dump.includes(secret), `${secret} is in the acts`);
  }
});
