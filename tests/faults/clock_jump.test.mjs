// F13: the machine's clock jumps by an hour, forth and back, while people talk; then the daemon starts an hour in the past.
// Only the daemon's clock is false (libfaketime): the steady one is left alone, as a jump leaves it alone.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Centre } from '../integration/crash/support/centre.mjs';
import { assertLedger } from '../integration/crash/support/ledger.mjs';
import { crowdIn } from './support/load.mjs';
import { Disk } from './support/machine.mjs';

let disk;
let centre;
let crowd;

function fakeTime() {
  const folders = readdirSync('/usr/lib', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .flatMap(({ name }) => {
      try {
        return readdirSync(join('/usr/lib', name, 'faketime')).map((file) =>
          join('/usr/lib', name, 'faketime', file),
        );
      } catch {
        return [];
      }
    })
    .find((file) => file.endsWith('libfaketimeMT.so.1'));
}

function setClock(offset) {
  writeFileSync(join(disk.folder, 'clock'), `${offset}\n`);
}

before(async () => {
  disk = new Disk(400);
  setClock('+0');
  centre = await Centre.open({
    folder: disk.folder,
    environment: {
      LD_PRELOAD: fakeTime(),
      FAKETIME_TIMESTAMP_FILE: join(disk.folder, 'clock'),
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  });
  crowd = await crowdIn(centre);
});

after(async () => {
  await crowd?.leave();
  await centre?.close();
  disk?.remove();
});

/** What only time makes happen: a visitor who ends his conversation while he waits has abandoned it, too, but by himself. */
async function expiries(since) {
  const rows = await centre.sql(
    `SELECT kind, cause FROM event WHERE number > ${since} AND payload ->> 'by' IS DISTINCT FROM 'visitor';`,
  );
  return rows
    .split('\n')
    .filter((row) =>
      /^offer_missed|^agent_status_set\|.*(connection_lost|missed)|agent_lost|abandoned|left_page|silent/.test(
        row,
      ),
    );
}

async function head() {
  return Number(await centre.sql('SELECT head FROM centre_head;'));
}

for (const offset of ['+1h', '-1h', '+400d', '+0']) {
  test(`F13: the clock jumps to ${offset}: nothing expires, nothing is out of order`, {
    timeout: 90_000,
  }, async () => {
    const since = await head();
    setClock(offset);
    await crowd.moreAcknowledged(150);
    assert.deepEqual(await expiries(since), []);
    await assertLedger(centre, crowd.memory());
    const backwards = await centre.sql(
      `SELECT count(*) FROM event a JOIN event b ON b.centre_id = a.centre_id AND b.number = a.number + 1
        WHERE b.at < a.at;`,
    );
    assert.equal(Number(backwards), 0, 'instants go back');
  });
}

test('F13: a daemon that starts an hour in the past goes on where it was', { timeout: 90_000 }, async () => {
  setClock('-1h');
  await centre.end('SIGKILL');
  await centre.start();
  await crowd.moreAcknowledged(150);
  const backwards = await centre.sql(
    `SELECT count(*) FROM event a JOIN event b ON b.centre_id = a.centre_id AND b.number = a.number + 1
      WHERE b.at < a.at;`,
  );
  assert.equal(Number(backwards), 0, 'instants go back');
  await assertLedger(centre, crowd.memory());
});
