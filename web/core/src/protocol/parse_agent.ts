/** What the server says to an agent (protocol section 5). */
import type {
  AgentConversation,
  AgentFrame,
  AgentSelf,
  EntryPoint,
  LeftMessage,
  LeftMessageDone,
  TeamMember,
  WaitingConversation,
} from './agent_frames.ts';
import { ack, common, door, helloOk } from './parse_common.ts';
import { flag, integer, list, maybe, name, object, oneOf, or, type Reader, shape, text } from './read.ts';

const self: Reader<AgentSelf> = shape({
  status: text,
  reason: name,
  since: maybe(integer),
  seats: integer,
  in_use: integer,
  missed_in_a_row: or(integer, 0),
});

const conversation: Reader<AgentConversation> = shape({
  id: text,
  state: oneOf(['offered', 'active', 'ended']),
  visitor: shape({
    id: text,
    name,
    present: oneOf(['here', 'away', 'gone'], 'here'),
    language: name,
    page: maybe(shape({ title: name, url: name })),
  }),
  entry_point: maybe(text),
  arrival: maybe(integer),
  episode: or(integer, 1),
  position: or(integer, 0),
  seq: or(integer, 0),
  offer: maybe(shape({ until: integer, remaining_ms: maybe(integer), from: name })),
  transfer: maybe(shape({ to: maybe(text), name })),
  read_seq: or(integer, 0),
  wrap_up_until: maybe(integer),
});

const entryPoint: Reader<EntryPoint> = shape({
  id: text,
  name,
  waiting: or(integer, 0),
  oldest_ms: maybe(integer),
  state: maybe(text),
  by_hand: maybe(text),
  cause: maybe(text),
  since: maybe(integer),
});

const member: Reader<TeamMember> = shape({
  id: text,
  name: text,
  status: text,
  reason: name,
  in_use: or(integer, 0),
  seats: or(integer, 0),
  reachable: (value: unknown) => value !== false,
  since: maybe(integer),
});

const waitingConversation: Reader<WaitingConversation> = shape({
  id: text,
  name,
  entry_point: maybe(text),
  arrival: integer,
  offered_to: name,
});

export const leftMessage: Reader<LeftMessage> = shape({
  id: text,
  at: integer,
  name,
  email: name,
  phone: name,
  text,
  language: name,
  done: flag,
});

/** A new one, whole, or one marked as done, by its id alone. */
const leftMessageNews = (value: unknown): { left_message: LeftMessage | LeftMessageDone } => {
  const raw = object(value);
  return { left_message: 'text' in raw ? leftMessage(raw) : { id: text(raw.id), done: true } };
};

const explained = shape({ id: text, name: or(text, ''), eligible: flag, why: or(list(text), []) });

export const parseAgentFrame: (data: string) => AgentFrame | null = door({
  ...common,
  hello_ok: shape({ ...helloOk, agent: text, name: or(text, ''), role: or(text, 'agent') }),
  ack: shape({ ...ack, agents: or(list(explained), []) }),
  agent: (raw: unknown) => ({ agent: self(raw) }),
  conversation: (raw: unknown) => ({ conversation: conversation(raw) }),
  removed: shape({ conversation: text, why: text }),
  waiting: shape({ total: integer, entry_points: or(list(entryPoint), []) }),
  waiting_list: shape({ conversations: list(waitingConversation) }),
  team: shape({ agents: list(member) }),
  left_message: leftMessageNews,
  snapshot: shape({
    agent: self,
    conversations: list(conversation),
    entry_points: or(list(entryPoint), []),
    team: or(list(member), []),
    waiting_list: maybe(list(waitingConversation)),
  }),
});
