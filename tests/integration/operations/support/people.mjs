// One visitor and one agent in a conversation, with the clients of the demonstration.
import assert from 'node:assert/strict';
import { AgentClient } from '../../../../web/demo/traffic/agent_client.mjs';
import { VisitorClient } from '../../../../web/demo/traffic/visitor_client.mjs';
import { pages, password, site } from './installation.mjs';

const soonMs = 20_000;
const comeBackMaxMs = 1_000;

export async function hire(base, name = 'odile') {
  const agent = new AgentClient({ base, email: `${name}@jardin.example`, password, comeBackMaxMs });
  agent.seen = [];
  agent.on('frame', (frame) => {
    if (frame.kind !== 'entries') return;
    for (const entry of frame.entries) agent.seen.push({ conversation: frame.conversation, entry });
  });
  await agent.start();
  await agent.until(() => agent.agent, soonMs, `${name} has a snapshot`);
  assert.equal((await agent.status('available')).kind, 'ack');
  return agent;
}

/** A page of the site, from its `hello_ok` on. `token`: of an earlier one. */
export async function visit(base, token = null) {
  const visitor = new VisitorClient({ base, site, language: 'fr', origin: pages, comeBackMaxMs });
  visitor.token = token;
  visitor.open();
  await visitor.until(() => visitor.greeted, soonMs, 'a visitor is greeted');
  return visitor;
}

/** A visitor whose first message the agent has accepted. */
export async function converse(base, agent, visitor) {
  visitor ??= await visit(base);
  await visitor.until(() => visitor.availability === 'open', soonMs, 'the button');
  assert.equal((await visitor.admit()).kind, 'ack');
  assert.equal((await visitor.post('Bonjour, mon olivier jaunit.', 'Zoé')).kind, 'ack');
  const id = visitor.conversationId;
  await agent.until(() => agent.conversations.get(id)?.state === 'offered', soonMs, 'an offer');
  assert.equal((await agent.about('accept', id)).kind, 'ack');
  await agent.until(() => agent.has(id), soonMs, 'the conversation');
  return visitor;
}

function sees(client, conversation, message) {
  const lines = client.transcripts.get(conversation)?.lines.values() ?? [];
  return [...lines].some((line) => line.id === message);
}

/** Each says one thing and sees what the other said. */
export async function exchange(visitor, agent, words) {
  const id = visitor.conversationId;
  const asked = await visitor.post(`${words} ?`);
  assert.equal(asked.kind, 'ack');
  await agent.until(() => sees(agent, id, asked.id), soonMs, 'the question');
  const answered = await agent.post(id, `${words} !`);
  assert.equal(answered.kind, 'ack');
  await visitor.until(() => sees(visitor, id, answered.id), soonMs, 'the answer');
}

/** For assertLedger. */
export function memoryOf(visitors, agents) {
  const everybody = [...visitors, ...agents];
  return {
    acknowledged: everybody.flatMap((client) => client.acknowledged),
    seen: agents.flatMap((agent) => agent.seen),
    transcripts: visitors.flatMap((visitor) => [...visitor.transcripts.values()]),
    problems: everybody.flatMap((client) => client.problems),
  };
}
