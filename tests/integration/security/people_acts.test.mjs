// What was done to accounts is for administrators of the same centre, whoever asks and however (S5, S6, S7).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { password } from '../crash/support/centre.mjs';
import { House } from './support/house.mjs';
import { Person, signedIn } from './support/people.mjs';

const actsAPage = 100;
let house;
let ada;
let boss; // of another centre
let zoe;

before(async () => {
  house = await House.open();
  ada = await signedIn(house, 'admin@demo.example');
  await house.centre.verb(['centre', 'add', 'Abroad']);
  await house.centre.verb(
    ['user', 'add', 'boss@abroad.example', '--name', 'Boss', '--role', 'admin', '--centre', 'Abroad'],
    password,
  );
  boss = await signedIn(house, 'boss@abroad.example');
});

after(() => house?.close());

const acts = async (who, query = '') => {
  const answer = await who.ask('GET', `/v1/people/acts${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json.acts;
};

test('acts are told newest first, with who, whom, and before and after', async () => {
  const made = await ada.ask('POST', '/v1/people', { email: 'zoe@demo.example', name: 'Zoé', role: 'agent', seats: 2, skills: ['fr'] });
  zoe = made.json.person;
  await ada.ask('PATCH', `/v1/people/${zoe.id}`, { name: 'Zoé B.', role: 'supervisor', seats: 3, skills: ['fr', 'roses'], language: 'en' });
  await ada.ask('POST', `/v1/people/${zoe.id}/password`);
  await ada.ask('PATCH', `/v1/people/${zoe.id}`, { disabled: true });
  await house.centre.verb(['user', 'enable', 'zoe@demo.example']);
  const told = (await acts(ada)).slice(0, 5);
  assert.deepEqual(
    told.map(({ what, by, changes }) => [what, by?.name ?? null, changes]),
    [
      ['enabled', null, {}],
      ['disabled', 'Admin', { disabled: [false, true] }],
      ['password_reset', 'Admin', {}],
      ['changed', 'Admin', { name: ['Zoé', 'Zoé B.'], role: ['agent', 'supervisor'], seats: [2, 3], skills: [['fr'], ['fr', 'roses']], language: ['fr', 'en'] }],
      ['added', 'Admin', {}],
    ],
  );
  for (const act of told) {
    assert.deepEqual(Object.keys(act).sort(), ['at', 'by', 'changes', 'number', 'what', 'who']);
    assert.deepEqual(act.who, { id: zoe.id, name: 'Zoé B.' });
    assert.ok(Math.abs(act.at - Date.now()) < 600_000);
  }
  const dump = JSON.stringify(await acts(ada));
  for (const secret of [made.json.password, password, '@demo.example', '$argon2']) assert.ok(!dump.includes(secret), secret);
});

test('agents, supervisors, strangers and other centres read none of them', async () => {
  const path = '/v1/people/acts';
  const refused = [
    [new Person(house, null), 401, 'not_signed_in'],
    [new Person(house, 'x'.repeat(43)), 401, 'not_signed_in'],
    [await signedIn(house, 'amel@demo.example'), 403, 'not_allowed'],
    [await signedIn(house, 'odile@demo.example'), 403, 'not_allowed'],
  ];
  for (const [person, status, code] of refused) {
    for (const query of ['', '?before=5', '?before=x']) {
      const answer = await person.ask('GET', path + query);
      assert.deepEqual([answer.status, answer.json], [status, { code }]);
    }
  }
  assert.deepEqual((await acts(boss)).map(({ what, by, who }) => [what, by, who.name]), [['added', null, 'Boss']]);
  const once = await ada.ask('POST', '/v1/people', { email: 'new@demo.example', name: 'New', role: 'admin' });
  const choosing = await signedIn(house, 'new@demo.example', once.json.password);
  assert.equal((await choosing.ask('GET', path)).code, 'must_choose_password');
});

test('they are only read: every other method is refused', async () => {
  const before = await acts(ada);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
    const { status } = await ada.ask(method, '/v1/people/acts', {});
    assert.ok([404, 405].includes(status), `${method}: ${status}`);
  }
  assert.deepEqual(await acts(ada), before);
});

test('what is no number is refused', async () => {
  for (const before of ['-1', '1e3', 'x', '%31', "1'", '9'.repeat(19), '1+OR+1=1']) {
    const answer = await ada.ask('GET', `/v1/people/acts?before=${before}`);
    assert.deepEqual([answer.status, answer.json], [400, { code: 'bad_value' }], before);
  }
  assert.ok((await acts(ada, `?before=${'9'.repeat(18)}`)).length > 0);
  assert.deepEqual(await acts(ada, '?before=0'), []);
});

test('a page has at most a hundred, the next begins behind it', async () => {
  const before = await acts(ada);
  for (let n = 0; n < actsAPage; n += 1) await ada.ask('PATCH', `/v1/people/${zoe.id}`, { name: `Zoé ${n}` });
  const first = await acts(ada);
  assert.equal(first.length, actsAPage);
  assert.deepEqual(first.map(({ changes }) => changes.name[1]), Array.from({ length: actsAPage }, (_, n) => `Zoé ${actsAPage - 1 - n}`));
  const second = await acts(ada, `?before=${first.at(-1).number}`);
  assert.deepEqual(second.map(({ number }) => number), before.map(({ number }) => number));
  assert.deepEqual(await acts(ada, `?before=${second.at(-1).number}`), []);
});
