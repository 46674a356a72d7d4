/**
 * The visitor's side of a conversation, whole: one object a page, whether this tab owns the socket or follows the one that does.
 * Messages go through the outbox that all tabs share; other commands are carried out here or given to the leading tab.
 */

import { CommandQueue, type Outcome } from '../link/command_queue.ts';
import { Connection, type LinkDeps } from '../link/connection.ts';
import { Dispatch } from '../link/dispatch.ts';
import { Outbox, type Unsent } from '../link/outbox.ts';
import type { Store } from '../link/store.ts';
import { Timers } from '../link/timers.ts';
import {
  type CommandBody,
  type Entry,
  type HelloPage,
  PROTOCOL,
  TYPING_EVERY_MS,
  TYPING_SHOWN_MS,
  type Uuid,
  type VisitorFrame,
} from '../protocol/frames.ts';
import { parseVisitorFrame } from '../protocol/parse_visitor.ts';
import { Election, type LocksLike } from '../tabs/election.ts';
import type { ChannelLike } from '../tabs/relay.ts';
import { forget, KEEP_FOR_EVER, KEEP_OPEN_MS, prefixOf, REOPEN_MS, readKept, writeKept } from './kept.ts';
import type { VisitorState } from './state.ts';
import { TabSide } from './tab_side.ts';
import { VisitorModel } from './visitor_model.ts';

/** A page that nobody looks at and that has no conversation gives its socket back. */
export const HIDDEN_RELEASE_MS = 60_000;
/** A number still missing after so long is asked for again, by a new hello. */
export const HOLE_WAIT_MS = 3000;
/** After `hello_ok` lines count as missed ones until the first of them came, or for so long. */
export const CATCH_UP_MS = 1000;
export const SAVE_AFTER_MS = 200;

export interface VisitorDeps extends LinkDeps {
  readonly store: Store;
  readonly locks: LocksLike | null;
  readonly channel: ((name: string) => ChannelLike) | null;
}

export interface VisitorOptions {
  readonly site: string;
  readonly url: string;
  readonly language: string;
  readonly page: HelloPage;
  readonly build: string;
}

/** Fields left empty are undefined: they are not sent. */
export interface LeftMessageForm {
  readonly text: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly name: string | undefined;
}

export class VisitorClient {
  private readonly model: VisitorModel;
  private readonly connection: Connection<VisitorFrame>;
  private readonly queue: CommandQueue;
  private readonly outbox: Outbox;
  private readonly dispatch: Dispatch;
  private readonly tabs: TabSide;
  private readonly client: Uuid;
  private readonly listeners = new Set<(state: VisitorState) => void>();
  private readonly timers: Timers;
  /** Only listens for availability: nothing about the visitor exists yet. */
  private listening = true;
  private lastTyping = Number.NEGATIVE_INFINITY;
  private lastRead = 0;
  /** What the last hello said of itself. */
  private saidListen = false;
  private holeAsked: number | null = null;

  constructor(
    private readonly options: VisitorOptions,
    private readonly deps: VisitorDeps,
  ) {
    const { site } = options;
    this.client = deps.chance.uuid();
    this.timers = new Timers(deps.clock);
    this.outbox = new Outbox(deps.store, `${prefixOf(site)}out:`);
    this.model = new VisitorModel(() => this.changed());
    this.connection = new Connection(options.url, parseVisitorFrame, deps, {
      hello: () => this.hello(),
      frame: (frame) => this.frame(frame),
      state: (link, stop) => {
        if (link !== 'online') this.queue.offline();
        this.model.set({ link, stop });
        // A token that is not worth anything any more is dropped, once; without one there is nothing left to drop.
        if (stop === 'session_ended' && this.model.state.token !== null) this.reset();
      },
    });
    this.queue = new CommandQueue(deps.clock, (frame) => this.connection.send(frame));
    this.dispatch = new Dispatch(this.outbox, this.queue, {
      posted: (ack, unsent) =>
        this.arrived(unsent.body.kind === 'post' ? this.model.posted(ack, unsent) : []),
      refused: (unsent, code) => this.refusedFor(unsent, code),
      sending: () => this.talk(),
      changed: (unsent) => this.model.set({ unsent }),
    });
    this.tabs = this.makeTabs();
    this.restore();
  }

