/** Time and chance as parameters: tests and traces bring their own. */

export type Cancel = () => void;

export interface Clock {
  /** Milliseconds that only grow; its zero means nothing. */
  now(): number;
  /** Milliseconds since 1970 by this machine, which may be wrong. */
  wall(): number;
  after(ms: number, run: () => void): Cancel;
}

export interface Chance {
  /** 0 <= x < 1 */
  random(): number;
  uuid(): string;
}

export const after = (ms: number, run: () => void): Cancel => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export const browserClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after,
};

/**
 * A random UUID. The File API ends the address of a blob with one, made by the browser; unlike `crypto.randomUUID` it is there on plain
 * http too, and it costs the loader next to nothing.
 */
export const uuid = (): string => URL.createObjectURL(new Blob()).slice(-36);

export const browserChance: Chance = { random: Math.random, uuid };
