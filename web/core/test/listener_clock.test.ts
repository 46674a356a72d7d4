import { describe, expect, it } from 'vitest';
import type { SocketLike } from '../src/link/wire.ts';
import { type WorkerLike, workerClock } from '../src/link/worker_clock.ts';
import { listen, STATE_KEPT_MS } from '../src/visitor/listener.ts';
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

function scene() {
  const clock = new FakeClock();
  const sockets: Socket[] = [];
  const told: boolean[] = [];
  const open = () => {
    const socket = new Socket();
    sockets.push(socket);
    return socket;
  };
  const stop = listen(
    'ws://x',
    'HELLO',
    open,
    (ms, run) => clock.after(ms, run),
    (state) => told.push(state),
    () => 0,
  );
  const last = () => sockets[sockets.length - 1] as Socket;
  const welcome = () => {
    last().onopen?.();
    last().say({ kind: 'hello_ok', silence_ms: 60_000, availability: { state: 'open', version: 1 } });
  };
  return { clock, sockets, told, stop, last, welcome };
}

describe('the loader’s listener', () => {
  it('says hello, tells each state, answers pings', () => {
    const { told, last, welcome } = scene();
    welcome();
    last().say({ kind: 'availability', state: 'full', version: 2 });
    last().say({ kind: 'ping' });
    expect(last().sent).toEqual(['HELLO', '{"kind":"pong"}']);
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
