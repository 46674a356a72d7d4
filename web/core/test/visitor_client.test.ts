import { describe, expect, it } from 'vitest';
import { chatKey } from '../src/visitor/kept.ts';
import { HIDDEN_RELEASE_MS, HOLE_WAIT_MS } from '../src/visitor/visitor_client.ts';
import { Browser, type Tab } from './support/browser_scene.ts';
import { helloOk } from './support/fake_wire.ts';

const CONVERSATION = '0190a000-0000-7000-8000-00000000c001';
const state = (more: object) => ({
  kind: 'conversation',
  id: CONVERSATION,
  seq: 0,
  since: 1,
  read_seq: 0,
  ...more,
});
const line = (seq: number, kind = 'agent', id: string | null = null) => ({
  seq,
  kind: 'text',
  at: 1,
  author: { kind, id: null, name: null },
  body: `line ${seq}`,
  id,
  payload: null,
});

function welcome(tab: Tab, more: object = {}): void {
  tab.net.last().accept();
  tab.net.last().say(helloOk(more));
}

function scene() {
  const browser = new Browser(1, true);
  const tab = browser.tab();
  tab.client.start();
  welcome(tab, { token: null, visitor: null });
  return { browser, tab, client: tab.client, net: tab.net };
}

function talking() {
  const all = scene();
  all.client.talk();
  all.net.last().say(helloOk());
  return all;
}

