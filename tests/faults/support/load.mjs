// A centre with a crowd in it, as the crash tests have, and what must hold while storage is away.
import assert from 'node:assert/strict';
import { Crowd } from '../../integration/crash/support/crowd.mjs';

export const toldWithinMs = 5_000;
const slackMs = 1_000; // of this machine, not of the daemon
const colleagues = ['sacha', 'noor', 'livia'];

export async function crowdIn(centre, visitors = 20) {
  const seed = Number(process.env.RELAIS_SEED ?? Date.now() % 1_000_000);
  console.log(`# RELAIS_SEED=${seed}`);
  for (const name of colleagues) await centre.addAgent(`${name}@demo.example`, name);
  const crowd = new Crowd(centre.base, seed);
  const emails = ['jonas', 'odile', ...colleagues].map((name) => `${name}@demo.example`);
  await Promise.all(emails.map((email, index) => crowd.hire(email, index)));
  crowd.arrive(visitors);
  await crowd.moreAcknowledged(100);
  return crowd;
}

export function everybodyHears(crowd, storing, withinMs) {
  const told = () =>
    [...crowd.agents, ...crowd.visitors].every((client) => !client.greeted || client.storing === storing);
  return crowd.until(told, withinMs, `everybody hears that storage is ${storing}`);
}

export async function readiness(centre) {
  const signal = AbortSignal.timeout(2_000);
  return (await fetch(`http://127.0.0.1:${centre.operations}/readyz`, { signal })).status;
}

/**
 * After `cut` nothing is acknowledged any more; people and operators are told within 5 s of the last acknowledgement, and it
 * stays so until `mend`. Then all goes on by itself.
 */
export async function assertStorageLeavesAndReturns(centre, crowd, { cut, mend, awayMs, backWithinMs }) {
  let last = performance.now();
  const note = (_client, frame) => {
    if (frame?.kind === 'ack' && frame.id) last = performance.now();
  };
  crowd.on('frame', note);
  try {
    await cut();
    await everybodyHears(crowd, 'late', 60_000);
    const toldMs = performance.now() - last;
    assert.ok(
      toldMs < toldWithinMs + slackMs,
      `people were told ${toldMs} ms after the last acknowledgement`,
    );
    assert.equal(await readiness(centre), 503);
    const acknowledged = crowd.acknowledgedCount;
    await crowd.until(() => performance.now() - last > awayMs, awayMs + 20_000, 'the fault lasts');
    assert.equal(crowd.acknowledgedCount, acknowledged, 'acknowledged while storage was away');
    assert.equal(await readiness(centre), 503);
    console.log(`# told after ${Math.round(toldMs)} ms`);
  } finally {
    crowd.off('frame', note);
    await mend();
  }
  const began = performance.now();
  await everybodyHears(crowd, 'ok', backWithinMs);
  console.log(`# back after ${Math.round(performance.now() - began)} ms`);
  await crowd.moreAcknowledged(100);
  assert.equal(await readiness(centre), 200);
}
