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
  /** The last change of `state`. */
  readonly since: Instant | null;
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
/** Told to supervisors only. */
export interface WaitingConversation {
  readonly id: Uuid;
  readonly name: string | null;
  readonly entry_point: Uuid | null;
  readonly arrival: Instant;
  /** The agent who is asked just now. */
  readonly offered_to: string | null;
}
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
  readonly team: readonly TeamMember[];
  readonly waiting_list: readonly WaitingConversation[] | null;
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
  | { readonly kind: 'waiting_list'; readonly conversations: readonly WaitingConversation[] }
  | { readonly kind: 'team'; readonly agents: readonly TeamMember[] }
  | { readonly kind: 'left_message'; readonly left_message: LeftMessage | LeftMessageDone };