describe('the visitor’s client', () => {
  it('only listens at first: no token, no trace in the browser', () => {
    const { browser, net, client } = scene();
    expect(net.last().of('hello')[0]).toMatchObject({ listen: true });
    net.last().say({ kind: 'availability', state: 'full', version: 2 });
    expect(client.state().availability).toEqual({ state: 'full', version: 2 });
    browser.clock.advance(1000);
    expect(browser.storage.map.size).toBe(0);
  });

  it('says hello again before it asks for a place, and keeps nothing for that', () => {
    const { browser, net, client } = scene();
    client.admit(() => {});
    expect(net.last().of('admit')).toHaveLength(0);
    expect(net.last().of('hello')[1]).not.toHaveProperty('listen');
    net.last().say(helloOk());
    expect(net.last().of('admit')).toEqual([{ kind: 'admit', n: 1 }]);
    browser.clock.advance(1000);
    expect(browser.storage.map.size).toBe(0);
  });

  it('goes on to talk even when asked before the first hello_ok', () => {
    const browser = new Browser(1, true);
    const tab = browser.tab();
    tab.client.start();
    tab.net.last().accept();
    tab.client.admit(() => {});
    tab.net.last().say(helloOk({ token: null }));
    expect(tab.net.last().of('admit')).toHaveLength(0);
    tab.net.last().say(helloOk());
    expect(tab.net.last().of('admit')).toHaveLength(1);
  });

  it('stores a message before it sends it, and forgets it at the acknowledgement only', () => {
    const { browser, net, client } = talking();
    client.post('Bonjour');
    const id = net.last().of('post')[0]?.id;
    expect([...browser.storage.map.keys()]).toContain(`relais:shop:out:${String(id)}`);
    net.last().cut();
    browser.clock.advance(600);
    net.last().accept();
    net.last().say(helloOk({ next: 2 }));
    expect(net.last().of('post')).toEqual([{ kind: 'post', id, text: 'Bonjour', n: 2 }]);
    net.last().say({ kind: 'ack', n: 2, conversation: CONVERSATION, id, seq: 1, at: 5 });
    expect(client.state().entries).toHaveLength(1);
    expect([...browser.storage.map.keys()]).toEqual([chatKey('shop')]);
  });

  it('goes on in the next page with token, transcript and what is unsent', () => {
    const { browser, tab, net, client } = talking();
    net.last().say(state({ state: 'active', agent: { name: 'Claire' } }));
    net.last().say({ kind: 'entries', conversation: CONVERSATION, entries: [line(1), line(2)] });
    client.post('and this');
    tab.page.pagehide();
    const next = browser.tab();
    expect(next.client.state().entries).toHaveLength(2);
    next.client.start();
    welcome(next);
    expect(next.net.last().of('hello')[0]).toMatchObject({
      token: 'v1.token',
      last: { conversation: CONVERSATION, seq: 2 },
    });
    expect(next.net.last().of('post')[0]).toMatchObject({
      text: 'and this',
      conversation: CONVERSATION,
      n: 1,
    });
  });

  it('settles a message whose line comes back instead of its acknowledgement', () => {
    const { net, client } = talking();
    client.post('Bonjour');
    const id = net.last().of('post')[0]?.id;
    net
      .last()
      .say({ kind: 'entries', conversation: CONVERSATION, entries: [line(1, 'visitor', String(id))] });
    expect(client.state().unsent).toEqual([]);
  });

  it('starts a new conversation with a message that came too late for the old one', () => {
    const { net, client } = talking();
    net.last().say(state({ state: 'ended', ended: { by: 'agent', why: 'closed' } }));
    client.post('encore');
    net.last().say({ kind: 'refused', n: 1, code: 'conversation_closed', transient: false });
    const [first, second] = net.last().of('post');
    expect(first).toMatchObject({ conversation: CONVERSATION, n: 1 });
    expect(second).toMatchObject({ id: first?.id, n: 2 });
    expect(second).not.toHaveProperty('conversation');
  });

  it('keeps a message that is refused for good until the visitor decides', () => {
    const { net, client } = talking();
    client.post('x');
    net.last().say({ kind: 'refused', n: 1, code: 'no_seat', transient: false });
    expect(client.state().unsent[0]?.failed).toBe('no_seat');
    client.retry(client.state().unsent[0]?.id ?? '');
    expect(net.last().of('post')).toHaveLength(2);
    client.discard(client.state().unsent[0]?.id ?? '');
    expect(client.state().unsent).toEqual([]);
  });

  it('asks again for a number that stays missing, once', () => {
    const { browser, net } = talking();
    net.last().say(state({ state: 'active' }));
    net.last().say({ kind: 'entries', conversation: CONVERSATION, entries: [line(1), line(3)] });
    browser.clock.advance(HOLE_WAIT_MS + 600);
    expect(net.sockets).toHaveLength(2);
    net.last().accept();
    expect(net.last().of('hello')[0]).toMatchObject({ last: { seq: 1 } });
    net.last().say(helloOk());
    net.last().say({ kind: 'entries', conversation: CONVERSATION, entries: [line(3)] });
    browser.clock.advance(HOLE_WAIT_MS * 3);
    expect(net.sockets).toHaveLength(2);
  });

  it('says typing at most every 2 s and shows the agent’s for 6 s', () => {
    const { browser, net, client } = talking();
    client.typing();
    browser.clock.advance(1000);
    client.typing();
    browser.clock.advance(1000);
    client.typing();
    expect(net.last().of('typing')).toHaveLength(2);
    net.last().say(state({ state: 'active' }));
    net.last().say({ kind: 'typing', conversation: CONVERSATION, by: 'agent' });
    browser.clock.advance(5999);
    expect(client.state().agentTyping).toBe(true);
    browser.clock.advance(2);
    expect(client.state().agentTyping).toBe(false);
  });

  it('gives the socket back when hidden for a minute without a conversation, and returns', () => {
    const { browser, tab, net } = scene();
    tab.page.show(false);
    browser.clock.advance(HIDDEN_RELEASE_MS);
    expect(net.alive()).toHaveLength(0);
    tab.page.show(true);
    expect(net.alive()).toHaveLength(1);
  });

  it('keeps the socket of a hidden page that has a conversation', () => {
    const { browser, tab, net } = talking();
    net.last().say(state({ state: 'waiting' }));
    tab.page.show(false);
    browser.clock.advance(20_000);
    net.last().say({ kind: 'ping' });
    browser.clock.advance(20_000);
    net.last().say({ kind: 'ping' });
    browser.clock.advance(HIDDEN_RELEASE_MS - 40_000);
    net.last().say({ kind: 'ping' });
    expect(net.alive()).toHaveLength(1);
  });

  it('leaves no trace after reset', () => {
    const { browser, net, client } = talking();
    client.post('secret');
    client.reset();
    browser.clock.advance(5000);
    expect(browser.storage.map.size).toBe(0);
    net.last().accept();
    expect(net.last().of('hello')[0]).toMatchObject({ listen: true });
    expect(net.last().of('hello')[0]).not.toHaveProperty('token');
  });

  it('drops a token that the server no longer takes, once, and listens again', () => {
    const { browser, net, client } = talking();
    client.post('x');
    net.last().cut(4401);
    expect(client.state().token).toBeNull();
    net.last().accept();
    expect(net.last().of('hello')[0]).toMatchObject({ listen: true });
    net.last().cut(4401);
    browser.clock.advance(120_000);
    expect(net.alive()).toHaveLength(0);
  });

  it('wipes what it kept once the conversation can no longer be reopened', () => {
    const { browser, tab, net } = talking();
    net.last().say(state({ state: 'ended', ended: { by: 'agent', why: 'closed' } }));
    tab.page.pagehide();
    expect(browser.storage.map.size).toBe(1);
    browser.clock.advance(31 * 60_000);
    const next = browser.tab();
    expect(next.client.state().token).toBeNull();
    expect(browser.storage.map.size).toBe(0);
  });
});
