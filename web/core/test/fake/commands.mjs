/** What visitors and agents may order of the fake floor. Each answers the fields of its ack, or throws a refusal code. */
import { AGENTS } from './floor.mjs';
import { supervisorCommands } from './supervision.mjs';

const fail = (code) => {
  throw code;
};

export const visitorCommands = {
  admit: (floor) =>
    floor.availability().state === 'open' ? { until: Date.now() + 60_000 } : fail('no_seat'),
  post(floor, who, { id, text, conversation, name }, socket) {
    const visitor = floor.visitors.get(who);
    if (name) visitor.name = name;
    let c = floor.conversations.get(conversation ?? visitor.conversation);
    const begins = !c;
    c ??= floor.arrive(who);
    if (c.acks.has(id)) return c.acks.get(id);
    const added = begins ? [floor.system(c, { what: 'started' })] : [];
    if (c.state === 'ended') {
      Object.assign(c, {
        state: 'waiting',
        ended: undefined,
        agent: null,
        agentState: null,
        arrival: Date.now(),
        since: Date.now(),
      });
      c.episode += 1;
      added.push(floor.system(c, { what: 'reopened' }));
      floor.offerChoices(c);
    }
    const entry = floor.add(c, 'text', { kind: 'visitor', id: who, name: visitor.name ?? null }, text, id);
    const ack = { conversation: c.id, id, seq: entry.seq, at: entry.at };
    c.acks.set(id, ack);
    if (added.length) floor.out.entries(c, added, null);
    queueMicrotask(() => floor.tell(c, [entry], socket));
    return ack;
  },
  end(floor, _who, { conversation }) {
    const c = floor.conversations.get(conversation) ?? fail('unknown_conversation');
    queueMicrotask(() => floor.end(c, 'visitor'));
    return { conversation };
  },
  keep_waiting(floor, _who, { conversation }) {
    const c = floor.conversations.get(conversation) ?? fail('unknown_conversation');
    c.choices = false;
    floor.offerChoices(c);
    queueMicrotask(() => floor.out.conversation(c));
    return { conversation };
  },
  leave_message(floor, _who, { id, text, email, phone, name, conversation }) {
    const at = Date.now();
    if (!floor.left.some((one) => one.id === id)) {
      const one = {
        id,
        at,
        name: name ?? '',
        email: email ?? '',
        phone: phone ?? '',
        text,
        language: 'fr',
        done: false,
      };
      floor.left.push(one);
      floor.out.agents({ kind: 'left_message', ...one });
    }
    const c = floor.conversations.get(conversation);
    if (c) queueMicrotask(() => floor.end(c, 'visitor', 'left_message'));
    return { conversation, id, at };
  },
};

const mine = (floor, who, { conversation }) => {
  const c = floor.conversations.get(conversation) ?? fail('unknown_conversation');
  return c.agent === who ? c : fail('not_your_conversation');
};

export const agentCommands = {
  ...supervisorCommands,
  status(floor, who, { status, reason }) {
    Object.assign(floor.agents.get(who), { status, reason: reason ?? '', since: Date.now(), missed: 0 });
    queueMicrotask(() => {
      floor.out.agent(who);
      floor.settle();
    });
    return {};
  },
  sign_out(floor, who, { chats }) {
    const running = [...floor.conversations.values()].filter((c) => c.agent === who && c.state === 'active');
    if (running.length && chats !== 'requeue') fail('chats_running');
    for (const c of running) agentCommands.requeue(floor, who, { conversation: c.id });
    floor.agents.get(who).status = 'offline';
    return {};
  },
  accept(floor, who, command) {
    const c = mine(floor, who, command);
    if (c.agentState !== 'offered') fail('offer_expired');
    Object.assign(c, { state: 'active', agentState: 'active', since: Date.now(), choices: false });
    floor.agents.get(who).missed = 0;
    const entry = floor.system(c, { what: 'agent_joined', agent: floor.agents.get(who).name });
    queueMicrotask(() => floor.tell(c, [entry]));
    return { conversation: c.id };
  },
  decline(floor, who, command) {
    const c = mine(floor, who, command);
    c.excluded.add(who);
    queueMicrotask(() => {
      floor.free(c, 'declined');
      floor.settle();
    });
    return { conversation: c.id };
  },
  write(floor, who, command, socket, kind) {
    const c = mine(floor, who, command);
    if (c.acks.has(command.id)) return c.acks.get(command.id);
    const entry = floor.add(
      c,
      kind,
      { kind: 'agent', id: who, name: floor.agents.get(who).name },
      command.text,
      command.id,
    );
    const ack = {
      conversation: c.id,
      id: command.id,
      seq: entry.seq,
      position: entry.position,
      at: entry.at,
    };
    c.acks.set(command.id, ack);
    queueMicrotask(() => floor.tell(c, [entry], socket));
    return ack;
  },
  post: (floor, who, command, socket) => agentCommands.write(floor, who, command, socket, 'text'),
  note: (floor, who, command, socket) => agentCommands.write(floor, who, command, socket, 'note'),
  end(floor, who, command) {
    const c = mine(floor, who, command);
    queueMicrotask(() => floor.end(c, 'agent'));
    return { conversation: c.id };
  },
  requeue(floor, who, command) {
    const c = mine(floor, who, command);
    Object.assign(c, { state: 'waiting', since: Date.now() });
    c.excluded.add(who);
    const entry = floor.system(c, { what: 'requeued', why: 'agent' });
    queueMicrotask(() => {
      floor.free(c, 'requeued');
      floor.tell(c, [entry]);
    });
    return { conversation: c.id };
  },
  transfer(floor, who, command) {
    const c = mine(floor, who, command);
    if (command.to_entry_point) return agentCommands.requeue(floor, who, command);
    const target = floor.agents.get(command.to_agent) ?? fail('unknown_agent');
    if (target.status !== 'available') fail('agent_unavailable');
    const entry = floor.system(c, { what: 'transferred', agent: target.name });
    queueMicrotask(() => {
      floor.free(c, 'transferred');
      Object.assign(c, { agent: target.id, agentState: 'active' });
      floor.out.offered(c);
      floor.tell(c, [entry]);
    });
    return { conversation: c.id };
  },
  cancel_transfer: () => fail('no_transfer'),
  wrap_up_done(floor, who, command) {
    const c = mine(floor, who, command);
    queueMicrotask(() => floor.wrapUpDone(c));
    return { conversation: c.id };
  },
  left_message_done(floor, who, { id }) {
    const one = floor.left.find((other) => other.id === id) ?? fail('unknown_left_message');
    one.done = true;
    queueMicrotask(() =>
      floor.out.agents({ kind: 'left_message', id, done: true, done_by: who, done_at: Date.now() }),
    );
    return {};
  },
};

export const passwords = Object.fromEntries(
  Object.entries(AGENTS).map(([who, agent]) => [`${who}@relais.example`, agent]),
);
