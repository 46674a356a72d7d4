/** The only place that knows `WebSocket`. */

/** The part of `WebSocket` that is used. */
export interface SocketLike {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export const browserSocket = (url: string): SocketLike => new WebSocket(url) as SocketLike;

export interface Wire {
  send(text: string): void;
  /** After this call the wire is forgotten: no event comes from it any more, even if the network never answers. */
  close(): void;
}

export interface WireEvents {
  open(): void;
  text(data: string): void;
  closed(code: number): void;
}

export type OpenWire = (url: string, events: WireEvents) => Wire;

const OPEN = 1;

export const openBrowserWire: OpenWire = (url, events) => {
  const socket = browserSocket(url);
  socket.onopen = () => events.open();
  socket.onmessage = (event) => events.text(String(event.data));
  socket.onclose = (event) => events.closed(event.code);
  return {
    send(text) {
      if (socket.readyState === OPEN) socket.send(text);
    },
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
};
