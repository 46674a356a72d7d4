// Who may see the button, second by second, and the supervisor's page: queues, waits and team as they are, acts with their reasons.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, Browsers, Centre, people } from './support/centre.mjs';
import { Desk, enter, Guest, tabTo, within } from './support/people.mjs';

const PUSHED_MS_MAX = 1000;

let centre;
let browsers;
let amel;
let odile;
let guest;
let heard = () => {};

before(async () => {
  centre = await Centre.open();
  browsers = await Browsers.open();
  amel = await Desk.open(browsers, centre, people.amel);
  odile = await Desk.open(browsers, centre, people.odile);
  const page = await browsers.person('fr');
  await page.exposeBinding('tellTest', (_source, open) => heard(open));
  const before = () => document.addEventListener('relais:available', ({ detail }) => globalThis.tellTest(detail));
  guest = await Guest.open(browsers, centre, { page, before });
});
after(async () => {
  await browsers?.close();
  await centre?.close();
});

/** Does `act`; the button must have come or gone on the open page within a second of its beginning. */
async function changesButton(open, act) {
  const begun = Date.now();
  const told = new Promise((resolve) => {
    heard = (now) => now === open && resolve(Date.now() - begun);
  });
  await act();
  const after = await within(30_000, `the button ${open ? 'comes' : 'goes'}`, told);
  assert.ok(after < PUSHED_MS_MAX, `after ${after} ms`);
  assert.equal(await guest.launcher().isVisible(), open);
}

/** The last stored event of this kind: who did it, and the reason. */
const storedAct = (kind) =>
  centre.sql(`SELECT a.name || ': ' || (e.payload ->> 'reason') FROM event e
    JOIN agent a ON a.id = coalesce((e.payload ->> 'by')::uuid, e.agent_id) WHERE e.kind = '${kind}' ORDER BY e.number DESC LIMIT 1;`);

test('the last agent who goes takes the button along, who comes back brings it', async () => {
  await changesButton(true, () => amel.choose('Disponible'));
  await changesButton(false, () => amel.choose('Pause'));
  await changesButton(true, () => amel.choose('Disponible'));
});

test('a supervisor closes the queue by hand, with a reason, by keyboard', async () => {
  const { page } = odile;
  await tabTo(page, /^\s*Supervision/);
  await page.keyboard.press('Enter');
  const queue = page.getByRole('row', { name: /Conseil/ });
  await queue.getByText('ouverte', { exact: true }).waitFor();
  assert.deepEqual(await axeViolations(page), []);

  await queue.getByRole('button', { name: 'Fermée' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Indiquez un motif.').waitFor();
  assert.deepEqual(await axeViolations(page), []);
  assert.equal(await guest.launcher().isVisible(), true);
  await page.keyboard.type('Panne du transporteur');
  await changesButton(false, () => page.keyboard.press('Enter'));
  await page.getByText('La file « Conseil » est fermée : Panne du transporteur').waitFor();
  await queue.locator('.pill.closed').waitFor();
  assert.equal((await storedAct('entry_point_set_by_hand')).trim(), 'Odile: Panne du transporteur');

  // The focus is where it was.
  assert.equal(await page.evaluate(() => `${document.activeElement.textContent} ${document.activeElement.ariaPressed}`), 'Fermée true');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Réparé');
  await changesButton(true, () => page.keyboard.press('Enter'));
  assert.equal((await storedAct('entry_point_set_by_hand')).trim(), 'Odile: Réparé');
});

test('a supervisor forces a status: the agent sees it with its reason', async () => {
  const { page } = odile;
  const force = async (status, reason) => {
    await page.getByRole('button', { name: 'Changer le statut : Amel' }).click();
    await page.getByRole('radio', { name: status }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('textbox', { name: 'Motif (obligatoire)' }).focus();
    await page.keyboard.type(reason);
  };
  await force('Absent', 'Réunion d’équipe');
  await changesButton(false, () => page.keyboard.press('Enter'));
  await amel.page.locator('.status.away', { hasText: 'Absent · Réunion d’équipe' }).waitFor();
  await amel.page.getByText('Votre statut est maintenant : Absent · Réunion d’équipe').waitFor();
  await page.getByRole('row', { name: /Amel.*Absent.*Réunion d’équipe/ }).waitFor();
  assert.equal((await storedAct('agent_status_set')).trim(), 'Odile: Réunion d’équipe');
  await force('Disponible', 'Réunion finie');
  await changesButton(true, () => page.keyboard.press('Enter'));
  await amel.page.locator('.status.available').waitFor();
});

test('the page is live: who waits and for how long, seats, storage that is late', async () => {
  const { page } = odile;
  const queue = page.getByRole('row', { name: /Conseil/ });
  await guest.openPanel();
  await amel.away(); // whoever was let in may write all the same
  await enter(guest.page, 'Un lys ou une rose ?');
  await queue.getByText('2 s', { exact: true }).waitFor();
  await queue.getByText('3 s', { exact: true }).waitFor();
  await amel.available();
  await amel.accept('Un lys ou une rose ?');
  await page.getByRole('row', { name: /Amel.*1\/3/ }).waitFor();
  await queue.getByText('–', { exact: true }).waitFor();

  centre.signalPostgres('SIGSTOP');
  try {
    await enter(amel.page, 'Un lys.');
    await page.getByText('L’enregistrement a du retard').waitFor();
  } finally {
    centre.signalPostgres('SIGCONT');
  }
  await page.getByText('L’enregistrement a du retard').waitFor({ state: 'detached' });
  await guest.page.getByText('Un lys.').waitFor();
  assert.deepEqual([...page.problems, ...amel.page.problems, ...guest.page.problems], []);
});

test('a supervisor sees who waits, and “why?” tells of each agent, in plain words, why he does not get him', async () => {
  const { page } = odile;
  await amel.available();
  const second = await Guest.open(browsers, centre);
  await second.openPanel();
  await amel.away();
  await enter(second.page, 'Et une tulipe ?');
  const waiters = page.getByRole('region', { name: 'Qui attend' });
  await waiters.getByText('Conseil · FR').waitFor();
  await waiters.getByText('2 s', { exact: true }).waitFor();
  await waiters.getByRole('button', { name: 'Pourquoi ? Visiteur' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Personne ne peut la prendre pour l’instant.').waitFor();
  assert.deepEqual((await page.locator('.why li').allTextContents()).sort(), [
    'Admin : hors ligne, n’a pas la compétence demandée',
    'Amel : absent',
    'Jonas : hors ligne',
    'Odile : hors ligne',
  ]);
  assert.deepEqual(await axeViolations(page), []);

  // Offered, he still waits: the page says who is asked. Accepted, he sits on a seat.
  await amel.available();
  await waiters.getByText('proposée à Amel').waitFor();
  await amel.accept('Et une tulipe ?');
  await waiters.getByText('Personne n’attend').waitFor();
  await page.getByRole('row', { name: /^Amel.*2\/3.*Visiteur.*Visiteur/ }).waitFor();
  await second.leave();
});

/** What the server tells a page first of all after its present socket is gone; the first attempts may find nobody. */
const snapshotOfTheNextSocket = (page) =>
  new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const frame = JSON.parse(payload);
        if (frame.kind === 'snapshot') resolve(frame);
      }),
    );
  });

