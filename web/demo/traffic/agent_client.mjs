// An agent's console, after docs/protocol.md sections 5 and 6.
import { randomUUID } from 'node:crypto';
import { Client } from './client.mjs';
import { Transcript } from './transcript.mjs';

/** The session cookie; null: the server does not know this person. Throws when the server is not reached. */
export async function signIn(base, email, password) {
  const answer = await fetch(`${base}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify({ email, password }),
  });
  if (answer.ok)
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  if (answer.status === 401) return null;
  throw new Error(`sign-in was answered with ${answer.status}`);
}

export class AgentClient extends Client {
  agent = null; // the own state
  name = '';
  storing = 'ok';
  team = [];
  /** What this agent has or is offered now. */
  conversations = new Map();
  transcripts = new Map();
  acknowledged = [];
  #base;
  #login;
  #language;
  #teamVersion = null; // null: a whole one comes first

  constructor({ base, email, password, language = 'en', ...rest }) {
    super({ ...rest, address: `${base.replace(/^http/, 'ws')}/v1/agent`, headers: { origin: base } });
    this.#base = base;
    this.#login = { email, password };
    this.#language = language;
  }

  /** Signs in, then opens the socket. Throws when the first sign-in fails. */
  async start() {
    if (!(await this.#enter())) throw new Error(`${this.#login.email}: e-mail or password is wrong`);
    this.open();
  }

  status(status, reason) {
    return this.order(reason ? { kind: 'status', status, reason } : { kind: 'status', status });
  }

  signOut() {
    return this.order({ kind: 'sign_out', chats: 'requeue' });
  }

  about(kind, conversation, more = {}) {
    return this.order({ kind, conversation, ...more });
  }

  post(conversation, text) {
    return this.about('post', conversation, { id: randomUUID(), text });
  }

  note(conversation, text) {
    return this.about('note', conversation, { id: randomUUID(), text });
  }

  read(conversation) {
    const seq = this.conversations.get(conversation)?.seq;
    if (seq && this.greeted) this.send({ kind: 'read', conversation, seq });
  }

  has(conversation) {
    return this.conversations.get(conversation)?.state === 'active';
  }

  hello() {
    const have = [...this.transcripts]
      .filter(([, transcript]) => transcript.last > 0)
      .map(([conversation, transcript]) => ({ conversation, position: transcript.last }));
    return { language: this.#language, have };
  }

  async signedOut() {
    try {
      if (await this.#enter()) this.open();
      else this.close();
    } catch {
      this.comeBackLater();
    }
  }

  take(frame, order) {
    if (frame.kind === 'hello_ok') this.#welcome(frame);
    else if (frame.kind === 'service') this.storing = frame.storing;
    else if (frame.kind === 'agent') this.agent = frame;
    else if (frame.kind === 'team') this.#teamNews(frame);
    else if (frame.kind === 'snapshot') this.#all(frame);
    else if (frame.kind === 'conversation') this.#current(frame);
    else if (frame.kind === 'removed') this.#removed(frame.conversation);
    else if (frame.kind === 'entries') this.#lines(frame);
    else if (frame.kind === 'ack' && order && 'text' in order) this.#stored(frame, order);
  }

  async #enter() {
    const cookie = await signIn(this.#base, this.#login.email, this.#login.password);
    if (cookie) this.setHeaders({ origin: this.#base, cookie });
    return cookie !== null;
  }

  #welcome(frame) {
    this.name = frame.name;
    this.storing = frame.service.storing ?? frame.service;
  }

  #all(frame) {
    this.agent = frame.agent;
    this.#teamVersion = null;
    this.conversations = new Map(frame.conversations.map((conversation) => [conversation.id, conversation]));
    for (const conversation of this.transcripts.keys()) {
      if (!this.conversations.has(conversation)) this.transcripts.delete(conversation);
    }
  }

  #teamNews({ version, after = null, agents, gone = [] }) {
    if (after !== this.#teamVersion) this.problem(`team goes on from ${after}, not ${this.#teamVersion}`);
    const rows = new Map(after === null ? [] : this.team.map((row) => [row.id, row]));
    for (const row of agents) rows.set(row.id, row);
    for (const id of gone) rows.delete(id);
    this.team = [...rows.values()];
    this.#teamVersion = version;
  }

  #current(conversation) {
    this.conversations.set(conversation.id, conversation);
  }

  #removed(conversation) {
    this.conversations.delete(conversation);
    this.transcripts.delete(conversation); // an offer brings the transcript
  }

  #transcript(conversation) {
    if (!this.transcripts.has(conversation)) {
      this.transcripts.set(
        conversation,
        new Transcript('position', (what) => this.problem(`${conversation}: ${what}`)),
      );
    }
    return this.transcripts.get(conversation);
  }

  #lines(frame) {
    if (!this.conversations.has(frame.conversation))
      this.problem(`${frame.conversation}: lines of what this agent does not have`);
    for (const entry of frame.entries) this.#transcript(frame.conversation).take(entry);
  }

  #stored(ack, order) {
    const { conversation, id, seq, position } = ack;
    const kind = order.kind === 'note' ? 'note' : 'text';
    if (id !== order.id) this.problem(`message ${order.id} is acknowledged as ${id}`);
    this.acknowledged.push({ conversation, id, seq, position, text: order.text, author: 'agent' });
    // Requeued meanwhile: there is no transcript to put it in.
    if (this.transcripts.has(conversation)) {
      this.transcripts
        .get(conversation)
        .own(ack, { seq, position, id, body: order.text, author: 'agent', kind, payload: null });
    }
  }
}
