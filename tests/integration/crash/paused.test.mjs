// F2: the daemon is paused for longer than any silence and any offer lasts. What people did meanwhile waits in their sockets:
// it is read before anything expires, and nobody is taken for gone.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { accepted, House } from '../security/support/house.mjs';

const pauseMs = 12_000; // an offer lasts 10 s, agents are silent for 10 s at most
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

test('F2: an offer that is accepted during a pause is no missed one, and no socket is closed', {
  timeout: 90_000,
}, async () => {
  const amel = await house.enter('amel');
  const paul = await house.enter('paul');
  const { conversation } = await accepted(paul, 'post', { id: randomUUID(), text: 'Bonjour' });
  const offered = () =>
    amel.heard.some(({ kind, frame }) => kind === 'conversation' && frame.id === conversation);
  await amel.until(offered, 15_000, 'is asked');
  house.centre.signal('SIGSTOP');
  const order = amel.command('accept', { conversation });
  try {
    await pass(pauseMs); // the fault itself
  } finally {
    house.centre.signal('SIGCONT');
  }
  const answer = await amel.until(() => amel.answers.get(order), 15_000, 'is answered');
  assert.equal(answer.kind, 'ack', JSON.stringify(answer));
  const line = { conversation, id: randomUUID(), text: 'I am here' };
  await accepted(amel, 'post', line);
  await paul.until(() => paul.heard.some(({ frame }) => frame.id === line.id), 15_000, 'reads on');
  for (const actor of [amel, paul]) {
    assert.equal(actor.lastOf('closed'), undefined, `${actor.name} was cut off`);
    assert.deepEqual(actor.wrong, []);
  }
  const gone = await house.centre.sql(
    `SELECT kind FROM event WHERE kind IN ('offer_missed', 'offer_withdrawn', 'agent_lost', 'conversation_requeued');`,
  );
  assert.equal(gone, '');
});
