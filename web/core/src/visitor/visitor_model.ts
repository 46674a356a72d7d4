/** Folds what the server says into the visitor's state. Pure but for its own fields; no timer, no socket, no storage. */

import type { Unsent } from '../link/outbox.ts';
import { Transcript } from '../link/transcript.ts';
import type { Ack, Entry, Uuid, VisitorConversation, VisitorFrame } from '../protocol/frames.ts';
import { FIRST_STATE, type SharedState, type VisitorState } from './state.ts';

export class VisitorModel {
  state: VisitorState = FIRST_STATE;
  private transcript = new Transcript('seq');

  constructor(private readonly changed: () => void) {}

  set(part: Partial<VisitorState>): void {
    this.state = { ...this.state, ...part };
    this.changed();
  }

  restore(conversation: Uuid | null, entries: readonly Entry[]): void {
    this.transcript = new Transcript('seq', entries);
    this.set({ transcriptOf: conversation, entries: this.transcript.entries() });
  }

  /** What `hello` says we have. */
  last(): { conversation: string; seq: number } | null {
    const seq = this.transcript.contiguous();
    const conversation = this.state.transcriptOf;
    return conversation === null || seq === 0 ? null : { conversation, seq };
  }

  /** The last number before a hole; null if there is none. */
  holeAfter(): number | null {
    return this.transcript.holed() ? this.transcript.contiguous() : null;
  }

  /** Returns the lines that are new. */
  apply(frame: VisitorFrame): readonly Entry[] {
    switch (frame.kind) {
      case 'hello_ok':
        this.set({
          storing: frame.service,
          reload: frame.reload,
          availability: frame.availability ?? this.state.availability,
          token: frame.token ?? this.state.token,
          catchingUp: true,
        });
        return [];
      case 'availability':
        this.set({ availability: { state: frame.state, version: frame.version } });
        return [];
      case 'service':
        this.set({ storing: frame.storing });
        return [];
      case 'snapshot':
        this.conversation(frame.conversation);
        return [];
      case 'conversation':
        this.conversation(frame.conversation);
        return [];
      case 'entries':
        return this.lines(frame.conversation, frame.entries);
      case 'typing':
        if (frame.by === 'agent') this.set({ agentTyping: true });
        return [];
      default:
        return [];
    }
  }

  /** The acknowledgement of one's own message stands for its line. */
  posted(ack: Ack, unsent: Unsent): readonly Entry[] {
    if (ack.conversation === null || ack.seq === null) return [];
    const line: Entry = {
      seq: ack.seq,
      position: ack.position,
      kind: 'text',
      at: ack.at ?? unsent.at,
      author: { kind: 'visitor', id: null, name: null },
      body: unsent.body.text,
      id: unsent.id,
      payload: null,
    };
    this.follow(ack.conversation);
    return this.lines(ack.conversation, [line]);
  }

  mirror(state: SharedState, entries: readonly Entry[]): void {
    if (state.transcriptOf !== null) this.follow(state.transcriptOf);
    this.transcript.add(entries);
    this.set({ ...state, entries: this.transcript.entries() });
  }

  private conversation(conversation: VisitorConversation | null): void {
    if (conversation) this.follow(conversation.id);
    else this.restore(null, []);
    this.set({ conversation });
  }

  /** A new conversation begins an empty transcript; its state comes in a frame of its own. */
  private follow(id: Uuid): void {
    if (id === this.state.transcriptOf) return;
    this.transcript = new Transcript('seq');
    this.set({
      transcriptOf: id,
      entries: [],
      agentTyping: false,
      conversation: this.state.conversation?.id === id ? this.state.conversation : null,
    });
  }

  private lines(conversation: string, entries: readonly Entry[]): readonly Entry[] {
    const current = this.state.conversation;
    if (conversation !== this.state.transcriptOf) {
      // Lines may come before the state of a conversation that just began; those of an older one are of no use any more.
      if (current !== null && current.state !== 'ended') return [];
      this.follow(conversation);
    }
    const fresh = this.transcript.add(entries);
    if (fresh.length === 0) return fresh;
    const answered = fresh.some((line) => line.author.kind === 'agent');
    this.set({
      entries: this.transcript.entries(),
      agentTyping: this.state.agentTyping && !answered,
    });
    return fresh;
  }
}
