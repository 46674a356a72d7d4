/**
 * A clock whose timers run in a Worker: browsers slow the timers of hidden pages down to one a minute, and a console that nobody looks
 * at must still answer for its agent. Falls back to the page's own timers, which also stand behind each Worker timer, a little later.
 */
import { browserClock, type Cancel, type Clock } from './clock.ts';

export interface WorkerLike {
  postMessage(message: { id: number; ms: number | null }): void;
  onmessage: ((event: { readonly data: number }) => void) | null;
  onerror: ((event: never) => void) | null;
}

/** The page's own timer comes so much later, and never fires if the Worker is well. */
const BEHIND_MS = 1500;

export function workerClock(start: () => WorkerLike, page: Clock = browserClock): Clock {
  let worker: WorkerLike;
  try {
    worker = start();
  } catch {
    return page;
  }
  let ids = 0;
  const running = new Map<number, () => void>();
  worker.onmessage = (event) => running.get(event.data)?.();
  worker.onerror = () => {};
  return {
    now: page.now,
    wall: page.wall,
    after(ms: number, run: () => void): Cancel {
      ids += 1;
      const id = ids;
      const behind = page.after(ms + BEHIND_MS, () => fire());
      const stop = () => {
        behind();
        return running.delete(id);
      };
      const fire = () => {
        if (stop()) run();
      };
      running.set(id, fire);
      worker.postMessage({ id, ms });
      return () => {
        if (stop()) worker.postMessage({ id, ms: null });
      };
    },
  };
}
