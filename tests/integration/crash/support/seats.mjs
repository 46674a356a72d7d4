// The whole history of who had whom, replayed: an agent never has more than three conversations and offers together, and a
// conversation never two agents. What the tables hold now (sql/checks) says nothing of an instant in between.
import assert from 'node:assert/strict';

const seatsOfAgent = 3;
const kinds = [
  'offer_made',
  'offer_accepted',
  'offer_declined',
  'offer_missed',
  'offer_withdrawn',
  'conversation_requeued',
  'conversation_ended',
];

class History {
  wrong = [];
  most = 0;
  #seats = new Map(); // agent -> conversation -> offer or active
  #active = new Map(); // conversation -> agent

  #of(agent) {
    if (!this.#seats.has(agent)) this.#seats.set(agent, new Map());
    return this.#seats.get(agent);
  }

  #free(conversation, agent) {
    this.#of(agent).delete(conversation);
    if (this.#active.get(conversation) === agent) this.#active.delete(conversation);
  }

  happened(number, kind, conversation, agent) {
    if (kind === 'offer_made') this.#of(agent).set(conversation, 'offer');
    else if (kind === 'offer_accepted') this.#accepted(conversation, agent);
    else if (kind === 'conversation_ended')
      for (const holder of this.#seats.keys()) this.#free(conversation, holder);
    else this.#free(conversation, agent);
    const held = agent ? this.#of(agent).size : 0;
    this.most = Math.max(this.most, held);
    if (held > seatsOfAgent) this.wrong.push(`event ${number}: agent ${agent} has ${held} seats in use`);
  }

  #accepted(conversation, agent) {
    const before = this.#active.get(conversation);
    if (before && before !== agent) this.#of(before).delete(conversation); // a transfer
    if (this.#of(agent).get(conversation) !== 'offer')
      this.wrong.push(`${conversation} was taken without an offer`);
    this.#of(agent).set(conversation, 'active');
    this.#active.set(conversation, agent);
  }
}

export async function assertSeatsAtAnyTime(centre) {
  const rows = await centre.sql(
    `SELECT number, kind, conversation_id, agent_id FROM event
      WHERE kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}) ORDER BY centre_id, number;`,
  );
  const history = new History();
  for (const row of rows.split('\n').filter(Boolean)) {
    const [number, kind, conversation, agent] = row.split('|');
    history.happened(number, kind, conversation, agent);
  }
  assert.deepEqual(history.wrong.slice(0, 5), []);
  assert.ok(history.most >= 2, 'nobody had two conversations: nothing was proved');
}
