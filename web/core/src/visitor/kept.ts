/** What stays in the browser between two pages, only after the visitor has written: the token, and the transcript to draw at once. */
import type { Store } from '../link/store.ts';
import type { Entry, Instant, Uuid } from '../protocol/frames.ts';
import { entry } from '../protocol/parse_common.ts';
import { integer, list, maybe, type Reader, shape, text } from '../protocol/read.ts';

/** After the end a conversation can be reopened for so long; then its traces leave the browser. */
export const REOPEN_MS = 30 * 60_000;
export const KEEP_OPEN_MS = 24 * 3600_000;
/** While something is unsent it is tried for ever. */
export const KEEP_FOR_EVER: Instant = Number.MAX_SAFE_INTEGER;
export const ENTRIES_KEPT_MAX = 200;

export interface Kept {
  readonly token: string | null;
  readonly until: Instant;
  readonly conversation: Uuid | null;
  readonly entries: readonly Entry[];
}

export const prefixOf = (site: string): string => `relais:${site}:`;
/** The loader looks at this key to know whether a conversation goes on. */
export const chatKey = (site: string): string => `${prefixOf(site)}chat`;

/** null if there is nothing, or nothing any more: then the rest of it is wiped as well. */
export function readKept(store: Store, site: string, wall: Instant): Kept | null {
  const data = store.get(chatKey(site));
  if (data === null) return null;
  const kept = read(data);
  if (kept && kept.until > wall) return kept;
  forget(store, site);
  return null;
}

const shaped: Reader<Kept> = shape({
  token: maybe(text),
  until: integer,
  conversation: maybe(text),
  entries: list(entry),
});

function read(data: string): Kept | null {
  try {
    return shaped(JSON.parse(data));
  } catch {
    return null;
  }
}

export function writeKept(store: Store, site: string, kept: Kept): void {
  const entries = kept.entries.slice(-ENTRIES_KEPT_MAX);
  store.set(chatKey(site), JSON.stringify({ ...kept, entries }));
}

export function forget(store: Store, site: string): void {
  for (const key of store.keys(prefixOf(site))) store.remove(key);
}
