// One socket owner of a script: sends what it is told, keeps every frame, follows the numbers of docs/protocol.md. Nothing
// of the clients that the product ships, which would not send most of this.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

const WebSocket = createRequire(new URL('../../../../web/package.json', import.meta.url))('ws');
const openWithinMs = 20_000;
const framesTold = 12;
const helloAgainMs = 500;

export class Actor extends EventEmitter {
  heard = []; // {kind, frame}: everything but pings and the answers to knock
  expected = new Map(); // kind -> index behind the last frame that a script expected
  answers = new Map();
  wrong = [];
  next = 1;
  token = null;
  conversation = null;
  team = new Map(); // id -> row, as told so far
  connected = false;
  #socket = null;
  #client = randomUUID();
  #silent = false;
  onlyListens = false;
  #seen = new Map();
  #sent = new Map();
  #teamVersion = null;
  #knocks = new Set();
  #greetedOnce = false; // by this socket
  #sayHello = () => {};
  #again = null;

  constructor(stage, name) {
    super();
    this.setMaxListeners(0);
    this.stage = stage;
    this.name = name;
    const { kind, wishes } = stage.person(name);
    this.isAgent = kind !== 'visitor';
    this.language = wishes.language ?? 'fr';
  }

  /** Resolves with the first true answer to `question`, asked again after every frame. */
  until(question, withinMs, what) {
    return new Promise((resolve, reject) => {
      const settle = (how, value) => {
        clearTimeout(timer);
        this.off('news', ask);
        how(value);
      };
      const ask = () => {
        const answer = question();
        if (answer) settle(resolve, answer);
      };
      const late = () =>
        settle(reject, new Error(`${this.name} ${what}: not within ${withinMs} ms${this.recent()}`));
      const timer = setTimeout(late, withinMs);
      this.on('news', ask);
      ask();
    });
  }

  lastOf(kind) {
    return this.heard.findLast((each) => each.kind === kind)?.frame;
  }

  recent() {
    return this.heard
      .slice(-framesTold)
      .map(({ kind, frame }) => `\n  ${kind} ${JSON.stringify(frame)}`)
      .join('');
  }

