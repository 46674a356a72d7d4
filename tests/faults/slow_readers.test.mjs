// F9: pages that stop reading. Their queues are bounded, they are closed, others do not notice, and they miss nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accepted, House } from '../integration/security/support/house.mjs';
import { memoryMegabytes } from './support/machine.mjs';

const readers = 20;
const comingBack = 4; // each of them reads 9 MB
const message = '😀'.repeat(4_000); // 16 KB, the longest there is
const messages = 600; // more than the kernel keeps for a socket that does not read
const memoryGrowsMb = 60;
const unharmedMs = 500;
let house;
let amel;
let paul;
let conversation;

before(async () => {
  house = await House.open();
  amel = await house.enter('amel');
  [paul, conversation] = await house.talk('paul', amel);
});

after(() => house?.close());

function say(text) {
  return accepted(amel, 'post', { conversation, id: randomUUID(), text });
}

test('F9: whoever does not read is closed, costs no memory, harms nobody and misses nothing', {
  timeout: 180_000,
}, async () => {
  const tabs = [];
  for (let number = 2; number < readers + 2; number += 1) {
    const tab = await house.enter(`paul/${number}`, { token: paul.token });
    tab.stopReading();
    tabs.push(tab);
  }
  const pid = house.centre.process.pid;
  const before = memoryMegabytes(pid);
  const waits = [];
  let most = before;
  for (let count = 0; count < messages; count += 1) {
    const seen = paul.heard.length;
    const began = performance.now();
    await say(message);
    await paul.until(() => paul.heard.slice(seen).some(({ kind }) => kind === 'line'), 20_000, 'sees it');
    waits.push(performance.now() - began);
    most = Math.max(most, memoryMegabytes(pid));
  }
  const p95 = waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)];
  console.log(`# p95 ${p95.toFixed(1)} ms; memory ${before.toFixed(0)} MB, at most ${most.toFixed(0)} MB`);
  assert.ok(p95 < unharmedMs, `others waited ${p95} ms`);
  assert.ok(most - before < memoryGrowsMb, `the daemon grew by ${most - before} MB`);
  const last = paul.lastOf('line').seq;
  for (const tab of tabs) {
    tab.readOn();
    await tab.until(() => tab.lastOf('closed'), 30_000, 'is closed');
    // Who reads on within 5 s is told; later there is nobody left to tell it.
    assert.ok([1013, 1006].includes(tab.lastOf('closed').code), JSON.stringify(tab.lastOf('closed')));
    if (tabs.indexOf(tab) >= comingBack) continue;
    tab.heard.length = 0;
    await tab.connect(false);
    const ended = () => tab.lastOf('line')?.seq === last || tab.lastOf('closed');
    await tab.until(ended, 30_000, 'has everything');
    assert.equal(tab.lastOf('closed'), undefined, 'a long gap is read at one go');
    assert.deepEqual(tab.wrong, []);
    tab.leave();
  }
});
