/**
 * One socket that is always coming back: hello, heartbeat, silence, back-off, the page's comings and goings.
 * It knows nothing of conversations. Every timer goes through the clock, every socket through `open`.
 */
import type { Bye, HelloOk, Refused } from '../protocol/frames.ts';
import { BackOff } from './back_off.ts';
import type { Cancel, Chance, Clock } from './clock.ts';
import type { PageSignals } from './page_signals.ts';
import type { OpenWire, Wire } from './wire.ts';

/** `waiting`: between two attempts. `stopped`: for good, see the reason. */
export type LinkState = 'off' | 'connecting' | 'online' | 'waiting' | 'stopped';
export type StopReason = 'session_ended' | 'not_allowed' | 'too_old' | 'told_to';

/** From the opening of the socket to `hello_ok`. */
export const HELLO_WAIT_MS = 10_000;
/** How long a socket that may have died while the page slept gets to give a sign. */
export const ZOMBIE_WAIT_MS = 3000;
const RESTART_SPREAD_MS = 5000;

const STOPPING_CODES: Readonly<Record<number, StopReason>> = {
  4401: 'session_ended',
  4403: 'not_allowed',
  4410: 'too_old',
};

type Known = HelloOk | Bye | Refused | { readonly kind: 'ping' };

export interface LinkDeps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly signals: PageSignals;
  readonly open: OpenWire;
}

export interface LinkEvents<F> {
  /** Made anew for each attempt: it carries what we have now. */
  hello(): object;
  frame(frame: F): void;
  state(state: LinkState, reason: StopReason | null): void;
}

/** Half of an emoji (a title cut by the host page) and U+0000 would have the whole frame refused. */
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/[\0\p{Cs}]/gu, '\ufffd') : value;

export class Connection<F extends { readonly kind: string }> {
  private wire: Wire | null = null;
  private state: LinkState = 'off';
  private readonly backOff: BackOff;
  private retry: Cancel | null = null;
  private watch: Cancel | null = null;
  private heard = 0;
  private silence = HELLO_WAIT_MS;
  private heartbeat = 0;
  private lostNetwork = false;
  private comeBackWithin: number | null = null;
  private unlisten: (() => void)[] = [];

  constructor(
    private readonly url: string,
    private readonly parse: (data: string) => F | Known | null,
    private readonly deps: LinkDeps,
    private readonly events: LinkEvents<F>,
  ) {
    this.backOff = new BackOff(deps.chance);
  }

  start(): void {
    if (this.state !== 'off' && this.state !== 'stopped') return;
    const { signals } = this.deps;
    this.unlisten = [
      signals.onVisible((visible) => visible && this.awake()),
      signals.onOnline((online) => this.network(online)),
    ];
    this.backOff.reset();
    this.connect();
  }

  /** Closes at once and stays away until `start`. */
  stop(): void {
    this.leave('off', null);
  }

  /** Says hello once more on the same socket (a listening page goes on to talk). */
  helloAgain(): void {
    if (this.state !== 'online') return;
    this.set('connecting');
    this.armSilence(HELLO_WAIT_MS);
    this.send(this.events.hello());
  }

  /** Not kept: whoever needs certainty sends again after the next `online`. */
  send(frame: object): void {
    this.wire?.send(JSON.stringify(frame, wellFormed));
  }

  /** Gives up this socket and opens another one, after the back-off. */
  restart(): void {
    if (this.wire) this.lost(0);
  }

  private connect(): void {
    this.retry?.();
    this.retry = null;
    this.wire?.close();
    this.comeBackWithin = null;
    this.set('connecting');
    let mine: Wire | null = null;
    this.armSilence(HELLO_WAIT_MS);
    const wire = this.deps.open(this.url, {
      open: () => this.wire === mine && this.send(this.events.hello()),
      text: (data) => this.wire === mine && this.receive(data),
      closed: (code) => this.wire === mine && this.lost(code),
    });
    mine = wire;
    this.wire = wire;
  }

