// Plays one script against the daemon. The other player is tests/scenarios/player.cpp; what they expect is the same, but
// that time in reality is not exact: what must come gets longer, what must not come is asked for as early.
import { randomUUID } from 'node:crypto';
import { Actor } from './actor.mjs';
import { spelledOut } from './script.mjs';

const patienceMs = 10_000; // only reached on failure
const pauseBeforeAgainMs = 300;
const againMax = 100;
const unheardMs = 500; // a page that only listens has no command whose answer could be waited for
const byThemselves = new Set(['waiting', 'team', 'availability', 'waiting_list', 'chats']);

function at(frame, path) {
  let here = frame;
  for (const key of path.split('.')) {
    if (here === null || typeof here !== 'object') return null;
    if (Array.isArray(here) && key !== 'length' && !/^\d+$/.test(key))
      here = here.find((item) => item?.name === key) ?? null;
    else here = here[key] ?? null;
  }
  return here;
}

function valueFits(found, wanted, quoted) {
  if (quoted) return found === wanted;
  if (wanted === '*') return found !== null;
  if (wanted === 'none') return found === null;
  const range = wanted.match(/^(-?\d+)\.\.(-?\d+)$/);
  if (range && Number.isInteger(found)) return found >= Number(range[1]) && found <= Number(range[2]);
  return String(found) === wanted;
}

export class Player {
  #actors = new Map();
  #labels = new Map();

  constructor(stage, elsewhere) {
    this.stage = stage;
    this.elsewhere = elsewhere;
    for (const { name } of stage.script.people) {
      for (const each of [name, `${name}/2`]) this.#actors.set(each, new Actor(stage, each));
    }
  }

  async play() {
    try {
      for (const step of this.stage.script.steps) {
        if (step.verb === 'floor') return;
        this.step = step;
        await this.#play(step);
        for (const [name, { wrong }] of this.#actors) {
          if (wrong.length > 0) this.#fail(`${name}: ${wrong[0]}`);
        }
      }
    } finally {
      for (const actor of this.#actors.values()) actor.leave();
    }
  }

  #play(step) {
    switch (step.verb) {
      case 'wait':
        return this.stage.wait(step.time);
      case 'stored':
        return this.#expectStored(step);
      case 'hours':
        return this.stage.setHours(step.kind === 'open');
      case '>':
        return this.#answerTo(() => this.#who.command(step.kind, this.#fields(step)), step.expected ?? '');
      case '-':
        return this.#who.notice(step.kind, this.#fields(step));
      case '<':
        return this.#hear(step);
      case '<!':
        return this.#hearNothing(step);
      case '!':
        return this.#attack(step);
      case 'leaves':
        return this.#who.leave();
      case 'vanishes':
        return this.#who.vanish();
      default:
        return this.#enter(step);
    }
  }

