/** The frames that visitors and agents both know (protocol section 3). */
import type { Ack, Availability, Bye, CommonFrame, HelloOk, Refused, Storing } from './frames.ts';
import {
  array,
  entries,
  flag,
  integer,
  integerOrNull,
  object,
  oneOf,
  type Raw,
  text,
  textOrNull,
} from './read.ts';

export function availability(raw: Raw): Availability {
  return {
    state: oneOf(raw, 'state', ['open', 'full', 'closed']),
    version: integerOrNull(raw, 'version') ?? 0,
  };
}

/** `{storing}`; in `hello_ok` under `service`. */
function storing(value: unknown): Storing {
  return oneOf(object(value), 'storing', ['ok', 'late'], 'ok');
}

function helloOk(raw: Raw): HelloOk {
  const available = raw.availability;
  return {
    kind: 'hello_ok',
    client: text(raw, 'client'),
    next: integer(raw, 'next'),
    heartbeat_ms: integer(raw, 'heartbeat_ms'),
    silence_ms: integer(raw, 'silence_ms'),
    service: storing(raw.service),
    now: integer(raw, 'now'),
    reload: flag(raw, 'reload'),
    visitor: textOrNull(raw, 'visitor'),
    token: textOrNull(raw, 'token'),
    availability: available ? availability(object(available)) : null,
    agent: textOrNull(raw, 'agent'),
    name: textOrNull(raw, 'name'),
    role: textOrNull(raw, 'role'),
  };
}

function ack(raw: Raw): Ack {
  return {
    kind: 'ack',
    n: integer(raw, 'n'),
    conversation: textOrNull(raw, 'conversation'),
    id: textOrNull(raw, 'id'),
    seq: integerOrNull(raw, 'seq'),
    position: integerOrNull(raw, 'position'),
    at: integerOrNull(raw, 'at'),
    until: integerOrNull(raw, 'until'),
    agents: Array.isArray(raw.agents) ? array(raw.agents, explained) : [],
  };
}

function explained(value: unknown): Ack['agents'][number] {
  const raw = object(value);
  const why = Array.isArray(raw.why)
    ? raw.why.filter((code): code is string => typeof code === 'string')
    : [];
  return { id: text(raw, 'id'), name: textOrNull(raw, 'name') ?? '', eligible: flag(raw, 'eligible'), why };
}

function refused(raw: Raw): Refused {
  return {
    kind: 'refused',
    n: integerOrNull(raw, 'n') ?? 0,
    code: text(raw, 'code'),
    transient: flag(raw, 'transient'),
    next: integerOrNull(raw, 'next'),
  };
}

function bye(raw: Raw): Bye {
  return {
    kind: 'bye',
    code: integerOrNull(raw, 'code') ?? 0,
    reconnect: flag(raw, 'reconnect'),
    after_ms: integerOrNull(raw, 'after_ms') ?? 0,
  };
}

/** null: not a kind of this list. Throws `BadFrame`. */
export function parseCommon(kind: string, raw: Raw): CommonFrame | null {
  switch (kind) {
    case 'hello_ok':
      return helloOk(raw);
    case 'ping':
      return { kind };
    case 'service':
      return { kind, storing: storing(raw) };
    case 'ack':
      return ack(raw);
    case 'refused':
      return refused(raw);
    case 'entries':
      return entries(raw);
    case 'typing':
      return { kind, conversation: text(raw, 'conversation'), by: oneOf(raw, 'by', ['visitor', 'agent']) };
    case 'bye':
      return bye(raw);
    default:
      return null;
  }
}

/** Opens the door: text to frame. null for what must be ignored (an unknown kind) and for what nobody can read. */
export function openDoor<F>(data: string, parse: (kind: string, raw: Raw) => F | null): F | null {
  try {
    const raw = object(JSON.parse(data));
    return parse(text(raw, 'kind'), raw);
  } catch {
    return null;
  }
}
