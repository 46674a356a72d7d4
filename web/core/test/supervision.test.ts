/** What only supervisors are told, as the console keeps it. */
import { describe, expect, it } from 'vitest';
import { AgentModel } from '../src/agent/agent_model.ts';
import type { Act } from '../src/protocol/agent_frames.ts';
import { parseAgentFrame } from '../src/protocol/parse_agent.ts';

const model = () =>
  new AgentModel(
    { now: () => 0, wall: () => 0 },
    () => {},
    () => {},
  );

const act = (number: number): Act => ({
  number,
  at: number,
  by: { id: 'b2', name: 'Marc' },
  reason: `reason ${number}`,
  what: 'set_entry_point',
  entry_point: { id: 'e1', name: 'Orders' },
  state: 'closed',
});

const frame = (raw: object) => {
  const read = parseAgentFrame(JSON.stringify(raw));
  if (!read) throw new Error('not read');
  return read;
};

const numbers = (one: AgentModel) => one.state.acts.map(({ number }) => number);

describe('the acts of supervisors', () => {
  it('are shown newest first, each once, whether fetched or told', () => {
    const one = model();
    one.apply(frame({ kind: 'act', ...act(7) }));
    one.acts([act(7), act(5), act(3)], false);
    one.apply(frame({ kind: 'act', ...act(9) }));
    one.acts([act(2), act(1)], true);
    expect(numbers(one)).toEqual([9, 7, 5, 3, 2, 1]);
  });

  it('told before the first page has come stay, what was known before a gap does not', () => {
    const one = model();
    one.acts([act(4), act(3)], false);
    one.apply(frame({ kind: 'act', ...act(300) }));
    one.acts([act(299), act(200)], false);
    expect(numbers(one)).toEqual([300, 299, 200]);
  });

  it('of an unknown kind harm nothing', () => {
    expect(parseAgentFrame(JSON.stringify({ kind: 'act', ...act(1), what: 'from_tomorrow' }))).toBeNull();
  });
});

describe('who waits', () => {
  const list = [
    { id: 'e1', total: 21, first: [{ id: 'c1', arrival: 1, since: 2, episode: 1, position: 1, name: '' }] },
  ];
  const agent = { status: 'away', seats: 3, in_use: 0 };
  const snapshot = { kind: 'snapshot', agent, conversations: [], entry_points: [] };

  it('is unknown to an agent and known to a supervisor from the snapshot on', () => {
    const one = model();
    one.apply(frame(snapshot));
    expect(one.state.waitingList).toBeNull();
    one.apply(frame({ ...snapshot, waiting_list: list, chats: [], chats_total: 0 }));
    expect(one.state.waitingList?.[0]?.first[0]).toMatchObject({ name: null, present: 'here' });
    one.apply(frame({ kind: 'waiting_list', waiting_list: [] }));
    expect(one.state.waitingList).toEqual([]);
  });

  it('is told apart from who talks', () => {
    const one = model();
    const chat = { conversation: 'c2', agent: 'b1', held_as: 'active', since: 3, arrival: 1, name: 'Zoé' };
    one.apply(frame({ kind: 'chats', chats_total: 200, chats: [chat] }));
    expect(one.state.running).toHaveLength(1);
    expect(one.state.runningTotal).toBe(200);
  });
});
