/** A small floor for looking at the pages: the rules of docs/protocol.md that a browser can see, in memory, nothing durable. */
import { randomUUID } from 'node:crypto';
import { availabilityNow } from './supervision.mjs';

export const ENTRY = { id: '0190a000-0000-7000-8000-0000000000e1', name: 'Commandes' };
export const AGENTS = {
  claire: { id: '0190a000-0000-7000-8000-0000000000b1', name: 'Claire', role: 'agent' },
  marc: { id: '0190a000-0000-7000-8000-0000000000b2', name: 'Marc', role: 'agent' },
  nadia: { id: '0190a000-0000-7000-8000-0000000000b3', name: 'Nadia', role: 'supervisor' },
};

export class Floor {
  agents = new Map();
  conversations = new Map();
  visitors = new Map();
  left = [];
  version = 1;
  storing = 'ok';
  byHand = 'automatic';
  since = Date.now();
  /** Agents whose console is silent. */
  lost = new Set();
  offerMs = 10_000;
  choicesMs = 15_000;
  wrapUpMs = 20_000;
  /** Sends to everybody concerned; given by the server. */
  constructor(out) {
    this.out = out;
    for (const agent of Object.values(AGENTS)) {
      this.agents.set(agent.id, {
        ...agent,
        status: 'offline',
        reason: '',
        since: Date.now(),
        seats: 3,
        missed: 0,
      });
    }
  }

  inUse(agent) {
    return [...this.conversations.values()].filter((c) => c.agent === agent && c.agentState !== 'gone')
      .length;
  }
  availability() {
    return { state: availabilityNow(this).state, version: this.version };
  }
  agentFrame(id) {
    const { status, reason, since, seats, missed } = this.agents.get(id);
    return { id, status, reason, since, seats, in_use: this.inUse(id), missed_in_a_row: missed };
  }
  team() {
    return [...this.agents.values()].map(({ id, name, status, reason, seats, since }) => {
      const reachable = status !== 'offline' && !this.lost.has(id);
      return { id, name, status, reason, in_use: this.inUse(id), seats, reachable, since };
    });
  }
  points() {
    const queue = [...this.conversations.values()].filter((c) => c.state === 'waiting');
    const oldest = queue.length ? Date.now() - Math.min(...queue.map((c) => c.arrival)) : 0;
    return [
      {
        ...ENTRY,
        waiting: queue.length,
        oldest_ms: oldest,
        ...availabilityNow(this),
        since: this.since,
        by_hand: this.byHand,
        ...(this.byHand !== 'automatic' && this.set ? { set: this.set } : {}),
      },
    ];
  }
  forVisitor(c) {
    const ahead = [...this.conversations.values()].filter(
      (o) => o.state === 'waiting' && o.arrival < c.arrival,
    ).length;
    const waits = c.state === 'waiting' && !c.agent;
    return {
      id: c.id,
      state: c.state,
      seq: c.seq,
      since: c.since,
      read_seq: c.readByAgent,
      ...(waits ? { position: ahead + 1, estimate_s: 120 * (ahead + 1), choices: c.choices } : {}),
      ...(c.agentState === 'active' || c.state === 'ended'
        ? { agent: { name: this.agents.get(c.agent)?.name ?? 'Claire' } }
        : {}),
      ...(c.ended ? { ended: c.ended } : {}),
    };
  }
  forAgent(c) {
    const visitor = this.visitors.get(c.visitor);
    return {
      id: c.id,
      state: c.agentState === 'offered' ? 'offered' : c.state === 'ended' ? 'ended' : 'active',
      visitor: {
        id: c.visitor,
        name: visitor.name ?? '',
        present: visitor.present ?? 'here',
        language: visitor.language,
        page: visitor.page,
      },
      entry_point: ENTRY.id,
      arrival: c.arrival,
      episode: c.episode,
      position: c.entries.length,
      seq: c.seq,
      read_seq: c.readByVisitor,
      ...(c.agentState === 'offered'
        ? { offer: { until: c.offerUntil, remaining_ms: c.offerUntil - Date.now() } }
        : {}),
      ...(c.wrapUpUntil ? { wrap_up_until: c.wrapUpUntil } : {}),
    };
  }

