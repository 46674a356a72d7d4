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

export const browserClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** `crypto.randomUUID` exists only on secure pages; a shop in development is on plain http. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export const browserChance: Chance = { random: Math.random, uuid };
