/** The frames that visitors and agents both know (protocol section 3), and the door itself. */
import type { Availability, Entry, SystemPayload } from './frames.ts';
import {
  flag,
  integer,
  list,
  maybe,
  name,
  object,
  oneOf,
  or,
  type Raw,
  type Reader,
  shape,
  text,
} from './read.ts';

const author = oneOf(['visitor', 'agent', 'system']);

const payload: Reader<SystemPayload> = shape({ what: text, agent: name, by: maybe(text), why: maybe(text) });

const line = shape({
  seq: maybe(integer),
  position: maybe(integer),
  kind: oneOf(['text', 'file', 'call', 'system', 'note', 'unknown'], 'unknown'),
  at: integer,
  author: shape({ kind: author, id: maybe(text), name }),
  body: maybe(text),
  id: maybe(text),
});

/** Only system lines have a payload that this page knows. */
export const entry: Reader<Entry> = (value) => {
  const read = line(value);
  return { ...read, payload: read.kind === 'system' ? maybe(payload)((value as Raw).payload) : null };
};

export const availability: Reader<Availability> = shape({
  state: oneOf(['open', 'full', 'closed']),
  version: or(integer, 0),
});

const storing = oneOf(['ok', 'late'], 'ok');
const service = shape({ storing });

export const helloOk = {
  client: text,
  next: integer,
  heartbeat_ms: integer,
  silence_ms: integer,
  service: (value: unknown) => service(value).storing,
  now: integer,
  reload: flag,
};

export const ack = {
  n: integer,
  conversation: maybe(text),
  id: maybe(text),
  seq: maybe(integer),
  position: maybe(integer),
  at: maybe(integer),
};

export const common = {
  ping: shape({}),
  service,
  refused: shape({ n: or(integer, 0), code: text, transient: flag, next: maybe(integer) }),
  entries: shape({ conversation: text, entries: list(entry) }),
  typing: shape({ conversation: text, by: oneOf(['visitor', 'agent']) }),
  bye: shape({ code: or(integer, 0), reconnect: flag, after_ms: or(integer, 0) }),
};

type Readers = Record<string, Reader<object>>;
type Frames<R extends Readers> = { [K in keyof R]: { readonly kind: K } & ReturnType<R[K]> }[keyof R];

/** Text to frame, once. null for what must be ignored (an unknown kind) and for what nobody can read. */
export const door =
  <R extends Readers>(readers: R) =>
  (data: string): Frames<R> | null => {
    try {
      const raw = object(JSON.parse(data));
      const kind = text(raw.kind);
      const read = Object.keys(readers).includes(kind) && readers[kind];
      return read ? ({ ...read(raw), kind } as Frames<R>) : null;
    } catch {
      return null;
    }
  };
