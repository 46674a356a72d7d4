/** This tab's part in the talk between tabs: who leads, what the leader tells, what a follower orders. */

import type { Outcome } from '../link/command_queue.ts';
import type { Timers } from '../link/timers.ts';
import type { CommandBody, Entry } from '../protocol/frames.ts';
import type { Election, ElectionEvents } from '../tabs/election.ts';
import { Orders } from '../tabs/orders.ts';
import type { ChannelLike, Relayed } from '../tabs/relay.ts';
import type { SharedState, VisitorState } from './state.ts';

export interface TabEvents {
  election(events: ElectionEvents): Election;
  visible(): boolean;
  lead(): void;
  /** Stops leading; returns the orders that were not answered. */
  follow(): { body: CommandBody; done: (outcome: Outcome) => void }[];
  order(body: CommandBody, done: (outcome: Outcome) => void): void;
  outbox(): void;
  say(frame: object): void;
  state(): VisitorState;
  mirror(state: SharedState, entries: readonly Entry[]): void;
}

type Message = Relayed<SharedState>;

export class TabSide {
  private readonly election: Election;
  private readonly orders: Orders;
  private channel: ChannelLike | null = null;
  private keys = 0;

  constructor(
    private readonly openChannel: (() => ChannelLike) | null,
    timers: Timers,
    private readonly events: TabEvents,
  ) {
    this.orders = new Orders(
      timers,
      (order) => this.tellOrder(order.key, order.body),
      () => this.election.take(),
    );
    this.election = events.election({ lead: () => this.lead(), follow: () => this.follow() });
  }

  leads(): boolean {
    return this.election.leads();
  }

  takeOver(): void {
    this.election.take();
  }

  enter(): void {
    if (this.openChannel && !this.channel) {
      const channel = this.openChannel();
      channel.onmessage = (event) => this.heard(event.data as Message);
      this.channel = channel;
    }
    if (this.events.visible()) {
      this.election.take();
      return;
    }
    this.election.queue();
    this.broadcast({ t: 'who' });
  }

  /** The page became visible. */
  looked(): void {
    if (this.channel === null) this.enter();
    else this.election.take();
  }

  leave(): void {
    this.election.leave();
    this.channel?.close();
    this.channel = null;
  }

  order(key: string, body: CommandBody, done: (outcome: Outcome) => void): void {
    if (this.leads() || !this.channel) this.events.order(body, done);
    else this.orders.add({ key, body, done });
  }

  outbox(key: string): void {
    if (this.leads()) this.events.outbox();
    else if (this.channel) this.orders.add({ key, body: null, done: () => {} });
  }

  say(frame: object): void {
    if (this.leads()) this.events.say(frame);
    else this.broadcast({ t: 'say', frame });
  }

  /** The leader's state changed, and these lines are new. */
  tell(entries: readonly Entry[]): void {
    if (this.channel && this.leads())
      this.broadcast({ t: 'state', state: shared(this.events.state()), entries });
  }

  private lead(): void {
    this.events.lead();
    this.broadcast({ t: 'lead' });
    for (const order of this.orders.take()) {
      if (order.body) this.events.order(order.body, order.done);
    }
  }

  private follow(): void {
    for (const { body, done } of this.events.follow()) {
      this.keys += 1;
      this.orders.add({ key: `kept ${this.keys}`, body, done });
    }
    this.broadcast({ t: 'who' });
  }

  private tellOrder(key: string, body: CommandBody | null): void {
    this.broadcast(body ? { t: 'do', key, body } : { t: 'outbox', key });
  }

  private heard(message: Message): void {
    const leads = this.leads();
    switch (message.t) {
      case 'who':
        if (leads) this.tell(this.events.state().entries);
        return;
      case 'do':
        if (!leads) return;
        this.broadcast({ t: 'heard', key: message.key });
        this.events.order(message.body, (outcome) =>
          this.broadcast({ t: 'done', key: message.key, outcome }),
        );
        return;
      case 'outbox':
        if (!leads) return;
        this.broadcast({ t: 'heard', key: message.key });
        this.events.outbox();
        return;
      case 'say':
        if (leads) this.events.say(message.frame);
        return;
      case 'lead':
        this.orders.again();
        return;
      case 'state':
        if (!leads) this.events.mirror(message.state, message.entries);
        return;
      case 'heard':
        this.orders.heard(message.key);
        return;
      case 'done':
        this.orders.done(message.key, message.outcome);
        return;
    }
  }

  private broadcast(message: Message): void {
    this.channel?.postMessage(message);
  }
}

function shared(state: VisitorState): SharedState {
  const { entries: _entries, unsent: _unsent, ...rest } = state;
  return rest;
}