  /** `more`: further fields of the hello. */
  async connect(onlyListens, more = {}) {
    this.onlyListens = onlyListens;
    this.#silent = false;
    const { stage } = this;
    const headers = { origin: stage.base, ...stage.headersOf?.(this.name) };
    if (this.isAgent) headers.cookie = await stage.cookieOf(this.name);
    const address = this.isAgent ? stage.agentAddress() : stage.visitorAddress();
    const socket = new WebSocket(address, {
      headers,
      perMessageDeflate: false,
      handshakeTimeout: openWithinMs,
    });
    this.#socket = socket;
    socket.on('message', (bytes) => this.#hear(socket, bytes.toString('utf8')));
    socket.on('error', (error) => this.emit('news', error));
    socket.on('close', (code) => this.#closed(socket, code));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    this.connected = true;
    this.#greetedOnce = false;
    this.#sayHello = () => this.#hello(more);
    this.#sayHello();
  }

  #hello(more) {
    const hello = { kind: 'hello', protocol: 1, client: this.#client, language: this.language };
    if (this.isAgent)
      hello.have = [...this.#seen].map(([conversation, position]) => ({ conversation, position }));
    else if (this.onlyListens) hello.listen = true;
    else {
      if (this.token) hello.token = this.token;
      if (this.#seen.has(this.conversation))
        hello.last = { conversation: this.conversation, seq: this.#seen.get(this.conversation) };
    }
    this.#say({ ...hello, ...more });
  }

  #say(frame) {
    this.#socket?.send(JSON.stringify(frame));
  }

  leave() {
    clearTimeout(this.#again);
    const socket = this.#socket;
    this.#socket = null;
    this.connected = false;
    socket?.close(1000);
  }

  /** Nothing is taken from the connection any more: the other side's queues fill. */
  stopReading() {
    this.#socket?.pause();
  }

  readOn() {
    this.#socket?.resume();
  }

  vanish() {
    this.#silent = true;
  }

  command(kind, fields) {
    const frame = { ...fields, kind, n: this.next };
    this.next += 1;
    this.#sent.set(frame.n, frame);
    this.#say(frame);
    return frame.n;
  }

  again(number) {
    this.answers.delete(number);
    this.#say(this.#sent.get(number));
  }

  notice(kind, fields) {
    this.#say({ ...fields, kind });
  }

  strike(bytes, binary) {
    this.#socket?.send(bytes, { binary }, () => {}); // the server may close while 10 MB are being sent
  }

  /** A command that no conversation has: its answer comes behind everything decided before it. */
  knock() {
    this.#knocks.add(this.next);
    return this.command(this.isAgent ? 'explain' : 'keep_waiting', { conversation: randomUUID() });
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#again);
    this.#socket = null;
    this.connected = false;
    this.#keep('closed', { code });
  }

  #keep(kind, frame) {
    this.heard.push({ kind, frame });
    this.emit('news');
  }

  #hear(socket, text) {
    if (socket !== this.#socket || this.#silent) return;
    const frame = JSON.parse(text);
    const { kind } = frame;
    if (kind === 'ping') return this.notice('pong', {});
    if (kind === 'ack' || kind === 'refused') return this.#answered(frame);
    if (kind === 'entries') return this.#lines(frame);
    if (kind === 'hello_ok') this.#greeted(frame);
    if (kind === 'conversation') {
      frame.conversation = frame.id;
      if (!this.isAgent) this.conversation = frame.id;
    }
    if (kind === 'snapshot' && !this.isAgent && frame.conversation) this.conversation = frame.conversation.id;
    if (kind === 'removed') this.#seen.delete(frame.conversation);
    if (kind === 'snapshot') this.#teamVersion = null;
    if (kind === 'team') this.#teamNews(frame);
    this.#keep(kind, frame);
  }

  /** The whole after a snapshot, then what changed, each time from where the one before ended. */
  #teamNews(frame) {
    const { version, after = null, agents, gone = [] } = frame;
    if (after !== this.#teamVersion)
      this.wrong.push(`goes on from ${this.#teamVersion}, not ${after}: ${JSON.stringify(frame)}`);
    this.#teamVersion = version;
    if (after === null) this.team.clear();
    for (const row of agents) this.team.set(row.id, row);
    for (const id of gone) this.team.delete(id);
  }

  #greeted(frame) {
    this.#greetedOnce = true;
    if (frame.next !== this.next) this.wrong.push(`expects number ${frame.next}, not ${this.next}`);
    if (frame.token) this.token = frame.token;
  }

  #answered(frame) {
    if (frame.n === 0 && frame.transient && !this.#greetedOnce)
      this.#again = setTimeout(this.#sayHello, helloAgainMs);
    const before = this.answers.get(frame.n);
    if (before && !before.transient) this.wrong.push(`answered twice: ${JSON.stringify(frame)}`);
    if (frame.n !== 0) this.answers.set(frame.n, frame);
    if (this.#knocks.has(frame.n)) return this.emit('news');
    if (frame.n === this.next && !frame.transient) this.next += 1; // a strike that used it
    if (frame.kind === 'ack') this.#noteOwnLine(frame);
    this.#keep(frame.kind, frame);
  }

  #noteOwnLine({ conversation, id, seq, position }) {
    if (!this.isAgent) this.conversation = conversation ?? this.conversation;
    const last = this.isAgent ? position : seq;
    const before = this.#seen.get(conversation) ?? 0;
    // Of what is no longer on an agent's screen there is no transcript to put it in.
    if (id && last && (before > 0 || !this.isAgent)) this.#seen.set(conversation, Math.max(last, before));
  }

  #lines({ conversation, entries }) {
    for (const entry of entries) {
      const { seq, position, kind, author, body, id, payload } = entry;
      const line = {
        conversation,
        text: body,
        seq,
        author: author.kind,
        name: author.name,
        id,
        kind,
        ...payload,
      };
      if (position !== undefined) line.position = position;
      const last = this.#seen.get(conversation) ?? 0;
      const number = this.isAgent ? position : seq;
      if (number !== last + 1) this.wrong.push(`line ${number} behind ${last}`);
      this.#seen.set(conversation, number);
      this.#keep('line', line);
    }
  }
}
