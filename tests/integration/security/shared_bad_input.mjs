// Bad input that nobody of this project wrote, from the folder RELAIS_DATA, against the real daemon: `./dev test --data DIR`.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accepted, House } from './support/house.mjs';

const folder = join(process.env.RELAIS_DATA, 'bad-input');
const notMessages = /^$|\0|\p{Surrogate}/u; // empty, or what no JSON text may hold
const longest = 4_000;
const framesAtOnce = 150; // below the bound of a visitor's socket
let house;
let amel;
let conversation;

before(async () => {
  house = await House.open();
  amel = await house.enter('amel');
  [, conversation] = await house.talk('paul', amel);
});

after(() => house?.close());

test('naughty strings are stored byte for byte', { timeout: 120_000 }, async () => {
  const strings = JSON.parse(readFileSync(join(folder, 'naughty-strings.json'), 'utf8')).filter(
    (text) => !notMessages.test(text) && [...text].length <= longest,
  );
  assert.ok(strings.length > 400, `${strings.length} strings`);
  const expected = new Map();
  for (const text of strings) {
    const id = randomUUID();
    expected.set(id, Buffer.from(text, 'utf8').toString('hex'));
    await accepted(amel, 'post', { conversation, id, text });
  }
  const rows = await house.centre.sql(
    `SELECT message_id, encode(convert_to(body, 'UTF8'), 'hex') FROM entry WHERE message_id IS NOT NULL;`,
  );
  const stored = new Map(
    rows
      .trim()
      .split('\n')
      .map((row) => row.split('|')),
  );
  for (const [id, hex] of expected) assert.equal(stored.get(id), hex);
});

test('no JSON text that breaks parsers is taken for a frame, and none harms a socket', {
  timeout: 120_000,
}, async () => {
  const cases = readFileSync(join(folder, 'json-cases.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  assert.ok(cases.length > 300, `${cases.length} texts`);
  for (let from = 0; from < cases.length; from += framesAtOnce) {
    const mallory = await house.enter(`mallory-${from}`);
    const texts = cases
      .slice(from, from + framesAtOnce)
      .map((each) => Buffer.from(each.b64, 'base64'))
      .filter(({ length }) => length <= 65_536);
    for (const text of texts) mallory.strike(text, false);
    const codes = () => mallory.heard.filter(({ kind }) => kind === 'refused').map(({ frame }) => frame.code);
    await mallory.until(() => codes().length >= texts.length, 20_000, 'is refused each of them');
    assert.deepEqual(
      codes().filter((code) => !/^(bad_json|bad_frame|bad_value|missing_field|wrong_type)$/.test(code)),
      [],
    );
    assert.equal(mallory.lastOf('closed'), undefined);
    mallory.leave();
  }
  await accepted(amel, 'post', { conversation, id: randomUUID(), text: 'still here' });
});
