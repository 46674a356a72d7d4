/** Runs in the Worker: sets and stops timers by number, answers with the number. */
const timers = new Map<number, ReturnType<typeof setTimeout>>();

self.onmessage = (event: MessageEvent<{ id: number; ms: number | null }>) => {
  const { id, ms } = event.data;
  clearTimeout(timers.get(id));
  timers.delete(id);
  if (ms === null) return;
  const timer = setTimeout(() => {
    timers.delete(id);
    self.postMessage(id);
  }, ms);
  timers.set(id, timer);
};
