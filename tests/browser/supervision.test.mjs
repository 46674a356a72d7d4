// Who may see the button, second by second, and the supervisor's page: queues and team as they are, acts with their reasons.
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

// The list of who waits is put into the socket by the test; the question about one of them and the answer are the server's.
test('“why?” tells of each agent, in plain words, why he does not get the one who waits', async () => {
  await amel.available();
  const second = await Guest.open(browsers, centre);
  await second.openPanel();
  await amel.away();
  await enter(second.page, 'Et une tulipe ?');
  const queue = odile.page.getByRole('row', { name: /Conseil/ });
  await queue.getByText('1 s', { exact: true }).waitFor();
  const id = (await centre.sql(`SELECT id FROM conversation WHERE state = 'waiting';`)).trim();

  const page = await browsers.person('fr');
  let tell;
  await page.routeWebSocket(/\/v1\/agent$/, (socket) => {
    socket.connectToServer();
    tell = (frame) => socket.send(JSON.stringify(frame));
  });
  const watcher = await Desk.open(browsers, centre, people.odile, { page });
  await page.getByRole('link', { name: 'Supervision' }).click();
  tell({ kind: 'waiting_list', conversations: [{ id, name: 'Zoé', entry_point: null, arrival: Date.now() }] });
  await page.getByRole('button', { name: 'Pourquoi ? Zoé' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Personne ne peut la prendre pour l’instant.').waitFor();
  assert.deepEqual((await page.locator('.why li').allTextContents()).sort(), [
    'Admin : hors ligne, n’a pas la compétence demandée',
    'Amel : absent',
    'Jonas : hors ligne',
    'Odile : hors ligne',
  ]);
  assert.deepEqual(await axeViolations(page), []);
  await second.leave();
  await watcher.leave();
});
