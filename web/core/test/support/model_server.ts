/**
 * The visitor's half of the server, as docs/protocol.md section 2 promises it: numbers consumed in order, first answers remembered, a
 * message stored once for its id, lines sent again above `last`. Frames travel through the clock, so that a cut can fall between any two.
 */

import type { FakeClock, SeededChance } from './fake_time.ts';
import type { FakeSocket, Frame } from './fake_wire.ts';

interface Stored {
  readonly seq: number;
  readonly id: string | null;
  readonly body: string;
  readonly by: 'visitor' | 'agent';
}

export const CONVERSATION = '0190a000-0000-7000-8000-00000000c001';
const VISITOR = '0190a000-0000-7000-8000-0000000000a1';

export class ModelServer {
  readonly stored: Stored[] = [];
  /** Commands are refused for now with this probability. */
  overload = 0;
  begun = false;
  private readonly next = new Map<string, number>();
  private readonly answers = new Map<string, object>();
  private readonly acks = new Map<string, Frame>();
  private live: { socket: FakeSocket; client: string } | null = null;

  constructor(
    private readonly clock: FakeClock,
    private readonly chance: SeededChance,
    private readonly travelMs: number,
  ) {}

  attach(socket: FakeSocket): void {
    this.clock.after(this.travel(), () => socket.accept());
    let arrival = 0;
    socket.heard = (frame) => {
      // In order, as TCP keeps it; what was on its way when the client gave up still arrives.
      arrival = Math.max(arrival, this.clock.now() + this.travel());
      const at = arrival;
      this.clock.after(at - this.clock.now(), () => this.receive(socket, frame));
    };
  }

  private readonly departures = new Map<FakeSocket, number>();
  private say(socket: FakeSocket, frame: object): void {
    const at = Math.max(this.departures.get(socket) ?? 0, this.clock.now() + this.travel());
    this.departures.set(socket, at);
    this.clock.after(at - this.clock.now(), () => socket.say(frame));
  }

  private travel(): number {
    return this.chance.random() * this.travelMs;
  }

  ping(): void {
    if (this.live) this.say(this.live.socket, { kind: 'ping' });
  }

  agentSays(body: string): void {
    if (!this.begun) return;
    const line = this.store('agent', body, null);
    if (this.live) this.say(this.live.socket, this.entries([line]));
  }

  cut(): void {
    const socket = this.live?.socket;
    this.live = null;
    socket?.cut();
  }

  private receive(socket: FakeSocket, frame: Frame): void {
    if (frame.kind === 'hello') {
      this.hello(socket, frame);
      return;
    }
    if (this.live?.socket !== socket || frame.n === undefined) return;
    const { client } = this.live;
    const { n } = frame;
    const expected = this.next.get(client) ?? 1;
    const known = this.answers.get(`${client} ${n}`);
    if (known) this.say(socket, known);
    else if (n !== expected)
      this.say(socket, { kind: 'refused', n, code: 'out_of_order', transient: true, next: expected });
    else if (this.chance.random() < this.overload)
      this.say(socket, { kind: 'refused', n, code: 'overloaded', transient: true });
    else {
      this.next.set(client, n + 1);
      const answer = this.command(frame);
      this.answers.set(`${client} ${n}`, answer);
      this.say(socket, answer);
    }
  }

  private command(frame: Frame): object {
    const { n } = frame;
    if (frame.kind !== 'post') return { kind: 'ack', n };
    const id = String(frame.id);
    const before = this.acks.get(id);
    if (before) return { ...before, n };
    this.begun = true;
    const { seq } = this.store('visitor', String(frame.text), id);
    const ack: Frame = {
      kind: 'ack',
      ...(n === undefined ? {} : { n }),
      conversation: CONVERSATION,
      id,
      seq,
      at: this.clock.wall(),
    };
    this.acks.set(id, ack);
    if (this.live && seq === 1) this.say(this.live.socket, { kind: 'conversation', ...this.conversation() });
    return ack;
  }

  private store(by: Stored['by'], body: string, id: string | null): Stored {
    const line = { seq: this.stored.length + 1, id, body, by };
    this.stored.push(line);
    return line;
  }

  private hello(socket: FakeSocket, frame: Frame): void {
    const client = String(frame.client);
    this.live = { socket, client };
    const base = {
      kind: 'hello_ok',
      protocol: 1,
      client,
      next: this.next.get(client) ?? 1,
      now: this.clock.wall(),
      reload: false,
    };
    const times = {
      heartbeat_ms: 10_000,
      silence_ms: 25_000,
      service: { storing: 'ok' },
      availability: { state: 'open', version: 1 },
    };
    if (frame.listen === true) {
      this.say(socket, { ...base, ...times });
      return;
    }
    this.say(socket, { ...base, ...times, visitor: VISITOR, token: 'v1.token' });
    this.say(socket, { kind: 'snapshot', conversation: this.begun ? this.conversation() : null });
    const last = frame.last as { conversation: string; seq: number } | undefined;
    const missed = this.stored.filter(({ seq }) => seq > (last?.seq ?? 0));
    if (missed.length > 0) this.say(socket, this.entries(missed));
  }

  private conversation(): object {
    return {
      id: CONVERSATION,
      state: 'active',
      seq: this.stored.length,
      since: 1,
      agent: { name: 'Claire' },
      read_seq: 0,
    };
  }

  private entries(lines: readonly Stored[]): object {
    return {
      kind: 'entries',
      conversation: CONVERSATION,
      entries: lines.map(({ seq, id, body, by }) => ({
        seq,
        kind: 'text',
        at: 1,
        author: { kind: by, id: null, name: null },
        body,
        id,
        payload: null,
      })),
    };
  }
}
