import { describe, expect, it } from 'vitest';
import { Connection, HELLO_WAIT_MS, type LinkState, ZOMBIE_WAIT_MS } from '../src/link/connection.ts';
import type { VisitorFrame } from '../src/protocol/frames.ts';
import { parseVisitorFrame } from '../src/protocol/parse_visitor.ts';
import { FakePage } from './support/fake_page.ts';
import { FakeClock } from './support/fake_time.ts';
import { FakeNet, helloOk } from './support/fake_wire.ts';

function scene(random = 0.5) {
  const clock = new FakeClock();
  const net = new FakeNet();
  const page = new FakePage();
  const states: LinkState[] = [];
  const frames: VisitorFrame[] = [];
  const chance = { random: () => random, uuid: () => 'x' };
  const connection = new Connection<VisitorFrame>(
    'ws://x',
    parseVisitorFrame,
    { clock, chance, signals: page, open: net.open },
    {
      hello: () => ({ kind: 'hello' }),
      frame: (frame) => frames.push(frame),
      state: (state) => states.push(state),
    },
  );
  const welcome = () => {
    net.last().accept();
    net.last().say(helloOk());
  };
  return { clock, net, page, states, frames, connection, welcome };
}

describe('a connection', () => {
  it('says hello when the socket opens and is online at hello_ok', () => {
    const { connection, net, states, welcome } = scene();
    connection.start();
    expect(net.last().sent).toEqual([]);
    welcome();
    expect(net.last().sent).toEqual([{ kind: 'hello' }]);
    expect(states).toEqual(['connecting', 'online']);
  });

  it('answers a ping from the message handler', () => {
    const { connection, net, welcome } = scene();
    connection.start();
    welcome();
    net.last().say({ kind: 'ping' });
    expect(net.last().of('pong')).toHaveLength(1);
  });

  it('backs off 0.5 s doubling to 30 s, half of it random', () => {
    for (const [random, factor] of [
      [0, 0.5],
      [0.999, 0.9995],
    ] as const) {
      const { connection, net, clock } = scene(random);
      connection.start();
      for (const whole of [500, 1000, 2000, 4000, 8000, 8000]) {
        const before = net.sockets.length;
        net.last().cut();
        clock.advance(whole * factor - 1);
        expect(net.sockets.length).toBe(before);
        clock.advance(2);
        expect(net.sockets.length).toBe(before + 1);
      }
    }
  });

  it('starts the back-off again after hello_ok, online and becoming visible', () => {
    const { connection, net, page, clock, welcome } = scene();
    connection.start();
    const tire = () => {
      for (let i = 0; i < 6; i += 1) {
        net.last().cut();
        clock.advance(30_000);
      }
      net.last().cut();
    };
    const fresh = () => {
      const before = net.sockets.length;
      net.last().cut();
      clock.advance(400);
      return net.sockets.length - before;
    };
    tire();
    page.show(true);
    expect(fresh()).toBe(1);
    tire();
    page.online(true);
    expect(fresh()).toBe(1);
    tire();
    clock.advance(30_000);
    welcome();
    expect(fresh()).toBe(1);
  });

  it('gives up a socket that is silent for silence_ms', () => {
    const { connection, net, clock, welcome } = scene();
    connection.start();
    welcome();
    const first = net.last();
    clock.advance(20_000);
    first.say({ kind: 'ping' });
    clock.advance(24_999);
    expect(first.closedHere).toBe(false);
    clock.advance(2);
    expect(first.closedHere).toBe(true);
    clock.advance(500);
    expect(net.sockets).toHaveLength(2);
  });

  it('says hello again on the same socket when the server had no room for it', () => {
    const { connection, net, clock, states } = scene();
    connection.start();
    net.last().accept();
    net.last().say({ kind: 'refused', n: 0, code: 'overloaded', transient: true });
    clock.advance(500);
    net.last().say({ kind: 'refused', n: 0, code: 'overloaded', transient: true });
    clock.advance(1000);
    expect(net.last().of('hello')).toHaveLength(3);
    net.last().say(helloOk());
    expect([net.sockets.length, states.at(-1)]).toEqual([1, 'online']);
  });

  it('gives up a socket that never says hello_ok', () => {
    const { connection, net, clock } = scene();
    connection.start();
    net.last().accept();
    clock.advance(HELLO_WAIT_MS + 500);
    expect(net.sockets).toHaveLength(2);
  });

  it('doubts its socket when the page is looked at again after a sleep, and replaces a zombie in 3 s', () => {
    const { connection, net, page, clock, welcome } = scene();
    connection.start();
    welcome();
    clock.advance(20_000);
    page.show(true);
    clock.advance(ZOMBIE_WAIT_MS - 1);
    expect(net.sockets).toHaveLength(1);
    clock.advance(2);
    expect(net.sockets).toHaveLength(2);
  });

  it('keeps a socket that speaks within the 3 s', () => {
    const { connection, net, page, clock, welcome } = scene();
    connection.start();
    welcome();
    clock.advance(20_000);
    page.show(true);
    clock.advance(1000);
    net.last().say({ kind: 'ping' });
    clock.advance(10_000);
    expect(net.sockets).toHaveLength(1);
  });

  it('replaces its socket at once when the network was away', () => {
    const { connection, net, page, welcome } = scene();
    connection.start();
    welcome();
    page.online(false);
    page.online(true);
    expect(net.sockets).toHaveLength(2);
    expect(net.sockets[0]?.closedHere).toBe(true);
  });

  it('hears nothing more from a socket it has given up', () => {
    const { connection, net, page, frames, welcome } = scene();
    connection.start();
    welcome();
    const events = frames.length;
    const first = net.last();
    page.online(false);
    page.online(true);
    first.closedHere = false;
    first.say({ kind: 'service', storing: 'late' });
    first.cut();
    expect(frames).toHaveLength(events);
    expect(net.sockets).toHaveLength(2);
  });

  it('comes back within 5 s after a restart of the server, and when a bye says', () => {
    const { connection, net, clock, welcome } = scene(0.9);
    connection.start();
    welcome();
    net.last().cut(1012);
    clock.advance(4499);
    expect(net.sockets).toHaveLength(1);
    clock.advance(2);
    expect(net.sockets).toHaveLength(2);
    welcome();
    net.last().say({ kind: 'bye', code: 1012, reconnect: true, after_ms: 1000 });
    net.last().cut(1012);
    clock.advance(901);
    expect(net.sockets).toHaveLength(3);
  });

  it.each([4401, 4403, 4410])('stays away after close code %i', (code) => {
    const { connection, net, page, clock, states, welcome } = scene();
    connection.start();
    welcome();
    net.last().cut(code);
    clock.advance(120_000);
    page.show(true);
    page.online(true);
    expect(net.sockets).toHaveLength(1);
    expect(states.at(-1)).toBe('stopped');
  });

  it('ignores what it cannot read and kinds it does not know', () => {
    const { connection, net, frames, states, welcome } = scene();
    connection.start();
    welcome();
    const before = frames.length;
    for (const text of ['', '{', '[]', 'null', '{"kind":7}', '{"kind":"novelty"}', '{"kind":"ack","n":"1"}'])
      net.last().sayText(text);
    expect(frames).toHaveLength(before);
    expect(states.at(-1)).toBe('online');
  });

  it('sends no lone surrogate and no U+0000, which the server would refuse with all that stands beside them', () => {
    const { connection, net, welcome } = scene();
    connection.start();
    welcome();
    connection.send({
      kind: 'post',
      page: { title: 'cut 😀\ud83d' },
      text: 'a\0b \\ud83d 🙂',
      n: 1,
      none: null,
    });
    expect(net.last().of('post')).toEqual([
      { kind: 'post', page: { title: 'cut 😀\ufffd' }, text: 'a\ufffdb \\ud83d 🙂', n: 1, none: null },
    ]);
  });

  it('leaves nothing behind when stopped: no socket, no timer', () => {
    const { connection, net, clock, welcome } = scene();
    connection.start();
    welcome();
    connection.stop();
    expect(net.last().closedHere).toBe(true);
    expect(clock.due()).toBeNull();
  });
});
