// F14: the daemon may open 256 files. Newcomers are refused, whoever talks goes on talking, nothing spins, and with room again
// all is as before.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { eventually } from '../integration/crash/support/centre.mjs';
import { accepted, House } from '../integration/security/support/house.mjs';
import { upgradeRequest } from '../integration/security/support/upgrade.mjs';
import { openFiles, processorSeconds } from './support/machine.mjs';

const files = 256;
const callers = 400;
const watchedMs = 3_000;
const busyShareMax = 0.25;
const ownFiles = 40; // for storage, logs and what an administrator asks, whoever hangs at the doors
let house;
let amel;
let paul;
let conversation;

before(async () => {
  house = await House.open({ prefix: ['prlimit', `--nofile=${files}:${files}`] });
  amel = await house.enter('amel');
  [paul, conversation] = await house.talk('paul', amel);
});

after(() => house?.close());

async function theyTalk(times) {
  for (let count = 0; count < times; count += 1) {
    const id = randomUUID();
    await accepted(amel, 'post', { conversation, id, text: 'Good morning' });
    await paul.until(() => paul.heard.some(({ frame }) => frame.id === id), 5_000, 'sees it');
  }
}

/** The share of one processor that the daemon uses while these sockets hang on it. */
async function busy() {
  const { pid } = house.centre.process;
  const before = processorSeconds(pid);
  await pass(watchedMs); // what is measured
  return ((processorSeconds(pid) - before) * 1_000) / watchedMs;
}

function call(request) {
  const socket = connect({ port: house.port, host: '127.0.0.1' });
  socket.heard = '';
  socket.on('connect', () => socket.write(request));
  socket.on('data', (chunk) => {
    socket.heard += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    socket.over = true;
  });
  return socket;
}

for (const [who, requestOf] of Object.entries({
  'that say nothing': () => '',
  'that open sockets': upgradeRequest,
})) {
  test(`F14: ${callers} callers ${who} are too many, and harm nobody`, { timeout: 90_000 }, async () => {
    const sockets = Array.from({ length: callers }, () => call(requestOf(house.base)));
    try {
      await theyTalk(10);
      const taken = openFiles(house.centre.process.pid);
      console.log(`# ${taken} of ${files} files`);
      assert.ok(taken <= files - ownFiles, `${taken} files are taken`);
      const share = await busy();
      console.log(`# ${(share * 100).toFixed(0)} % of a processor`);
      assert.ok(share < busyShareMax, `the daemon is busy with nothing: ${share}`);
      await theyTalk(10);
      // Whoever asked was answered or turned away; nobody hangs.
      const unanswered = sockets.filter(({ heard, over }) => !over && !heard.startsWith('HTTP/1.1 '));
      if (requestOf(house.base)) assert.equal(unanswered.length, 0, 'callers without an answer');
      const let_in = sockets.filter(({ heard, over }) => heard.includes(' 101 ') && !over);
      assert.ok(let_in.length < files, `${let_in.length} sockets`);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    await eventually(
      () =>
        fetch(`${house.base}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      15_000,
      'room again',
    );
    // Those who were still in the kernel's queue are let in, found gone and forgotten first.
    const enter = () => house.enter(`guest-${randomUUID()}`).catch(() => null);
    const newcomer = await eventually(enter, 15_000, 'room for a visitor again');
    newcomer.leave();
    await theyTalk(5);
  });
}
