/** What the server says to an agent (protocol section 5). */
import type {
  Act,
  AgentConversation,
  AgentFrame,
  AgentSelf,
  EntryPoint,
  LeftMessage,
  LeftMessageDone,
  RunningChat,
  TeamMember,
  TeamNews,
  WaitingList,
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

const present = oneOf(['here', 'away', 'gone'], 'here');

const conversation: Reader<AgentConversation> = shape({
  id: text,
  state: oneOf(['offered', 'active', 'ended']),
  visitor: shape({
    id: text,
    name,
    present,
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
  set: maybe(shape({ by: text, name, at: integer, reason: or(text, '') })),
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

const teamNews: Reader<TeamNews> = shape({
  version: integer,
  after: maybe(integer),
  agents: list(member),
  gone: or(list(text), []),
});

const waitingList: Reader<WaitingList> = shape({
  id: text,
  total: integer,
  first: list(
    shape({
      id: text,
      arrival: integer,
      since: integer,
      episode: or(integer, 1),
      position: integer,
      name,
      language: name,
      present,
    }),
  ),
});

const runningChat: Reader<RunningChat> = shape({
  conversation: text,
  agent: text,
  held_as: text,
  since: integer,
  arrival: integer,
  entry_point: maybe(text),
  name,
  language: name,
});

const named = shape({ id: text, name: or(text, '') });
const acted = { number: integer, at: integer, by: named, reason: or(text, '') };
const acts = {
  set_entry_point: shape({ ...acted, what: oneOf(['set_entry_point']), entry_point: named, state: text }),
  force_status: shape({ ...acted, what: oneOf(['force_status']), agent: named, status: text }),
};

export const act: Reader<Act> = (value) =>
  acts[oneOf(['set_entry_point', 'force_status'])(object(value).what)](value);

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
  waiting_list: shape({ waiting_list: list(waitingList) }),
  chats: shape({ chats: list(runningChat), chats_total: integer }),
  act: (raw: unknown) => ({ act: act(raw) }),
  team: (raw: unknown) => ({ team: teamNews(raw) }),
  left_message: leftMessageNews,
  snapshot: shape({
    agent: self,
    conversations: list(conversation),
    entry_points: or(list(entryPoint), []),
    waiting_list: maybe(list(waitingList)),
    chats: or(list(runningChat), []),
    chats_total: or(integer, 0),
  }),
});
