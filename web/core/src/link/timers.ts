/** Timers by name: one of a name at a time. */
import type { Cancel, Clock } from './clock.ts';

export class Timers {
  private readonly running = new Map<string, Cancel>();
  constructor(private readonly clock: Clock) {}

  /** Replaces the one that runs under this name. */
  set(name: string, ms: number, run: () => void): void {
    this.stop(name);
    const fire = () => {
      this.running.delete(name);
      run();
    };
    this.running.set(name, this.clock.after(ms, fire));
  }

  /** Leaves alone the one that runs under this name. */
  once(name: string, ms: number, run: () => void): void {
    if (!this.running.has(name)) this.set(name, ms, run);
  }

  stop(name: string): void {
    this.running.get(name)?.();
    this.running.delete(name);
  }
}
