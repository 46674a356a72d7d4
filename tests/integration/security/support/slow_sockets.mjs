// A process of its own with many sockets that send one byte a second: `node slow_sockets.mjs PORT COUNT REQUEST`. Tells its
// parent how many are open, and for each one that ends after how many milliseconds.
import { connect } from 'node:net';

const [port, count, request] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const everyMs = 1_000;
const atOnce = 250; // connecting; the listener's queue is not what is tested
let opened = 0;
let over = 0;
const open = new Set();

function start() {
  const began = performance.now();
  const socket = connect({ port, host: '127.0.0.1' });
  let sent = 0;
  socket.on('connect', () => {
    opened += 1;
    open.add(socket);
    socket.trickle = () => {
      if (sent < request.length) socket.write(request[sent]);
      sent += 1;
    };
    socket.trickle();
    if (opened === count) process.send({ opened });
    if (opened + atOnce <= count) start();
  });
  socket.on('data', () => {});
  socket.on('error', () => {});
  socket.on('close', () => {
    open.delete(socket);
    over += 1;
    if (over % 100 === 0 || over === count) process.send({ over, ms: performance.now() - began });
  });
}

for (let index = 0; index < Math.min(atOnce, count); index += 1) start();
setInterval(() => {
  for (const socket of open) socket.trickle();
}, everyMs);