  add(c, kind, author, body, id, payload = null) {
    const seq = kind === 'note' ? null : ++c.seq;
    const entry = {
      seq,
      position: c.entries.length + 1,
      kind,
      at: Date.now(),
      author,
      body,
      id: id ?? null,
      payload,
    };
    c.entries.push(entry);
    return entry;
  }
  system(c, payload) {
    return this.add(c, 'system', { kind: 'system', id: null, name: null }, null, null, payload);
  }

  /** Tells everybody about a conversation; `but` is the socket that gets an ack instead of its own entry. */
  tell(c, entries = [], but = null) {
    if (entries.length > 0) this.out.entries(c, entries, but);
    this.out.conversation(c);
    this.settle();
  }

  settle() {
    for (const c of [...this.conversations.values()].sort((a, b) => a.arrival - b.arrival)) {
      if (c.state !== 'waiting' || c.agent) continue;
      const free = [...this.agents.values()].find(
        (a) => a.status === 'available' && this.inUse(a.id) < a.seats && !c.excluded.has(a.id),
      );
      if (!free) continue;
      c.agent = free.id;
      c.agentState = 'offered';
      c.offerUntil = Date.now() + this.offerMs;
      setTimeout(() => this.missed(c, free.id, c.offerUntil), this.offerMs);
      this.out.offered(c);
    }
    this.version += 1;
    this.out.availability(this.availability());
    this.out.tallies();
  }

  missed(c, agent, until) {
    if (c.agentState !== 'offered' || c.agent !== agent || c.offerUntil !== until) return;
    this.free(c, 'missed');
    c.excluded.add(agent);
    setTimeout(() => c.excluded.delete(agent) && this.settle(), 15_000);
    const a = this.agents.get(agent);
    a.missed += 1;
    if (a.missed >= 2) a.status = 'missed';
    this.out.agent(agent);
    this.settle();
  }
  free(c, why) {
    const agent = c.agent;
    c.agent = null;
    c.agentState = null;
    this.out.removed(agent, c, why);
  }

  arrive(visitor) {
    const c = {
      id: randomUUID(),
      visitor,
      state: 'waiting',
      seq: 0,
      since: Date.now(),
      arrival: Date.now(),
      episode: 1,
      entries: [],
      readByAgent: 0,
      readByVisitor: 0,
      agent: null,
      agentState: null,
      excluded: new Set(),
      choices: false,
      acks: new Map(),
    };
    this.conversations.set(c.id, c);
    this.visitors.get(visitor).conversation = c.id;
    this.offerChoices(c);
    return c;
  }
  offerChoices(c) {
    setTimeout(() => {
      if (c.state !== 'waiting') return;
      c.choices = true;
      this.out.conversation(c);
    }, this.choicesMs);
  }

  end(c, by, why = 'closed') {
    if (c.state === 'ended') return;
    const agent = c.agent;
    const offered = c.agentState === 'offered';
    c.state = 'ended';
    c.since = Date.now();
    c.ended = { by, why };
    const entry = this.system(c, { what: 'ended', by, why });
    if (agent && !offered) {
      c.wrapUpUntil = Date.now() + this.wrapUpMs;
      setTimeout(() => c.wrapUpUntil && this.wrapUpDone(c), this.wrapUpMs);
    } else if (agent) this.free(c, 'visitor_left');
    this.tell(c, [entry]);
  }
  wrapUpDone(c) {
    c.wrapUpUntil = null;
    const agent = c.agent;
    c.agentState = 'gone';
    this.out.removed(agent, c, 'closed');
    this.settle();
  }
}
