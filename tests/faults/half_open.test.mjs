// F8: an agent's and a visitor's cable is pulled: no packet ever says so.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accepted, House } from '../integration/security/support/house.mjs';
import { Peer } from './support/machine.mjs';

const farClient = join(dirname(fileURLToPath(import.meta.url)), 'support/far_client.mjs');
const agentKnownMs = 10_000;
const visitorKnownMs = 30_000;
const slackMs = 1_500; // the daemon looks 10 times a second, tallies come once a second
let agents;
let visitors;
let house;
const clients = [];

/** Resolves with the visitor's conversation. */
function goes(peer, role) {
  const base = `http://${peer.here}:${house.port}`;
  const [command, ...words] = [...peer.prefix, process.execPath, farClient, base, house.base, role];
  const client = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  clients.push(client);
  return new Promise((resolve, reject) => {
    client.stdout.once('data', (chunk) => resolve(chunk.toString().trim().split(' ')[1]));
    client.once('exit', (code) => reject(new Error(`the far ${role} ended (${code})`)));
  });
}

before(async () => {
  agents = new Peer('agents', 2);
  visitors = new Peer('visitors', 3);
  const everywhere = { RELAIS_SERVER_LISTEN: '0.0.0.0:8080' }; // the port is the demonstration's
  house = await House.open({ environment: everywhere });
});

after(async () => {
  for (const client of clients) client.kill('SIGKILL');
  await house?.close();
  agents?.remove();
  visitors?.remove();
});

async function knownAfter(actor, question, withinMs, what) {
  const began = performance.now();
  await actor.until(question, withinMs, what);
  const ms = performance.now() - began;
  console.log(`# ${what} after ${Math.round(ms)} ms`);
}

test('F8: an agent without a cable is known within 10 s, and his chats go to a colleague after the grace', {
  timeout: 120_000,
}, async () => {
  const odile = await house.enter('odile');
  await goes(agents, 'agent');
  const jonas = () => [...odile.team.values()].find(({ name }) => name === 'Jonas');
  await odile.until(() => jonas()?.reachable && jonas().status === 'available', 20_000, 'Jonas is there');
  const zoe = await house.enter('zoe');
  await accepted(zoe, 'post', { id: crypto.randomUUID(), text: 'Hello' });
  agents.unplug();
  await knownAfter(
    odile,
    () => jonas()?.reachable === false,
    agentKnownMs + slackMs,
    'the agent is known to be gone',
  );
  const closed = () => zoe.lastOf('availability')?.state === 'closed';
  await zoe.until(closed, 2_000, 'the button is gone');
  await accepted(zoe, 'end', { conversation: zoe.conversation });
  agents.plug();
  await odile.until(() => jonas()?.reachable, 60_000, 'Jonas is back');
  await accepted(odile, 'force_status', { agent: jonas().id, status: 'offline', reason: '' });
});

test('F8: a visitor without a cable is shown as away within 30 s', { timeout: 120_000 }, async () => {
  const amel = await house.enter('amel');
  const conversation = await goes(visitors, 'visitor');
  const last = () =>
    amel.heard.findLast(({ kind, frame }) => kind === 'conversation' && frame.id === conversation);
  const present = () => last()?.frame.visitor.present;
  await amel.until(last, 20_000, 'is asked');
  await accepted(amel, 'accept', { conversation });
  assert.equal(present(), 'here');
  visitors.unplug();
  await knownAfter(
    amel,
    () => present() === 'away',
    visitorKnownMs + slackMs,
    'the visitor is known to be gone',
  );
  visitors.plug();
  await amel.until(() => present() === 'here', 60_000, 'the visitor is back');
});
