/** What the server says to a visitor (protocol section 4). */
import type { VisitorConversation, VisitorFrame } from './frames.ts';
import { availability, openDoor, parseCommon } from './parse_common.ts';
import { flag, integer, integerOrNull, nameOf, object, oneOf, type Raw, text, textOrNull } from './read.ts';

function conversation(raw: Raw): VisitorConversation {
  const ended = raw.ended ? object(raw.ended) : null;
  return {
    id: text(raw, 'id'),
    state: oneOf(raw, 'state', ['waiting', 'active', 'ended']),
    seq: integer(raw, 'seq'),
    since: integerOrNull(raw, 'since'),
    position: integerOrNull(raw, 'position'),
    estimate_s: integerOrNull(raw, 'estimate_s'),
    choices: flag(raw, 'choices'),
    agent: nameOf(raw.agent),
    ended: ended && {
      by: oneOf(ended, 'by', ['visitor', 'agent', 'system'], 'system'),
      why: textOrNull(ended, 'why'),
    },
    read_seq: integerOrNull(raw, 'read_seq') ?? 0,
  };
}

function parse(kind: string, raw: Raw): VisitorFrame | null {
  switch (kind) {
    case 'availability':
      return { kind, ...availability(raw) };
    case 'conversation':
      return { kind, conversation: conversation(raw.conversation ? object(raw.conversation) : raw) };
    case 'snapshot':
      return { kind, conversation: raw.conversation ? conversation(object(raw.conversation)) : null };
    default:
      return parseCommon(kind, raw);
  }
}

export function parseVisitorFrame(data: string): VisitorFrame | null {
  return openDoor(data, parse);
}
