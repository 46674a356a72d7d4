// What supervisors did is for supervisors of the same centre, whoever asks and however (S5, S6).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readScript } from '../scenarios/support/script.mjs';
import { Stage } from '../scenarios/support/stage.mjs';
import { accepted, House } from './support/house.mjs';

const actsAPage = 100;
let house;
let abroad;
let odile;
let entryPoint;

before(async () => {
  house = await House.open();
  odile = await house.enter('odile');
  entryPoint = (await house.centre.sql(`SELECT id FROM entry_point WHERE name = 'Conseil';`)).trim();
  abroad = new Stage(house.centre, readScript('# abroad\nagent Eva\nsupervisor Sven'), 'abroad');
  await abroad.fill();
  await abroad.known();
});

after(() => house?.close());

async function get(path, cookie) {
  const answer = await fetch(`${house.base}${path}`, { headers: cookie ? { cookie } : {} });
  return { status: answer.status, body: await answer.json() };
}

const close = (reason, state = 'closed') => accepted(odile, 'set_entry_point', { entry_point: entryPoint, state, reason });
const reasons = ({ body }) => body.acts.map(({ reason }) => reason);

test('acts are read by supervisors, newest first, with author and reason', async () => {
  await close('Panne');
  await close('Réparé', 'automatic');
  const read = await get('/v1/acts', await house.cookieOf('odile'));
  assert.equal(read.status, 200);
  assert.deepEqual(reasons(read), ['Réparé', 'Panne']);
  const [, first] = read.body.acts;
  assert.deepEqual(
    [first.kind, first.what, first.state, first.by.name, first.entry_point],
    ['act', 'set_entry_point', 'closed', 'Odile', { id: entryPoint, name: 'Conseil' }],
  );
  assert.deepEqual(first, odile.heard.find(({ kind, frame }) => kind === 'act' && frame.reason === 'Panne').frame);
});

test('agents, strangers and other centres read none of them', async () => {
  assert.deepEqual(await get('/v1/acts', await house.cookieOf('amel')), { status: 403, body: { code: 'not_allowed' } });
  assert.deepEqual(await get('/v1/acts'), { status: 401, body: { code: 'not_signed_in' } });
  assert.equal((await get('/v1/acts', await abroad.cookieOf('Eva'))).status, 403);
  assert.deepEqual(await get('/v1/acts', await abroad.cookieOf('Sven')), { status: 200, body: { acts: [] } });
});

test('what is no number is refused', async () => {
  const cookie = await house.cookieOf('odile');
  for (const before of ['-1', '1e3', 'x', '%31', "1'", '9'.repeat(19), '1 OR 1=1'.replaceAll(' ', '+')])
    assert.deepEqual(await get(`/v1/acts?before=${before}`, cookie), { status: 400, body: { code: 'bad_value' } }, before);
  assert.equal((await get(`/v1/acts?before=${'9'.repeat(18)}`, cookie)).status, 200);
  assert.deepEqual((await get('/v1/acts?before=0', cookie)).body, { acts: [] });
});

test('a page has at most a hundred, the next begins behind it', async () => {
  for (let n = 0; n < actsAPage; n += 1) await close(`n ${n}`);
  const cookie = await house.cookieOf('odile');
  const first = await get('/v1/acts', cookie);
  assert.equal(first.body.acts.length, actsAPage);
  const second = await get(`/v1/acts?before=${first.body.acts.at(-1).number}`, cookie);
  assert.deepEqual(reasons(second), ['Réparé', 'Panne']);
});
