/** The frames of docs/protocol.md, version 1, as the clients hold them after `parse_*` has read them at the door. */

export const PROTOCOL = 1;
export const TEXT_POINTS_MAX = 4000;
export const COMMANDS_IN_FLIGHT_MAX = 16;
export const TYPING_SHOWN_MS = 6000;
export const TYPING_EVERY_MS = 2000;

export type Uuid = string;
/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;
export type Storing = 'ok' | 'late';
export type Side = 'visitor' | 'agent';
export type AuthorKind = Side | 'system';

export interface Author {
  readonly kind: AuthorKind;
  readonly id: Uuid | null;
  readonly name: string | null;
}

/** What a system line tells. `agent` is a first name, `by` and `why` are codes. */
export interface SystemPayload {
  readonly what: string;
  readonly agent: string | null;
  readonly by: string | null;
  readonly why: string | null;
}

/** `unknown` is a kind newer than this page: it keeps its number and is not drawn. */
export type EntryKind = 'text' | 'file' | 'call' | 'system' | 'note' | 'unknown';

export interface Entry {
  readonly seq: number | null;
  readonly position: number | null;
  readonly kind: EntryKind;
  readonly at: Instant;
  readonly author: Author;
  readonly body: string | null;
  readonly id: Uuid | null;
  readonly payload: SystemPayload | null;
}

export interface HelloOk {
  readonly kind: 'hello_ok';
  readonly client: Uuid;
  readonly next: number;
  readonly heartbeat_ms: number;
  readonly silence_ms: number;
  readonly service: Storing;
  readonly now: Instant;
  readonly reload: boolean;
}
export interface VisitorHelloOk extends HelloOk {
  readonly token: string | null;
  readonly availability: Availability | null;
}

export interface Ping {
  readonly kind: 'ping';
}
export interface Service {
  readonly kind: 'service';
  readonly storing: Storing;
}
export interface Ack {
  readonly kind: 'ack';
  readonly n: number;
  readonly conversation: Uuid | null;
  readonly id: Uuid | null;
  readonly seq: number | null;
  readonly position: number | null;
  readonly at: Instant | null;
}
export interface Refused {
  readonly kind: 'refused';
  readonly n: number;
  readonly code: string;
  readonly transient: boolean;
  readonly next: number | null;
}
export interface Entries {
  readonly kind: 'entries';
  readonly conversation: Uuid;
  readonly entries: readonly Entry[];
}
export interface Typing {
  readonly kind: 'typing';
  readonly conversation: Uuid;
  readonly by: Side;
}
export interface Bye {
  readonly kind: 'bye';
  /** The close code that follows. */
  readonly code: number;
  readonly reconnect: boolean;
  readonly after_ms: number;
}

export type CommonFrame = Ping | Service | Ack | Refused | Entries | Typing | Bye;

export type AvailabilityState = 'open' | 'full' | 'closed';
export interface Availability {
  readonly state: AvailabilityState;
  readonly version: number;
}
export interface AvailabilityFrame extends Availability {
  readonly kind: 'availability';
}

export interface Ended {
  readonly by: AuthorKind;
  readonly why: string | null;
}
/** The visitor's conversation, whole. */
export interface VisitorConversation {
  readonly id: Uuid;
  readonly state: 'waiting' | 'active' | 'ended';
  readonly seq: number;
  readonly since: Instant | null;
  /** 1 is next; null unless waiting. */
  readonly position: number | null;
  readonly estimate_s: number | null;
  readonly choices: boolean;
  readonly agent: string | null;
  readonly ended: Ended | null;
  readonly read_seq: number;
}
export interface VisitorConversationFrame {
  readonly kind: 'conversation';
  readonly conversation: VisitorConversation;
}
export interface VisitorSnapshot {
  readonly kind: 'snapshot';
  readonly conversation: VisitorConversation | null;
}
export type VisitorFrame =
  | CommonFrame
  | VisitorHelloOk
  | AvailabilityFrame
  | VisitorConversationFrame
  | VisitorSnapshot;

/** What a client orders; `n` is given at sending. */
export interface CommandBody {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface HelloPage {
  readonly title: string;
  readonly url: string;
}
