// Text is text (S8): whatever a visitor calls himself, writes, or has as the title of the page, the agent's page gets no element, no
// script and no crooked layout from it; and the other way round.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browsers, Centre, people } from './support/centre.mjs';
import { Desk, Guest } from './support/people.mjs';

const hit = 'globalThis.hit=1';
const name = `</h2><img src=x onerror=${hit}>\u202egnp.\u2067😀`;
const title = `</title><script>${hit}</script><b>titre</b> ${'W'.repeat(600)}\u202e 😀 coupé \ud83d`;
const texts = [
  `<script>${hit}</script>`,
  `<img src=x onerror="${hit}"><svg onload="${hit}"></svg><style>*{display:none}</style>`,
  `"><iframe srcdoc="<script>parent.${hit}</script>"></iframe><b>gras</b>&lt;i&gt;`,
  `javascript:${hit} https://x.example/"onmouseover="${hit}"<b>`,
  'W'.repeat(3900),
  'مرحبا <b>بالعالم</b> שלום',
  'facture\u202egpj.exe',
  '👩‍👩‍👧‍👦 🏳️‍🌈 🇫🇷 e\u0301\u0323\u0337\u0489',
  '\u001b[31mrouge\u001b[0m \u0007 {{7*7}} ${7*7} %s %n',
  `a${'\n'.repeat(40)}b`,
];

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

/** As from the clipboard: no keyboard writes these. */
async function paste(page, text) {
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
}

/** The texts of the lines as they are drawn, each with the elements inside it. */
const drawn = (page) => page.locator('.line .body').evaluateAll((bodies) => bodies.map((body) => [body.textContent, [...body.querySelectorAll('*')].map((one) => one.outerHTML)]));

/** Nothing stands out sideways of these elements. */
async function assertInside(page, selector) {
  const over = await page.locator(selector).evaluateAll((boxes) =>
    boxes.filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).textOverflow !== 'ellipsis').map((box) => `${box.className} ${box.scrollWidth} > ${box.clientWidth}`),
  );
  assert.deepEqual(over, []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page does not scroll sideways');
}

/** Whether these words run from left to right on screen, as our own words do. */
const runsForward = (locator) =>
  locator.evaluate((element) => {
    const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    const left = (at) => {
      const range = document.createRange();
      range.setStart(words, at);
      range.setEnd(words, at + 1);
      return range.getBoundingClientRect().left;
    };
    return left(0) < left(words.length - 1);
  });

test('hostile names, titles and messages are shown as what they are', async () => {
  const desk = await Desk.open(browsers, centre, people.amel);
  await desk.available();
  const before = `window.relaisSettings = ${JSON.stringify({ name })}; addEventListener('DOMContentLoaded', () => { document.title = ${JSON.stringify(title)}; });`;
  const guest = await Guest.open(browsers, centre, { before });
  await guest.openPanel();
  for (const text of texts) await paste(guest.page, text);
  const column = desk.page.locator('section.column.offered');
  await column.getByRole('button', { name: desk.words.accept }).click();
  const log = desk.page.getByRole('log').locator('.line');
  await log.nth(texts.length - 1).waitFor();

  assert.deepEqual(await drawn(desk.page), texts.map((text) => [text, []]));
  const head = desk.page.locator('section.column.active .head');
  assert.equal(await head.getByRole('heading').textContent(), `</h2><img src=x onerror=${hit}>gnp.😀`);
  const link = head.locator('.page a');
  assert.ok((await link.textContent()).startsWith(`</title><script>${hit}</script><b>titre</b> WWW`));
  assert.deepEqual(await link.locator('*').count(), 0);
  assert.equal(await desk.page.locator('.column :is(img, script, iframe, style, b)').count(), 0);
  assert.equal(await desk.page.evaluate(() => globalThis.hit), undefined);

  await assertInside(desk.page, '.column, .transcript, .line, .line .body, .head, .names');
  await desk.column('gras').getByRole('button', { name: desk.words.end, exact: true }).click({ trial: true });
  const box = await desk.page.getByRole('textbox', { name: desk.words.reply }).boundingBox();
  assert.ok(box.y + box.height <= 800 && box.x >= 0, 'the composer is in sight');
  for (const clock of await log.locator('time').all()) assert.ok(await runsForward(clock), 'the time beside a name is not turned round');

  for (const text of texts) await paste(desk.page, text);
  await guest.page.locator('.line:not(.me)').nth(texts.length - 1).waitFor();
  const shown = await drawn(guest.page);
  const links = shown.flatMap(([, elements]) => elements);
  assert.deepEqual(shown.map(([text]) => text), [...texts, ...texts]);
  assert.deepEqual(links, Array(2).fill('<a class="" href="https://x.example/" target="_blank" rel="noopener noreferrer">https://x.example/</a>'));
  assert.equal(await guest.page.evaluate(() => globalThis.hit), undefined);
  await assertInside(guest.page, '.panel, .scroll, .line, .line .body');
  await guest.leave();
  await desk.leave();
});
