// What visitors and agents have in common: one socket at a time, greeted, watched and opened again (docs/protocol.md, 1 to 3).
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import WebSocket from 'ws';
import { Commands } from './commands.mjs';

const comeBackFirstMs = 500;
const silenceBeforeHelloMs = 10_000;
const typingEveryMs = 2_000;
const finalCloses = new Set([4403, 4409, 4410]);

/**
 * Events: `heard` and `frame` (every frame from the server, before and after it was taken in), `greeted` (hello_ok), `lost` (the socket ended; it comes back by itself),
 * `gone` (for good: why).
 */
export class Client extends EventEmitter {
  id = randomUUID();
  greeted = false;
  /** What the server did that docs/protocol.md does not allow. */
  problems = [];
  #address;
  #headers;
  #comeBackMaxMs;
  #random;
  #socket = null;
  #silenceMs = silenceBeforeHelloMs;
  #watch = null;
  #back = null;
  #comeBackMs = comeBackFirstMs;
  #bye = null;
  #typed = new Map();
  #stopped = false;
  #commands = new Commands(
    (frame) => this.send(frame),
    (what) => this.problem(what),
  );

  constructor({ address, headers = {}, comeBackMaxMs = 30_000, random = Math.random }) {
    super();
    this.setMaxListeners(0);
    this.#address = address;
    this.#headers = headers;
    this.#comeBackMaxMs = comeBackMaxMs;
    this.#random = random;
  }

  get unanswered() {
    return this.#commands.unanswered;
  }

  problem(what) {
    this.problems.push(what);
  }

  open() {
    if (this.#stopped || this.#socket) return;
    this.#silenceMs = silenceBeforeHelloMs;
    this.#bye = null;
    const socket = new WebSocket(this.#address, { headers: this.#headers, perMessageDeflate: false });
    this.#socket = socket;
    this.#heard();
    socket.on('open', () => this.#sayHello());
    socket.on('message', (data, isBinary) => {
      if (socket === this.#socket) this.#take(data, isBinary);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      if (response.statusCode === 401 || response.statusCode === 403) this.#notLetIn(response.statusCode);
    });
    socket.on('error', () => {}); // `close` follows
    socket.on('close', (code) => {
      if (socket === this.#socket) this.#ended(code);
    });
  }

  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  order(body) {
    return this.#commands.order(body);
  }

  /** Unnumbered, at most every 2 s a conversation. */
  typing(conversation) {
    const now = performance.now();
    if (!this.greeted || now - (this.#typed.get(conversation) ?? Number.NEGATIVE_INFINITY) < typingEveryMs)
      return;
    this.#typed.set(conversation, now);
    this.send(conversation ? { kind: 'typing', conversation } : { kind: 'typing' });
  }

  /** As when the network goes: it comes back by itself. */
  cut() {
    this.#socket?.terminate();
  }

  close(why = 'closed') {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#back);
    clearTimeout(this.#watch);
    this.#commands.giveUp();
    this.greeted = false;
    const socket = this.#socket;
    this.#socket = null;
    if (socket?.readyState === WebSocket.OPEN) socket.close(1000);
    else socket?.terminate();
    this.emit('gone', why);
  }

  /** Resolves with the first true value of `question`, asked again after every frame; rejects after `withinMs` or when gone. */
  until(question, withinMs, what) {
    return new Promise((resolve, reject) => {
      let settled = false;
      const settle = (how, value) => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        for (const event of ['frame', 'greeted', 'lost']) this.off(event, ask);
        this.off('gone', left);
        how(value);
      };
      const ask = () => {
        const answer = question();
        if (answer) settle(resolve, answer);
      };
      const left = (why) => settle(reject, new Error(`${what}: the client is gone (${why})`));
      const timer = setTimeout(
        () => settle(reject, new Error(`${what}: not within ${withinMs} ms`)),
        withinMs,
      );
      for (const event of ['frame', 'greeted', 'lost']) this.on(event, ask);
      this.on('gone', left);
      if (this.#stopped) left('closed');
      ask();
    });
  }

  // For the two kinds of client.

  hello() {
    return {};
  }

  take() {}

  /** 401 or close 4401; agents sign in again. */
  signedOut() {
    this.close('signed out');
  }

  setHeaders(headers) {
    this.#headers = headers;
  }

  comeBack(afterMs) {
    if (this.#stopped) return;
    clearTimeout(this.#back);
    this.#back = setTimeout(() => this.open(), afterMs);
  }

  comeBackLater() {
    this.comeBack(this.#comeBackMs * (0.5 + this.#random() / 2));
    this.#comeBackMs = Math.min(this.#comeBackMs * 2, this.#comeBackMaxMs);
  }

  #sayHello() {
    this.send({ kind: 'hello', protocol: 1, client: this.id, ...this.hello() });
  }

  #heard() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      const socket = this.#socket;
      this.#ended(0);
      socket?.terminate();
    }, this.#silenceMs);
  }

  #take(data, isBinary) {
    this.#heard();
    let frame = null;
    try {
      frame = isBinary ? null : JSON.parse(data.toString('utf8'));
    } catch {
      // told below
    }
    if (typeof frame?.kind !== 'string')
      return this.problem(`not a frame: ${data.toString('utf8').slice(0, 200)}`);
    this.emit('heard', frame);
    if (frame.kind === 'ping') this.send({ kind: 'pong' });
    else if (frame.kind === 'hello_ok') this.#greet(frame);
    else if (frame.kind === 'bye') this.#bye = frame;
    else if (frame.kind === 'ack') this.take(frame, this.#commands.answered(frame));
    else if (frame.kind === 'refused') this.#refused(frame);
    else this.take(frame);
    this.emit('frame', frame);
  }

  #refused(frame) {
    if (frame.n > 0) return this.#commands.answered(frame);
    if (this.greeted) return this.problem(`refused without a number: ${frame.code}`);
    if (!frame.transient) return this.close(`hello was refused: ${frame.code}`);
    const socket = this.#socket;
    clearTimeout(this.#back);
    this.#back = setTimeout(() => {
      if (socket === this.#socket) this.#sayHello();
    }, comeBackFirstMs);
  }

  #greet(frame) {
    this.greeted = true;
    this.#silenceMs = frame.silence_ms;
    this.#comeBackMs = comeBackFirstMs;
    this.#heard();
    this.take(frame);
    this.#commands.opened(frame.next);
    this.emit('greeted');
  }

  #ended(code) {
    this.#socket = null;
    this.greeted = false;
    clearTimeout(this.#watch);
    this.#commands.closed();
    if (this.#stopped) return;
    this.emit('lost', code);
    if (code === 4401) this.signedOut();
    else if (finalCloses.has(code) || this.#bye?.reconnect === false) this.close(`closed with ${code}`);
    else if (code === 1013) this.comeBack(0);
    else if (this.#bye || code === 1012) this.comeBack(this.#random() * (this.#bye?.after_ms ?? 5_000));
    else this.comeBackLater();
  }

  #notLetIn(status) {
    this.#socket = null;
    clearTimeout(this.#watch);
    if (status === 401) this.signedOut();
    else this.close('not allowed (403)');
  }
}
