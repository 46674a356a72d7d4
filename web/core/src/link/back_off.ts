import type { Chance } from './clock.ts';

export const BACK_OFF_FIRST_MS = 500;
/** Well within the 20 s that an agent has to come back after an outage, however long it was. */
export const BACK_OFF_MAX_MS = 8_000;

/** 0.5 s x 2^n, at most 8 s, half of it fixed and half of it random. */
export class BackOff {
  private tries = 0;
  constructor(private readonly chance: Pick<Chance, 'random'>) {}

  next(): number {
    const whole = Math.min(BACK_OFF_FIRST_MS * 2 ** this.tries, BACK_OFF_MAX_MS);
    this.tries += 1;
    return whole / 2 + (this.chance.random() * whole) / 2;
  }

  reset(): void {
    this.tries = 0;
  }
}