  private makeTabs(): TabSide {
    const { locks, channel, store, signals } = this.deps;
    const shared = locks !== null && channel !== null && store.shared();
    const name = `${prefixOf(this.options.site)}talk`;
    return new TabSide(shared && channel ? () => channel(name) : null, this.timers, {
      election: (events) => new Election(shared ? locks : null, name, events),
      visible: () => signals.visible(),
      lead: () => this.connection.start(),
      follow: () => {
        const unanswered = this.queue.drain();
        this.dispatch.forget();
        this.connection.stop();
        return unanswered.filter(({ body }) => !('id' in body));
      },
      order: (body, done) => {
        this.talk();
        this.queue.push(body, done);
      },
      outbox: () => this.dispatch.pump(),
      say: (frame) => this.connection.send(frame),
      state: () => this.model.state,
      mirror: (state, entries) => {
        this.model.mirror(state, entries);
        this.dispatch.changed();
      },
    });
  }

  state(): VisitorState {
    return this.model.state;
  }

  subscribe(listener: (state: VisitorState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    const { signals } = this.deps;
    signals.onHide(() => {
      this.save();
      this.tabs.leave();
      this.connection.stop();
    });
    signals.onReturn(() => this.tabs.enter());
    signals.onVisible((visible) => {
      this.timers.stop('hidden');
      if (visible) this.tabs.looked();
      else if (!this.hasWritten()) this.timers.set('hidden', HIDDEN_RELEASE_MS, () => this.rest());
    });
    this.tabs.enter();
  }

  /** From listening to being a visitor: after this a token comes, and commands are answered. */
  talk(): void {
    if (!this.listening) return;
    this.listening = false;
    this.connection.helloAgain();
  }

  /** Asks for a place; `done` hears `no_seat` when there is none. */
  admit(done: (outcome: Outcome) => void): void {
    this.talk();
    this.order({ kind: 'admit' }, done);
  }

  post(text: string, name?: string): void {
    this.write({ kind: 'post', text, name, conversation: this.model.state.conversation?.id });
  }

  leaveMessage(form: LeftMessageForm): Uuid {
    const { conversation } = this.model.state;
    const open = conversation?.state === 'ended' ? undefined : conversation?.id;
    return this.write({ kind: 'leave_message', ...form, conversation: open });
  }

  /** The visitor ends the conversation, or answers the choices. */
  choose(kind: 'end' | 'keep_waiting'): void {
    const { conversation } = this.model.state;
    if (conversation) this.order({ kind, conversation: conversation.id });
  }

  /** Also renews the lease while nothing was written yet. */
  typing(): void {
    const now = this.deps.clock.now();
    if (this.listening || now - this.lastTyping < TYPING_EVERY_MS) return;
    this.lastTyping = now;
    this.tabs.say({ kind: 'typing', conversation: this.model.state.conversation?.id });
  }

  /** The visitor has seen everything up to `seq`. */
  read(seq: number): void {
    const { conversation, link } = this.model.state;
    if (conversation === null || seq <= this.lastRead || link !== 'online') return;
    this.lastRead = seq;
    this.tabs.say({ kind: 'read', conversation: conversation.id, seq });
  }

  retry(id: Uuid): void {
    this.dispatch.retry(id);
    this.tabs.outbox(this.deps.chance.uuid());
  }

  discard(id: Uuid): void {
    this.dispatch.remove(id);
    this.dispatch.changed();
  }

  /** Forgets the visitor: at log-out of the host's user. The page starts again as a listening one. */
  reset(): void {
    this.connection.stop();
    this.queue.drain();
    this.dispatch.forget();
    forget(this.deps.store, this.options.site);
    this.timers.stop('save');
    this.listening = true;
    this.model.restore(null, []);
    this.model.set({ conversation: null, token: null, unsent: [], catchingUp: false });
    if (this.tabs.leads()) this.connection.start();
  }

  private rest(): void {
    if (this.hasWritten()) return;
    this.tabs.leave();
    this.connection.stop();
  }

  private hello(): object {
    const { language, page, build } = this.options;
    const { token } = this.model.state;
    const last = this.model.last();
    this.listening = this.listening && token === null && this.outbox.list().length === 0;
    this.saidListen = this.listening;
    this.lastRead = 0;
    return {
      kind: 'hello',
      protocol: PROTOCOL,
      client: this.client,
      language,
      page,
      build,
      listen: this.listening || undefined,
      token: token ?? undefined,
      last: last ?? undefined,
    };
  }

  private frame(frame: VisitorFrame): void {
    const fresh = this.model.apply(frame);
    switch (frame.kind) {
      case 'hello_ok':
        this.timers.set('catch_up', CATCH_UP_MS, () => this.model.set({ catchingUp: false }));
        this.welcomed(frame.next);
        break;
      case 'snapshot':
        // The server knows of no conversation: what this browser kept of one has no future.
        if (!frame.conversation && this.outbox.list().length === 0)
          forget(this.deps.store, this.options.site);
        break;
      case 'ack':
        this.queue.ack(frame);
        break;
      case 'refused':
        this.queue.refused(frame);
        break;
      case 'typing':
        this.timers.set('typing', TYPING_SHOWN_MS, () => this.model.set({ agentTyping: false }));
        break;
      case 'entries':
        this.arrived(fresh);
        break;
      default:
        break;
    }
  }

  private welcomed(next: number): void {
    if (this.saidListen && !this.listening) {
      this.connection.helloAgain();
      return;
    }
    if (!this.saidListen) this.queue.online(next);
    this.dispatch.pump();
  }

  private arrived(fresh: readonly Entry[]): void {
    for (const line of fresh) if (line.id && line.author.kind === 'visitor') this.dispatch.remove(line.id);
    this.dispatch.changed();
    this.tabs.tell(fresh);
    if (this.model.state.catchingUp) this.model.set({ catchingUp: false });
    if (this.model.holeAfter() !== null) this.timers.set('hole', HOLE_WAIT_MS, () => this.askForHole());
  }

  /** Once for each hole: a server that has nothing to fill it with is not asked for ever. */
  private askForHole(): void {
    const after = this.model.holeAfter();
    if (after === null || after === this.holeAsked) return;
    this.holeAsked = after;
    this.connection.restart();
  }

  private write(command: {
    readonly kind: string;
    readonly text: string;
    readonly [field: string]: unknown;
  }): Uuid {
    this.talk();
    const id = this.deps.chance.uuid();
    this.outbox.add({ ...command, id }, this.deps.clock.wall());
    this.dispatch.changed();
    this.save();
    // What could only be kept in this tab's memory can only be sent by this tab.
    if (!this.deps.store.shared()) this.tabs.takeOver();
    this.tabs.outbox(this.deps.chance.uuid());
    return id;
  }

  /** A message to a conversation that cannot be reopened any more still has to arrive: it starts a new one. */
  private refusedFor(unsent: Unsent, code: string): Unsent['body'] | null {
    const gone = code === 'conversation_closed' || code === 'unknown_conversation';
    return gone && unsent.body.conversation ? { ...unsent.body, conversation: undefined } : null;
  }

  private order(body: CommandBody, done: (outcome: Outcome) => void = () => {}): void {
    this.tabs.order(this.deps.chance.uuid(), body, done);
  }

  private changed(): void {
    this.tabs.tell([]);
    if (this.tabs.leads() && this.hasWritten()) this.timers.once('save', SAVE_AFTER_MS, () => this.save());
    for (const listener of this.listeners) listener(this.model.state);
  }

  private hasWritten(): boolean {
    const { conversation, entries, unsent } = this.model.state;
    return conversation !== null || entries.length + unsent.length > 0;
  }

  private restore(): void {
    const { store, clock } = this.deps;
    const kept = readKept(store, this.options.site, clock.wall());
    if (!kept) return;
    this.listening = false;
    this.model.set({ token: kept.token, unsent: this.outbox.list() });
    if (kept.conversation !== null) this.model.restore(kept.conversation, kept.entries);
  }

  private save(): void {
    this.timers.stop('save');
    if (!this.hasWritten()) return;
    const { token, entries, conversation, transcriptOf, unsent } = this.model.state;
    const keep = conversation?.state === 'ended' ? REOPEN_MS : KEEP_OPEN_MS;
    const until = unsent.some((one) => !one.failed) ? KEEP_FOR_EVER : this.deps.clock.wall() + keep;
    const kept = { token, until, conversation: transcriptOf, entries };
    writeKept(this.deps.store, this.options.site, kept);
  }
}
