// More than anybody needs: consoles of one person, pings, long frames (S5), and what strangers make the log say (S16).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '../crash/support/centre.mjs';
import { Actor } from '../scenarios/support/actor.mjs';
import { exchange, House, handshake } from './support/house.mjs';
import { upgradeRequest } from './support/upgrade.mjs';

const consolesMax = 20; // of one person (docs/protocol.md, 7)
const policy = 1008;
const closedForPolicy = '\x88\x02\x03\xf0';
const linesPerSecond = 3; // of one word that strangers cause
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

async function knock(name) {
  const cookie = `Cookie: ${await house.cookieOf(name)}`;
  return handshake(house.port, '/v1/agent', [`Origin: ${house.base}`, cookie]);
}

/** The actor's socket is open and greeted, or it was refused. */
async function settled(actor) {
  const refused = await actor.connect(false).then(
    () => false,
    () => true,
  );
  const greeted = () => actor.lastOf('snapshot') || actor.lastOf('closed');
  return refused
    ? false
    : (await actor.until(greeted, 20_000, 'is greeted or closed')) && !actor.lastOf('closed');
}

function consolesOf(name, count) {
  return Array.from({ length: count }, (_, number) => new Actor(house, `${name}/${number}`));
}

test('S5: one person has twenty consoles, which takes no room from anybody else', {
  timeout: 60_000,
}, async () => {
  const consoles = consolesOf('amel', consolesMax);
  assert.deepEqual(await Promise.all(consoles.map(settled)), Array(consolesMax).fill(true));
  const before = await house.figure('relais_http_refusals_total{code="rate_limited"}');
  assert.equal(await knock('amel'), 429);
  assert.equal(await house.figure('relais_http_refusals_total{code="rate_limited"}'), before + 1);
  assert.equal(await knock('jonas'), 101);
  consoles[0].leave();
  await eventually(async () => (await knock('amel')) === 101, 5_000, 'what was closed is free');
  for (const actor of consoles) actor.leave();
});

test('S5: whoever loads his console again and again is let in each time', { timeout: 60_000 }, async () => {
  for (let time = 0; time < 5 * consolesMax; time += 1) {
    const [actor] = consolesOf('jonas', 1);
    assert.ok(await settled(actor), `the ${time}th time`);
    actor.leave();
  }
});

test('S5: nor has one person more after a restart, when nobody is remembered', {
  timeout: 60_000,
}, async () => {
  await house.cookieOf('amel');
  await house.centre.end('SIGKILL');
  await house.centre.start();
  const consoles = consolesOf('amel', consolesMax + 10);
  const open = await Promise.all(consoles.map(settled));
  assert.equal(open.filter(Boolean).length, consolesMax);
  for (const actor of consoles) {
    const code = actor.lastOf('closed')?.code;
    const beforeTheUpgrade = 1006; // remembered meanwhile, and refused with 429
    assert.ok([undefined, beforeTheUpgrade, policy].includes(code), `closed with ${code}`);
    actor.leave();
  }
});

test('S5: whoever pings without end is closed after two hundred', { timeout: 60_000 }, async () => {
  const ping = '\x89\x80\0\0\0\0';
  const pong = '\x8a\0';
  const bytes = Buffer.from(upgradeRequest(house.base) + ping.repeat(20_000), 'latin1');
  const before = await house.figure('relais_socket_closes_total{code="1008"}');
  const { text } = await exchange(house.port, bytes, { until: (heard) => heard.includes(closedForPolicy) });
  assert.ok(text.includes(closedForPolicy), 'closed with 1008');
  const pongs = text.split(pong).length - 1;
  assert.ok(pongs >= 200 && pongs < 1_000, `${pongs} were answered`);
  const counted = async () => (await house.figure('relais_socket_closes_total{code="1008"}')) > before;
  await eventually(counted, 5_000, 'it is counted');
});

test('S5: whoever sends the longest frames without end is refused, then closed', {
  timeout: 60_000,
}, async () => {
  const mallory = await house.enter('mallory');
  const paul = await house.enter('paul');
  const long = Buffer.alloc(64 * 1024, ' ');
  const before = await house.figure('relais_socket_closes_total{code="1008"}');
  for (let count = 0; count < 1_000; count += 1) mallory.strike(long, false);
  const { code } = await mallory.until(() => mallory.lastOf('closed'), 30_000, 'is closed');
  assert.equal(code, policy);
  const codes = mallory.heard.filter(({ kind }) => kind === 'refused').map(({ frame }) => frame.code);
  const lookedAt = codes.filter((each) => each !== 'rate_limited').length;
  assert.ok(lookedAt <= 20, `${lookedAt} were looked at`);
  assert.ok(codes.length - lookedAt >= 500, `${codes.length - lookedAt} were refused for their length`);
  assert.equal(await house.figure('relais_socket_closes_total{code="1008"}'), before + 1);
  assert.equal(paul.lastOf('closed'), undefined);
});

test('S16: strangers make few lines, which say how many were left out, and each is counted', {
  timeout: 60_000,
}, async () => {
  const name = 'relais_http_refusals_total{code="origin_not_allowed"}';
  const shop = '/v1/sites/shop-fr/visitor';
  const said = () =>
    house.centre.log
      .split('\n')
      .slice(0, -1) // the last one may not be here as a whole
      .filter((line) => line.includes('"what":"origin_refused"'))
      .map((line) => JSON.parse(line));
  const before = await house.figure(name);
  const stranger = () => handshake(house.port, shop, ['Origin: http://evil.example']);
  const began = performance.now();
  for (let round = 0; round < 10; round += 1)
    assert.deepEqual(new Set(await Promise.all(Array.from({ length: 30 }, stranger))), new Set([403]));
  const most = linesPerSecond * (Math.ceil((performance.now() - began) / 1_000) + 1);
  assert.ok(said().length <= most, `${said().length} lines, at most ${most}`);
  let strangers = 300;
  const counted = () => said().reduce((sum, line) => sum + 1 + (line.left_out ?? 0), 0);
  const next = async () => {
    await stranger();
    strangers += 1;
    assert.ok(counted() <= strangers, `${counted()} counted of ${strangers}`);
    return counted() === strangers;
  };
  // The first line of a second tells of those who had none before; it may come here behind its answer.
  await eventually(next, 10_000, 'the lines tell of everybody');
  assert.equal(await house.figure(name), before + strangers);
});
