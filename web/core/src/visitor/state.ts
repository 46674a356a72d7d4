/** What a page knows about its visitor's conversation; immutable, replaced whole at each change. */
import type { LinkState, StopReason } from '../link/connection.ts';
import type { Unsent } from '../link/outbox.ts';
import type { Availability, Entry, Storing, Uuid, VisitorConversation } from '../protocol/frames.ts';

/** The part that a following tab gets from the leading one. */
export interface SharedState {
  readonly link: LinkState;
  readonly stop: StopReason | null;
  readonly storing: Storing;
  /** The page is older than the server. */
  readonly reload: boolean;
  readonly availability: Availability | null;
  readonly conversation: VisitorConversation | null;
  /** The conversation that `entries` belong to: known a little earlier than its state. */
  readonly transcriptOf: Uuid | null;
  readonly agentTyping: boolean;
  /** Lines that come now were missed before: they are shown, not announced one by one. */
  readonly catchingUp: boolean;
  readonly token: string | null;
}

export interface VisitorState extends SharedState {
  readonly entries: readonly Entry[];
  readonly unsent: readonly Unsent[];
}

export const FIRST_STATE: VisitorState = {
  link: 'off',
  stop: null,
  storing: 'ok',
  reload: false,
  availability: null,
  conversation: null,
  transcriptOf: null,
  agentTyping: false,
  catchingUp: false,
  token: null,
  entries: [],
  unsent: [],
};
