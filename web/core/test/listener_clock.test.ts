import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SocketLike } from '../src/link/wire.ts';
import { type WorkerLike, workerClock } from '../src/link/worker_clock.ts';
import { listen, STATE_KEPT_MS } from '../src/visitor/listener.ts';
import { POLL_MS_MIN, poll } from '../src/visitor/poll.ts';
import { FakeClock } from './support/fake_time.ts';

class Socket implements SocketLike {
  readonly readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

/** `answers`: what the address that is polled says, one after the other; null: it does not answer. */
function scene(answers: (string | null)[] = []) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const ask = (url: string) => {
    asked.push(url);
    const answer = answers.shift();
    return answer ? Promise.resolve(`{"state":"${answer}","version":1}`) : Promise.reject(new Error('away'));
  };
  const sockets: Socket[] = [];
  const told: boolean[] = [];
  const open = () => {
    const socket = new Socket();
    sockets.push(socket);
    return socket;
  };
  const stop = listen(
    'ws://x/visitor',
    '{"language":"fr"}',
    open,
    (ms, run) => clock.after(ms, run),
    (state) => told.push(state),
    () => Promise.resolve({ poll: (ms, open, after) => poll(ms, open, after, ask) }),
  );
  const last = () => sockets[sockets.length - 1] as Socket;
  const welcome = () => {
    last().onopen?.();
    last().say({ kind: 'hello_ok', silence_ms: 60_000, availability: { state: 'open', version: 1 } });
  };
  return { clock, sockets, told, stop, last, welcome, asked };
}

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What promises still have to do. */
const settled = async () => {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
};

describe('the loader’s listener', () => {
  it('says hello, tells each state, answers pings', () => {
    const { told, last, welcome } = scene();
    welcome();
    last().say({ kind: 'availability', state: 'full', version: 2 });
    last().say({ kind: 'ping' });
    expect(last().sent).toEqual(['{"language":"fr"}', '{"kind":"pong"}']);
    expect(told).toEqual([true, false]);
  });

  it('believes the last state for 5 s over a lost connection', () => {
    const { clock, told, last, welcome } = scene();
    welcome();
    last().onclose?.({ code: 1006 });
    clock.advance(STATE_KEPT_MS - 1);
    expect(told).toEqual([true]);
    clock.advance(1);
    expect(told).toEqual([true, false]);
  });

  it('says nothing of a cut that is over within 5 s', () => {
    const { clock, told, last, welcome } = scene();
    welcome();
    last().onclose?.({ code: 1006 });
    clock.advance(300);
    welcome();
    clock.advance(10_000);
    expect(told).toEqual([true, true]);
  });

  it('backs off, and gives up a silent socket', () => {
    const { clock, sockets, last, welcome } = scene();
    welcome();
    clock.advance(60_000);
    expect(last().closed).toBe(true);
    for (const pause of [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = sockets.length;
      clock.advance(pause - 1);
      expect(sockets.length).toBe(before);
      clock.advance(1);
      expect(sockets.length).toBe(before + 1);
      last().onclose?.({ code: 1006 });
    }
  });

  it('asks instead of listening when it is told to, until the time is over', async () => {
    const { clock, sockets, told, last, asked } = scene(['open', 'full', 'open']);
    last().onopen?.();
    last().say({ kind: 'bye', code: 1013, reconnect: true, after_ms: 25_000, poll: true });
    last().onclose?.({ code: 1013 });
    await settled();
    clock.advance(250);
    await settled();
    expect(asked).toEqual(['http://x/availability?language=fr']);
    expect([told, sockets.length]).toEqual([[true], 1]);
    clock.advance(POLL_MS_MIN);
    await settled();
    expect(told).toEqual([true, false]);
    clock.advance(POLL_MS_MIN);
    await settled();
    expect(told).toEqual([true, false, true]);
    clock.advance(POLL_MS_MIN + 1000);
    await settled();
    expect([asked.length, sockets.length]).toEqual([3, 2]);
  });

  it('hides the button when nobody answers the question, and tries the socket again', async () => {
    const { clock, sockets, told, last } = scene(['open', null]);
    last().say({ kind: 'bye', code: 1013, reconnect: true, after_ms: 60_000, poll: true });
    last().onclose?.({ code: 1013 });
    await settled();
    clock.advance(250);
    await settled();
    clock.advance(POLL_MS_MIN);
    await settled();
    clock.advance(STATE_KEPT_MS);
    expect([told, sockets.length]).toEqual([[true, false], 2]);
  });

  it('stops asking when stopped', async () => {
    const { clock, last, stop, asked } = scene(['open', 'open']);
    last().say({ kind: 'bye', code: 1013, reconnect: true, after_ms: 60_000, poll: true });
    last().onclose?.({ code: 1013 });
    await settled();
    clock.advance(250);
    await settled();
    stop();
    clock.advance(POLL_MS_MIN * 2);
    expect([asked.length, clock.due()]).toEqual([1, null]);
  });

  it('leaves no timer and no socket when stopped', () => {
    const { clock, last, stop, welcome } = scene();
    welcome();
    stop();
    expect([last().closed, clock.due()]).toEqual([true, null]);
  });
});

describe('the clock whose timers run in a Worker', () => {
  function worker() {
    const page = new FakeClock();
    const posted: { id: number; ms: number | null }[] = [];
    const fake: WorkerLike = {
      postMessage: (message) => posted.push(message),
      onmessage: null,
      onerror: null,
    };
    return { page, posted, fake, clock: workerClock(() => fake, page) };
  }

  it('fires when the Worker says so, once', () => {
    const { page, posted, fake, clock } = worker();
    let fired = 0;
    clock.after(5000, () => {
      fired += 1;
    });
    fake.onmessage?.({ data: posted[0]?.id ?? 0 });
    page.advance(10_000);
    expect(fired).toBe(1);
  });

  it('fires from the page, a little later, when the Worker is dead', () => {
    const { page, clock } = worker();
    let fired = 0;
    clock.after(5000, () => {
      fired += 1;
    });
    page.advance(6499);
    expect(fired).toBe(0);
    page.advance(1);
    expect(fired).toBe(1);
  });

  it('stops both', () => {
    const { page, posted, fake, clock } = worker();
    let fired = 0;
    const cancel = clock.after(5000, () => {
      fired += 1;
    });
    cancel();
    fake.onmessage?.({ data: posted[0]?.id ?? 0 });
    page.advance(10_000);
    expect(fired).toBe(0);
    expect(posted[1]).toEqual({ id: posted[0]?.id, ms: null });
  });

  it('is the page’s own clock where Workers are refused', () => {
    const page = new FakeClock();
    expect(
      workerClock(() => {
        throw new Error('policy');
      }, page),
    ).toBe(page);
  });
});
