import { describe, expect, it } from 'vitest';
import { RELAY_ANSWER_MS } from '../src/tabs/relay.ts';
import { Browser, settle, type Tab } from './support/browser_scene.ts';
import { helloOk } from './support/fake_wire.ts';

const CONVERSATION = '0190a000-0000-7000-8000-00000000c001';
const active = {
  id: CONVERSATION,
  state: 'active',
  seq: 1,
  since: 1,
  agent: { name: 'Claire' },
  read_seq: 0,
};

async function lead(tab: Tab): Promise<void> {
  tab.client.talk();
  tab.client.start();
  await settle();
  tab.net.last().accept();
  tab.net.last().say(helloOk());
}

/** Two tabs: the first follows, the second leads, both have the conversation. */
async function two() {
  const browser = new Browser();
  const first = browser.tab();
  await lead(first);
  const second = browser.tab();
  await lead(second);
  second.net.last().say({ kind: 'snapshot', conversation: active });
  await settle();
  return { browser, first, second };
}

describe('tabs of one browser', () => {
  it('have one socket: the tab that came last, the other gave its own back', async () => {
    const { first, second } = await two();
    expect(first.net.alive()).toHaveLength(0);
    expect(second.net.alive()).toHaveLength(1);
  });

  it('show the same conversation', async () => {
    const { first, second } = await two();
    const entry = {
      seq: 1,
      kind: 'text',
      at: 1,
      author: { kind: 'agent', id: null, name: 'Claire' },
      body: 'hello',
      id: null,
      payload: null,
    };
    second.net.last().say({ kind: 'entries', conversation: CONVERSATION, entries: [entry] });
    expect(first.client.state().conversation?.agent).toBe('Claire');
    expect(first.client.state().entries.map((one) => one.body)).toEqual(['hello']);
    expect(first.client.state().link).toBe('online');
  });

  it('write through the one that leads', async () => {
    const { first, second } = await two();
    first.client.post('from the first');
    expect(first.net.alive()).toHaveLength(0);
    expect(
      second.net
        .last()
        .of('post')
        .map((frame) => frame.text),
    ).toEqual(['from the first']);
    const id = second.net.last().of('post')[0]?.id;
    second.net.last().say({ kind: 'ack', n: 1, conversation: CONVERSATION, id, seq: 1, at: 5 });
    expect(first.client.state().unsent).toEqual([]);
    expect(first.client.state().entries.map((one) => one.body)).toEqual(['from the first']);
  });

  it('carry orders and their answers', async () => {
    const { first, second } = await two();
    const outcomes: string[] = [];
    first.client.admit((outcome) => outcomes.push(outcome.kind));
    expect(second.net.last().of('admit')).toHaveLength(1);
    second.net.last().say({ kind: 'refused', n: 1, code: 'no_seat', transient: false });
    expect(outcomes).toEqual(['refused']);
  });

  it('open their own socket when the leader does not answer within a second', async () => {
    const { browser, first } = await two();
    browser.channels.deaf = true;
    const before = first.net.sockets.length;
    first.client.post('nobody hears me');
    browser.clock.advance(RELAY_ANSWER_MS - 1);
    await settle();
    expect(first.net.sockets).toHaveLength(before);
    browser.clock.advance(1);
    await settle();
    expect(first.net.sockets).toHaveLength(before + 1);
    first.net.last().accept();
    first.net.last().say(helloOk());
    expect(
      first.net
        .last()
        .of('post')
        .map((frame) => frame.text),
    ).toEqual(['nobody hears me']);
  });

  it('carry out themselves what the leader heard and did not finish', async () => {
    const { first, second } = await two();
    first.client.admit(() => {});
    second.page.pagehide();
    await settle();
    first.net.last().accept();
    first.net.last().say(helloOk());
    expect(first.net.last().of('admit')).toHaveLength(1);
  });

  it('hand over the orders they could not finish when the lock is taken from them', async () => {
    const { first, second } = await two();
    second.client.choose('end');
    first.page.show(false);
    first.page.show(true);
    await settle();
    expect(second.net.alive()).toHaveLength(0);
    first.net.last().accept();
    first.net.last().say(helloOk());
    expect(first.net.last().of('end')).toEqual([{ kind: 'end', conversation: CONVERSATION, n: 1 }]);
  });

  it('take over when the leader goes, with what is still unsent', async () => {
    const { first, second } = await two();
    second.client.post('last words');
    second.page.pagehide();
    await settle();
    first.net.last().accept();
    first.net.last().say(helloOk());
    expect(
      first.net
        .last()
        .of('post')
        .map((frame) => frame.text),
    ).toEqual(['last words']);
  });

  it('release socket, lock and channel when the page is put away, and return from there', async () => {
    const { browser, first, second } = await two();
    second.page.pagehide();
    await settle();
    expect(second.net.alive()).toHaveLength(0);
    expect(first.net.alive()).toHaveLength(1);
    browser.clock.advance(5000);
    second.page.pageshow();
    await settle();
    expect(second.net.alive()).toHaveLength(1);
    expect(first.net.alive()).toHaveLength(0);
    second.net.last().accept();
    expect(second.net.last().of('hello')[0]).toMatchObject({ token: 'v1.token' });
  });

  it('each have a socket where the storage cannot be shared', async () => {
    const browser = new Browser();
    browser.storage.broken = true;
    const first = browser.tab();
    await lead(first);
    first.client.post('only in memory');
    expect(first.net.last().of('post')).toHaveLength(1);
  });

  it('let a hidden tab follow without a socket', async () => {
    const { browser, second } = await two();
    const hidden = browser.tab(false);
    hidden.client.start();
    await settle();
    expect(hidden.net.sockets).toHaveLength(0);
    expect(hidden.client.state().conversation?.id).toBe(CONVERSATION);
    expect(second.net.alive()).toHaveLength(1);
  });
});