test('a second supervisor sees who closed a queue and why, at once, later and after a restart of the daemon', async () => {
  await odile.page.getByRole('row', { name: /Conseil/ }).getByRole('button', { name: 'Fermée' }).focus();
  await odile.page.keyboard.press('Enter');
  await odile.page.getByRole('dialog').waitFor();
  const second = await Desk.open(browsers, centre, 'admin@demo.example', {
    page: await browsers.person('fr', { colorScheme: 'dark' }),
  });
  const { page } = second;
  await page.getByRole('link', { name: 'Supervision' }).click();
  const done = page.getByRole('region', { name: 'Ce qui a été fait à la main' });
  await done.getByText('Odile a rendu la file « Conseil » automatique').waitFor(); // fetched: an earlier test did it
  await odile.page.keyboard.type('Inventaire');
  await odile.page.keyboard.press('Enter');
  const line = done.getByRole('listitem').first();
  await line.filter({ hasText: /Odile a fermé la file « Conseil ».*Inventaire/ }).waitFor(); // pushed
  const queue = page.getByRole('row', { name: /Conseil.*Fermée depuis .*à la main par Odile, \d\d:\d\d.*Inventaire/i });
  await queue.waitFor();
  assert.deepEqual(await axeViolations(page), []);
  assert.deepEqual(await axeViolations(odile.page), []);
  const told = () => queue.locator('td .hint').textContent();
  const before = await told();

  await page.getByRole('button', { name: 'Changer le statut : Amel' }).click();
  await page.getByRole('radio', { name: 'Absent' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: 'Motif (obligatoire)' }).focus();
  await enter(page, 'Formation');
  const force = /Admin a changé le statut de Amel : Absent.*Formation/;
  await line.filter({ hasText: force }).waitFor();
  await odile.page.locator('.acts li').filter({ hasText: force }).waitFor();

  const again = snapshotOfTheNextSocket(page);
  await centre.end('SIGKILL');
  await centre.start();
  const { set, cause, since } = (await within(30_000, 'the console is back', again)).entry_points.find(({ name }) => name === 'Conseil');
  assert.deepEqual([set.name, set.reason, cause], ['Odile', 'Inventaire', 'by_hand']);
  assert.equal(since, set.at); // of the closing, not of the restart
  await page.getByText('Connecté', { exact: true }).waitFor();
  assert.equal(await told(), before);
  await line.filter({ hasText: force }).waitFor();
  assert.deepEqual([...page.problems, ...odile.page.problems], []);
  await second.leave();
});

test('an agent is told neither who waits nor what was done', async () => {
  const page = await browsers.person('fr');
  const kinds = new Set();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(payload);
      kinds.add(frame.kind);
      for (const field of ['waiting_list', 'chats']) if (field in frame) kinds.add(`${frame.kind}.${field}`);
    }),
  );
  const jonas = await Desk.open(browsers, centre, people.jonas, { page });
  await jonas.available();
  await page.goto(`${centre.base}/console/#supervision`);
  await jonas.away();
  await within(10_000, 'tallies come', new Promise((resolve) => {
    const timer = setInterval(() => kinds.has('waiting') && kinds.has('team') && resolve(clearInterval(timer)), 50);
  }));
  assert.deepEqual([...kinds].filter((kind) => /waiting_list|chats|act$/.test(kind)), []);
  assert.equal(await page.getByText('Ce qui a été fait à la main').count(), 0);
  assert.equal(await page.evaluate(() => fetch('/v1/acts').then(({ status }) => status)), 403);
  await jonas.leave();
});