  private receive(data: string): void {
    this.heard = this.deps.clock.now();
    const frame = this.parse(data);
    if (!frame) return;
    if (frame.kind === 'ping') {
      this.send({ kind: 'pong' });
      return;
    }
    if (frame.kind === 'hello_ok') this.welcomed(frame as HelloOk);
    if (frame.kind === 'bye') this.told(frame as Bye);
    if (frame.kind === 'refused' && this.state === 'connecting') this.helloRefused(frame as Refused);
    this.events.frame(frame as F);
  }

  private welcomed(frame: HelloOk): void {
    this.backOff.reset();
    this.heartbeat = frame.heartbeat_ms;
    this.armSilence(frame.silence_ms);
    this.set('online');
  }

  /** The server had no room for the hello just now: it is said again, on the same socket. */
  private helloRefused(frame: Refused): void {
    const { wire } = this;
    if (!frame.transient || frame.n !== 0) return;
    const again = () => this.wire === wire && this.state === 'connecting' && this.send(this.events.hello());
    this.retry?.();
    this.retry = this.deps.clock.after(this.backOff.next(), again);
    this.armSilence(HELLO_WAIT_MS);
  }

  private told(frame: Bye): void {
    this.comeBackWithin = frame.after_ms;
    if (!frame.reconnect) this.leave('stopped', STOPPING_CODES[frame.code] ?? 'told_to');
  }

  private armSilence(limit: number): void {
    this.heard = this.deps.clock.now();
    this.silence = limit;
    this.watchFor(limit);
  }

  private watchFor(ms: number): void {
    this.watch?.();
    this.watch = this.deps.clock.after(ms, () => {
      const left = this.heard + this.silence - this.deps.clock.now();
      if (left <= 0) this.lost(0);
      else this.watchFor(left);
    });
  }

  private lost(code: number): void {
    this.dropWire();
    const reason = STOPPING_CODES[code];
    if (reason) {
      this.leave('stopped', reason);
      return;
    }
    this.set('waiting');
    const { chance, clock } = this.deps;
    let pause = this.backOff.next();
    if (this.comeBackWithin !== null) pause = chance.random() * this.comeBackWithin;
    else if (code === 1012) pause = chance.random() * RESTART_SPREAD_MS;
    this.retry = clock.after(pause, () => this.connect());
  }

  /** The page is looked at again: try now, or doubt a socket that may have died meanwhile. */
  private awake(): void {
    this.backOff.reset();
    if (this.state === 'waiting') this.connect();
    else if (this.state === 'online') this.doubt();
  }

  private doubt(): void {
    const { clock } = this.deps;
    const since = this.heard;
    const due = Math.max(this.heard + this.heartbeat, clock.now()) + ZOMBIE_WAIT_MS;
    this.watch?.();
    this.watch = clock.after(due - clock.now(), () => {
      if (this.heard === since) this.nowOrNever();
      else this.watchFor(Math.max(0, this.heard + this.silence - clock.now()));
    });
  }

  private network(online: boolean): void {
    if (!online) {
      this.lostNetwork = true;
      return;
    }
    this.backOff.reset();
    const doubtful = this.lostNetwork && this.state === 'online';
    this.lostNetwork = false;
    if (doubtful || this.state === 'waiting' || this.state === 'connecting') this.nowOrNever();
  }

  private nowOrNever(): void {
    this.dropWire();
    this.set('waiting');
    this.connect();
  }

  private dropWire(): void {
    this.retry?.();
    this.retry = null;
    this.watch?.();
    this.watch = null;
    this.wire?.close();
    this.wire = null;
  }

  private leave(state: 'off' | 'stopped', reason: StopReason | null): void {
    for (const stop of this.unlisten) stop();
    this.unlisten = [];
    this.dropWire();
    this.set(state, reason);
  }

  private set(state: LinkState, reason: StopReason | null = null): void {
    if (state === this.state) return;
    this.state = state;
    this.events.state(state, reason);
  }
}
