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

const LISTED_MAX = 20;

const visitorOf = (floor, c) => {
  const { name = '', language = 'fr', present = 'here' } = floor.visitors.get(c.visitor) ?? {};
  return { name, language, present };
};

export function waitingList(floor) {
  const all = waiting(floor)
    .filter((c) => !c.agent)
    .sort((a, b) => a.arrival - b.arrival);
  if (all.length === 0) return [];
  const first = all.slice(0, LISTED_MAX).map((c, n) => {
    const { id, arrival, since, episode = 1 } = c;
    return {
      id,
      arrival,
      since: episode > 1 ? since : arrival,
      episode,
      position: n + 1,
      ...visitorOf(floor, c),
    };
  });
  return [{ id: ENTRY.id, total: all.length + (floor.notListed ?? 0), first }];
}

export function chats(floor) {
  const all = [...floor.conversations.values()].filter((c) => c.agent && c.state !== 'ended');
  const list = all.map((c) => {
    const { name, language } = visitorOf(floor, c);
    const held = c.state === 'waiting' ? 'offer' : 'active';
    const { id: conversation, agent, since, arrival } = c;
    return { conversation, agent, held_as: held, since, arrival, entry_point: ENTRY.id, name, language };
  });
  return { chats_total: list.length, chats: list };
}

const told = (floor) => {
  floor.told ??= { version: 0, rows: new Map() };
  return floor.told;
};

/** What of the team is other than was told; null: nothing. Nobody leaves the fake floor. */
export function teamNews(floor) {
  const known = told(floor);
  const agents = floor.team().filter((row) => JSON.stringify(row) !== JSON.stringify(known.rows.get(row.id)));
  if (agents.length === 0) return null;
  for (const row of agents) known.rows.set(row.id, row);
  known.version += 1;
  return { kind: 'team', version: known.version, after: known.version - 1, agents };
}

export function wholeTeam(floor) {
  const { version, rows } = told(floor);
  return { kind: 'team', version, agents: [...rows.values()] };
}

function acted(floor, by, what) {
  floor.acts ??= [];
  const { id, name } = floor.agents.get(by);
  const act = { kind: 'act', number: floor.acts.length + 1, at: Date.now(), by: { id, name }, ...what };
  floor.acts.unshift(act);
  floor.out.act(act);
}

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
  set_entry_point(floor, who, { state, reason }) {
    supervises(floor, who);
    floor.byHand = state;
    floor.since = Date.now();
    floor.set = { by: who, name: floor.agents.get(who).name, at: Date.now(), reason };
    acted(floor, who, {
      what: 'set_entry_point',
      entry_point: { id: ENTRY.id, name: ENTRY.name },
      state,
      reason,
    });
    queueMicrotask(() => floor.settle());
    return {};
  },
  force_status(floor, who, { agent, status, reason }) {
    supervises(floor, who);
    Object.assign(floor.agents.get(agent), { status, reason, since: Date.now() });
    const { name } = floor.agents.get(agent);
    acted(floor, who, { what: 'force_status', agent: { id: agent, name }, status, reason });
    queueMicrotask(() => {
      floor.out.agent(agent);
      floor.settle();
    });
    return {};
  },
};
