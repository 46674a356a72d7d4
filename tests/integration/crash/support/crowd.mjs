// Visitors and agents who write a lot, in many scripts, and remember everything they were told.
import { EventEmitter } from 'node:events';
import { AgentClient } from '../../../../web/demo/traffic/agent_client.mjs';
import { Dice } from '../../../../web/demo/traffic/random.mjs';
import { VisitorClient } from '../../../../web/demo/traffic/visitor_client.mjs';
import { password } from './centre.mjs';
import { Screens } from './screens.mjs';

const comeBackMaxMs = 1_000;
const framesRemembered = 25; // told with a problem
const scraps = [
  'Bonjour',
  'hello',
  'où est ma commande ?',
  'Zürich',
  'ёжик',
  '漢字かな',
  'שלום',
  'مرحبا',
  '👩‍🚀🌱',
  'e\u0301',
  '\u202eabc\u202c',
  '<b>&amp;</b>',
  '"quoted" \\ back',
  "l'été",
  'a\nb\tc',
  '\u001b[0m',
  '\uffff',
  '𝒳',
  "'; DROP TABLE entry; --",
  '%s%n',
  '\u2028',
];

function words(dice) {
  const count = dice.chance(0.02) ? 400 : dice.between(1, 12);
  return Array.from({ length: count }, () => dice.pick(scraps)).join(' ');
}

export class Crowd extends EventEmitter {
  acknowledgedCount = 0;
  frames = 0;
  visitors = [];
  agents = [];
  problems = [];
  #seen = [];
  #old = []; // visitors who left, for what they remember
  #base;
  #origin;
  #seed;
  #over = false;
  #lives = [];
  #screens = new Screens();

  /** `origin`: of the pages, when they reach the daemon through something else. */
  constructor(base, seed, origin = base) {
    super();
    this.setMaxListeners(0);
    this.#base = base;
    this.#origin = origin;
    this.#seed = seed;
  }

