// A visitor's page, after docs/protocol.md section 4.
import { randomUUID } from 'node:crypto';
import { Client } from './client.mjs';
import { Transcript } from './transcript.mjs';

export class VisitorClient extends Client {
  token = null;
  visitor = null;
  availability = 'closed';
  storing = 'ok';
  /** The newest `conversation`, null before the first. */
  conversation = null;
  transcripts = new Map();
  /** Every message the server answered for: {conversation, id, seq, text, author}. */
  acknowledged = [];
  #language;
  #page;
  #known = null; // the conversation that posts name

  constructor({ base, site, language, page, origin = base, ...rest }) {
    super({
      ...rest,
      address: `${base.replace(/^http/, 'ws')}/v1/sites/${site}/visitor`,
      headers: { origin },
    });
    this.#language = language;
    this.#page = page;
  }

  get conversationId() {
    return this.#known;
  }

  admit() {
    return this.order({ kind: 'admit' });
  }

  /** The id is made before anything is sent, and is the same however often the message goes. */
  post(text, name) {
    const order = { kind: 'post', id: randomUUID(), text };
    if (this.#known) order.conversation = this.#known;
    if (name) order.name = name;
    return this.order(order);
  }

  end() {
    return this.order({ kind: 'end', conversation: this.#known });
  }

  keepWaiting() {
    return this.order({ kind: 'keep_waiting', conversation: this.#known });
  }

  leaveMessage(text, email) {
    return this.order({ kind: 'leave_message', id: randomUUID(), text, email });
  }

  read() {
    const seq = this.transcripts.get(this.#known)?.last;
    if (seq && this.greeted) this.send({ kind: 'read', conversation: this.#known, seq });
  }

  hello() {
    const greeting = { language: this.#language };
    if (this.token) greeting.token = this.token;
    const transcript = this.transcripts.get(this.#known);
    if (transcript) greeting.last = { conversation: this.#known, seq: transcript.last };
    if (this.#page) greeting.page = this.#page;
    return greeting;
  }

  take(frame, order) {
    if (frame.kind === 'hello_ok') this.#welcome(frame);
    else if (frame.kind === 'availability') this.availability = frame.state;
    else if (frame.kind === 'service') this.storing = frame.storing;
    else if (frame.kind === 'snapshot') this.#current(frame.conversation);
    else if (frame.kind === 'conversation') this.#current(frame);
    else if (frame.kind === 'entries') this.#lines(frame);
    else if (frame.kind === 'ack' && order?.kind === 'post') this.#stored(frame, order);
  }

  #welcome(frame) {
    if (this.visitor && this.visitor !== frame.visitor)
      this.problem(`visitor ${this.visitor} came back as ${frame.visitor}`);
    this.visitor = frame.visitor;
    this.token = frame.token;
    this.availability = frame.availability.state;
    this.storing = frame.service.storing ?? frame.service;
  }

  #current(conversation) {
    this.conversation = conversation;
    if (conversation) this.#known = conversation.id;
  }

  #transcript(conversation) {
    if (!this.transcripts.has(conversation)) {
      this.transcripts.set(
        conversation,
        new Transcript('seq', (what) => this.problem(`${conversation}: ${what}`)),
      );
    }
    return this.transcripts.get(conversation);
  }

  #lines(frame) {
    for (const entry of frame.entries) {
      if (entry.position !== undefined || entry.kind === 'note')
        this.problem(`${frame.conversation}: a line of agents only`);
      else this.#transcript(frame.conversation).take(entry);
    }
  }

  #stored(ack, order) {
    this.#known = ack.conversation;
    const line = {
      seq: ack.seq,
      id: order.id,
      body: order.text,
      author: 'visitor',
      kind: 'text',
      payload: null,
    };
    if (ack.id !== order.id) this.problem(`message ${order.id} is acknowledged as ${ack.id}`);
    this.#transcript(ack.conversation).own(ack, line);
    this.acknowledged.push({
      conversation: ack.conversation,
      id: order.id,
      seq: ack.seq,
      position: null,
      text: order.text,
      author: 'visitor',
    });
  }
}
