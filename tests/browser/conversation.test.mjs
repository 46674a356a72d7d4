// A visitor writes to a human and is answered: two real browsers, the real daemon, real key presses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, Browsers, Centre, people } from './support/centre.mjs';
import { Desk, enter, Guest, seesOnceInOrder, tabTo } from './support/people.mjs';

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

/** By keyboard alone, on both sides: what the agent types right after accepting is his answer. */
async function answeredConversation(language, agentMail, question, answer) {
  const guest = await Guest.open(browsers, centre, { language });
  const desk = await Desk.open(browsers, centre, agentMail, { language });
  const visitor = guest.page;
  const agent = desk.page;

  await tabTo(agent, new RegExp(`^\\s*${desk.words.available}`));
  await agent.keyboard.press('Enter');
  await guest.launcher().waitFor();

  await tabTo(visitor, new RegExp(guest.words.launch));
  await visitor.keyboard.press('Enter');
  await guest.composer().waitFor();
  await enter(visitor, question);

  await agent.getByText(question).waitFor();
  await tabTo(agent, new RegExp(desk.words.accept));
  await agent.keyboard.press('Enter');
  await enter(agent, answer);
  await visitor.getByText(answer).waitFor();
  assert.deepEqual(visitor.problems, []);
  assert.deepEqual(agent.problems, []);
  return { guest, desk, visitor, agent };
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
  await visitor.context().close();
});

test('a conversation in French, by keyboard alone', async () => {
  const { guest, desk, visitor, agent } = await answeredConversation('fr', people.amel, 'Mon figuier perd ses feuilles, est-ce grave ?', 'Non, c’est normal en automne.');
  assert.deepEqual(await axeViolations(visitor), []);
  assert.deepEqual(await axeViolations(agent), []);
  await guest.leave();
  await desk.leave();
});

test('a conversation in English, by keyboard alone', async () => {
  const { guest, desk } = await answeredConversation('en', people.jonas, 'Is the olive tree hardy?', 'Yes, down to minus ten.');
  await guest.leave();
  await desk.leave();
});

test('kill -9 in mid-chat: both come back by themselves and nothing is lost or doubled', async () => {
  const { guest, desk, visitor, agent } = await answeredConversation('fr', people.odile, 'Livrez-vous le samedi ?', 'Oui, le matin.');
  await enter(visitor, 'Parfait, un avant la coupure');
  await agent.getByText('Parfait, un avant la coupure').waitFor();
  await centre.end('SIGKILL');
  await enter(visitor, 'deux pendant la coupure');
  await centre.start();
  await agent.getByText('deux pendant la coupure').waitFor({ timeout: 20_000 });
  await enter(agent, 'trois après la coupure');
  await visitor.getByText('trois après la coupure').waitFor({ timeout: 20_000 });
  const lines = ['Livrez-vous le samedi ?', 'Oui, le matin.', 'Parfait, un avant la coupure', 'deux pendant la coupure', 'trois après la coupure'];
  await seesOnceInOrder(visitor, lines);
  await seesOnceInOrder(agent, lines);
  await guest.leave();
  await desk.leave();
});
