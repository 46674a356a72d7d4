/** The agent's side, whole: one socket for all chats, the outbox of messages and notes, numbered commands, drafts. */

import { CommandQueue, type Outcome } from '../link/command_queue.ts';
import { Connection, type LinkDeps } from '../link/connection.ts';
import { Dispatch } from '../link/dispatch.ts';
import { Outbox } from '../link/outbox.ts';
import type { Store } from '../link/store.ts';
import { Timers } from '../link/timers.ts';
import type { Act, AgentFrame, AgentHelloOk, LeftMessage } from '../protocol/agent_frames.ts';
import {
  type CommandBody,
  PROTOCOL,
  TYPING_EVERY_MS,
  TYPING_SHOWN_MS,
  type Uuid,
} from '../protocol/frames.ts';
import { parseAgentFrame } from '../protocol/parse_agent.ts';
import { AgentModel } from './agent_model.ts';
import type { AgentNews, AgentState } from './state.ts';

export const HOLE_WAIT_MS = 3000;

export interface AgentDeps extends LinkDeps {
  readonly store: Store;
}

export interface AgentOptions {
  readonly url: string;
  readonly agent: Uuid;
  readonly language: string;
  readonly build: string;
}

export class AgentClient {
  private readonly model: AgentModel;
  private readonly connection: Connection<AgentFrame>;
  private readonly queue: CommandQueue;
  private readonly outbox: Outbox;
  private readonly dispatch: Dispatch;
  private readonly drafts: string;
  private readonly client: Uuid;
  private readonly listeners = new Set<(state: AgentState) => void>();
  private readonly reporters = new Set<(news: AgentNews) => void>();
  private readonly timers: Timers;
  private readonly lastTyping = new Map<Uuid, number>();
  private readonly lastRead = new Map<Uuid, number>();
  private holesAsked = '';

  constructor(
    private readonly options: AgentOptions,
    private readonly deps: AgentDeps,
  ) {
    const prefix = `relais:agent:${options.agent}:`;
    this.client = deps.chance.uuid();
    this.timers = new Timers(deps.clock);
    this.outbox = new Outbox(deps.store, `${prefix}out:`);
    this.drafts = `${prefix}draft:`;
    this.model = new AgentModel(
      deps.clock,
      () => {
        for (const listener of this.listeners) listener(this.model.state);
      },
      (news) => this.report(news),
    );
    this.connection = new Connection(options.url, parseAgentFrame, deps, {
      hello: () => this.hello(),
      frame: (frame) => this.frame(frame),
      state: (link, stop) => {
        if (link !== 'online') this.queue.offline();
        this.model.set({ link, stop, ...(link === 'online' ? {} : { current: false }) });
      },
    });
    this.queue = new CommandQueue(deps.clock, (frame) => this.connection.send(frame));
    this.dispatch = new Dispatch(this.outbox, this.queue, {
      posted: (ack, unsent) => {
        this.model.posted(ack, unsent, { id: options.agent, name: this.model.state.name });
        this.watchHoles();
      },
      refused: (unsent, code) => {
        this.report({ kind: 'refused', command: unsent.body.kind, code });
        return null;
      },
      sending: () => {},
      changed: (unsent) => this.model.setUnsent(unsent),
    });
  }

  state(): AgentState {
    return this.model.state;
  }

