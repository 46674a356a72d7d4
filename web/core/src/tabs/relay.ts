/** What the tabs of one visitor say to each other while one of them owns the socket. */
import type { Outcome } from '../link/command_queue.ts';
import type { CommandBody, Entry } from '../protocol/frames.ts';

export interface ChannelLike {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  close(): void;
}

/** A follower that hears nothing from the leader for so long opens its own socket. */
export const RELAY_ANSWER_MS = 1000;

export type Relayed<S> =
  /** A follower asks for everything. */
  | { readonly t: 'who' }
  /** A tab leads from now on: orders that were not done are given again. */
  | { readonly t: 'lead' }
  | { readonly t: 'state'; readonly state: S; readonly entries: readonly Entry[] }
  /** There is something new in the outbox, which all tabs share. */
  | { readonly t: 'outbox'; readonly key: string }
  | { readonly t: 'do'; readonly key: string; readonly body: CommandBody }
  | { readonly t: 'heard'; readonly key: string }
  | { readonly t: 'done'; readonly key: string; readonly outcome: Outcome }
  /** An unnumbered frame (typing, read). */
  | { readonly t: 'say'; readonly frame: object };
