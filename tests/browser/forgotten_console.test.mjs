// A console that nobody looks at, in the regime that browsers put pages in after five minutes: timers of the page run once a minute.
// The regime is real, only its beginning is early (Chromium's own parameter), so that nobody waits for it; what it does to a chain of
// timers after its fifth link is done from the first one on. The tests follow each other: the agent is signed in and available, looks
// at something else, and so nobody answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeViolations, Browsers, Centre, people } from './support/centre.mjs';
import { OwnBrowser } from './support/own_browser.mjs';
import { Desk, enter, Guest, within } from './support/people.mjs';

const PONGS = 4; // 20 s: twice the silence after which the server takes an agent for gone
const TICKS_MAX = 40; // of 100 that a timer of the page would have made meanwhile; once a second until the regime begins
const RING_MS_MAX = 1500;
const CHOICES_MS = { min: 14_500, max: 16_500 };
const SILENCE_MS_MAX = 13_000; // an agent's silence_ms is 10 s

let centre;
let browsers;
let own;
let desk;
let guest;
let asked;
const sockets = [];
let heard = () => {};

before(async () => {
  centre = await Centre.open();
  browsers = await Browsers.open();
  own = await OwnBrowser.open({ args: ['--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1'] });
  const page = await own.tab();
  page.on('websocket', (socket) => sockets.push(socket));
  await page.exposeBinding('tellTest', (_source, what, words) => heard(what, words));
  await page.addInitScript(watchPage);
  desk = await Desk.open(browsers, centre, people.amel, { page });
  await desk.available();
  guest = await Guest.open(browsers, centre);
  await guest.launcher().waitFor();
});
after(async () => {
  await own?.close();
  await browsers?.close();
  await centre?.close();
});

/** In the page: tells each title and each desktop notice, and counts what a timer of the page can do. */
function watchPage() {
  class Notice {
    static permission = 'granted';
    constructor(_title, { body }) {
      globalThis.tellTest('notice', body);
    }
  }
  globalThis.Notification = Notice;
  globalThis.ticks = 0;
  setInterval(() => {
    globalThis.ticks += 1;
  }, 200);
  addEventListener('DOMContentLoaded', () => {
    const told = new MutationObserver(() => globalThis.tellTest('title', document.title));
    told.observe(document.querySelector('title'), { childList: true });
  });
}

/** In the page. */
function slowDownNewTimers() {
  const soon = globalThis.setTimeout;
  globalThis.setTimeout = (run, ms) => soon(run, Math.max(ms, 60_000));
}

const ticksOf = (page) => page.evaluate(() => globalThis.ticks);

function pongsOf(socket, count) {
  let left = count;
  return new Promise((resolve) => {
    socket.on('framesent', ({ payload }) => {
      if (payload.includes('"pong"')) left -= 1;
      if (left === 0) resolve();
    });
  });
}

test('a console hidden for long answers its heartbeats: the agent stays available', async () => {
  const [socket] = sockets;
  // A drawing that was asked for in the moment before the page is hidden never comes: no frame is drawn then.
  await desk.page.evaluate(() => {
    const real = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = () => 0;
    document.addEventListener('visibilitychange', () => (globalThis.requestAnimationFrame = real), { once: true });
  });
  await desk.choose(desk.words.pause);
  await guest.launcher().waitFor({ state: 'hidden' });
  await desk.choose(desk.words.available);
  await guest.launcher().waitFor();
  await own.tab(); // another site is looked at
  assert.equal(await desk.page.evaluate(() => document.hidden), true);
  await desk.page.evaluate(slowDownNewTimers);
  const before = await ticksOf(desk.page);
  await within(60_000, 'pongs', pongsOf(socket, PONGS));
  const ticks = (await ticksOf(desk.page)) - before;
  assert.ok(ticks < TICKS_MAX, `the page's own timers are slowed down: ${ticks} ticks`);
  assert.equal(socket.isClosed(), false);
  assert.equal(await guest.launcher().isVisible(), true);
});

test('it rings at once', async () => {
  const rings = new Map();
  const rung = new Promise((resolve) => {
    heard = (what, words) => {
      if (what === 'notice' || words.startsWith('●')) rings.set(what, Date.now());
      if (rings.size === 2) resolve();
    };
  });
  await guest.openPanel();
  await guest.page.keyboard.type('Bonjour, il y a quelqu’un ?');
  asked = Date.now();
  await guest.page.keyboard.press('Enter');
  await within(30_000, 'ring', rung);
  for (const [what, at] of rings) assert.ok(at - asked < RING_MS_MAX, `${what} after ${at - asked} ms`);
});

test('nobody answers: after 15 s the visitor has the choices and leaves a message', async () => {
  const { page, words } = guest;
  const leave = page.getByRole('button', { name: words.leaveMessage });
  assert.equal(await leave.isVisible(), false);
  await leave.waitFor();
  const waited = Date.now() - asked;
  assert.ok(waited > CHOICES_MS.min && waited < CHOICES_MS.max, `choices after ${waited} ms`);
  assert.equal(await page.getByRole('button', { name: words.keepWaiting }).isVisible(), true);
  await leave.click();
  await guest.composer().waitFor();
  await page.keyboard.type('Rappelez-moi au sujet du figuier.');
  await page.keyboard.press('Tab');
  await enter(page, 'zoe@mail');
  await page.getByText('Adresse incomplète').waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await enter(page, '.example');
  await page.getByText('votre message est bien arrivé').waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await guest.leave();
});

test('the hidden console leaves a server that says nothing, and comes back by itself', async () => {
  const again = desk.page.waitForEvent('websocket');
  const stopped = Date.now();
  centre.signal('SIGSTOP');
  const left = await again.then(() => Date.now() - stopped).finally(() => centre.signal('SIGCONT'));
  assert.ok(left < SILENCE_MS_MAX, `after ${left} ms`);
  await desk.page.bringToFront();
  await desk.page.getByText(desk.words.connected, { exact: true }).waitFor();
  await desk.page.locator('.status.available').waitFor();
});

test('the left message is listed on every console, until one marks it done', async () => {
  const other = await Desk.open(browsers, centre, people.jonas);
  for (const { page, words } of [desk, other]) {
    await page.getByRole('button', { name: `${words.leftMessages} : 1` }).click();
    await page.getByText('Rappelez-moi au sujet du figuier.').waitFor();
    await page.getByRole('link', { name: 'zoe@mail.example' }).waitFor();
  }
  assert.deepEqual(await axeViolations(other.page), []);
  await other.button(other.words.done).click();
  for (const { page, words } of [desk, other]) {
    await page.getByText('Rappelez-moi au sujet du figuier.').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `${words.leftMessages} : 0` }).waitFor();
  }
  // Marked for good: a console opened later does not list it either.
  await desk.page.reload();
  await desk.page.getByRole('button', { name: `${desk.words.leftMessages} : 0` }).waitFor();
  assert.deepEqual(desk.page.problems, []);
  await other.leave();
});
