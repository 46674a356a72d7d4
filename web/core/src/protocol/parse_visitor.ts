/** What the server says to a visitor (protocol section 4). */
import type { VisitorConversation, VisitorFrame } from './frames.ts';
import { ack, availability, common, door, helloOk } from './parse_common.ts';
import { flag, integer, maybe, name, oneOf, or, type Reader, shape, text } from './read.ts';

const conversation: Reader<VisitorConversation> = shape({
  id: text,
  state: oneOf(['waiting', 'active', 'ended']),
  seq: integer,
  since: maybe(integer),
  position: maybe(integer),
  estimate_s: maybe(integer),
  choices: flag,
  agent: name,
  ended: maybe(shape({ by: oneOf(['visitor', 'agent', 'system'], 'system'), why: maybe(text) })),
  read_seq: or(integer, 0),
});

export const parseVisitorFrame: (data: string) => VisitorFrame | null = door({
  ...common,
  hello_ok: shape({ ...helloOk, token: maybe(text), availability: maybe(availability) }),
  ack: shape(ack),
  availability,
  conversation: (raw: unknown) => ({ conversation: conversation(raw) }),
  snapshot: shape({ conversation: maybe(conversation) }),
});
