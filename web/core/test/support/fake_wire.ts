/** Sockets that a test holds the other end of. */
import type { OpenWire, Wire, WireEvents } from '../../src/link/wire.ts';

export interface Frame {
  readonly kind: string;
  readonly n?: number;
  readonly [field: string]: unknown;
}

export class FakeSocket implements Wire {
  readonly sent: Frame[] = [];
  /** The client gave it up. */
  closedHere = false;
  /** Called with each frame of the client. */
  heard: (frame: Frame) => void = () => {};

  constructor(
    readonly url: string,
    private readonly events: WireEvents,
  ) {}

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.sent.push(frame);
    this.heard(frame);
  }
  close(): void {
    this.closedHere = true;
  }

  accept(): void {
    if (!this.closedHere) this.events.open();
  }
  say(frame: object): void {
    if (!this.closedHere) this.events.text(JSON.stringify(frame));
  }
  sayText(text: string): void {
    if (!this.closedHere) this.events.text(text);
  }
  cut(code = 1006): void {
    if (!this.closedHere) this.events.closed(code);
  }

  of(kind: string): Frame[] {
    return this.sent.filter((frame) => frame.kind === kind);
  }
}

export class FakeNet {
  readonly sockets: FakeSocket[] = [];
  /** Called with each new socket. */
  opened: (socket: FakeSocket) => void = () => {};

  readonly open: OpenWire = (url, events) => {
    const socket = new FakeSocket(url, events);
    this.sockets.push(socket);
    this.opened(socket);
    return socket;
  };

  last(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }
  alive(): FakeSocket[] {
    return this.sockets.filter((socket) => !socket.closedHere);
  }
}

export const helloOk = (more: object = {}): object => ({
  kind: 'hello_ok',
  protocol: 1,
  client: '00000000-0000-4000-8000-000000000001',
  next: 1,
  heartbeat_ms: 10_000,
  silence_ms: 25_000,
  service: { storing: 'ok' },
  now: 1_790_000_000_000,
  reload: false,
  visitor: '0190a000-0000-7000-8000-0000000000a1',
  token: 'v1.token',
  availability: { state: 'open', version: 1 },
  ...more,
});
