// Real dialogues that are not in the repository, from the folder RELAIS_DATA: `./dev test --data DIR`.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readDialogues } from '../../../web/demo/traffic/dialogues.mjs';
import { Dice } from '../../../web/demo/traffic/random.mjs';
import { Centre } from './support/centre.mjs';
import { assertPlayed } from './support/play.mjs';

const folder = process.env.RELAIS_DATA;
const played = Number(process.env.RELAIS_DIALOGUES ?? 25);
const seed = Number(process.env.RELAIS_SEED ?? Date.now() % 1_000_000);
const files = readdirSync(folder).filter((name) => /^chats-.*\.jsonl$/.test(name));
let centre;

before(async () => {
  console.log(`# RELAIS_SEED=${seed}`);
  centre = await Centre.open();
});

after(() => centre?.close());

test('there are dialogues', () => assert.ok(files.length > 0, `no chats-*.jsonl in ${folder}`));

for (const file of files) {
  test(`${played} dialogues of ${file} are said, seen and stored word for word`, {
    timeout: 300_000,
  }, async () => {
    const { dialogues, wrong } = readDialogues(join(folder, file));
    assert.deepEqual(wrong, []);
    const dice = new Dice(seed);
    const chosen = Array.from({ length: Math.min(played, dialogues.length) }, () =>
      dialogues.splice(dice.between(0, dialogues.length - 1), 1).at(0),
    );
    const messages = await assertPlayed(centre, chosen, seed);
    console.log(`# ${file}: ${chosen.length} dialogues, ${messages} messages`);
  });
}
