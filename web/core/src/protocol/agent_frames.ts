/** What the server says to an agent (protocol section 5). */
import type { Ack, CommonFrame, HelloOk, Instant, Uuid } from './frames.ts';

export interface AgentSelf {
  readonly status: string;
  readonly reason: string | null;
  readonly since: Instant | null;
  /** The limit of this agent. */
  readonly seats: number;
  readonly in_use: number;
  readonly missed_in_a_row: number;
}
export interface Offer {
  readonly until: Instant;
  readonly remaining_ms: number | null;
  /** The colleague who transfers it, if one does. */
  readonly from: string | null;
}
export type VisitorPresence = 'here' | 'away' | 'gone';
export interface VisitorCard {
  readonly id: Uuid;
  readonly name: string | null;
  readonly present: VisitorPresence;
  readonly language: string | null;
  readonly page: { readonly title: string | null; readonly url: string | null } | null;
}
export interface AgentConversation {
  readonly id: Uuid;
  readonly state: 'offered' | 'active' | 'ended';
  readonly visitor: VisitorCard;
  readonly entry_point: Uuid | null;
  readonly arrival: Instant | null;
  readonly episode: number;
  readonly position: number;
  readonly seq: number;
  readonly offer: Offer | null;
  readonly transfer: { readonly to: string | null; readonly name: string | null } | null;
  readonly read_seq: number;
  readonly wrap_up_until: Instant | null;
}
export interface EntryPoint {
  readonly id: Uuid;
  readonly name: string | null;
  readonly waiting: number;
  readonly oldest_ms: number | null;
  readonly state: string | null;
  /** open, closed or automatic: what a supervisor has set. */
  readonly by_hand: string | null;
  /** A code: why it is as it is. */
  readonly cause: string | null;
  /** The last change of `state`, closed also of its cause. */
  readonly since: Instant | null;
  /** Who set it by hand; null while it is automatic. */
  readonly set: SetByHand | null;
}
export interface SetByHand {
  readonly by: Uuid;
  readonly name: string | null;
  readonly at: Instant;
  readonly reason: string;
}
export interface TeamMember {
  readonly id: Uuid;
  readonly name: string;
  readonly status: string;
  readonly reason: string | null;
  readonly in_use: number;
  readonly seats: number;
  /** Has a console open. */
  readonly reachable: boolean;
  /** Of the status. */
  readonly since: Instant | null;
}
/** All of the team, or what changed in it after version `after`. */
export interface TeamNews {
  readonly version: number;
  /** Null: this is all of it. */
  readonly after: number | null;
  /** Rows that are new or other than before, each whole. */
  readonly agents: readonly TeamMember[];
  readonly gone: readonly Uuid[];
}
/** The three below are told to supervisors only. */
export interface WaitingConversation {
  readonly id: Uuid;
  readonly arrival: Instant;
  /** This wait; a requeue keeps `arrival` and begins another. */
  readonly since: Instant;
  readonly episode: number;
  readonly position: number;
  readonly name: string | null;
  readonly language: string | null;
  readonly present: VisitorPresence;
}
/** The head of one entry point; `total` counts all who wait there. */
export interface WaitingList {
  readonly id: Uuid;
  readonly total: number;
  readonly first: readonly WaitingConversation[];
}
/** A seat in use. */
export interface RunningChat {
  readonly conversation: Uuid;
  readonly agent: Uuid;
  readonly held_as: string;
  readonly since: Instant;
  readonly arrival: Instant;
  readonly entry_point: Uuid | null;
  readonly name: string | null;
  readonly language: string | null;
}
interface Named {
  readonly id: Uuid;
  readonly name: string;
}
/** What a supervisor did by hand. */
export type Act = {
  readonly number: number;
  readonly at: Instant;
  readonly by: Named;
  readonly reason: string;
} & (
  | { readonly what: 'set_entry_point'; readonly entry_point: Named; readonly state: string }
  | { readonly what: 'force_status'; readonly agent: Named; readonly status: string }
);
export interface LeftMessage {
  readonly id: Uuid;
  readonly at: Instant;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly text: string;
  readonly language: string | null;
  readonly done: boolean;
}
/** A message marked as done is told by its id alone. */
export interface LeftMessageDone {
  readonly id: Uuid;
  readonly done: true;
}
export interface AgentSnapshot {
  readonly kind: 'snapshot';
  readonly agent: AgentSelf;
  readonly conversations: readonly AgentConversation[];
  readonly entry_points: readonly EntryPoint[];
  readonly waiting_list: readonly WaitingList[] | null;
  readonly chats: readonly RunningChat[];
  readonly chats_total: number;
}
export interface AgentHelloOk extends HelloOk {
  readonly agent: Uuid;
  readonly name: string;
  readonly role: string;
}
export interface Explained {
  readonly id: Uuid;
  readonly name: string;
  readonly eligible: boolean;
  /** Codes. */
  readonly why: readonly string[];
}
export interface AgentAck extends Ack {
  /** Of `explain`. */
  readonly agents: readonly Explained[];
}
export type AgentFrame =
  | Exclude<CommonFrame, Ack>
  | AgentAck
  | AgentHelloOk
  | AgentSnapshot
  | { readonly kind: 'agent'; readonly agent: AgentSelf }
  | { readonly kind: 'conversation'; readonly conversation: AgentConversation }
  | { readonly kind: 'removed'; readonly conversation: Uuid; readonly why: string }
  | { readonly kind: 'waiting'; readonly total: number; readonly entry_points: readonly EntryPoint[] }
  | { readonly kind: 'waiting_list'; readonly waiting_list: readonly WaitingList[] }
  | { readonly kind: 'chats'; readonly chats: readonly RunningChat[]; readonly chats_total: number }
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'team'; readonly team: TeamNews }
  | { readonly kind: 'left_message'; readonly left_message: LeftMessage | LeftMessageDone };
