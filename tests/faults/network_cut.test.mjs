// F7: the network between daemon and database is cut: loudly, silently, and by pulling the cable.
import { after, before, test } from 'node:test';
import { assertLedger } from '../integration/crash/support/ledger.mjs';
import { centreWith, databasePort, FarDatabase } from './support/far_database.mjs';
import { assertStorageLeavesAndReturns, crowdIn } from './support/load.mjs';
import { Peer } from './support/machine.mjs';

const backWithinMs = 30_000;
let peer;
let database;
let centre;
let crowd;

before(async () => {
  peer = new Peer('database', 1);
  database = new FarDatabase(peer);
  await database.start();
  centre = await centreWith(database).open({ environment: { RELAIS_DATABASE_URL: database.url } });
  crowd = await crowdIn(centre);
});

after(async () => {
  await crowd?.leave();
  await centre?.close();
  await database?.stop();
  peer?.remove();
});

const cuts = {
  'by resets': { cut: () => peer.block(databasePort, true), mend: () => peer.unblock() },
  silently: { cut: () => peer.block(databasePort, false), mend: () => peer.unblock() },
  'by pulling the cable': { cut: () => peer.unplug(), mend: () => peer.plug() },
};

for (const [how, { cut, mend }] of Object.entries(cuts)) {
  test(`F7: cut ${how}, it is found and told within 5 s, and mends by itself`, {
    timeout: 120_000,
  }, async () => {
    await assertStorageLeavesAndReturns(centre, crowd, { cut, mend, awayMs: 8_000, backWithinMs });
    await assertLedger(centre, crowd.memory());
  });
}
