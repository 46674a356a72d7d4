// docs/operations/backup.md, "Back to a chosen moment", with its own lines and commands: what was said before the moment is there,
// what was said after it is not, and people go on.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, run } from '../crash/support/centre.mjs';
import { Installation } from './support/installation.mjs';
import { OwnDatabase } from './support/own_database.mjs';
import { blocks, page } from './support/pages.mjs';
import { converse, exchange, hire } from './support/people.mjs';

const recoversWithinMs = 30_000;
const [archiving, recovering] = blocks(page('backup.md'), 'ini');
let own;
let relais;

before(async () => {
  own = await OwnDatabase.open();
  relais = await Installation.prepare({ database: [`url = "${own.url}"`] });
});

after(async () => {
  await relais?.close();
  await own?.close();
});

/** With the places of this test. */
function here(text) {
  return text
    .replaceAll('/var/backups', join(own.folder, 'backups'))
    .replaceAll('/var/lib/postgresql/15/main', own.data)
    .replaceAll('chown -R postgres:', process.getuid() === 0 ? 'chown -R relais:' : ':');
}

const said = async () =>
  (await own.sql(`SELECT body FROM entry WHERE kind = 'text' ORDER BY at, position`)).trim().split('\n');

test('the base, the archived log, and a moment', { timeout: 120_000 }, async () => {
  await run('mkdir', ['-p', join(own.folder, 'backups/wal')]);
  if (process.getuid() === 0) await run('chown', ['-R', 'relais:', join(own.folder, 'backups')]);
  own.configure(here(archiving));
  await own.stop();
  await own.start();
  await relais.start();
  await relais.fill();
  let agent = await hire(relais.base);
  let visitor = await converse(relais.base, agent);
  await exchange(visitor, agent, 'avant la base');
  const base = blocks(page('backup.md'), 'sh').find((block) => block.includes('pg_basebackup'));
  const [, , , , command, ...words] = here(base).trim().split(' ');
  await own.command(command, words);
  await exchange(visitor, agent, 'après la base');
  const before = await said();
  const moment = (await own.sql('SELECT clock_timestamp()')).trim();
  await exchange(visitor, agent, 'de trop');
  assert.equal((await said()).length, before.length + 2);
  await own.command('psql', ['-Xqc', 'SELECT pg_switch_wal()', 'postgres']);
  for (const client of [visitor, agent]) client.close();

  assert.equal(await relais.end(), 0);
  await own.stop();
  await rename(own.data, join(own.folder, 'lost'));
  const [back] = blocks(page('backup.md'), 'sh').filter((block) => block.includes('recovery.signal'));
  await run('bash', ['-ec', here(back)]);
  own.configure(here(recovering).replace(/(?<=recovery_target_time = ').*(?=')/, moment));
  await own.start();
  const there = async () => (await own.sql('SELECT pg_is_in_recovery()')).trim() === 'f';
  await eventually(there, recoversWithinMs, 'it is there');
  assert.deepEqual(await said(), before);

  await own.sql('DELETE FROM token_key; DELETE FROM session;');
  await relais.start();
  agent = await hire(relais.base);
  visitor = await converse(relais.base, agent);
  await exchange(visitor, agent, 'de nouveau');
  for (const client of [visitor, agent]) client.close();
  assert.equal(await relais.end(), 0);
});
