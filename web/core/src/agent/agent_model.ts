/** Folds what the server says into the console's state. No timer, no socket, no storage. */

import type { Clock } from '../link/clock.ts';
import type { Unsent } from '../link/outbox.ts';
import { Transcript } from '../link/transcript.ts';
import type {
  Act,
  AgentConversation,
  AgentFrame,
  AgentSelf,
  AgentSnapshot,
  EntryPoint,
  LeftMessage,
  TeamNews,
} from '../protocol/agent_frames.ts';
import type { Ack, AuthorKind, Entry, Uuid } from '../protocol/frames.ts';
import { type AgentNews, type AgentState, type Chat, type Entrance, FIRST_AGENT_STATE } from './state.ts';

export const OFFER_MS = 10_000;
const SAME_VISITOR_MS = 500;

const merged = (some: readonly Act[], others: readonly Act[]): Act[] => {
  const numbers = new Set(some.map((one) => one.number));
  return [...some, ...others.filter((one) => !numbers.has(one.number))].sort((a, b) => b.number - a.number);
};

export class AgentModel {
  state: AgentState = FIRST_AGENT_STATE;
  /** The last `team` did not go on from the one before: only a new snapshot helps. */
  teamTorn = false;
  private readonly transcripts = new Map<Uuid, Transcript>();
  private unsent: readonly Unsent[] = [];
  /** Of the team in the state; null: what is there may be old, the whole comes first. */
  private teamVersion: number | null = null;

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'wall'>,
    private readonly changed: () => void,
    private readonly news: (news: AgentNews) => void,
  ) {}

  set(part: Partial<AgentState>): void {
    this.state = { ...this.state, ...part };
    this.changed();
  }

  chat(id: Uuid): Chat | undefined {
    return this.state.chats.find((chat) => chat.conversation.id === id);
  }

  have(): { conversation: Uuid; position: number }[] {
    const all: { conversation: Uuid; position: number }[] = [];
    for (const [conversation, transcript] of this.transcripts) {
      const position = transcript.contiguous();
      if (position > 0) all.push({ conversation, position });
    }
    return all;
  }

  /** The position before a hole, by conversation. */
  holes(): string[] {
    return [...this.transcripts]
      .filter(([, lines]) => lines.holed())
      .map(([id, lines]) => `${id} ${lines.contiguous()}`);
  }

  apply(frame: AgentFrame): void {
    switch (frame.kind) {
      case 'snapshot':
        this.snapshot(frame);
        return;
      case 'agent':
        this.self(frame.agent);
        return;
      case 'conversation':
        this.conversation(frame.conversation);
        return;
      case 'removed':
        this.removed(frame.conversation, frame.why);
        return;
      case 'entries':
        this.lines(frame.conversation, frame.entries);
        return;
      case 'waiting':
        this.set({ waiting: frame.total, entryPoints: this.entrances(frame.entry_points) });
        return;
      case 'waiting_list':
        this.set({ waitingList: frame.waiting_list });
        return;
      case 'chats':
        this.set({ running: frame.chats, runningTotal: frame.chats_total });
        return;
      case 'act':
        this.set({ acts: merged([frame.act], this.state.acts) });
        return;
      case 'team':
        this.team(frame.team);
        return;
      case 'left_message':
        this.leftMessage(frame.left_message);
        return;
      case 'service':
        this.set({ storing: frame.storing });
        return;
      default:
        return;
    }
  }

  typing(id: Uuid, on: boolean): void {
    this.patch(id, { visitorTyping: on });
  }

  leftMessages(list: readonly LeftMessage[]): void {
    this.set({ leftMessages: list });
  }

  /** A page that was fetched: the newest acts replace what was known but what came later, older ones join it. */
  acts(page: readonly Act[], older: boolean): void {
    const newest = page[0]?.number ?? 0;
    const kept = older ? this.state.acts : this.state.acts.filter((one) => one.number > newest);
    this.set({ acts: merged(page, kept) });
  }

  /** The outbox as it is now: each message goes to its chat, the rest is stranded. */
  setUnsent(unsent: readonly Unsent[]): void {
    this.unsent = unsent;
    const chats = this.state.chats.map((chat) => ({ ...chat, unsent: this.unsentOf(chat.conversation.id) }));
    const here = new Set(chats.map((chat) => chat.conversation.id));
    const stranded = unsent.filter((one) => one.failed !== null && !here.has(String(one.body.conversation)));
    this.set({ chats, stranded });
  }

  /** The acknowledgement of one's own message or note stands for its line. */
  posted(ack: Ack, unsent: Unsent, author: { id: Uuid; name: string }): void {
    if (ack.conversation === null || ack.position === null) return;
    if (!this.chat(ack.conversation)) return; // removed meanwhile: there is no transcript for it
    const kind: AuthorKind = 'agent';
    const line: Entry = {
      seq: ack.seq,
      position: ack.position,
      kind: unsent.body.kind === 'note' ? 'note' : 'text',
      at: ack.at ?? unsent.at,
      author: { kind, ...author },
      body: unsent.body.text,
      id: unsent.id,
      payload: null,
    };
    this.lines(ack.conversation, [line]);
  }

  private snapshot(frame: AgentSnapshot): void {
    const here = new Set(frame.conversations.map((conversation) => conversation.id));
    for (const id of this.transcripts.keys()) if (!here.has(id)) this.transcripts.delete(id);
    this.state = { ...this.state, chats: this.state.chats.filter((chat) => here.has(chat.conversation.id)) };
    for (const conversation of frame.conversations) this.conversation(conversation);
    const { waiting_list: waitingList, chats: running, chats_total: runningTotal } = frame;
    const entryPoints = this.entrances(frame.entry_points);
    const waiting = entryPoints.reduce((sum, one) => sum + one.waiting, 0);
    this.teamVersion = null;
    this.set({ entryPoints, waitingList, running, runningTotal, waiting, current: true });
    this.self(frame.agent);
    this.setUnsent(this.unsent);
  }

  /** What goes out from another version than ours would make a wrong team: it waits for the whole. */
  private team({ version, after, agents, gone }: TeamNews): void {
    this.teamTorn = after !== null && after !== this.teamVersion;
    if (this.teamTorn) return;
    const rows = new Map(after === null ? [] : this.state.team.map((row) => [row.id, row]));
    for (const row of agents) rows.set(row.id, row);
    for (const id of gone) rows.delete(id);
    this.teamVersion = version;
    this.set({ team: [...rows.values()] });
  }

  private self(agent: AgentSelf): void {
    const before = this.state.agent;
    this.set({ agent });
    const { status, reason } = agent;
    if (before && (before.status !== status || before.reason !== reason))
      this.news({ kind: 'status', status, reason });
  }

  private conversation(conversation: AgentConversation): void {
    const before = this.chat(conversation.id);
    const ringing = conversation.state === 'offered';
    const lasts = conversation.offer?.remaining_ms ?? this.leftUntil(conversation.offer?.until);
    const known = before?.offerEnds != null && before.conversation.offer?.until === conversation.offer?.until;
    const chat: Chat = {
      conversation,
      slot: before?.slot ?? this.freeSlot(),
      entries: this.transcript(conversation.id).entries(),
      unsent: this.unsentOf(conversation.id),
      visitorTyping: before?.visitorTyping ?? false,
      offerEnds: !ringing ? null : known && before ? before.offerEnds : this.clock.now() + lasts,
      offerLasts: ringing ? Math.max(OFFER_MS, lasts) : 0,
    };
    const others = this.state.chats.filter((other) => other.conversation.id !== conversation.id);
    this.set({ chats: [...others, chat].sort((a, b) => a.slot - b.slot) });
    if (ringing && before?.conversation.state !== 'offered') {
      this.news({ kind: 'offered', conversation: conversation.id, name: conversation.visitor.name });
    }
  }

  private leftUntil(until: number | undefined): number {
    if (until === undefined) return OFFER_MS;
    return Math.max(0, Math.min(OFFER_MS, until - (this.clock.wall() + this.state.skew)));
  }

  private removed(id: Uuid, why: string): void {
    const chat = this.chat(id);
    this.transcripts.delete(id);
    if (!chat) return;
    this.set({ chats: this.state.chats.filter((other) => other !== chat) });
    this.setUnsent(this.unsent);
    this.news({ kind: 'removed', conversation: id, why, name: chat.conversation.visitor.name });
  }

  private lines(id: Uuid, entries: readonly Entry[]): void {
    const fresh = this.transcript(id).add(entries);
    const chat = this.chat(id);
    if (!chat || fresh.length === 0) return;
    const spoke = fresh.some((entry) => entry.author.kind === 'visitor');
    this.patch(id, {
      entries: this.transcript(id).entries(),
      visitorTyping: chat.visitorTyping && !spoke,
    });
    if (!this.state.current) return;
    for (const entry of fresh) {
      if (entry.author.kind !== 'visitor') continue;
      this.news({ kind: 'message', conversation: id, entry, name: chat.conversation.visitor.name });
    }
  }

  private leftMessage(one: LeftMessage | { readonly id: Uuid; readonly done: true }): void {
    const others = this.state.leftMessages.filter((other) => other.id !== one.id);
    if (one.done || !('text' in one)) {
      this.set({ leftMessages: others });
      return;
    }
    const known = others.length < this.state.leftMessages.length;
    this.set({ leftMessages: [...others, one] });
    if (!known) this.news({ kind: 'left_message', id: one.id });
  }

  /** By name: the server's order means nothing. Later tallies may come without names. */
  private entrances(points: readonly EntryPoint[]): Entrance[] {
    const all = points.map((point) => {
      const known = this.state.entryPoints.find((other) => other.id === point.id);
      const name = point.name ?? known?.name ?? null;
      return { ...point, name, longestSince: this.longestSince(point, known?.longestSince ?? null) };
    });
    return all.sort((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id));
  }

  /** The same visitor's beginning is kept as it was first computed: frames on their way would make the wait jump. */
  private longestSince(point: EntryPoint, known: number | null): number | null {
    if (point.waiting === 0) return null;
    const since = this.clock.now() - (point.oldest_ms ?? 0);
    return known !== null && Math.abs(since - known) < SAME_VISITOR_MS ? known : since;
  }

  private transcript(id: Uuid): Transcript {
    const known = this.transcripts.get(id) ?? new Transcript('position');
    this.transcripts.set(id, known);
    return known;
  }

  private unsentOf(id: Uuid): Unsent[] {
    return this.unsent.filter((one) => one.body.conversation === id);
  }

  private freeSlot(): number {
    for (let slot = 0; ; slot += 1) if (!this.state.chats.some((chat) => chat.slot === slot)) return slot;
  }

  private patch(id: Uuid, part: Partial<Chat>): void {
    const chats = this.state.chats.map((chat) => (chat.conversation.id === id ? { ...chat, ...part } : chat));
    this.set({ chats });
  }
}
