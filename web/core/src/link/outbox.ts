/**
 * What the user wrote and the server has not acknowledged: one storage key a message, so that tabs and crashes never overwrite one
 * another. The id is made and stored before anything is sent; the entry is removed by the acknowledgement or a final refusal only.
 */
import type { CommandBody, Instant, Uuid } from '../protocol/frames.ts';
import { integer, maybe, object, shape, text } from '../protocol/read.ts';
import type { Store } from './store.ts';

export interface Unsent {
  readonly id: Uuid;
  /** Grows with each message written, in any tab: the order of sending. */
  readonly order: number;
  readonly at: Instant;
  /** The command without its number; `body.id` is `id`. */
  readonly body: CommandBody & { readonly id: Uuid; readonly text: string };
  /** The code of a final refusal: it is not tried again until the user says so. */
  readonly failed: string | null;
}

const kept = shape({
  order: integer,
  at: integer,
  failed: maybe(text),
  body: (value) => ({ ...object(value), ...shape({ kind: text, id: text, text })(value) }),
});

function read(data: string | null): Unsent | null {
  try {
    const unsent = kept(JSON.parse(data ?? ''));
    return { ...unsent, id: unsent.body.id };
  } catch {
    return null;
  }
}

export class Outbox {
  constructor(
    private readonly store: Store,
    private readonly prefix: string,
  ) {}

  add(body: Unsent['body'], at: Instant): Unsent {
    const order = this.list().reduce((most, unsent) => Math.max(most, unsent.order), 0) + 1;
    return this.put({ id: body.id, order, at, body, failed: null });
  }

  /** Writes it anew in its place: with other words, or marked as failed. */
  put(unsent: Unsent): Unsent {
    this.store.set(this.prefix + unsent.id, JSON.stringify(unsent));
    return unsent;
  }

  get(id: Uuid): Unsent | null {
    return read(this.store.get(this.prefix + id));
  }

  /** In the order of writing. */
  list(): Unsent[] {
    const all: Unsent[] = [];
    for (const key of this.store.keys(this.prefix)) {
      const unsent = read(this.store.get(key));
      if (unsent) all.push(unsent);
    }
    return all.sort((a, b) => a.order - b.order || a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  remove(id: Uuid): void {
    this.store.remove(this.prefix + id);
  }
}
