// docs/operations/backup.md, done: what was acknowledged before the backup is there after the restore, with its bytes and in its
// place, and the conversation goes on between the same two people.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertLedger } from '../crash/support/ledger.mjs';
import { Installation, runAsOwner } from './support/installation.mjs';
import { OwnDatabase, programs } from './support/own_database.mjs';
import { converse, exchange, hire, memoryOf, visit } from './support/people.mjs';

const goesOnMs = 20_000;
let relais;
let agent;
let earlier; // a visitor whose conversation has ended
let visitor;

before(async () => {
  relais = await Installation.prepare();
  await relais.start();
  await relais.fill();
  agent = await hire(relais.base);
  earlier = await converse(relais.base, agent);
  await exchange(earlier, agent, 'où êtes-vous');
  assert.equal((await earlier.end()).kind, 'ack');
  earlier.close();
  visitor = await converse(relais.base, agent);
});

after(async () => {
  for (const client of [visitor, agent]) client?.close();
  await relais?.close();
});

/** The data as they were are put away, as after the loss of a disk. */
async function loseData(name) {
  assert.equal(await relais.end(), 0);
  assert.equal(relais.postmaster(), null);
  await rename(relais.postgres.data, join(relais.data, name));
}

function dump(file) {
  return runAsOwner('pg_dump', ['-h', relais.postgres.sockets, '-U', 'relais', '-Fc', '-f', file, 'relais']);
}

/** Into a fresh cluster, with the daemon stopped. `sql`: run before anybody is let in. */
async function restore(file, sql = '') {
  const { data, sockets } = relais.postgres;
  const control = ['-w', '-s', '-D', data];
  const server = `-c listen_addresses= -c unix_socket_directories=${sockets}`;
  await relais.verb(['migrate']);
  const log = join(relais.data, 'postgres.log');
  await runAsOwner(join(programs, 'pg_ctl'), ['start', ...control, '-l', log, '-o', server]);
  const options = ['--clean', '--if-exists', '--create', '--exit-on-error', '-d', 'postgres'];
  await runAsOwner('pg_restore', ['-h', sockets, '-U', 'relais', ...options, file]);
  if (sql) await relais.sql(sql);
  await runAsOwner(join(programs, 'pg_ctl'), ['stop', ...control, '-m', 'fast']);
}

async function headAndEpoch(from = relais) {
  const [head, epoch] = (await from.sql('SELECT head, epoch FROM centre_head')).split('|').map(Number);
  return { head, epoch };
}

async function assertGoesOn(words, from = relais) {
  await visitor.until(() => visitor.greeted, goesOnMs, 'the visitor is back');
  await agent.until(() => agent.greeted && agent.has(visitor.conversationId), goesOnMs, 'the agent is back');
  await exchange(visitor, agent, words);
  await assertLedger(from, memoryOf([earlier, visitor], [agent]));
}

test('a dump of the running database, restored into a fresh one', { timeout: 120_000 }, async () => {
  await exchange(visitor, agent, 'avant la sauvegarde');
  const file = join(relais.data, 'relais.dump');
  const before = await headAndEpoch();
  await dump(file);
  await loseData('postgres.lost');
  await restore(file);
  await relais.start();
  const [opened] = relais.logged('centre_opened').slice(-1);
  assert.equal(opened.head, before.head, 'it begins where the dump ends');
  assert.ok(opened.epoch > before.epoch, 'whatever an older daemon still sends is refused');
  await assertGoesOn('après la restauration');
});

test('a copy of the data directory of a stopped daemon', { timeout: 120_000 }, async () => {
  await exchange(visitor, agent, 'avant la copie');
  assert.equal(await relais.end(), 0);
  assert.equal(relais.postmaster(), null);
  const archive = join(relais.data, 'postgres.tar');
  await runAsOwner('tar', ['-C', relais.data, '-cf', archive, 'postgres']);
  await loseData('postgres.copied');
  await runAsOwner('tar', ['-C', relais.data, '-xpf', archive]);
  await relais.start();
  await assertGoesOn('après la copie');
});

test('an older dump: pages that know more than it begin anew', { timeout: 120_000 }, async () => {
  const file = join(relais.data, 'older.dump');
  await dump(file);
  for (const words of ['un', 'deux', 'trois']) await exchange(visitor, agent, words);
  const { token, visitor: id } = visitor;
  for (const client of [visitor, agent]) client.close();
  await loseData('postgres.newer');
  await restore(file, 'DELETE FROM token_key; DELETE FROM session;');
  await relais.start();
  agent = await hire(relais.base);
  visitor = await visit(relais.base, token);
  assert.notEqual(visitor.visitor, id);
  await visitor.until(() => visitor.conversation === null, goesOnMs, 'an empty snapshot');
  await converse(relais.base, agent, visitor);
  await assertGoesOn('de nouveau');
});

test('moved into a database that Relais does not run', { timeout: 120_000 }, async () => {
  const file = join(relais.data, 'moved.dump');
  await dump(file);
  assert.equal(await relais.end(), 0);
  const own = await OwnDatabase.open();
  try {
    await own.command('pg_restore', [
      ...['--no-owner', '--role=relais', '--exit-on-error', '--single-transaction'],
      ...['-d', 'relais', file],
    ]);
    relais.configure({ database: [`url = "${own.url}"`] });
    await relais.start();
    await assertGoesOn('dans une autre base', own);
    await relais.end();
    // And from there, as any PostgreSQL is saved.
    const again = join(own.folder, 'relais.dump');
    await own.command('pg_dump', ['-Fc', '-f', again, 'relais']);
    await own.command('dropdb', ['relais']);
    await own.command('createdb', ['-O', 'relais', '-T', 'template0', 'relais']);
    await own.command('pg_restore', ['--exit-on-error', '--single-transaction', '-d', 'relais', again]);
    await relais.start();
    await assertGoesOn('dans la base restaurée', own);
    await relais.end();
  } finally {
    await own.close();
  }
});
