/** What a console knows; immutable, replaced whole at each change. */
import type { LinkState, StopReason } from '../link/connection.ts';
import type { Unsent } from '../link/outbox.ts';
import type {
  Act,
  AgentConversation,
  AgentSelf,
  EntryPoint,
  LeftMessage,
  RunningChat,
  TeamMember,
  WaitingList,
} from '../protocol/agent_frames.ts';
import type { Entry, Storing, Uuid } from '../protocol/frames.ts';

export interface Chat {
  readonly conversation: AgentConversation;
  /** The column, 0, 1, 2 ...: kept as long as the chat is here. */
  readonly slot: number;
  readonly entries: readonly Entry[];
  readonly unsent: readonly Unsent[];
  readonly visitorTyping: boolean;
  /** The end of the offer on this machine's monotonic clock; null unless offered. */
  readonly offerEnds: number | null;
  readonly offerLasts: number;
}

export interface Entrance extends EntryPoint {
  /** Since when the longest waiting visitor waits, on this machine's monotonic clock; null when nobody waits. */
  readonly longestSince: number | null;
}

export interface AgentState {
  readonly link: LinkState;
  readonly stop: StopReason | null;
  /** The first snapshot after the last welcome has come. */
  readonly current: boolean;
  readonly storing: Storing;
  readonly reload: boolean;
  readonly name: string;
  readonly role: string;
  /** Server clock minus this machine's, milliseconds. */
  readonly skew: number;
  readonly agent: AgentSelf | null;
  /** By slot. */
  readonly chats: readonly Chat[];
  readonly entryPoints: readonly Entrance[];
  readonly waiting: number;
  readonly team: readonly TeamMember[];
  /** Null unless the server tells (supervisors). */
  readonly waitingList: readonly WaitingList[] | null;
  /** Seats in use, of the whole centre. */
  readonly running: readonly RunningChat[];
  readonly runningTotal: number;
  /** What supervisors did, newest first: what was fetched and what came since. */
  readonly acts: readonly Act[];
  readonly leftMessages: readonly LeftMessage[];
  /** Written to a chat that is not here any more and not delivered. */
  readonly stranded: readonly Unsent[];
}

export const FIRST_AGENT_STATE: AgentState = {
  link: 'off',
  stop: null,
  current: false,
  storing: 'ok',
  reload: false,
  name: '',
  role: 'agent',
  skew: 0,
  agent: null,
  chats: [],
  entryPoints: [],
  waiting: 0,
  team: [],
  waitingList: null,
  running: [],
  runningTotal: 0,
  acts: [],
  leftMessages: [],
  stranded: [],
};

/** What happened, for sounds, notices and announcements. */
export type AgentNews =
  | { readonly kind: 'offered'; readonly conversation: Uuid; readonly name: string | null }
  | {
      readonly kind: 'message';
      readonly conversation: Uuid;
      readonly entry: Entry;
      readonly name: string | null;
    }
  | {
      readonly kind: 'removed';
      readonly conversation: Uuid;
      readonly why: string;
      readonly name: string | null;
    }
  | { readonly kind: 'refused'; readonly command: string; readonly code: string }
  | { readonly kind: 'left_message'; readonly id: Uuid }
  /** This agent's own status is another one. */
  | { readonly kind: 'status'; readonly status: string; readonly reason: string | null };
