// F5: the disk under the database fills up. PostgreSQL goes down and stays down until there is room again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Centre } from '../integration/crash/support/centre.mjs';
import { assertLedger } from '../integration/crash/support/ledger.mjs';
import { assertStorageLeavesAndReturns, crowdIn } from './support/load.mjs';
import { Disk } from './support/machine.mjs';

const megabytes = 320;
let disk;
let centre;
let crowd;

before(async () => {
  disk = new Disk(megabytes);
  centre = await Centre.open({ folder: disk.folder });
  crowd = await crowdIn(centre);
});

after(async () => {
  await crowd?.leave();
  await centre?.close();
  disk?.remove();
});

test('F5: with the disk full nothing is acknowledged, people are told, and with room it goes on', {
  timeout: 180_000,
}, async () => {
  const before = centre.postmaster().pid;
  await assertStorageLeavesAndReturns(centre, crowd, {
    cut: async () => {
      disk.fill();
      // The log of what is written needs a new file: there is no room for one, and PostgreSQL gives up.
      await assert.rejects(centre.sql('SELECT pg_switch_wal(); CHECKPOINT;'));
    },
    mend: () => disk.free(),
    awayMs: 8_000,
    backWithinMs: 60_000,
  });
  assert.notEqual(centre.postmaster().pid, before, 'PostgreSQL was started again');
  await assertLedger(centre, crowd.memory());
});
