// Thousands of pages in a process of their own: `node storm_crowd.mjs PORT ORIGIN`. Each order from the parent is one message:
// {arrive: {count, kind, from}} (kind: listener, visitor, hostile; from: the first of their addresses), 'cut' (every socket
// at once) and 'stop'. Tells the parent the whole count whenever it changed, ten times a second.
import { connect } from 'node:net';
import { upgradeRequest } from '../../security/support/upgrade.mjs';

const [port, origin] = [Number(process.argv[2]), process.argv[3]];
const backFirstMs = 500;
const backMaxMs = 30_000;
const hostileAddresses = 10;
const hostileAtOnceMax = 40; // handshakes under way: an attacker's machine is finite, too
const pages = [];
let hostileUnderWay = 0;
const counts = {
  open: { listener: 0, visitor: 0, hostile: 0 },
  polling: 0,
  refused: {},
  lost: 0,
  waits: [],
  cutAt: 0,
};
let changed = false;

function masked(text) {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = Buffer.from([
    0x81,
    0x80 | (long ? 126 : payload.length),
    ...(long ? [payload.length >> 8, payload.length & 255] : []),
  ]);
  return Buffer.concat([head, Buffer.alloc(4), payload]); // the mask is zero
}

const pong = masked('{"kind":"pong"}');

class Page {
  constructor(kind, number, from) {
    this.kind = kind;
    const address = from + (kind === 'hostile' ? number % hostileAddresses : number);
    this.address = [10, (address >> 16) & 255, (address >> 8) & 255, address & 255].join('.');
    this.client = crypto.randomUUID();
    this.attempts = 0;
    this.since = performance.now();
    this.token = '';
  }

  open() {
    if (this.kind === 'hostile') hostileUnderWay += 1;
    this.bye = null;
    this.isGreeted = false;
    this.heard = Buffer.alloc(0);
    this.isUpgraded = false;
    const socket = connect({ port, host: '127.0.0.1' });
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('connect', () => socket.write(this.handshake()));
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('error', () => {});
    socket.on('close', () => this.ended());
  }

  handshake() {
    return upgradeRequest(origin, [`X-Forwarded-For: ${this.address}`]);
  }

  hello() {
    const frame = { kind: 'hello', protocol: 1, client: this.client, language: 'fr' };
    if (this.kind === 'listener') frame.listen = true;
    else if (this.token) frame.token = this.token;
    return masked(JSON.stringify(frame));
  }

  take(bytes) {
    this.heard = this.heard.length === 0 ? bytes : Buffer.concat([this.heard, bytes]);
    if (!this.isUpgraded) {
      const end = this.heard.indexOf('\r\n\r\n');
      if (end < 0) return;
      const status = this.heard.toString('latin1', 9, 12);
      if (status !== '101') {
        counts.refused[`${this.kind} ${status}`] = (counts.refused[`${this.kind} ${status}`] ?? 0) + 1;
        changed = true;
        return this.socket.destroy();
      }
      this.isUpgraded = true;
      this.socket.write(this.hello());
      this.heard = this.heard.subarray(end + 4);
    }
    while (this.heard.length >= 2) {
      const short = this.heard[1] & 127;
      const start = short === 126 ? 4 : 2;
      const size = short === 126 && this.heard.length >= 4 ? this.heard.readUInt16BE(2) : short;
      if (this.heard.length < start + size) return;
      if (this.heard[0] === 0x81) this.frame(this.heard.toString('utf8', start, start + size));
      this.heard = this.heard.subarray(start + size);
    }
  }

  frame(text) {
    if (text.startsWith('{"kind":"ping"')) return this.socket.write(pong);
    if (text.startsWith('{"kind":"hello_ok"')) return this.greeted(JSON.parse(text));
    if (text.startsWith('{"kind":"bye"')) this.bye = JSON.parse(text);
  }

  greeted(frame) {
    if (this.isGreeted) return;
    if (this.token && frame.visitor !== this.visitor) counts.lost += 1; // who he was is forgotten
    this.isGreeted = true;
    this.token = frame.token ?? '';
    this.visitor = frame.visitor;
    this.attempts = 0;
    counts.open[this.kind] += 1;
    if (this.kind !== 'hostile') counts.waits.push(Math.round(performance.now() - this.since));
    if (this.kind === 'hostile') hostileUnderWay -= 1;
    changed = true;
  }

  ended() {
    if (this.isGreeted) {
      counts.open[this.kind] -= 1;
      this.since = performance.now();
    } else if (this.kind === 'hostile') hostileUnderWay -= 1;
    changed = true;
    if (this.kind === 'hostile') return hostile.push(this);
    if (this.bye?.poll) {
      counts.polling += 1;
      return;
    }
    const grown = Math.min(backMaxMs, backFirstMs * 2 ** this.attempts);
    this.attempts += 1;
    const pause = this.bye?.reconnect ? this.bye.after_ms * Math.random() : grown * (0.5 + Math.random() / 2);
    setTimeout(() => this.open(), pause);
  }
}

const hostile = []; // who comes back as soon as there is room on their own machine, without any pause

function press() {
  while (hostile.length > 0 && hostileUnderWay < hostileAtOnceMax) hostile.shift().open();
}

process.on('message', (order) => {
  if (order.arrive) {
    const { count, kind, from } = order.arrive;
    for (let number = 0; number < count; number += 1) {
      const page = new Page(kind, number, from);
      if (kind === 'hostile') hostile.push(page);
      else pages.push(page);
    }
    for (const page of pages) if (!page.socket) page.open();
  }
  if (order === 'cut') {
    counts.waits = [];
    for (const page of pages) page.socket.resetAndDestroy();
  }
  if (order === 'stop') process.exit(0);
});

setInterval(press, 5);
setInterval(() => {
  if (changed) process.send(counts);
  changed = false;
}, 100);
process.on('disconnect', () => process.exit(0));
