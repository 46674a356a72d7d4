/** A clock that moves when told, and chance from a seed. */
import type { Cancel, Chance, Clock } from '../../src/link/clock.ts';

interface Timer {
  readonly at: number;
  readonly id: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  private time = 1000;
  private ids = 0;
  private timers: Timer[] = [];

  now(): number {
    return this.time;
  }

  wall(): number {
    return 1_790_000_000_000 + Math.floor(this.time);
  }

  after(ms: number, run: () => void): Cancel {
    this.ids += 1;
    const timer = { at: this.time + Math.max(0, ms), id: this.ids, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** The time of the next timer; null if none is set. */
  due(): number | null {
    return this.timers.reduce<number | null>(
      (least, { at }) => (least === null || at < least ? at : least),
      null,
    );
  }

  /** Runs everything due on the way. */
  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const next = this.timers
        .filter((timer) => timer.at <= until)
        .sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = until;
  }
}

export class SeededChance implements Chance {
  private state: number;
  private ids = 0;

  constructor(readonly seed: number) {
    this.state = seed >>> 0 || 1;
  }

  /** mulberry32 */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  uuid(): string {
    this.ids += 1;
    const tail = (this.ids * 4096 + (this.seed & 4095)).toString(16).padStart(12, '0');
    return `00000000-0000-4000-8000-${tail}`;
  }
}
