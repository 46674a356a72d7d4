/** Moves what the user wrote from the outbox through the command queue, until it is acknowledged or refused for good. */
import type { Ack, Uuid } from '../protocol/frames.ts';
import type { CommandQueue, Outcome } from './command_queue.ts';
import type { Outbox, Unsent } from './outbox.ts';

export interface DispatchEvents {
  posted(ack: Ack, unsent: Unsent): void;
  /** Refused for good: other words to try instead, or null when the user has to decide. */
  refused(unsent: Unsent, code: string): Unsent['body'] | null;
  /** Something is about to be sent. */
  sending(): void;
  changed(unsent: readonly Unsent[]): void;
}

export class Dispatch {
  private queued = new Set<Uuid>();

  constructor(
    private readonly outbox: Outbox,
    private readonly queue: CommandQueue,
    private readonly events: DispatchEvents,
  ) {}

  /** Looks into the outbox and sends what is not on its way. */
  pump(): void {
    for (const unsent of this.outbox.list()) {
      if (this.queued.has(unsent.id) || unsent.failed !== null) continue;
      this.queued.add(unsent.id);
      this.events.sending();
      this.queue.push(unsent.body, (outcome) => this.answered(unsent, outcome));
    }
    this.changed();
  }

  retry(id: Uuid): void {
    const unsent = this.outbox.get(id);
    if (unsent) this.outbox.put({ ...unsent, failed: null });
    this.changed();
  }

  /** The user gives it up, or its line came by another way. */
  remove(id: Uuid): void {
    this.outbox.remove(id);
  }

  changed(): void {
    this.events.changed(this.outbox.list());
  }

  /** The queue was emptied: nothing of the outbox is on its way any more. */
  forget(): void {
    this.queued.clear();
  }

  private answered(unsent: Unsent, outcome: Outcome): void {
    this.queued.delete(unsent.id);
    if (outcome.kind === 'ack') {
      this.outbox.remove(unsent.id);
      this.events.posted(outcome.ack, unsent);
    } else {
      const body = this.events.refused(unsent, outcome.code);
      this.outbox.put(body ? { ...unsent, body } : { ...unsent, failed: outcome.code });
      if (body) this.pump();
    }
    this.changed();
  }
}
