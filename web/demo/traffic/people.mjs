// Agents at work and the visitors they talk with: who says what comes from dialogues, who gets whom is the server's affair.
import { VisitorClient } from './visitor_client.mjs';

const agentHelloMs = [600, 2_500]; // an agent looks before accepting
const readingMs = 400;
const typingMsMax = 6_000;
const typingMsACharacter = 45;
const ownScreenMs = 500;
const lastAnswerMs = 1_000;
const patienceMs = 60_000; // in the queue, and for the answer of a person
const stranger = {
  fr: 'Bonjour ! Je fais partie de la démonstration et ne connais que mon texte. Connectez-vous à la console pour répondre vous-même.',
  en: 'Hello! I belong to the demonstration and know nothing but my lines. Sign in to the console to answer yourself.',
};

/** Waits that end at once when everybody goes home. */
export class Pace {
  #speed;
  #pauses = new Set();
  #end;
  over = false;
  /** Rejects then. */
  ended = new Promise((_, reject) => {
    this.#end = reject;
  });

  constructor(speed) {
    this.#speed = speed;
    this.ended.catch(() => {});
  }

  /** What `promise` says, unless everybody goes home before. */
  meanwhile(promise) {
    return Promise.race([promise, this.ended]);
  }

  pause(ms) {
    if (this.over) return Promise.resolve();
    return new Promise((resolve) => {
      const pause = { resolve };
      pause.timer = setTimeout(() => {
        this.#pauses.delete(pause);
        resolve();
      }, ms / this.#speed);
      this.#pauses.add(pause);
    });
  }

  stop() {
    this.over = true;
    this.#end(new Error('everybody goes home'));
    for (const { timer, resolve } of this.#pauses) {
      clearTimeout(timer);
      resolve();
    }
    this.#pauses.clear();
  }
}

/** Accepts what is offered. Strangers, people who came through the shop, are left to a human agent who is there. */
export class AgentAtWork {
  #pace;
  #dice;
  #humans;
  #scripted;
  #met = new Set();

  /** `scripted(conversation)`: a visitor of ours. `humans`: names of the agents whom people play. */
  constructor(client, { pace, dice, humans, scripted }) {
    this.client = client;
    this.#pace = pace;
    this.#dice = dice;
    this.#humans = humans;
    this.#scripted = scripted;
    client.on('frame', (frame) => this.#see(frame));
    client.on('greeted', () => this.#beThere());
  }

  async #beThere() {
    await this.client.until(() => this.client.agent, 60_000, 'the snapshot').catch(() => null);
    const status = this.client.agent?.status;
    if (status && status !== 'available') this.client.status('available');
  }

  #see(frame) {
    if (frame.kind === 'agent' && frame.status === 'missed') this.client.status('available');
    if (frame.kind === 'removed') this.#met.delete(frame.conversation);
    const offers =
      frame.kind === 'snapshot' ? frame.conversations : frame.kind === 'conversation' ? [frame] : [];
    for (const conversation of offers) {
      if (conversation.state === 'offered' && !this.#met.has(conversation.id)) {
        this.#met.add(conversation.id);
        this.#answer(conversation);
      }
    }
  }

  async #answer({ id, visitor }) {
    await this.#pace.pause(this.#dice.between(...agentHelloMs));
    if (this.#scripted(id)) {
      await this.client.about('accept', id);
      return this.client.read(id);
    }
    const person = this.client.team.some(
      (agent) =>
        this.#humans.includes(agent.name) && agent.status === 'available' && agent.in_use < agent.seats,
    );
    if (person) return this.client.about('decline', id);
    await this.client.about('accept', id);
    this.client.typing(id);
    await this.#pace.pause(2_000);
    if (this.client.has(id)) await this.client.post(id, stranger[visitor.language] ?? stranger.en);
  }
}

/** One visitor and one dialogue, from the first message to the end. */
export class Visit {
  #client;
  #dialogue;
  #pace;
  #agents;
  #dice;
  #name;

