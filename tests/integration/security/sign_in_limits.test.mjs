// What floods at the door of the staff do to those who work there (S3, S4).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { password } from '../crash/support/centre.mjs';
import { answered, House } from './support/house.mjs';
import { Person, signedIn } from './support/people.mjs';

const householdBurst = 20;
const emailBurst = 8;
const placesPerAddress = 3;
let house;

before(async () => {
  house = await House.open({ environment: { RELAIS_SERVER_TRUSTED_PROXIES: '127.0.0.1' } });
  await house.centre.addAgent('eve@demo.example', 'Eve');
});

after(() => house?.close());

/** {status, cookies}; `from`: the address of whoever asks, `cookies`: what his browser has. */
async function signIn(email, secret, from, cookies = []) {
  const answer = await fetch(`${house.base}/v1/session`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: house.base,
      'x-forwarded-for': from,
      cookie: cookies.join('; '),
    },
    body: JSON.stringify({ email, password: secret }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, cookies: answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]) };
}

const known = (cookies) => cookies.filter((cookie) => cookie.startsWith('relais_known_'));

test('S4: the addresses of one IPv6 network are one address', async () => {
  const guesses = Array.from({ length: 3 * householdBurst }, (_, index) =>
    signIn(`person-${index}@demo.example`, 'wrong', `2001:db8:0:7::${(index + 1).toString(16)}`),
  );
  const checked = (await Promise.all(guesses)).filter(({ status }) => status !== 429).length;
  assert.ok(checked >= householdBurst && checked < 2 * householdBurst, `${checked} were checked`);
});

test('S4: who knows an address keeps nobody from signing in at his own browser', async () => {
  const before = await signIn('eve@demo.example', password, '203.0.113.20');
  assert.equal(before.status, 200);
  const [mark, ...more] = known(before.cookies);
  assert.ok(mark && more.length === 0, before.cookies.join());
  const flood = Array.from({ length: 5 * emailBurst }, (_, index) =>
    signIn('eve@demo.example', 'wrong', `198.51.100.${index + 1}`),
  );
  assert.ok((await Promise.all(flood)).filter(({ status }) => status === 429).length >= 3 * emailBurst);
  const elsewhere = (cookies) => signIn('eve@demo.example', password, '203.0.113.21', cookies);
  assert.equal((await elsewhere([])).status, 429);
  // What is not hers, or changed, is nothing.
  const other = known((await signIn('jonas@demo.example', password, '203.0.113.22')).cookies)[0];
  const renamed = `${mark.split('=')[0]}=${other.split('=')[1]}`;
  const changed = mark.slice(0, -2) + (mark.endsWith('AA') ? 'BB' : 'AA');
  for (const cookie of [other, renamed, changed, `${mark}x`, mark.slice(0, -1)])
    assert.equal((await elsewhere([cookie])).status, 429, cookie);
  assert.equal((await elsewhere([`a=b`, mark])).status, 200);
  // And hers has a limit of its own.
  const guesses = Array.from({ length: 3 * emailBurst }, () => elsewhere([mark]));
  const refused = (await Promise.all(guesses)).filter(({ status }) => status === 429).length;
  assert.ok(refused >= emailBurst, `${refused} were refused`);
});

test('S4: whoever is signed in chooses a password while others guess', async () => {
  const ada = await signedIn(house, 'admin@demo.example');
  const made = await ada.ask('POST', '/v1/people', {
    email: 'nina@demo.example',
    name: 'Nina',
    role: 'agent',
    seats: 2,
    skills: [],
  });
  assert.equal(made.status, 201, made.text);
  const nina = await signedIn(house, 'nina@demo.example', made.json.password);
  const flood = Array.from({ length: 3 * emailBurst }, (_, index) =>
    signIn('nina@demo.example', 'wrong', `198.51.101.${index + 1}`),
  );
  await Promise.all(flood);
  assert.equal((await signIn('nina@demo.example', made.json.password, '203.0.113.23')).status, 429);
  const chosen = await nina.ask('PUT', '/v1/session/password', { password });
  assert.equal(chosen.status, 200, chosen.text);
});

test('S3: signed out is signed out, however often the session is asked for meanwhile', async () => {
  for (let round = 0; round < 6; round += 1) {
    const person = await signedIn(house, 'jonas@demo.example');
    await house.centre.end('SIGKILL'); // so that the session is looked up, not remembered
    await house.centre.start();
    const same = new Person(house, person.token);
    const askers = Array.from({ length: 24 }, () => same.ask('GET', '/v1/session'));
    const out = await person.ask('DELETE', '/v1/session');
    assert.equal(out.status, 204, out.text);
    for (let count = 0; count < 8; count += 1)
      assert.equal((await same.ask('GET', '/v1/session')).status, 401, `round ${round}`);
    await Promise.all(askers);
    assert.equal((await same.ask('GET', '/v1/session')).status, 401, `round ${round}, afterwards`);
  }
});

test('S3: new passwords are made behind what is quick', async () => {
  const ada = await signedIn(house, 'admin@demo.example');
  const { id } = await ada.person('eve@demo.example');
  let made = 0;
  const resets = Array.from({ length: 30 }, () =>
    ada.ask('POST', `/v1/people/${id}/password`).then((answer) => {
      made += 1;
      return answer;
    }),
  );
  await resets[0]; // all of them wait at the server
  const before = made;
  assert.equal((await ada.ask('GET', '/v1/people')).status, 200);
  assert.ok(made - before <= 5, `the list waited for ${made - before} passwords`);
  for (const { status, text } of await Promise.all(resets)) assert.ok([200, 503].includes(status), text);
});

test('RULES 17: the addresses of one IPv6 network have the places of one', async () => {
  for (const name of ['amel', 'jonas']) await house.enter(name); // six seats
  const answers = [];
  for (let index = 1; index <= 2 * placesPerAddress; index += 1) {
    house.headersOf = () => ({ 'x-forwarded-for': `2001:db8:0:8::${index}` });
    const visitor = await house.enter(`cousin-${index}`);
    answers.push(await answered(visitor, 'admit', {}));
  }
  house.headersOf = undefined;
  assert.equal(answers.filter(({ kind }) => kind === 'ack').length, placesPerAddress);
  assert.ok(answers.slice(placesPerAddress).every(({ code }) => code === 'no_seat'));
  const neighbour = await house.enter('neighbour');
  assert.equal((await answered(neighbour, 'admit', {})).kind, 'ack');
});
