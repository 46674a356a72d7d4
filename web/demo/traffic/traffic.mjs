// Living visitors and agents for a demonstration: `./dev demo --traffic`. They use the public protocol and nothing else.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AgentClient } from './agent_client.mjs';
import { readDialogues, visitorFirst } from './dialogues.mjs';
import { AgentAtWork, Pace, Visit } from './people.mjs';
import { Dice } from './random.mjs';

const usage = `usage: traffic.mjs [--base http://127.0.0.1:8080] [--dialogues FILE] [--speed N] [--visitors-at-once N] [--seconds N] [--seed N]`;
const logins = ['jonas@demo.example', 'odile@demo.example']; // amel@demo.example is left to whoever looks
const humans = ['Amel'];
const password = 'relais-demo';
const names = {
  fr: ['Zélie', 'Côme', 'Hortense', 'Lubin', 'Aliénor', 'Mahaut', 'Basile', 'Séraphine', ''],
  en: ['Wilf', 'Posy', 'Barnaby', 'Tamsin', 'Clem', 'Hattie', 'Rufus', 'Maud', ''],
};
const readyWithinMs = 60_000;
const missingMs = 30_000; // as long nobody reaches the server: it is gone for good
const goodbyeMs = 2_000;

function say(text) {
  process.stdout.write(`traffic: ${text}\n`);
}

function stop(text) {
  process.stderr.write(`traffic: ${text}\n`);
  process.exit(2);
}

function numberOf(values, key, low, high) {
  const number = Number(values[key]);
  if (!(number >= low && number <= high))
    stop(`--${key} is ${values[key]}: a number from ${low} to ${high} is accepted`);
  return number;
}

function readArguments() {
  const text = (fallback) => ({ type: 'string', default: fallback });
  const options = {
    base: text('http://127.0.0.1:8080'),
    dialogues: text(join(dirname(fileURLToPath(import.meta.url)), 'dialogues.jsonl')),
    speed: text('1'),
    'visitors-at-once': text('4'),
    seconds: text('0'),
    seed: text(String(Date.now() % 2 ** 32)),
  };
  try {
    const { values } = parseArgs({ options });
    return {
      base: new URL(values.base).origin,
      file: values.dialogues,
      speed: numberOf(values, 'speed', 0.01, 100_000),
      atOnce: numberOf(values, 'visitors-at-once', 1, 1_000),
      seconds: numberOf(values, 'seconds', 0, 10_000_000),
      seed: numberOf(values, 'seed', 0, 2 ** 32 - 1),
    };
  } catch (error) {
    return stop(`${error.message}\n${usage}`);
  }
}

function chooseDialogues(file) {
  let found;
  try {
    found = readDialogues(file);
  } catch (error) {
    stop(`the dialogues cannot be read: ${error.message}`);
  }
  for (const { line, why } of found.wrong.slice(0, 10))
    process.stderr.write(`traffic: ${file}, line ${line} is left out: ${why}\n`);
  if (found.wrong.length > 10) process.stderr.write(`traffic: and ${found.wrong.length - 10} more lines\n`);
  if (found.dialogues.length === 0) stop(`${file} has no dialogue`);
  return found.dialogues.map((dialogue) => ({ ...dialogue, turns: visitorFirst(dialogue.turns) }));
}

class Traffic {
  #wishes;
  #dialogues;
  #dice;
  #pace;
  #agents = [];
  #visits = new Set();
  #untold = []; // languages take turns, and no dialogue comes again before all were told
  #told = 0;
  #missing = null;
  #outcomes = new Map();

  constructor(wishes, dialogues) {
    this.#wishes = wishes;
    this.#dialogues = dialogues;
    this.#dice = new Dice(wishes.seed);
    this.#pace = new Pace(wishes.speed);
  }

