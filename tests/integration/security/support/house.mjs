// The demonstration's centre under attack: its people as scripted sockets, and bytes that no browser sends.
import { connect } from 'node:net';
import { signIn } from '../../../../web/demo/traffic/agent_client.mjs';
import { Centre, password } from '../../crash/support/centre.mjs';
import { Actor } from '../../scenarios/support/actor.mjs';

const staff = { amel: 'agent', jonas: 'agent', eve: 'agent', odile: 'supervisor', admin: 'supervisor' };
const answerWithinMs = 15_000;
const againMs = 250;
const againMax = 60;

export class House {
  #cookies = new Map();
  #actors = [];

  static async open(options) {
    const house = new House();
    house.centre = await Centre.open(options);
    house.base = house.centre.base;
    house.port = house.centre.port;
    return house;
  }

  async close() {
    for (const actor of this.#actors) actor.leave();
    await this.centre.close();
  }

  // What an Actor asks of its stage.
  person(name) {
    const kind = staff[name.split('/')[0]];
    return { kind: kind ?? 'visitor', wishes: { language: 'fr' } };
  }

  cookieOf(name) {
    const person = name.split('/')[0];
    if (!this.#cookies.has(person))
      this.#cookies.set(person, signIn(this.base, `${person}@demo.example`, password));
    return this.#cookies.get(person);
  }

  visitorAddress() {
    return `${this.base.replace('http', 'ws')}/v1/sites/shop-fr/visitor`;
  }

  /** A metric without labels or with these; 0 while there is none. */
  async figure(name) {
    const answer = await fetch(`http://127.0.0.1:${this.centre.operations}/metrics`);
    const line = (await answer.text()).split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0);
  }

  agentAddress() {
    return `${this.base.replace('http', 'ws')}/v1/agent`;
  }

  /** Connected and greeted; an agent is available. `hello`: more of its fields. */
  async enter(name, hello = {}) {
    const actor = new Actor(this, name);
    this.#actors.push(actor);
    await actor.connect(false, hello);
    await actor.until(
      () => actor.heard.some(({ kind }) => kind === 'snapshot'),
      answerWithinMs,
      'is greeted',
    );
    if (staff[name] === 'agent') await accepted(actor, 'status', { status: 'available' });
    return actor;
  }

  /** A visitor who talks with Amel: [visitor, amel, conversation]. */
  async talk(name, amel) {
    const visitor = await this.enter(name);
    await visitor.until(() => visitor.lastOf('hello_ok'), answerWithinMs, 'is greeted');
    const { conversation } = await accepted(visitor, 'post', { id: crypto.randomUUID(), text: 'Bonjour' });
    await amel.until(
      () => amel.heard.some(({ kind, frame }) => kind === 'conversation' && frame.id === conversation),
      answerWithinMs,
      'is asked',
    );
    await accepted(amel, 'accept', { conversation });
    return [visitor, conversation];
  }
}

/** The answer to a command; after a transient refusal it is sent again. */
export async function answered(actor, kind, fields) {
  const number = actor.command(kind, fields);
  for (let tries = 0; tries < againMax; tries += 1) {
    const answer = await actor.until(() => actor.answers.get(number), answerWithinMs, `${kind} is answered`);
    if (!answer.transient) return answer;
    await new Promise((resolve) => setTimeout(resolve, againMs)); // what the protocol asks for
    actor.again(number);
  }
  throw new Error(`${actor.name}: ${kind} is refused for ever`);
}

export async function accepted(actor, kind, fields) {
  const answer = await answered(actor, kind, fields);
  if (answer.kind !== 'ack')
    throw new Error(`${actor.name}: ${kind} was answered with ${JSON.stringify(answer)}`);
  return answer;
}

/** Bytes to the daemon, and everything that comes back until it closes or `until` is satisfied: {text, ms, closed}. */
export function exchange(port, bytes, { until = () => false, withinMs = 10_000, from } = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    const end = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, ms: performance.now() - began, closed });
    };
    const timer = setTimeout(() => end(false), withinMs);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (until(text)) end(false);
    });
    socket.on('error', (error) => (text === '' && error.code === 'ECONNREFUSED' ? reject(error) : end(true)));
    socket.on('close', () => end(true));
  });
}

/** The status that a WebSocket handshake is answered with. `headers`: lines of their own. */
export async function handshake(port, path, headers, options = {}) {
  const request = [
    `GET ${path} HTTP/1.1`,
    ...(headers.some((line) => /^host:/i.test(line)) ? [] : [`Host: 127.0.0.1:${port}`]),
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '',
    '',
  ].join('\r\n');
  const { text } = await exchange(port, request, {
    until: (heard) => heard.includes('\r\n\r\n'),
    ...options,
  });
  return Number(text.slice(9, 12));
}
