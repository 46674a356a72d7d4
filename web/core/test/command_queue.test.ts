import { describe, expect, it } from 'vitest';
import { CommandQueue, type Outcome } from '../src/link/command_queue.ts';
import type { Ack, Refused } from '../src/protocol/frames.ts';
import { FakeClock } from './support/fake_time.ts';

const ack = (n: number): Ack => ({
  kind: 'ack',
  n,
  conversation: null,
  id: null,
  seq: null,
  position: null,
  at: null,
});
const refused = (n: number, code: string, next: number | null = null): Refused => ({
  kind: 'refused',
  n,
  code,
  transient: ['unavailable', 'overloaded', 'rate_limited', 'out_of_order'].includes(code),
  next,
});

function scene() {
  const clock = new FakeClock();
  const sent: { n: number; what: string }[] = [];
  const queue = new CommandQueue(clock, (frame) => sent.push(frame as { n: number; what: string }));
  const outcomes: [string, Outcome['kind']][] = [];
  const push = (what: string) =>
    queue.push({ kind: 'post', what }, (outcome) => outcomes.push([what, outcome.kind]));
  const pairs = () => sent.splice(0).map(({ n, what }) => `${n}${what}`);
  return { clock, queue, push, outcomes, pairs };
}

describe('the command queue', () => {
  it('sends nothing before a welcome, then numbers from next in order', () => {
    const { queue, push, pairs } = scene();
    push('a');
    push('b');
    expect(pairs()).toEqual([]);
    queue.online(7);
    expect(pairs()).toEqual(['7a', '8b']);
    push('c');
    expect(pairs()).toEqual(['9c']);
  });

  it('has at most 16 unanswered, and the 17th goes when one is answered', () => {
    const { queue, push, pairs } = scene();
    queue.online(1);
    for (let i = 0; i < 18; i += 1) push('x');
    expect(pairs()).toHaveLength(16);
    queue.ack(ack(1));
    expect(pairs()).toEqual(['17x']);
  });

  it('numbers the unanswered anew after a reconnect', () => {
    const { queue, push, pairs, outcomes } = scene();
    queue.online(1);
    for (const what of ['a', 'b', 'c']) push(what);
    queue.ack(ack(1));
    queue.offline();
    pairs();
    queue.online(3);
    expect(pairs()).toEqual(['3b', '4c']);
    queue.ack(ack(4));
    queue.ack(ack(3));
    expect(outcomes).toEqual([
      ['a', 'ack'],
      ['c', 'ack'],
      ['b', 'ack'],
    ]);
  });

  it('sends again from a transient refusal after 0.5 s doubling, and the ones behind it with it', () => {
    const { clock, queue, push, pairs } = scene();
    queue.online(1);
    for (const what of ['a', 'b', 'c']) push(what);
    pairs();
    const refuseAll = () => {
      queue.refused(refused(1, 'overloaded'));
      queue.refused(refused(2, 'out_of_order', 1));
      queue.refused(refused(3, 'out_of_order', 1));
    };
    for (const pause of [500, 1000, 2000, 4000, 8000, 8000]) {
      refuseAll();
      clock.advance(pause - 1);
      expect(pairs()).toEqual([]);
      clock.advance(1);
      expect(pairs()).toEqual(['1a', '2b', '3c']);
    }
    queue.ack(ack(1));
    queue.refused(refused(2, 'overloaded'));
    clock.advance(500);
    expect(pairs()).toEqual(['2b']);
  });

  it('sends again at once what was out of order', () => {
    const { queue, push, pairs } = scene();
    queue.online(1);
    push('a');
    push('b');
    pairs();
    queue.refused(refused(2, 'out_of_order', 2));
    expect(pairs()).toEqual(['2b']);
  });

  it('does not storm when the server expects a number that is not here', () => {
    const { clock, queue, push, pairs } = scene();
    queue.online(5);
    push('a');
    pairs();
    queue.refused(refused(5, 'out_of_order', 3));
    expect(pairs()).toEqual([]);
    clock.advance(500);
    expect(pairs()).toEqual(['3a']);
  });

  it('does not storm when out_of_order never ends', () => {
    const { queue, push, pairs } = scene();
    queue.online(1);
    push('a');
    let answers = 0;
    while (pairs().length > 0 && answers < 1000) {
      answers += 1;
      queue.refused(refused(1, 'out_of_order', 1));
    }
    expect(answers).toBeLessThan(50);
  });

  it('reports a business refusal once and goes on with the next number', () => {
    const { queue, push, pairs, outcomes } = scene();
    queue.online(1);
    push('a');
    queue.refused(refused(1, 'no_seat'));
    queue.refused(refused(1, 'no_seat'));
    push('b');
    expect(outcomes).toEqual([['a', 'refused']]);
    expect(pairs()).toEqual(['1a', '2b']);
  });

  it('ignores answers to numbers it does not wait for', () => {
    const { queue, push, outcomes } = scene();
    queue.online(1);
    push('a');
    queue.ack(ack(0));
    queue.ack(ack(2));
    queue.refused(refused(0, 'bad_json'));
    expect(outcomes).toEqual([]);
  });
});
