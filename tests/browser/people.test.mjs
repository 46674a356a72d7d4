// An administrator at work: somebody new comes, chooses a password, takes a chat, and is shut out again; by keyboard, in both themes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, Browsers, Centre, password } from './support/centre.mjs';
import { Desk, enter, Guest, tabTo } from './support/people.mjs';

const OUT_MS_MAX = 1000;
const own = 'un jardin en mai';

let centre;
let browsers;
let admin;
let oneTime;
before(async () => {
  centre = await Centre.open();
  browsers = await Browsers.open();
  admin = await Desk.open(browsers, centre, 'admin@demo.example');
});
after(async () => {
  await browsers?.close();
  await centre?.close();
});

const row = (name) => admin.page.getByRole('row', { name: new RegExp(name) });

/** No violation in either theme. */
async function accessible(page) {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset.theme = wanted;
    }, theme);
    assert.deepEqual(await axeViolations(page), [], theme);
  }
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'auto';
  });
}

/** To the sign-in page of a fresh profile, and in. */
async function signIn(page, email, secret) {
  await page.goto(`${centre.base}/console/`);
  await page.getByRole('textbox', { name: 'Adresse e-mail' }).focus();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await enter(page, secret);
}

test('an administrator adds somebody, by keyboard; a wrong field is named, the password is shown once', async () => {
  const { page } = admin;
  await tabTo(page, /^\s*Personnes/);
  await page.keyboard.press('Enter');
  await row('Odile').waitFor();
  await accessible(page);
  await tabTo(page, /Ajouter une personne/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Amel@demo.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Zoé');
  await page.getByRole('radio', { name: /Superviseur/ }).waitFor();
  const seats = page.getByRole('spinbutton', { name: 'Conversations à la fois' });
  await seats.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('9');
  await page.getByRole('checkbox', { name: 'fr' }).focus();
  await page.keyboard.press('Space');
  await enter(page, '');
  await page.getByText('De 1 à 3 conversations à la fois.').waitFor();
  assert.equal(await seats.evaluate((field) => field === document.activeElement), true);
  await page.keyboard.press('Control+a');
  await enter(page, '2');
  await page.getByText('Cette adresse a déjà un compte.').waitFor();
  await accessible(page);
  await page.keyboard.press('Control+a');
  await enter(page, 'zoe@demo.example');

  await page.getByRole('heading', { name: 'Mot de passe provisoire' }).waitFor();
  oneTime = await page.locator('.one-time code').textContent();
  assert.match(oneTime, /^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copier' }).click();
  await page.getByText('Copié.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), oneTime);
  await accessible(page);
  // Neither a slip of the key nor a click beside it takes away what is shown only once.
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  assert.equal(await page.locator('.one-time code').textContent(), oneTime);
  await page.getByRole('button', { name: 'Je l’ai transmis' }).focus();
  await page.keyboard.press('Enter');
  await row(/Zoé.*Conseiller.*2.*fr.*mot de passe provisoire/.source).waitFor();
  assert.equal((await page.content()).includes(oneTime), false, 'shown once');
});

test('the new agent signs in with it, must choose a password, and takes a chat; disabled, he is out within a second', async () => {
  const page = await browsers.person('fr');
  await signIn(page, 'zoe@demo.example', oneTime);
  await page.getByRole('heading', { name: 'Choisissez votre mot de passe' }).waitFor();
  await accessible(page);
  // Neither a reload nor another page of the console leads past it.
  await page.goto(`${centre.base}/console/#people`);
  await page.reload();
  await page.getByRole('heading', { name: 'Choisissez votre mot de passe' }).waitFor();
  await enter(page, 'court');
  await page.getByText('8 caractères au moins.', { exact: true }).waitFor();
  await page.keyboard.press('Control+a');
  await enter(page, oneTime);
  await page.getByText('Choisissez un autre mot de passe que celui d’avant.').waitFor();
  await accessible(page);
  await page.keyboard.press('Control+a');
  await enter(page, own);
  await page.getByText('Connecté', { exact: true }).waitFor();
  await page.goto(`${centre.base}/console/#desk`);

  const zoe = Desk.at(page);
  await zoe.available();
  const guest = await Guest.open(browsers, centre);
  await guest.ask('Une question pour Zoé');
  await zoe.accept('Une question pour Zoé');
  await enter(page, 'Bonjour, ici Zoé.');
  await guest.page.getByText('Bonjour, ici Zoé.').waitFor();
  await row(/Zoé.*console ouverte/.source).waitFor();

  await admin.page.getByRole('button', { name: 'Désactiver : Zoé' }).focus();
  await admin.page.keyboard.press('Enter');
  await admin.page.getByRole('heading', { name: 'Désactiver Zoé ?' }).waitFor();
  await accessible(admin.page);
  await tabTo(admin.page, /^\s*Désactiver$/);
  const begun = Date.now();
  await admin.page.keyboard.press('Enter');
  await page.getByText('Votre session est terminée. Connectez-vous de nouveau.').waitFor();
  const out = Date.now() - begun;
  assert.ok(out < OUT_MS_MAX, `out after ${out} ms`);
  await row(/Zoé.*désactivé/.source).waitFor();
  await guest.page.getByText('Bonjour, ici Zoé.').waitFor(); // the visitor keeps the conversation, and waits again
  await signIn(page, 'zoe@demo.example', own);
  await page.getByText('Adresse ou mot de passe inconnus.').waitFor();
  await guest.leave();

  await admin.page.getByRole('button', { name: 'Réactiver : Zoé' }).click();
  await admin.page.getByRole('dialog').getByRole('button', { name: 'Réactiver' }).click();
  await admin.page.getByRole('button', { name: 'Désactiver : Zoé' }).waitFor();
  await signIn(page, 'zoe@demo.example', own);
  await page.getByText('Connecté', { exact: true }).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('search, edit, reset; what a name holds is text', async () => {
  const { page } = admin;
  const search = page.getByRole('searchbox', { name: /Chercher/ });
  await search.focus();
  await page.keyboard.type('ZOE conseil');
  await row('Zoé').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.getByRole('button', { name: 'Modifier : Zoé' }).click();
  const name = page.getByRole('textbox', { name: 'Nom' });
  await name.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('<img src=x onerror=alert(1)>Zoé');
  await page.getByRole('radio', { name: /Superviseur/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: /Autres compétences/ }).focus();
  await enter(page, 'orchidées, roses');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await search.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('orchidees');
  await row(/<img src=x onerror=alert\(1\)>Zoé.*Superviseur.*fr, orchidées, roses/.source).waitFor();
  assert.equal(await page.locator('tbody img').count(), 0);
  await page.getByRole('button', { name: /^Mot de passe : / }).click();
  await page.getByRole('button', { name: 'Créer un mot de passe provisoire' }).click();
  await page.locator('.one-time code').waitFor();
  assert.notEqual(await page.locator('.one-time code').textContent(), oneTime);
  await page.getByRole('button', { name: 'Je l’ai transmis' }).click();
  // On a narrow screen nothing is cut off.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.keyboard.press('Escape');
  await search.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await row('Odile').waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await accessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(page.problems, []);
});

test('what was done to accounts stands at the end of the page, in words, in both languages', async () => {
  const { page } = admin;
  const lines = (of) => of.locator('.acts > li');
  const said = async (of, n) => (await lines(of).nth(n).innerText()).split('\n').slice(1);
  const zoe = '<img src=x onerror=alert(1)>Zoé';
  await lines(page).filter({ hasText: `Admin a donné un mot de passe provisoire à ${zoe}` }).first().waitFor();
  assert.deepEqual(await said(page, 0), [`Admin a donné un mot de passe provisoire à ${zoe}`]);
  assert.deepEqual(await said(page, 1), [
    `Admin a modifié le compte de ${zoe}`,
    `Nom : de Zoé à ${zoe}`,
    'Rôle : de Conseiller à Superviseur',
    'Compétences ajoutées : orchidées et roses',
  ]);
  assert.deepEqual(await said(page, 2), [`Admin a réactivé le compte de ${zoe}`]);
  assert.deepEqual(await said(page, 3), [`Admin a désactivé le compte de ${zoe}`]);
  assert.deepEqual(await said(page, 4), [`${zoe} a choisi un nouveau mot de passe`]);
  assert.deepEqual(await said(page, 5), [`Admin a ajouté ${zoe}`]);
  assert.equal(await page.locator('.acts img').count(), 0);

  // More than a page of them: the older ones come by a key, and reading goes on where they begin.
  await centre.sql(`INSERT INTO people_act (centre_id, agent_id, what, changes)
    SELECT centre_id, id, 'changed', '{"seats": [2, 3], "language": ["fr", "en"], "from_tomorrow": [1, 2]}' FROM agent, generate_series(1, 120) WHERE email = 'amel@demo.example';`);
  const english = await Desk.open(browsers, centre, 'admin@demo.example', { language: 'en' });
  await english.page.goto(`${centre.base}/console/#people`);
  await english.page.getByRole('heading', { name: 'Account history' }).waitFor();
  await lines(english.page).nth(99).waitFor();
  assert.equal(await lines(english.page).count(), 100);
  assert.deepEqual(await said(english.page, 0), [
    'The command line changed the account of Amel',
    'Conversations at a time: from 2 to 3',
    'Language of the console: from French to English',
  ]);
  await accessible(english.page);
  await tabTo(english.page, /Older ones/);
  await english.page.keyboard.press('Enter');
  await lines(english.page).nth(120).waitFor();
  assert.equal(await lines(english.page).nth(100).evaluate((line) => line === document.activeElement), true);
  assert.equal(await english.page.getByRole('button', { name: 'Older ones' }).count(), 0);
  await english.page.setViewportSize({ width: 360, height: 740 });
  assert.ok((await english.page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await accessible(english.page);
  await english.leave();
});

test('everybody changes the own password; supervisors see no people', async () => {
  const odile = await Desk.open(browsers, centre, 'odile@demo.example');
  const { page } = odile;
  assert.equal(await page.getByRole('link', { name: 'Personnes' }).count(), 0);
  await page.goto(`${centre.base}/console/#people`);
  await page.locator('main.columns').waitFor();
  await page.getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('button', { name: 'Changer mon mot de passe' }).click();
  await page.keyboard.type('pas le bon');
  await page.keyboard.press('Tab');
  await enter(page, own);
  await page.getByText('Le mot de passe actuel n’est pas le bon.').waitFor();
  await accessible(page);
  await page.keyboard.press('Control+a');
  await enter(page, password);
  await page.getByText('Mot de passe changé ; vos autres sessions sont terminées.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Connecté', { exact: true }).waitFor();
  await odile.leave();
  const again = await browsers.person('fr');
  await signIn(again, 'odile@demo.example', own);
  await again.getByText('Connecté', { exact: true }).waitFor();
  await again.context().close();
});
