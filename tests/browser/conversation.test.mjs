// A visitor writes to a human and is answered: two real browsers, the real daemon, real key presses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, Browsers, Centre, people, signIn, tabTo } from './support/centre.mjs';

const french = { email: 'Adresse e-mail', connected: 'Connecté', available: /Disponible/, accept: /Accepter/, reply: /Votre réponse/, launch: 'Discuter', message: 'Votre message' };
const english = { email: /E-mail/i, connected: 'Connected', available: /Available/, accept: /Accept/, reply: /Your reply|Your answer/, launch: /Chat/, message: /Your message/ };

let centre;
let browsers;
before(async () => {
  centre = await Centre.open();
  browsers = await Browsers.open();
});
after(async () => {
  await browsers?.close();
  await centre?.close();
});

async function answeredConversation(language, words, agentMail, question, answer) {
  const visitor = await browsers.person(language);
  const agent = await browsers.person(language);
  await visitor.goto(`${centre.base}/demo/${language}/index.html`);
  await signIn(agent, centre.base, agentMail, words);
  const launch = visitor.getByRole('button', { name: words.launch });

  await tabTo(agent, words.available);
  await agent.keyboard.press('Enter');
  await launch.waitFor();

  await tabTo(visitor, typeof words.launch === 'string' ? new RegExp(words.launch) : words.launch);
  await visitor.keyboard.press('Enter');
  const composer = visitor.getByRole('textbox', { name: words.message });
  await composer.waitFor();
  await visitor.keyboard.type(question);
  await visitor.keyboard.press('Enter');

  await agent.getByText(question).waitFor();
  await tabTo(agent, words.accept);
  await agent.keyboard.press('Enter');
  const reply = agent.getByRole('textbox', { name: words.reply });
  await reply.waitFor();
  await reply.focus();
  await agent.keyboard.type(answer);
  await agent.keyboard.press('Enter');
  await visitor.getByText(answer).waitFor();
  assert.deepEqual(visitor.problems, []);
  assert.deepEqual(agent.problems, []);
  return { visitor, agent, launch, reply };
}

test('nobody can answer: the shop shows no button and stores nothing', async () => {
  const visitor = await browsers.person('fr');
  const requests = [];
  visitor.on('request', (request) => requests.push(request.url()));
  const opened = visitor.waitForEvent('websocket');
  await visitor.goto(`${centre.base}/demo/fr/index.html`);
  const socket = await opened;
  await socket.waitForEvent('framereceived');
  assert.equal(await visitor.getByRole('button', { name: 'Discuter' }).count(), 0);
  assert.deepEqual(await visitor.context().cookies(), []);
  assert.equal(await visitor.evaluate(() => localStorage.length + sessionStorage.length), 0);
  assert.equal(requests.filter((url) => url.includes('/widget/')).length, 1);
});

test('a conversation in French, by keyboard alone', async () => {
  const { visitor, agent } = await answeredConversation('fr', french, people.amel, 'Mon figuier perd ses feuilles, est-ce grave ?', 'Non, c’est normal en automne.');
  assert.deepEqual(await axeViolations(visitor), []);
  assert.deepEqual(await axeViolations(agent), []);
  await visitor.context().close();
  await agent.context().close();
});

test('a conversation in English, by keyboard alone', async () => {
  const { visitor, agent } = await answeredConversation('en', english, people.jonas, 'Is the olive tree hardy?', 'Yes, down to minus ten.');
  await visitor.context().close();
  await agent.context().close();
});

test('kill -9 in mid-chat: both come back by themselves and nothing is lost or doubled', async () => {
  const { visitor, agent, reply } = await answeredConversation('fr', french, people.odile, 'Livrez-vous le samedi ?', 'Oui, le matin.');
  await visitor.keyboard.type('Parfait, un avant la coupure');
  await visitor.keyboard.press('Enter');
  await agent.getByText('Parfait, un avant la coupure').waitFor();
  await centre.kill();
  await visitor.keyboard.type('deux pendant la coupure');
  await visitor.keyboard.press('Enter');
  await centre.start();
  await agent.getByText('deux pendant la coupure').waitFor({ timeout: 20_000 });
  await reply.focus();
  await agent.keyboard.type('trois après la coupure');
  await agent.keyboard.press('Enter');
  await visitor.getByText('trois après la coupure').waitFor({ timeout: 20_000 });
  for (const page of [visitor, agent]) {
    for (const text of ['Livrez-vous le samedi ?', 'Oui, le matin.', 'Parfait, un avant la coupure', 'deux pendant la coupure', 'trois après la coupure']) {
      assert.equal(await page.getByText(text, { exact: true }).count(), 1, text);
    }
  }
  assert.deepEqual(visitor.problems, []);
});
