/**
 * The least that a page needs to know whether the button may be shown: one socket that only listens. Written to be small, because it
 * is on every page of the site; the panel brings the whole `Connection`.
 */
import type { Cancel } from '../link/clock.ts';
import type { SocketLike } from '../link/wire.ts';
import type { Poll } from './poll.ts';

/** The last state is believed for so long over a lost connection. */
export const STATE_KEPT_MS = 5000;

export type OpenSocket = (url: string) => SocketLike;

/**
 * Calls `tell` with each state; returns the way to stop. `hello` is the first frame, as text. `polling` fetches what is needed only where
 * so many pages listen that this one is told to ask instead.
 */
export function listen(
  url: string,
  hello: string,
  open: OpenSocket,
  after: (ms: number, run: () => void) => Cancel,
  tell: (open: boolean) => void,
  polling: () => Promise<{ poll: Poll }>,
): Cancel {
  let pause = 500;
  // Until the server says better.
  let silence = 60_000;
  let socket: SocketLike;
  let watch: Cancel | undefined;
  let doubt: Cancel | undefined;
  const heard = () => {
    watch?.();
    watch = after(silence, lost);
  };
  const stop = () => {
    watch?.();
    socket.onclose = socket.onmessage = null;
    socket.close();
  };
  const lost = () => {
    stop();
    doubt ||= after(STATE_KEPT_MS, () => tell(false));
    watch = after((pause * (1 + Math.random())) / 2, connect);
    pause = Math.min(pause * 2, 30_000);
  };
  const connect = () => {
    heard();
    socket = open(url);
    socket.onopen = () => socket.send(hello);
    socket.onclose = lost;
    socket.onmessage = (event) => {
      const frame = JSON.parse(String(event.data));
      if (frame.kind === 'ping') socket.send('{"kind":"pong"}');
      if (frame.silence_ms) {
        silence = frame.silence_ms;
        pause = 500;
        doubt = doubt?.() as undefined;
      }
      if (frame.poll)
        polling().then((it) => {
          open = it.poll(frame.after_ms, open, after);
        }, Boolean); // Not fetched: nothing to do, the socket ends and is tried again.
      heard();
      const { state } = frame.availability || frame;
      if (state) tell(state === 'open');
    };
  };
  connect();
  return () => {
    stop();
    doubt?.();
  };
}
