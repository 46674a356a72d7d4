// Dialogues from files, through the clients that were written from docs/protocol.md alone.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readDialogues } from '../../../web/demo/traffic/dialogues.mjs';
import { Centre } from './support/centre.mjs';
import { assertPlayed } from './support/play.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const fixture = (name) => join(top, 'tests/fixtures/dialogues', name);
let centre;

before(async () => {
  centre = await Centre.open();
});

after(() => centre?.close());

test('a bad line is named and left out', () => {
  const { dialogues, wrong } = readDialogues(fixture('bad.jsonl'));
  assert.deepEqual(
    dialogues.map(({ id }) => id),
    ['good'],
  );
  assert.deepEqual(
    wrong.map(({ line }) => line),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15],
  );
});

test('dialogues at the bounds are said, seen and stored word for word', { timeout: 60_000 }, async () => {
  const { dialogues, wrong } = readDialogues(fixture('good.jsonl'));
  assert.deepEqual(wrong, []);
  await assertPlayed(centre, dialogues, 1);
});

test('so are those of the demonstration', { timeout: 60_000 }, async () => {
  const { dialogues, wrong } = readDialogues(join(top, 'web/demo/traffic/dialogues.jsonl'));
  assert.deepEqual(wrong, []);
  assert.equal(dialogues.length, 20);
  await assertPlayed(centre, dialogues, 2);
});
