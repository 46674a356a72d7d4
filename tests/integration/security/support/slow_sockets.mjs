// A process of its own that holds many sockets and is in no hurry: `node slow_sockets.mjs PORT COUNT ORIGIN`. Whoever is cut
// off comes back at once, so that there are always COUNT of them. Tells its parent five times a second how many are open, and
// of each kind how many were cut and how long the longest lasted.
import { connect } from 'node:net';
import { upgradeRequest } from './upgrade.mjs';

const [port, count, origin] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const everyMs = 1_000;
const atOnce = 250; // connecting; the listener's queue is not what is tested
const upgrade = upgradeRequest(origin);
const post = `POST /v1/session HTTP/1.1\r\nHost: x\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n`;
const longFrame = '\x81\xfe\xea\x60\0\0\0\0'; // announces 60,000 bytes of text
/** What each says at once, and what byte by byte. */
const kinds = {
  silent: ['', ''],
  header: ['', `GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ${'x'.repeat(99)}`],
  handshake: ['', upgrade],
  body: [post, `{"email":"${'x'.repeat(99)}`],
  mute: [upgrade, ''],
  frame: [upgrade + longFrame, '{"kind":"hello","protocol":1,"language":"fr"'],
};
const names = Object.keys(kinds);
const open = new Set();
const cut = Object.fromEntries(names.map((name) => [name, { count: 0, longestMs: 0 }]));
let connecting = 0;
let begun = 0;

class Slow {
  constructor(kind) {
    this.kind = kind;
    this.left = '';
    this.began = performance.now();
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('connect', () => this.opened());
    this.socket.on('data', () => {});
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.over());
  }

  opened() {
    connecting -= 1;
    open.add(this);
    const [atFirst, bytes] = kinds[this.kind];
    if (atFirst) this.socket.write(Buffer.from(atFirst, 'latin1'));
    this.left = bytes;
  }

  trickle() {
    if (this.left === '') return;
    this.socket.write(this.left[0]);
    this.left = this.left.slice(1);
  }

  over() {
    if (!open.delete(this)) connecting -= 1;
    const of = cut[this.kind];
    of.count += 1;
    of.longestMs = Math.max(of.longestMs, performance.now() - this.began);
  }
}

setInterval(() => {
  while (connecting < atOnce && open.size + connecting < count) {
    connecting += 1;
    begun += 1;
    new Slow(names[begun % names.length]);
  }
}, 10);
setInterval(() => {
  for (const slow of open) slow.trickle();
}, everyMs);
setInterval(() => {
  const longest = Object.fromEntries(names.map((name) => [name, 0]));
  for (const { kind, began } of open) longest[kind] = Math.max(longest[kind], performance.now() - began);
  process.send({ open: open.size, cut, longest });
}, 200);
process.on('disconnect', () => process.exit(0));
