/** What the fake floor tells supervisors, and what they may order of it. */
import { ENTRY } from './floor.mjs';

const waiting = (floor) => [...floor.conversations.values()].filter((c) => c.state === 'waiting');

export function availabilityNow(floor) {
  const present = [...floor.agents.values()].filter((a) => a.status === 'available');
  const free = present.some((a) => floor.inUse(a.id) < a.seats);
  if (floor.byHand === 'closed') return { state: 'closed', cause: 'by_hand' };
  if (present.length === 0) return { state: 'closed', cause: 'no_agent' };
  if (waiting(floor).some((c) => !c.agent)) return { state: 'full', cause: 'someone_waits' };
  return free ? { state: 'open', cause: 'seats' } : { state: 'full', cause: 'no_seat' };
}

export const waitingList = (floor) =>
  waiting(floor)
    .sort((a, b) => a.arrival - b.arrival)
    .map((c) => ({
      id: c.id,
      name: floor.visitors.get(c.visitor)?.name ?? '',
      entry_point: ENTRY.id,
      arrival: c.arrival,
      ...(c.agent ? { offered_to: { id: c.agent, name: floor.agents.get(c.agent).name } } : {}),
    }));

function whyNot(floor, agent, c) {
  const why = agent.status === 'available' ? [] : [agent.status];
  if (floor.inUse(agent.id) >= agent.seats) why.push('no_open_seat');
  if (c.excluded.has(agent.id)) why.push('excluded');
  if (c.agent === agent.id) why.push('has_it');
  return why;
}

const supervises = (floor, who) => {
  if (floor.agents.get(who).role === 'agent') throw 'not_allowed';
};

export const supervisorCommands = {
  explain(floor, who, { conversation }) {
    supervises(floor, who);
    const c = floor.conversations.get(conversation);
    if (!c) throw 'unknown_conversation';
    const agents = [...floor.agents.values()].map((agent) => {
      const why = whyNot(floor, agent, c);
      return { id: agent.id, name: agent.name, eligible: why.length === 0, why };
    });
    return { conversation, agents };
  },
  set_entry_point(floor, who, { state }) {
    supervises(floor, who);
    floor.byHand = state;
    floor.since = Date.now();
    queueMicrotask(() => floor.settle());
    return {};
  },
  force_status(floor, who, { agent, status, reason }) {
    supervises(floor, who);
    Object.assign(floor.agents.get(agent), { status, reason, since: Date.now() });
    queueMicrotask(() => {
      floor.out.agent(agent);
      floor.settle();
    });
    return {};
  },
};
