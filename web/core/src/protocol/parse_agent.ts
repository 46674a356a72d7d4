/** Reads what the server says to an agent. */
import type {
  AgentConversation,
  AgentFrame,
  AgentSelf,
  EntryPoint,
  LeftMessage,
  LeftMessageDone,
  TeamMember,
  VisitorCard,
} from './agent_frames.ts';
import { openDoor, parseCommon } from './parse_common.ts';
import {
  array,
  flag,
  integer,
  integerOrNull,
  nameOf,
  object,
  oneOf,
  type Raw,
  text,
  textOrNull,
} from './read.ts';

/** State frames name their object in a field of their kind, or are that object themselves. */
function inner(raw: Raw, field: string): Raw {
  const value = raw[field];
  return typeof value === 'object' && value !== null ? object(value) : raw;
}

function self(raw: Raw): AgentSelf {
  return {
    status: text(raw, 'status'),
    reason: nameOf(raw.reason),
    since: integerOrNull(raw, 'since'),
    seats: integer(raw, 'seats'),
    in_use: integer(raw, 'in_use'),
    missed_in_a_row: integerOrNull(raw, 'missed_in_a_row') ?? 0,
  };
}

function visitor(raw: Raw): VisitorCard {
  const page = raw.page ? object(raw.page) : null;
  return {
    id: text(raw, 'id'),
    name: nameOf(raw.name),
    present: oneOf(raw, 'present', ['here', 'away', 'gone'], 'here'),
    language: textOrNull(raw, 'language'),
    page: page && { title: nameOf(page.title), url: nameOf(page.url) },
  };
}

function conversation(value: unknown): AgentConversation {
  const raw = object(value);
  const offer = raw.offer ? object(raw.offer) : null;
  const transfer = raw.transfer ? object(raw.transfer) : null;
  return {
    id: text(raw, 'id'),
    state: oneOf(raw, 'state', ['offered', 'active', 'ended']),
    visitor: visitor(object(raw.visitor)),
    entry_point: textOrNull(raw, 'entry_point'),
    arrival: integerOrNull(raw, 'arrival'),
    episode: integerOrNull(raw, 'episode') ?? 1,
    position: integerOrNull(raw, 'position') ?? 0,
    seq: integerOrNull(raw, 'seq') ?? 0,
    offer: offer && {
      until: integer(offer, 'until'),
      remaining_ms: integerOrNull(offer, 'remaining_ms'),
      from: nameOf(offer.from),
    },
    transfer: transfer && { to: textOrNull(transfer, 'to'), name: nameOf(transfer.name) },
    read_seq: integerOrNull(raw, 'read_seq') ?? 0,
    wrap_up_until: integerOrNull(raw, 'wrap_up_until'),
  };
}

function entryPoint(value: unknown): EntryPoint {
  const raw = object(value);
  return {
    id: text(raw, 'id'),
    name: nameOf(raw.name),
    waiting: integerOrNull(raw, 'waiting') ?? 0,
    oldest_ms: integerOrNull(raw, 'oldest_ms'),
    state: textOrNull(raw, 'state'),
    by_hand: textOrNull(raw, 'by_hand'),
  };
}

function member(value: unknown): TeamMember {
  const raw = object(value);
  return {
    id: text(raw, 'id'),
    name: text(raw, 'name'),
    status: text(raw, 'status'),
    reason: nameOf(raw.reason),
    in_use: integerOrNull(raw, 'in_use') ?? 0,
    seats: integerOrNull(raw, 'seats') ?? 0,
    reachable: raw.reachable !== false,
  };
}

export function leftMessage(value: unknown): LeftMessage {
  const raw = object(value);
  return {
    id: text(raw, 'id'),
    at: integer(raw, 'at'),
    name: nameOf(raw.name),
    email: nameOf(raw.email),
    phone: nameOf(raw.phone),
    text: text(raw, 'text'),
    language: nameOf(raw.language),
    done: flag(raw, 'done'),
  };
}

function leftMessageNews(raw: Raw): LeftMessage | LeftMessageDone {
  return 'text' in raw ? leftMessage(raw) : { id: text(raw, 'id'), done: true };
}

function parse(kind: string, raw: Raw): AgentFrame | null {
  switch (kind) {
    case 'snapshot': {
      const left = raw.left_messages;
      return {
        kind,
        agent: self(object(raw.agent)),
        conversations: array(raw.conversations, conversation),
        entry_points: array(raw.entry_points ?? [], entryPoint),
        team: array(raw.team ?? [], member),
        left_messages: Array.isArray(left) ? array(left, leftMessage) : integerOrNull(raw, 'left_messages'),
      };
    }
    case 'agent':
      return { kind, agent: self(inner(raw, 'agent')) };
    case 'conversation':
      return { kind, conversation: conversation(inner(raw, 'conversation')) };
    case 'removed':
      return { kind, conversation: text(raw, 'conversation'), why: text(raw, 'why') };
    case 'waiting':
      return {
        kind,
        total: integer(raw, 'total'),
        entry_points: array(raw.entry_points ?? [], entryPoint),
      };
    case 'team':
      return { kind, agents: array(raw.agents, member) };
    case 'left_message':
      return { kind, left_message: leftMessageNews(inner(raw, 'left_message')) };
    default:
      return parseCommon(kind, raw);
  }
}

export function parseAgentFrame(data: string): AgentFrame | null {
  return openDoor(data, parse);
}
