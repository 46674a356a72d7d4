// The scripts of tests/scenarios against the real daemon: each in a centre of its own, all at the same time.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AgentClient } from '../../../web/demo/traffic/agent_client.mjs';
import { VisitorClient } from '../../../web/demo/traffic/visitor_client.mjs';
import { Centre, password } from '../crash/support/centre.mjs';
import { assertChecks } from '../crash/support/ledger.mjs';
import { Player } from './support/player.mjs';
import { readScript } from './support/script.mjs';
import { Stage } from './support/stage.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../scenarios');
const chosen = process.env.RELAIS_SCENARIO; // one by name
const scripts = readdirSync(folder)
  .filter((file) => file.endsWith('.script') && (!chosen || file === `${chosen}.script`))
  .map((file) => ({ name: basename(file, '.script'), text: readFileSync(join(folder, file), 'utf8') }))
  .map(({ name, text }) => ({ name, script: readScript(text) }));
const longestMs = 180_000;
let centre;
let elsewhere;
const stages = new Map();

/** A conversation that runs in another centre, for those who try its id. */
async function talkElsewhere() {
  const amel = new AgentClient({ base: centre.base, email: 'amel@demo.example', password });
  await amel.start();
  await amel.until(() => amel.agent, 20_000, 'Amel has a snapshot');
  await amel.status('available');
  const visitor = new VisitorClient({ base: centre.base, site: 'shop-fr', language: 'fr' });
  visitor.open();
  await visitor.until(() => visitor.availability === 'open', 20_000, 'the shop is open');
  const said = await visitor.post('elsewhere');
  assert.equal(said.kind, 'ack');
  return { amel, visitor, conversation: said.conversation };
}

before(async () => {
  centre = await Centre.open();
  for (const { name, script } of scripts) stages.set(name, new Stage(centre, script, name));
  for (const stage of stages.values()) await stage.fill();
  for (const stage of stages.values()) await stage.known();
  elsewhere = await talkElsewhere();
});

after(async () => {
  elsewhere?.visitor.close();
  elsewhere?.amel.close();
  await centre?.close();
});

describe('scenarios against the daemon', { concurrency: true }, () => {
  for (const { name, script } of scripts) {
    test(`${name}: ${script.title}`, { timeout: longestMs }, async () => {
      await new Player(stages.get(name), elsewhere.conversation).play();
    });
  }
});

test('the tables keep every rule, and the other centre noticed nothing', async () => {
  await assertChecks(centre);
  const { visitor, conversation } = elsewhere;
  assert.deepEqual(visitor.problems, []);
  assert.deepEqual(
    [...visitor.transcripts.get(conversation).lines.values()].map(({ body }) => body).filter(Boolean),
    ['elsewhere'],
  );
});