  constructor({ base, dialogue, name, pace, agents, dice, client }) {
    this.#dialogue = dialogue;
    this.#pace = pace;
    this.#agents = agents;
    this.#dice = dice;
    this.#name = name;
    const { lang } = dialogue;
    const page = {
      title: lang === 'fr' ? 'Produits' : 'Products',
      url: `${base}/demo/${lang}/products.html`,
    };
    this.#client = new VisitorClient({ base, site: `shop-${lang}`, language: lang, page, ...client });
  }

  get client() {
    return this.#client;
  }

  /** What became of it: `ended`, `ended_early`, `no_seat`, `not_answered`, or why it broke off. */
  async play() {
    const client = this.#client;
    try {
      client.open();
      await this.#until(() => client.availability === 'open', 'no_seat');
      const place = await this.#pace.meanwhile(client.admit());
      return place.kind === 'ack' ? await this.#talk() : place.code;
    } catch (error) {
      return error.message;
    } finally {
      await this.#leave();
    }
  }

  #until(question, otherwise, withinMs = patienceMs) {
    const found = this.#client
      .until(question, withinMs, otherwise)
      .catch(() => Promise.reject(new Error(otherwise)));
    return this.#pace.meanwhile(found);
  }

  async #talk() {
    const client = this.#client;
    const answered = () => client.conversation && client.conversation.state !== 'waiting';
    let before = 0;
    for (const turn of this.#dialogue.turns) {
      const wait = Math.max((turn.t - before) * 1_000, readingMs);
      before = Math.max(before, turn.t);
      if (turn.from === 'visitor') await this.#visitorSays(turn.text, wait);
      else {
        await this.#until(answered, 'not_answered');
        await this.#agentSays(turn.text, wait);
      }
      if (this.#pace.over) return 'everybody goes home';
      if (client.conversation?.state === 'ended') return 'ended_early';
    }
    await this.#pace.pause(readingMs * 5);
    return 'ended';
  }

  async #type(client, conversation, text, wait) {
    const typing = Math.min(text.length * typingMsACharacter, typingMsMax, wait);
    await this.#pace.pause(wait - typing);
    client.typing(conversation);
    await this.#pace.pause(typing);
  }

  async #visitorSays(text, wait) {
    const client = this.#client;
    client.read();
    await this.#type(client, client.conversationId, text, wait);
    const answer = await this.#pace.meanwhile(client.post(text, this.#name));
    if (answer.kind !== 'ack') throw new Error(answer.code ?? answer.kind);
  }

  #holder() {
    return this.#agents.find((agent) => agent.client.has(this.#client.conversationId))?.client;
  }

  /** The visitor may hear of the agent a moment before the agent's own screen does. Null: a person has it. */
  #agentOf(conversation) {
    const screens = this.#agents.map(({ client }) =>
      client.until(() => client.has(conversation) && client, ownScreenMs, 'not here'),
    );
    return Promise.any(screens).catch(() => null);
  }

  /** By whoever of ours has the chat; where a person took it, what that person writes. */
  async #agentSays(text, wait) {
    const conversation = this.#client.conversationId;
    const first = await this.#pace.meanwhile(this.#agentOf(conversation));
    if (!first) return this.#personSays(wait);
    first.read(conversation);
    await this.#type(first, conversation, text, wait);
    const holder = this.#holder(); // requeued meanwhile: nobody says it
    if (holder) await this.#pace.meanwhile(holder.post(conversation, text));
  }

  async #personSays(wait) {
    const transcript = () => this.#client.transcripts.get(this.#client.conversationId);
    const seen = transcript()?.last ?? 0;
    const answered = () =>
      this.#client.conversation?.state === 'ended' ||
      [...(transcript()?.lines ?? [])].some(([number, line]) => number > seen && line.author === 'agent');
    await this.#until(answered, 'no_answer', Math.max(wait, patienceMs / 2)).catch(() => null);
  }

  async #leave() {
    const client = this.#client;
    await client.until(() => client.unanswered === 0, lastAnswerMs, 'the last answer').catch(() => null);
    if (client.conversationId && client.conversation?.state !== 'ended') {
      const holder = this.#dice.chance(0.6) ? this.#holder() : null;
      await (holder ? holder.about('end', client.conversationId) : client.end());
    }
    client.close();
  }
}
