/** The orders of a following tab that the leading one has not carried out: each is given until it is done, by whoever leads. */

import type { Outcome } from '../link/command_queue.ts';
import type { Timers } from '../link/timers.ts';
import type { CommandBody } from '../protocol/frames.ts';
import { RELAY_ANSWER_MS } from './relay.ts';

export interface Order {
  readonly key: string;
  /** null: look into the outbox. */
  readonly body: CommandBody | null;
  readonly done: (outcome: Outcome) => void;
}

export class Orders {
  private readonly open = new Map<string, Order>();

  constructor(
    private readonly timers: Timers,
    private readonly give: (order: Order) => void,
    /** The leader does not answer. */
    private readonly deaf: () => void,
  ) {}

  add(order: Order): void {
    this.open.set(order.key, order);
    this.say(order);
  }

  again(): void {
    this.open.forEach((order) => {
      this.say(order);
    });
  }

  heard(key: string): void {
    this.timers.stop(key);
    if (this.open.get(key)?.body === null) this.open.delete(key);
  }

  done(key: string, outcome: Outcome): void {
    const order = this.open.get(key);
    this.heard(key);
    this.open.delete(key);
    order?.done(outcome);
  }

  /** Everything not done, to be carried out by this tab itself. */
  take(): Order[] {
    const all = [...this.open.values()];
    for (const { key } of all) this.timers.stop(key);
    this.open.clear();
    return all;
  }

  private say(order: Order): void {
    this.timers.set(order.key, RELAY_ANSWER_MS, this.deaf);
    this.give(order);
  }
}