  subscribe(listener: (state: AgentState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onNews(reporter: (news: AgentNews) => void): () => void {
    this.reporters.add(reporter);
    return () => this.reporters.delete(reporter);
  }

  start(): void {
    this.deps.signals.onHide(() => this.connection.stop());
    this.deps.signals.onReturn(() => this.connection.start());
    this.connection.start();
    this.dispatch.pump();
  }

  stop(): void {
    this.connection.stop();
  }

  /** Every order but messages; a final refusal is also reported as news. */
  order(body: CommandBody, done: (outcome: Outcome) => void = () => {}): void {
    this.queue.push(body, (outcome) => {
      if (outcome.kind === 'refused')
        this.report({ kind: 'refused', command: body.kind, code: outcome.code });
      done(outcome);
    });
  }

  write(kind: 'post' | 'note', conversation: Uuid, text: string): void {
    const id = this.deps.chance.uuid();
    this.outbox.add({ kind, conversation, id, text }, this.deps.clock.wall());
    this.saveDraft(conversation, '');
    this.dispatch.pump();
  }

  transfer(conversation: Uuid, to: { to_agent: Uuid } | { to_entry_point: Uuid }, note: string): void {
    const words = note ? { note, id: this.deps.chance.uuid() } : {};
    this.order({ kind: 'transfer', conversation, ...to, ...words });
  }

  typing(conversation: Uuid): void {
    const now = this.deps.clock.now();
    if (now - (this.lastTyping.get(conversation) ?? Number.NEGATIVE_INFINITY) < TYPING_EVERY_MS) return;
    this.lastTyping.set(conversation, now);
    this.connection.send({ kind: 'typing', conversation });
  }

  read(conversation: Uuid, seq: number): void {
    if (this.model.state.link !== 'online' || seq <= (this.lastRead.get(conversation) ?? 0)) return;
    this.lastRead.set(conversation, seq);
    this.connection.send({ kind: 'read', conversation, seq });
  }

  draft(conversation: Uuid): string {
    return this.deps.store.get(this.drafts + conversation) ?? '';
  }

  saveDraft(conversation: Uuid, text: string): void {
    if (text) this.deps.store.set(this.drafts + conversation, text);
    else this.deps.store.remove(this.drafts + conversation);
  }

  retry(id: Uuid): void {
    this.dispatch.retry(id);
    this.dispatch.pump();
  }

  discard(id: Uuid): void {
    this.dispatch.remove(id);
    this.dispatch.changed();
  }

  leftMessages(list: readonly LeftMessage[]): void {
    this.model.leftMessages(list);
  }

  acts(page: readonly Act[], older: boolean): void {
    this.model.acts(page, older);
  }

  private hello(): object {
    const { language, build } = this.options;
    this.lastRead.clear();
    return {
      kind: 'hello',
      protocol: PROTOCOL,
      client: this.client,
      language,
      build,
      have: this.model.have(),
    };
  }

  private frame(frame: AgentFrame): void {
    this.model.apply(frame);
    switch (frame.kind) {
      case 'hello_ok':
        this.welcomed(frame);
        break;
      case 'ack':
        this.queue.ack(frame);
        break;
      case 'refused':
        this.queue.refused(frame);
        break;
      case 'typing':
        if (frame.by === 'visitor') this.visitorTypes(frame.conversation);
        break;
      case 'entries':
        for (const { id, author } of frame.entries)
          if (id && author.kind === 'agent') this.dispatch.remove(id);
        this.dispatch.changed();
        this.watchHoles();
        break;
      case 'team':
        if (this.model.teamTorn) this.connection.restart();
        break;
      case 'removed':
        this.saveDraft(frame.conversation, '');
        break;
      default:
        break;
    }
  }

  private welcomed(frame: AgentHelloOk): void {
    this.model.set({
      storing: frame.service,
      reload: frame.reload,
      name: frame.name,
      role: frame.role,
      skew: frame.now - this.deps.clock.wall(),
    });
    this.queue.online(frame.next);
    this.dispatch.pump();
  }

  private visitorTypes(conversation: Uuid): void {
    this.model.typing(conversation, true);
    this.timers.set(`typing ${conversation}`, TYPING_SHOWN_MS, () => this.model.typing(conversation, false));
  }

  private watchHoles(): void {
    if (this.model.holes().length === 0) return;
    this.timers.set('holes', HOLE_WAIT_MS, () => {
      const holes = this.model.holes().join();
      if (holes === '' || holes === this.holesAsked) return;
      this.holesAsked = holes;
      this.connection.restart();
    });
  }

  private report(news: AgentNews): void {
    for (const reporter of this.reporters) reporter(news);
  }
}
