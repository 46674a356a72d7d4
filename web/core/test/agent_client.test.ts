import { describe, expect, it } from 'vitest';
import { AgentClient } from '../src/agent/agent_client.ts';
import type { AgentNews } from '../src/agent/state.ts';
import { Store } from '../src/link/store.ts';
import { FakePage, FakeStorage } from './support/fake_page.ts';
import { FakeClock, SeededChance } from './support/fake_time.ts';
import { FakeNet, helloOk } from './support/fake_wire.ts';

const ME = '0190a000-0000-7000-8000-0000000000b1';
const ids = [1, 2, 3, 4].map((n) => `0190a000-0000-7000-8000-00000000c00${n}`);
const chat = (id: string | undefined, more: object = {}) => ({
  id,
  state: 'active',
  visitor: { id: '0190a000-0000-7000-8000-0000000000a1', name: 'Zoé', present: 'here', language: 'fr' },
  arrival: 1,
  episode: 1,
  position: 0,
  seq: 0,
  read_seq: 0,
  ...more,
});
const self = { status: 'available', reason: '', since: 1, seats: 3, in_use: 0, missed_in_a_row: 0 };
const row = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  status: 'available',
  reason: '',
  in_use: 0,
  seats: 3,
  reachable: true,
  since: 1,
  ...more,
});
const line = (position: number, kind = 'visitor') => ({
  seq: position,
  position,
  kind: 'text',
  at: 1,
  author: { kind, id: null, name: 'Zoé' },
  body: `line ${position}`,
  id: null,
  payload: null,
});

function scene(storage = new FakeStorage()) {
  const clock = new FakeClock();
  const net = new FakeNet();
  const page = new FakePage();
  const client = new AgentClient(
    { url: 'ws://x', agent: ME, language: 'fr', build: 'test' },
    { clock, chance: new SeededChance(1), signals: page, open: net.open, store: new Store(() => storage) },
  );
  const news: AgentNews[] = [];
  client.onNews((one) => news.push(one));
  client.start();
  const welcome = (conversations: object[] = [], next = 1) => {
    net.last().accept();
    net.last().say(helloOk({ agent: ME, name: 'Claire', role: 'agent', next }));
    net.last().say({ kind: 'snapshot', agent: self, conversations, entry_points: [] });
    net.last().say({ kind: 'team', version: 3, agents: [row('b1', 'Claire'), row('b2', 'Marc')] });
  };
  return { clock, net, page, client, news, storage, welcome };
}

