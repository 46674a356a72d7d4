// More than storage can take at once: whoever writes as people do is answered before whoever does not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually } from '../crash/support/centre.mjs';
import { House } from './support/house.mjs';

const underWayMax = 16; // as many as one client may have, so that one is enough
const loudAfter = 20; // frames at once
const withinMs = 20_000;
let house;

before(async () => {
  house = await House.open({ environment: { RELAIS_LIMITS_COMMANDS_UNDER_WAY: String(underWayMax) } });
});

after(() => house?.close());

const refusals = (actor) => actor.heard.filter(({ kind }) => kind === 'refused').length;
const nonsense = (actor) => actor.notice('nonsense', {});

test('while storage takes no more, who writes much waits for his turn and others are read at once', {
  timeout: 60_000,
}, async () => {
  await house.enter('amel'); // who is there to be written to
  const [writer, much, little] = await Promise.all(['vera', 'mallory', 'paul'].map((name) => house.enter(name)));
  house.centre.signalPostgres('SIGSTOP');
  try {
    const conversation = randomUUID();
    for (let count = 0; count < underWayMax; count += 1) writer.command('post', { id: randomUUID(), text: 'Bonjour' });
    const allUnderWay = async () => (await house.figure('relais_commands_under_way')) >= underWayMax;
    await eventually(allUnderWay, withinMs, 'all is under way');
    for (let count = 0; count <= loudAfter; count += 1) much.notice('typing', { conversation });
    nonsense(much);
    await much.until(() => refusals(much) === 1, withinMs, 'was read so far');
    nonsense(much);
    nonsense(little);
    await little.until(() => refusals(little) === 1, withinMs, 'is answered');
    assert.equal(refusals(much), 1, 'waits');
    await much.until(() => refusals(much) === 2, withinMs, 'is read although nothing moved');
  } finally {
    house.centre.signalPostgres('SIGCONT');
  }
  const acknowledged = () => writer.answers.size === underWayMax;
  await writer.until(acknowledged, withinMs, 'is answered');
  assert.deepEqual(new Set([...writer.answers.values()].map(({ kind }) => kind)), new Set(['ack']));
  const putOff = async () => (await house.figure('relais_reads_put_off_total')) > 0;
  await eventually(putOff, withinMs, 'it is counted');
});
