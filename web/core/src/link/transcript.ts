/**
 * The lines of one conversation, kept in the order of their number, each number once. `contiguous()` is the number up to which
 * nothing is missing: it is what a client says it has, so that a line whose acknowledgement was lost comes again.
 */
import type { Entry } from '../protocol/frames.ts';

export type Numbering = 'seq' | 'position';

export class Transcript {
  /** Sorted. */
  private list: Entry[] = [];
  /** The number before the first one this client holds: history may have been cut at the front. */
  private base: number;
  private upTo: number;

  constructor(
    private readonly by: Numbering,
    kept: readonly Entry[] = [],
  ) {
    const first = kept[0] ? this.number(kept[0]) : 0;
    this.base = first > 0 ? first - 1 : 0;
    this.upTo = this.base;
    this.add(kept);
  }

  entries(): readonly Entry[] {
    return this.list;
  }

  contiguous(): number {
    return this.upTo;
  }

  /** A number is missing below one that is here. */
  holed(): boolean {
    const last = this.list[this.list.length - 1];
    return last !== undefined && this.number(last) > this.upTo;
  }

  /** Returns what was new. */
  add(entries: readonly Entry[]): Entry[] {
    const fresh: Entry[] = [];
    const next = this.list.slice();
    for (const entry of entries) {
      const number = this.number(entry);
      if (number <= this.base) continue;
      let at = next.length;
      while (at > 0 && this.number(next[at - 1] as Entry) > number) at -= 1;
      if (at > 0 && this.number(next[at - 1] as Entry) === number) continue;
      next.splice(at, 0, entry);
      fresh.push(entry);
    }
    if (fresh.length === 0) return fresh;
    this.list = next;
    this.advance();
    return fresh;
  }

  private advance(): void {
    for (let i = Math.max(0, this.upTo - this.base); i < this.list.length; i += 1) {
      if (this.number(this.list[i] as Entry) !== this.upTo + 1) return;
      this.upTo += 1;
    }
  }

  private number(entry: Entry): number {
    return entry[this.by] ?? 0;
  }
}
