/**
 * Numbers the commands of one client and keeps each until it is answered (protocol section 2): at most 16 in flight, numbered anew
 * from `next` at each hello, sent again from the refused number after a transient refusal. Owns the numbers; nobody else writes `n`.
 */
import { type Ack, COMMANDS_IN_FLIGHT_MAX, type CommandBody, type Refused } from '../protocol/frames.ts';
import { BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS } from './back_off.ts';
import type { Cancel, Clock } from './clock.ts';

export type Outcome =
  | { readonly kind: 'ack'; readonly ack: Ack }
  | { readonly kind: 'refused'; readonly code: string };

interface Pending {
  readonly body: CommandBody;
  readonly done: (outcome: Outcome) => void;
  /** 0: not numbered since the last hello. */
  n: number;
  /** A copy is on its way and will be answered. */
  flying: boolean;
}

/** So many refusals out of order without one answer between them mean that the two sides disagree: then no longer at once. */
const STRAYS_MAX = 2 * COMMANDS_IN_FLIGHT_MAX;

export class CommandQueue {
  private pending: Pending[] = [];
  /** The number the next command gets; 0 while there is no welcome. */
  private next = 0;
  private pause: Cancel | null = null;
  private pauseMs = BACK_OFF_FIRST_MS;
  private strays = 0;

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: object) => void,
  ) {}

  /** `done` is called once, with the answer, however many sockets it takes. */
  push(body: CommandBody, done: (outcome: Outcome) => void = () => {}): void {
    this.pending.push({ body, done, n: 0, flying: false });
    this.pump();
  }

  /** Hands over everything unanswered and forgets it; for a tab that stops being the one that sends. */
  drain(): { body: CommandBody; done: (outcome: Outcome) => void }[] {
    const all = this.pending.map(({ body, done }) => ({ body, done }));
    this.pending = [];
    this.offline();
    return all;
  }

  /** `hello_ok` came: everything unanswered is numbered from there, in its order. */
  online(next: number): void {
    this.offline();
    this.next = next;
    this.pump();
  }

  offline(): void {
    this.pause?.();
    this.pause = null;
    this.strays = 0;
    this.next = 0;
    for (const command of this.pending) {
      command.n = 0;
      command.flying = false;
    }
  }

  ack(frame: Ack): void {
    this.settle(frame.n, { kind: 'ack', ack: frame });
  }

  refused(frame: Refused): void {
    if (!frame.transient) {
      this.settle(frame.n, { kind: 'refused', code: frame.code });
      return;
    }
    const command = this.numbered(frame.n);
    if (!command) return;
    command.flying = false;
    if (frame.code === 'out_of_order') this.outOfOrder(frame.next);
    else this.holdBack();
  }

  private numbered(n: number): Pending | undefined {
    return n > 0 ? this.pending.find((command) => command.n === n) : undefined;
  }

  private settle(n: number, outcome: Outcome): void {
    const command = this.numbered(n);
    if (!command) return;
    this.pending = this.pending.filter((other) => other !== command);
    this.pauseMs = BACK_OFF_FIRST_MS;
    this.strays = 0;
    command.done(outcome);
    this.pump();
  }

  private outOfOrder(next: number | null): void {
    this.strays += 1;
    const expected = next === null ? undefined : this.numbered(next);
    if (expected && this.strays <= STRAYS_MAX) this.pump();
    else this.holdBack(expected ? null : next);
  }

  /** Nothing is sent for a while, then again everything that is not on its way; numbered anew if `renumber` says from where. */
  private holdBack(renumber: number | null = null): void {
    if (this.pause) return;
    this.pause = this.clock.after(this.pauseMs, () => {
      this.pause = null;
      this.strays = 0;
      if (renumber !== null && !this.pending.some((command) => command.flying)) this.online(renumber);
      else this.pump();
    });
    this.pauseMs = Math.min(this.pauseMs * 2, BACK_OFF_MAX_MS);
  }

  private pump(): void {
    if (this.next === 0 || this.pause) return;
    for (const command of this.pending.slice(0, COMMANDS_IN_FLIGHT_MAX)) {
      if (command.n === 0) {
        command.n = this.next;
        this.next += 1;
      }
      if (command.flying) continue;
      command.flying = true;
      this.send({ ...command.body, n: command.n });
    }
  }
}