  get #who() {
    const found = this.#actors.get(this.step.who);
    if (!found) this.#fail(`nobody is called ${this.step.who}`);
    return found;
  }

  async #enter(step) {
    const who = this.#who;
    who.token ??= this.#actors.get(who.name.split('/')[0]).token;
    const from = who.heard.length;
    who.leave();
    await who.connect(step.verb === 'listens');
    const last = step.verb === 'listens' ? 'hello_ok' : 'snapshot';
    await this.#await(who, () => who.heard.slice(from).some(({ kind }) => kind === last), 'was not greeted');
    if (step.verb === 'comes' && who.isAgent)
      await this.#answerTo(() => who.command('status', { status: 'available' }), '');
  }

  /** Sends by `send`, and again after every transient refusal that was not expected. */
  async #answerTo(send, expected, who = this.#who) {
    const number = send();
    for (let tries = 0; tries < againMax; tries += 1) {
      const answer = await this.#await(who, () => who.answers.get(number), 'was not answered');
      if ((answer.code ?? '') === expected) return;
      if (!answer.transient) this.#fail(`was answered with ${JSON.stringify(answer)}`);
      await this.stage.wait(pauseBeforeAgainMs);
      who.again(number);
    }
    this.#fail('is refused for ever');
  }

  #find(step, who) {
    const from = who.expected.get(step.kind) ?? 0;
    return who.heard.findIndex(
      ({ kind, frame }, index) => index >= from && kind === step.kind && this.#fits(step, frame),
    );
  }

  async #hear(step) {
    const who = this.#who;
    const found = await this.#await(who, () => this.#find(step, who) + 1, 'did not come', step.within);
    who.expected.set(step.kind, found);
  }

  async #hearNothing(step) {
    const who = this.#who;
    if (who.connected) await this.#knock(who);
    const found = this.#find(step, who);
    if (found >= 0) this.#fail(`came: ${JSON.stringify(who.heard[found].frame)}`);
  }

  #knock(who) {
    if (who.onlyListens) return this.stage.wait(unheardMs);
    return this.#answerTo(() => who.knock(), 'unknown_conversation', who);
  }

  async #attack(step) {
    const who = this.#who;
    const numbered = step.text.includes('{n}') ? who.next : 0;
    const text = step.text.replace(/\{(n|id|@[\w/]+)\}/g, (_whole, inside) => {
      if (inside === 'n') return String(numbered);
      return inside === 'id' ? randomUUID() : this.#resolved(inside);
    });
    const before = new Map([...this.#actors].map(([name, { heard }]) => [name, heard.length]));
    const bytes = spelledOut(text);
    for (let tries = 0; tries < againMax; tries += 1) {
      const from = who.heard.length;
      who.strike(bytes, step.binary);
      const outcome = step.expected === 'nothing' ? 'nothing' : await this.#outcome(who, from, numbered);
      if (outcome === step.expected) return this.#expectUnharmed(step, who, before);
      if (outcome !== 'rate_limited') this.#fail(`led to ${outcome}`);
      await this.stage.wait(pauseBeforeAgainMs);
    }
    this.#fail('is refused for ever');
  }

  async #outcome(who, from, number) {
    const answer = ({ kind, frame }) =>
      kind === 'closed' || (kind === 'refused' && (number === 0 || frame.n === number));
    const found = await this.#await(who, () => who.heard.slice(from).find(answer), 'was not answered');
    return found.kind === 'closed' ? `close ${found.frame.code}` : found.frame.code;
  }

  async #expectUnharmed(step, attacker, before) {
    for (const [name, actor] of this.#actors) {
      if (!actor.connected) {
        if (actor === attacker && !step.expected.startsWith('close ')) this.#fail('closed the socket');
        continue;
      }
      await this.#knock(actor);
      if (actor === attacker) continue;
      const news = actor.heard.slice(before.get(name)).find(({ kind }) => !byThemselves.has(kind));
      if (news) this.#fail(`${name} heard ${JSON.stringify(news)}`);
    }
  }

  async #expectStored(step) {
    const count = await this.stage.stored(step.text);
    if (count !== step.count) this.#fail(`is stored ${count} times`);
  }

  /** `@Paul` and `#label` as ids; anything else as it is. */
  #resolved(value) {
    if (value.startsWith('#')) {
      if (!this.#labels.has(value)) this.#labels.set(value, randomUUID());
      return this.#labels.get(value);
    }
    if (!value.startsWith('@')) return value;
    const name = value.slice(1);
    if (name === 'elsewhere') return this.elsewhere;
    const id = this.stage.ids[name] ?? this.#actors.get(name)?.conversation;
    if (!id) this.#fail(`there is no ${value}`);
    return id;
  }

  #fields(step) {
    const fields = {};
    for (const { path, value, quoted } of step.fields) {
      fields[path] = quoted ? value : this.#resolved(value);
      if (!quoted && /^-?\d+$/.test(value)) fields[path] = Number(value);
    }
    if (('text' in fields || 'note' in fields) && !fields.id) fields.id = randomUUID();
    const own = step.kind === 'end' || step.kind === 'keep_waiting';
    if (own && !this.#who.isAgent) fields.conversation ??= this.#who.conversation;
    return fields;
  }

  #fits(step, frame) {
    return step.fields.every(({ path, value, quoted }) =>
      valueFits(at(frame, path), quoted ? value : this.#resolved(value), quoted),
    );
  }

  async #await(who, question, what, withinMs = 0) {
    const { line, kind, verb } = this.step;
    try {
      return await who.until(question, withinMs + patienceMs, `${kind ?? verb} ${what}`);
    } catch (error) {
      throw new Error(`line ${line}: ${error.message}`);
    }
  }

  #fail(what) {
    const { line, who, kind, verb } = this.step;
    throw new Error(
      `line ${line}: ${who ?? ''} ${kind ?? verb} ${what}${this.#actors.get(who)?.recent() ?? ''}`,
    );
  }
}