describe('the agent’s client', () => {
  it('gives each chat the lowest free column and leaves it there', () => {
    const { net, client, welcome } = scene();
    welcome([chat(ids[0]), chat(ids[1]), chat(ids[2])]);
    net.last().say({ kind: 'removed', conversation: ids[0], why: 'closed' });
    net.last().say({ kind: 'conversation', ...chat(ids[3]) });
    expect(client.state().chats.map(({ slot, conversation }) => [slot, conversation.id])).toEqual([
      [0, ids[3]],
      [1, ids[1]],
      [2, ids[2]],
    ]);
  });

  it('rings once for an offer and counts down on its own clock', () => {
    const { clock, net, client, news, welcome } = scene();
    welcome();
    const offered = { ...chat(ids[0]), state: 'offered', offer: { until: 9, remaining_ms: 9200 } };
    net.last().say({ kind: 'conversation', ...offered });
    const ends = client.state().chats[0]?.offerEnds;
    expect(ends).toBe(clock.now() + 9200);
    clock.advance(3000);
    net.last().say({ kind: 'conversation', ...offered, seq: 2 });
    expect(client.state().chats[0]?.offerEnds).toBe(ends);
    expect(news.filter((one) => one.kind === 'offered')).toHaveLength(1);
  });

  it('says what it has by position, and drops chats that the snapshot does not name', () => {
    const { clock, net, client, welcome } = scene();
    welcome([chat(ids[0]), chat(ids[1])]);
    net.last().say({ kind: 'entries', conversation: ids[0], entries: [line(1), line(2), line(4)] });
    net.last().cut();
    clock.advance(600);
    net.last().accept();
    expect(net.last().of('hello')[0]).toMatchObject({ have: [{ conversation: ids[0], position: 2 }] });
    welcome([chat(ids[0])]);
    expect(client.state().chats.map((one) => one.conversation.id)).toEqual([ids[0]]);
  });

  it('shows its own message from the acknowledgement, a note too, each once', () => {
    const { net, client, welcome } = scene();
    welcome([chat(ids[0])]);
    client.write('post', ids[0] ?? '', 'Bonjour');
    client.write('note', ids[0] ?? '', 'fidèle');
    const [post] = net.last().of('post');
    const [note] = net.last().of('note');
    expect(client.state().chats[0]?.unsent).toHaveLength(2);
    net.last().say({ kind: 'ack', n: 1, conversation: ids[0], id: post?.id, seq: 1, position: 1, at: 5 });
    net.last().say({ kind: 'ack', n: 2, conversation: ids[0], id: note?.id, seq: null, position: 2, at: 6 });
    net.last().say({ kind: 'entries', conversation: ids[0], entries: [line(1, 'agent')] });
    expect(client.state().chats[0]?.entries.map((one) => [one.kind, one.body])).toEqual([
      ['text', 'Bonjour'],
      ['note', 'fidèle'],
    ]);
    expect(client.state().chats[0]?.unsent).toEqual([]);
  });

  it('shows nothing for an acknowledgement that comes behind the removal, and misses nothing', () => {
    const { clock, net, client, welcome } = scene();
    welcome([chat(ids[0])]);
    client.write('post', ids[0] ?? '', 'Au revoir');
    const [post] = net.last().of('post');
    net.last().say({ kind: 'removed', conversation: ids[0], why: 'closed' });
    net.last().say({ kind: 'ack', n: 1, conversation: ids[0], id: post?.id, seq: 40, position: 40, at: 5 });
    const socket = net.last();
    clock.advance(4000);
    expect(net.last()).toBe(socket);
    expect(client.state().stranded).toEqual([]);
    socket.say({ kind: 'conversation', ...chat(ids[0]), state: 'offered' });
    socket.say({ kind: 'entries', conversation: ids[0], entries: [line(1)] });
    expect(client.state().chats[0]?.entries.map((one) => one.position)).toEqual([1]);
  });

  it('keeps what could not be delivered to a chat that is gone, in words', () => {
    const { net, client, news, welcome } = scene();
    welcome([chat(ids[0])]);
    client.write('post', ids[0] ?? '', 'trop tard');
    net.last().say({ kind: 'removed', conversation: ids[0], why: 'visitor_left' });
    net.last().say({ kind: 'refused', n: 1, code: 'conversation_closed', transient: false });
    expect(client.state().stranded.map((one) => one.body.text)).toEqual(['trop tard']);
    expect(news.map((one) => one.kind)).toEqual(['removed', 'refused']);
    client.discard(client.state().stranded[0]?.id ?? '');
    expect(client.state().stranded).toEqual([]);
  });

  it('sends after a reload what the page before could not', () => {
    const { storage, client, welcome } = scene();
    welcome([chat(ids[0])]);
    client.write('post', ids[0] ?? '', 'avant la coupure');
    const next = scene(storage);
    next.welcome([chat(ids[0])]);
    expect(
      next.net
        .last()
        .of('post')
        .map((frame) => frame.text),
    ).toEqual(['avant la coupure']);
  });

  it('keeps a draft for each chat through a reload, until the chat is gone', () => {
    const { storage, client, welcome } = scene();
    welcome([chat(ids[0])]);
    client.saveDraft(ids[0] ?? '', 'je regar');
    const next = scene(storage);
    expect(next.client.draft(ids[0] ?? '')).toBe('je regar');
    next.welcome([chat(ids[0])]);
    next.net.last().say({ kind: 'removed', conversation: ids[0], why: 'closed' });
    expect(next.client.draft(ids[0] ?? '')).toBe('');
  });

  it('lists left messages, and takes one off when it is done', () => {
    const { net, client, news, welcome } = scene();
    welcome();
    const left = {
      kind: 'left_message',
      id: ids[0],
      at: 1,
      name: 'Zoé',
      email: 'z@mail.example',
      phone: '',
      text: 'Rappelez-moi',
      done: false,
    };
    net.last().say(left);
    net.last().say(left);
    expect(client.state().leftMessages).toHaveLength(1);
    expect(news.filter((one) => one.kind === 'left_message')).toHaveLength(1);
    net.last().say({ kind: 'left_message', id: ids[0], done: true, done_by: ME, done_at: 2 });
    expect(client.state().leftMessages).toEqual([]);
  });

  it('counts a wait up from when the server first told of it, without jumps, until nobody waits', () => {
    const { clock, net, client, welcome } = scene();
    welcome();
    const point = { id: ids[0], name: 'Conseil', state: 'full', by_hand: 'automatic' };
    const waiting = (oldest_ms: number, count = 1) =>
      net
        .last()
        .say({ kind: 'waiting', total: count, entry_points: [{ ...point, waiting: count, oldest_ms }] });
    waiting(4000);
    const since = clock.now() - 4000;
    clock.advance(2000);
    waiting(5900, 2);
    expect(client.state().entryPoints[0]?.longestSince).toBe(since);
    waiting(700);
    expect(client.state().entryPoints[0]?.longestSince).toBe(clock.now() - 700);
    waiting(0, 0);
    expect(client.state().entryPoints[0]?.longestSince).toBeNull();
  });

  it('tells when somebody else has changed its status', () => {
    const { net, news, welcome } = scene();
    welcome();
    net.last().say({ kind: 'agent', ...self, in_use: 1 });
    net.last().say({ kind: 'agent', ...self, status: 'away', reason: 'Réunion' });
    expect(news).toEqual([{ kind: 'status', status: 'away', reason: 'Réunion' }]);
  });

  it('follows the team by what changes in it', () => {
    const { net, client, welcome } = scene();
    welcome();
    const names = () => client.state().team.map(({ name, in_use }) => `${name} ${in_use}`);
    expect(names()).toEqual(['Claire 0', 'Marc 0']);
    net.last().say({
      kind: 'team',
      version: 4,
      after: 3,
      agents: [row('b2', 'Marc', { in_use: 2 }), row('b3', 'Inès')],
      gone: ['b1', 'b9'],
    });
    expect(names()).toEqual(['Marc 2', 'Inès 0']);
    net.last().say({ kind: 'team', version: 5, after: 4, agents: [row('b3', 'Inès', { in_use: 1 })] });
    expect(names()).toEqual(['Marc 2', 'Inès 1']);
    net.last().say({ kind: 'team', version: 9, agents: [row('b2', 'Marc')] });
    expect(names()).toEqual(['Marc 0']);
  });

  it('asks for the whole team, by a new socket, when something of it is missing, and shows no wrong one', () => {
    const { clock, net, client, welcome } = scene();
    welcome();
    const first = net.last();
    first.say({ kind: 'team', version: 6, after: 5, agents: [row('b2', 'Marc', { in_use: 3 })] });
    expect(client.state().team.map(({ in_use }) => in_use)).toEqual([0, 0]);
    expect(client.state().link).toBe('waiting');
    clock.advance(600);
    expect(net.last()).not.toBe(first);
    welcome();
    expect(client.state().link).toBe('online');
    net.last().say({ kind: 'team', version: 4, after: 3, agents: [row('b2', 'Marc', { in_use: 3 })] });
    expect(client.state().team.map(({ in_use }) => in_use)).toEqual([0, 3]);
  });

  it('keeps the team it knew on the screen until the whole of the next socket has come', () => {
    const { clock, net, client, welcome } = scene();
    welcome();
    net.last().cut();
    clock.advance(600);
    net.last().accept();
    net.last().say(helloOk({ agent: ME, name: 'Claire', role: 'agent', next: 1 }));
    net.last().say({ kind: 'snapshot', agent: self, conversations: [], entry_points: [] });
    expect(client.state().team).toHaveLength(2);
    net.last().say({ kind: 'team', version: 0, agents: [] });
    expect(client.state().team).toEqual([]);
  });

  it('knows who waits only where the server tells', () => {
    const { net, client, welcome } = scene();
    welcome();
    expect(client.state().waitingList).toBeNull();
    const one = {
      id: ids[0],
      arrival: 7,
      since: 9,
      episode: 2,
      position: 1,
      language: 'fr',
      present: 'away',
    };
    net.last().say({
      kind: 'waiting_list',
      waiting_list: [{ id: ids[1], total: 21, first: [{ ...one, name: '' }] }],
    });
    expect(client.state().waitingList).toEqual([{ id: ids[1], total: 21, first: [{ ...one, name: null }] }]);
  });
});