  async run() {
    await this.#ready();
    for (const email of logins) await this.#hire(email);
    say(
      `${this.#agents.length} agents, ${this.#dialogues.length} dialogues, up to ${this.#wishes.atOnce} visitors at once`,
    );
    const end =
      this.#wishes.seconds > 0 ? setTimeout(() => this.goHome(), this.#wishes.seconds * 1_000) : null;
    if (this.#wishes.atOnce > 1) this.#arrive(); // one in French and one in English to begin with
    while (!this.#pace.over) {
      if (this.#visits.size < this.#wishes.atOnce) this.#arrive();
      await this.#pace.pause(this.#dice.exponential(this.#meanGapMs()));
    }
    clearTimeout(end);
    await this.#farewell();
  }

  goHome(why) {
    if (why && !this.#pace.over) say(why);
    this.#pace.stop();
  }

  async #ready() {
    const until = performance.now() + readyWithinMs;
    while (!this.#pace.over) {
      const answer = await fetch(`${this.#wishes.base}/healthz`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      if (performance.now() > until) stop(`no server answers at ${this.#wishes.base}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #hire(email) {
    const client = new AgentClient({ base: this.#wishes.base, email, password });
    const scripted = (conversation) =>
      [...this.#visits].some((visit) => visit.client.conversationId === conversation);
    this.#agents.push(new AgentAtWork(client, { pace: this.#pace, dice: this.#dice, humans, scripted }));
    client.on('lost', () => this.#watch());
    client.on('greeted', () => this.#watch());
    client.on('gone', (why) => why === 'closed' || say(`${email} left: ${why}`));
    if (!this.#pace.over) await client.start();
  }

  #watch() {
    clearTimeout(this.#missing);
    if (this.#pace.over || this.#agents.some((agent) => agent.client.greeted)) return;
    this.#missing = setTimeout(() => {
      process.exitCode = 1;
      this.goHome('the server is gone');
    }, missingMs);
  }

  #meanGapMs() {
    const lengths = this.#dialogues.map((dialogue) => dialogue.turns.at(-1).t + 10);
    return (lengths.reduce((sum, length) => sum + length, 0) / lengths.length / this.#wishes.atOnce) * 1_000;
  }

  #nextDialogue() {
    if (this.#untold.length === 0) this.#untold = [...this.#dialogues];
    const wanted = this.#told % 2 === 0 ? 'fr' : 'en';
    this.#told += 1;
    const ofLanguage = this.#untold.filter((dialogue) => dialogue.lang === wanted);
    const chosen = this.#dice.pick(ofLanguage.length > 0 ? ofLanguage : this.#untold);
    this.#untold.splice(this.#untold.indexOf(chosen), 1);
    return chosen;
  }

  #arrive() {
    const dialogue = this.#nextDialogue();
    const visit = new Visit({
      base: this.#wishes.base,
      dialogue,
      name: this.#dice.pick(names[dialogue.lang]),
      pace: this.#pace,
      agents: this.#agents,
      dice: this.#dice,
    });
    this.#visits.add(visit);
    visit.done = visit.play().then((how) => {
      this.#visits.delete(visit);
      this.#outcomes.set(how, (this.#outcomes.get(how) ?? 0) + 1);
    });
  }

  /** Chats are ended and agents sign out; a server that does not answer in time is left as it is. */
  async #farewell() {
    clearTimeout(this.#missing);
    const home = async () => {
      await Promise.all([...this.#visits].map((visit) => visit.done));
      await Promise.all(this.#agents.map((agent) => agent.client.signOut()));
    };
    let limit;
    await Promise.race([
      home(),
      new Promise((resolve) => {
        limit = setTimeout(resolve, goodbyeMs);
      }),
    ]);
    clearTimeout(limit);
    say(
      `conversations: ${[...this.#outcomes].map(([how, count]) => `${count} ${how}`).join(', ') || 'none'}`,
    );
    for (const visit of this.#visits) visit.client.close();
    for (const agent of this.#agents) agent.client.close();
  }
}

const wishes = readArguments();
const traffic = new Traffic(wishes, chooseDialogues(wishes.file));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => traffic.goHome());
traffic.run().catch((error) => stop(error.message));
