/**
 * Asking instead of listening, for a while: where very many pages are open the server tells the newest to poll (RULES 6). Fetched only
 * then. It behaves like the socket it stands for, so that whoever listens need not know.
 */
import type { Cancel } from '../link/clock.ts';
import type { SocketLike } from '../link/wire.ts';
import type { OpenSocket } from './listener.ts';

/** Between two questions, chosen anew each time so that pages do not ask together. */
export const POLL_MS_MIN = 10_000;
export const POLL_MS_MAX = 15_000;

type Ask = (url: string) => Promise<string>;
type After = (ms: number, run: () => void) => Cancel;
export type Poll = (afterMs: number, open: OpenSocket, after: After, ask?: Ask) => OpenSocket;

const ask: Ask = async (url) => {
  const answer = await fetch(url, { credentials: 'omit' });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
};

/** Who opens: the next time something that polls for `afterMs`, then what opened before. */
export const poll: Poll = (afterMs, open, after, how = ask) => {
  let polled = false;
  return (url) => {
    if (polled) return open(url);
    polled = true;
    return pollingSocket(afterMs, url, after, how);
  };
};

function pollingSocket(afterMs: number, url: string, after: After, how: Ask): SocketLike {
  let left = afterMs;
  let next: Cancel | undefined;
  let address = '';
  const socket: SocketLike = {
    readyState: 1,
    onopen: null,
    onmessage: null,
    onclose: null,
    /** The hello says in which language. */
    send(text) {
      const { language } = JSON.parse(text) as { language?: string };
      address ||= `${url.replace(/^ws/, 'http').replace(/visitor$/, 'availability')}?language=${language}`;
      look();
    },
    close() {
      next?.();
    },
  };
  const look = () => {
    how(address).then(
      (text) => socket.onmessage?.({ data: `{"silence_ms":${2 * POLL_MS_MAX},"availability":${text}}` }),
      // Nobody answers: as if the connection were lost.
      () => socket.onclose?.({ code: 1006 }),
    );
    const pause = POLL_MS_MIN + Math.random() * (POLL_MS_MAX - POLL_MS_MIN);
    left -= pause;
    next = after(pause, left > 0 ? look : () => socket.onclose?.({ code: 1000 }));
  };
  next = after(0, () => socket.onopen?.());
  return socket;
}
