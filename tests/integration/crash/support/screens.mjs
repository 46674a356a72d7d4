// What agents' screens show: a conversation is never two agents' own. A screen whose link stands still shows what was true before it did, so each
// of the two is asked something new: the answer comes after all that was sent to this screen before, and only then its word counts.

export class Screens {
  #agents = [];
  #doubts = new Map(); // conversation -> who has answered since two screens showed it as theirs

  add(agent) {
    this.#agents.push(agent);
  }

  /** To be called after every frame that an agent took in. */
  look() {
    const holders = new Map();
    for (const agent of this.#agents.filter((each) => each.greeted)) {
      for (const id of agent.conversations.keys()) {
        if (agent.has(id)) holders.set(id, [...(holders.get(id) ?? []), agent]);
      }
    }
    for (const id of this.#doubts.keys()) {
      if ((holders.get(id) ?? []).length < 2) this.#doubts.delete(id);
    }
    for (const [id, agents] of holders) {
      if (agents.length > 1) this.#doubt(id, agents);
    }
  }

  #doubt(id, agents) {
    if (!this.#doubts.has(id)) this.#doubts.set(id, { asked: new Set(), answered: new Set() });
    const doubt = this.#doubts.get(id);
    for (const agent of agents.filter((each) => !doubt.asked.has(each))) {
      doubt.asked.add(agent);
      agent.status('available').then(({ kind }) => this.#answered(id, agent, doubt, kind));
    }
  }

  #answered(id, agent, doubt, kind) {
    this.look(); // with what came just before the answer
    if (kind === 'given_up' || this.#doubts.get(id) !== doubt) return;
    doubt.answered.add(agent);
    const sure = [...doubt.answered].filter((each) => each.greeted && each.has(id));
    if (sure.length < 2 || doubt.told) return;
    doubt.told = true;
    for (const each of sure) each.problem(`${id} is active here and with ${sure.length - 1} other agents`);
  }
}
