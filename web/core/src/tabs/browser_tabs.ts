/** The browser's locks and channels, where it has them. */
import type { LocksLike } from './election.ts';
import type { ChannelLike } from './relay.ts';

export const browserLocks: LocksLike | null =
  typeof navigator !== 'undefined' && navigator.locks ? (navigator.locks as unknown as LocksLike) : null;

export const browserChannel: ((name: string) => ChannelLike) | null =
  typeof BroadcastChannel === 'undefined' ? null : (name) => new BroadcastChannel(name) as ChannelLike;
