/**
 * Plays what the simulator's own client heard (`relais simulate --trace FILE`) to the classes that a browser runs, at the same virtual
 * times, and notes every difference in what they say: hello with what it has, numbers after a reconnect, what is sent again. What a
 * person wanted (a message, an order) is taken from the trace when it is said for the first time.
 */
import { AgentModel } from '../../src/agent/agent_model.ts';
import { CommandQueue } from '../../src/link/command_queue.ts';
import type { Ack, CommandBody, Refused } from '../../src/protocol/frames.ts';
import { parseAgentFrame } from '../../src/protocol/parse_agent.ts';
import { parseVisitorFrame } from '../../src/protocol/parse_visitor.ts';
import { VisitorModel } from '../../src/visitor/visitor_model.ts';
import { FakeClock } from './fake_time.ts';
import type { Frame } from './fake_wire.ts';

export interface TraceLine {
  readonly t: number;
  readonly what: string;
  readonly client?: number;
  readonly side?: string;
  readonly frame?: Frame;
}

/** Virtual milliseconds by which two honest clients may differ in sending again. */
const LATE_MS = 1500;
const UNNUMBERED = new Set(['hello', 'pong', 'typing', 'read']);

const same = (body: object): string =>
  JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));

interface Expected {
  readonly due: number;
  readonly key: string;
}

/** One page or console of the trace. */
export class TracePlayer {
  readonly differences: string[] = [];
  checked = 0;
  private readonly clock = new FakeClock();
  private readonly queue: CommandQueue;
  private readonly visitor: VisitorModel | null;
  private readonly agent: AgentModel | null;
  private said: Set<string> = new Set();
  /** The same without the numbers. */
  private wishes: Set<string> = new Set();
  private expected: Expected[] = [];
  /** Everything the person ever wanted, by what it is: a second copy on another socket is not a second wish. */
  private pending: { body: CommandBody; key: string }[] = [];
  private listened = false;
  private forgotten = false;

  constructor(
    readonly name: string,
    side: string,
    private readonly start: number,
  ) {
    this.queue = new CommandQueue(this.clock, (frame) => {
      const { n: _n, ...body } = frame as Frame;
      this.said.add(same(frame));
      this.wishes.add(same(body));
    });
    this.visitor = side === 'visitor' ? new VisitorModel(() => {}) : null;
    this.agent =
      side === 'agent'
        ? new AgentModel(
            this.clock,
            () => {},
            () => {},
          )
        : null;
  }

  play(line: TraceLine): void {
    this.clock.advance(Math.max(0, line.t - this.start - (this.clock.now() - 1000)));
    this.overdue();
    if (line.what === 'open' || line.what === 'closed') this.newSocket();
    else if (line.what === 'in' && line.frame) this.heard(line.frame);
    else if (line.what === 'out' && line.frame) this.compare(line.frame, line.t);
  }

  private newSocket(): void {
    this.queue.offline();
    this.said = new Set();
    this.wishes = new Set();
    this.expected = [];
  }

  private heard(frame: Frame): void {
    const data = JSON.stringify(frame);
    const visitorFrame = this.visitor ? parseVisitorFrame(data) : null;
    const agentFrame = this.agent ? parseAgentFrame(data) : null;
    const read = visitorFrame ?? agentFrame;
    if (!read) {
      this.differences.push(`${this.name}: cannot read ${data}`);
      return;
    }
    if (visitorFrame) this.visitor?.apply(visitorFrame);
    if (visitorFrame?.kind === 'snapshot') this.forgotten = visitorFrame.conversation === null;
    if (agentFrame) this.agent?.apply(agentFrame);
    if (agentFrame?.kind === 'team') this.team(data);
    if (read.kind === 'hello_ok' && !this.listened) this.queue.online(read.next);
    if (read.kind === 'ack') this.queue.ack(read as Ack);
    if (read.kind === 'refused') this.queue.refused(read as Refused);
  }

  private team(data: string): void {
    this.checked += 1;
    if (this.agent?.teamTorn)
      this.differences.push(`${this.name}: does not go on from what was told: ${data}`);
  }

  private compare(frame: Frame, t: number): void {
    if (frame.kind === 'hello') {
      this.hello(frame);
      return;
    }
    if (UNNUMBERED.has(frame.kind) || frame.n === undefined) return;
    const key = same(frame);
    const { n: _n, ...body } = frame;
    this.checked += 1;
    if (this.said.has(key)) return;
    const wish = same(body);
    // The same words again are a new wish only if this socket has carried the old one already, under another number.
    const unsaid = this.pending.some((one) => one.key === wish) && !this.wishes.has(wish);
    if (!unsaid) this.want(body as CommandBody);
    if (!this.said.has(key)) this.expected.push({ due: t + LATE_MS, key });
  }

  private want(body: CommandBody): void {
    const wish = { body, key: same(body) };
    this.pending.push(wish);
    this.queue.push(body, (outcome) => {
      this.pending = this.pending.filter((other) => other !== wish);
      if (outcome.kind === 'ack' && typeof body.id === 'string') this.posted(outcome.ack, body, body.id);
    });
  }

  private posted(ack: Ack, body: CommandBody, id: string): void {
    const text = String(body.text ?? body.note ?? '');
    const unsent = { id, order: 0, at: 0, failed: null, body: { ...body, id, text } };
    if (body.kind === 'post') this.visitor?.posted(ack, unsent);
    if (body.kind === 'post' || body.kind === 'note') this.agent?.posted(ack, unsent, { id: 'me', name: '' });
  }

  private hello(frame: Frame): void {
    this.checked += 1;
    this.listened = frame.listen === true;
    if (this.agent) {
      const order = (list: unknown) =>
        same(
          [...(list as { conversation: string }[])].sort((a, b) =>
            a.conversation < b.conversation ? -1 : 1,
          ),
        );
      const theirs = (frame.have as { position: number }[]).filter(({ position }) => position > 0);
      this.expectEqual('have', order(this.agent.have()), order(theirs));
      return;
    }
    // Told that there is no conversation any more, the browser forgets it at once; the simulator's client keeps its number.
    if (this.forgotten) return;
    const last = frame.last as { seq: number } | undefined;
    this.expectEqual('last', same(this.visitor?.last() ?? {}), same(last && last.seq > 0 ? last : {}));
  }

  private expectEqual(what: string, ours: string, theirs: string): void {
    if (ours !== theirs) this.differences.push(`${this.name}: ${what} is ${ours}, the trace has ${theirs}`);
  }

  private overdue(): void {
    const now = this.clock.now() - 1000 + this.start;
    for (const { due, key } of this.expected) {
      if (due < now && !this.said.has(key)) this.differences.push(`${this.name}: never said ${key}`);
    }
    this.expected = this.expected.filter(({ due, key }) => due >= now && !this.said.has(key));
  }
}
