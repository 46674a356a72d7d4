// Whole dialogues through the clients of the demonstration, as fast as the server lets them.
import assert from 'node:assert/strict';
import { AgentClient } from '../../../../web/demo/traffic/agent_client.mjs';
import { visitorFirst } from '../../../../web/demo/traffic/dialogues.mjs';
import { AgentAtWork, Pace, Visit } from '../../../../web/demo/traffic/people.mjs';
import { Dice } from '../../../../web/demo/traffic/random.mjs';
import { password } from './centre.mjs';
import { assertLedger } from './ledger.mjs';

const speed = 5_000;
const visitorsAtOnce = 6; // as many as the two agents have seats
const logins = ['jonas@demo.example', 'odile@demo.example'];

async function hire(centre, pace, dice, seen) {
  return Promise.all(
    logins.map(async (email) => {
      const client = new AgentClient({ base: centre.base, email, password });
      client.on('frame', (frame) => remember(frame, seen));
      const agent = new AgentAtWork(client, { pace, dice, humans: [], scripted: () => true });
      await client.start();
      await client.until(() => client.agent?.status === 'available', 20_000, `${email} is available`);
      return agent;
    }),
  );
}

function remember(frame, seen) {
  if (frame.kind !== 'entries') return;
  for (const entry of frame.entries) seen.push({ conversation: frame.conversation, entry });
}

function assertTold(visit, dialogue, outcome) {
  assert.equal(outcome, 'ended', dialogue.id);
  const [transcript] = visit.client.transcripts.values();
  const lines = [...transcript.lines].sort(([a], [b]) => a - b).map(([, line]) => line);
  const texts = lines.filter((line) => line.kind === 'text').map(({ author, body }) => ({ author, body }));
  assert.deepEqual(
    texts,
    dialogue.turns.map((turn) => ({ author: turn.from, body: turn.text })),
    dialogue.id,
  );
}

/** Every dialogue is said from the first to the last word, seen in its order, and stored as it was said. */
export async function assertPlayed(centre, dialogues, seed) {
  const dice = new Dice(seed);
  const pace = new Pace(speed);
  const seen = [];
  const visits = [];
  const agents = await hire(centre, pace, dice, seen);
  const waiting = dialogues.map((dialogue) => ({ ...dialogue, turns: visitorFirst(dialogue.turns) }));
  const receive = async () => {
    for (let dialogue = waiting.shift(); dialogue; dialogue = waiting.shift()) {
      const visit = new Visit({ base: centre.base, dialogue, name: '', pace, agents, dice });
      visits.push(visit);
      visit.client.on('frame', (frame) => remember(frame, seen));
      assertTold(visit, dialogue, await visit.play());
    }
  };
  try {
    await Promise.all(Array.from({ length: visitorsAtOnce }, receive));
  } finally {
    pace.stop();
    for (const agent of agents) agent.client.close();
  }
  const clients = [...agents, ...visits].map(({ client }) => client);
  const memory = {
    acknowledged: clients.flatMap((client) => client.acknowledged),
    seen,
    transcripts: visits.flatMap((visit) => [...visit.client.transcripts.values()]),
    problems: clients.flatMap((client) => client.problems),
  };
  assert.equal(
    memory.acknowledged.length,
    dialogues.reduce((sum, dialogue) => sum + dialogue.turns.length, 0),
  );
  await assertLedger(centre, memory);
  return memory.acknowledged.length;
}