  /** `base`: where this agent's link leads, if not where everybody's does. */
  async hire(email, index, base = this.#base) {
    const dice = new Dice(this.#seed + 1_000 + index);
    const client = new AgentClient({ base, email, password, comeBackMaxMs, random: dice.next });
    this.agents.push(client);
    this.#screens.add(client);
    this.#listen(client);
    client.on('frame', (frame) => this.#work(client, frame, dice).catch(() => {}));
    await client.start();
    await client.until(() => client.agent, 20_000, `${email} has a snapshot`);
    await client.status('available');
  }

  arrive(count) {
    for (let index = 0; index < count; index += 1) this.#lives.push(this.#live(new Dice(this.#seed + index)));
  }

  /** One more visitor, admitted, for the test itself to write as. */
  async guest() {
    const wishes = { base: this.#base, origin: this.#origin, site: 'shop-fr', language: 'fr', comeBackMaxMs };
    const client = new VisitorClient(wishes);
    this.#old.push(client);
    this.#listen(client);
    client.open();
    for (;;) {
      await client.until(() => client.availability === 'open', 60_000, 'an open door');
      if ((await client.admit()).kind === 'ack') return client;
    }
  }

  async leave() {
    this.#over = true;
    for (const client of [...this.visitors, ...this.agents]) client.close();
    this.emit('frame');
    await Promise.all(this.#lives);
  }

  until(question, withinMs, what) {
    return new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        clearInterval(tick);
        this.off('frame', ask);
        settle(value);
      };
      const ask = () => {
        if (question()) end(resolve);
      };
      const timer = setTimeout(() => end(reject, new Error(`${what}: not within ${withinMs} ms`)), withinMs);
      const tick = setInterval(ask, 100);
      this.on('frame', ask);
      ask();
    });
  }

  moreFrames(count) {
    const wanted = this.frames + count;
    return this.until(() => this.frames >= wanted, 60_000, `${count} more frames`);
  }

  moreAcknowledged(count, withinMs = 60_000) {
    const wanted = this.acknowledgedCount + count;
    return this.until(
      () => this.acknowledgedCount >= wanted,
      withinMs,
      `${count} more messages acknowledged`,
    );
  }

  /** For the ledger. Problems are told once. */
  memory() {
    const visitors = [...this.#old, ...this.visitors];
    const everybody = [...visitors, ...this.agents];
    return {
      acknowledged: everybody.flatMap((client) => client.acknowledged),
      seen: [...this.#seen],
      transcripts: visitors.flatMap((client) => [...client.transcripts.values()]),
      problems: [...this.problems.splice(0), ...everybody.flatMap((client) => client.problems.splice(0))],
    };
  }

  #listen(client) {
    const recent = [];
    const remember = (way, frame) => {
      const { ...shown } = frame;
      if (frame.entries)
        shown.entries = frame.entries.map(({ seq, position, id, payload }) => ({
          seq,
          position,
          id,
          payload,
        }));
      delete shown.text;
      delete shown.token;
      if (recent.push(`${way} ${JSON.stringify(shown)}`) > framesRemembered) recent.shift();
    };
    const { problem, send } = client;
    client.send = (frame) => {
      remember('>', frame);
      send.call(client, frame);
    };
    client.problem = (what) => problem.call(client, `${what}\n  ${recent.join('\n  ')}`);
    client.on('lost', (code) => remember('lost', { code }));
    client.on('heard', (frame) => remember('<', frame));
    client.on('frame', (frame) => {
      this.frames += 1;
      if (frame.kind === 'ack' && frame.id) this.acknowledgedCount += 1;
      if (frame.kind === 'entries') {
        for (const entry of frame.entries) this.#seen.push({ conversation: frame.conversation, entry });
      }
      this.#screens.look();
      this.emit('frame', client, frame);
    });
  }

  /** Time to think: the load's own pace, never something a test waits for. */
  #think(ms) {
    return new Promise((resolve) => setTimeout(resolve, this.#over ? 0 : ms));
  }

  async #work(client, frame, dice) {
    if (frame.kind === 'snapshot' && client.agent.status !== 'available') client.status('available');
    if (frame.kind === 'agent' && (frame.status === 'missed' || frame.status === 'offline'))
      client.status('available');
    const shown =
      frame.kind === 'snapshot' ? frame.conversations : frame.kind === 'conversation' ? [frame] : [];
    for (const { id, state } of shown) {
      if (state === 'offered') client.about('accept', id);
    }
    if (frame.kind !== 'entries' || !frame.entries.some((entry) => entry.author.kind === 'visitor')) return;
    client.typing(frame.conversation);
    await this.#think(dice.between(10, 200));
    if (this.#over || !client.has(frame.conversation)) return;
    const fate = dice.next();
    if (fate < 0.6) client.post(frame.conversation, words(dice));
    else if (fate < 0.7) client.note(frame.conversation, words(dice));
    else if (fate < 0.73) client.about('end', frame.conversation);
    else if (fate < 0.745) client.about('requeue', frame.conversation);
    else if (fate < 0.76) this.#passOn(client, frame.conversation, dice);
  }

  #passOn(client, conversation, dice) {
    const others = client.team.filter(
      (agent) => agent.id !== client.agent.id && agent.status === 'available',
    );
    if (others.length > 0) client.about('transfer', conversation, { to_agent: dice.pick(others).id });
  }

  async #live(dice) {
    while (!this.#over) {
      const language = dice.pick(['fr', 'en']);
      const wishes = {
        base: this.#base,
        origin: this.#origin,
        site: `shop-${language}`,
        language,
        comeBackMaxMs,
        random: dice.next,
      };
      const client = new VisitorClient(wishes);
      this.visitors.push(client);
      this.#listen(client);
      client.open();
      await this.#chat(client, dice).catch(() => {}); // a client that is closed ends its chat
      client.close();
      this.visitors.splice(this.visitors.indexOf(client), 1);
      this.#old.push(client);
    }
  }

  async #chat(client, dice) {
    await client.until(() => client.availability === 'open', 120_000, 'an open door');
    if ((await client.admit()).kind !== 'ack') return this.#think(100);
    for (let left = dice.between(4, 30); left > 0 && !this.#over; left -= 1) {
      const burst = dice.chance(0.15) ? dice.between(2, 8) : 1;
      const answers = Array.from({ length: burst }, () => client.post(words(dice), 'Zoé'));
      client.typing(client.conversationId);
      if (dice.chance(0.01)) client.cut();
      const last = (await Promise.all(answers)).at(-1);
      if (last.kind !== 'ack') return; // no place any more
      client.read();
      if (client.conversation?.state === 'ended' && dice.chance(0.7)) return;
      await this.#think(dice.between(20, 400));
    }
    await client.end();
  }
}
