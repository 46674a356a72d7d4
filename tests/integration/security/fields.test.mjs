// Every kind of frame x every field x what breaks other software: one stable code each, the socket goes on, the figures count
// it, and the log has nothing of what was sent.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually } from '../crash/support/centre.mjs';
import { assertChecks } from '../crash/support/ledger.mjs';
import { Actor } from '../scenarios/support/actor.mjs';
import { readScript } from '../scenarios/support/script.mjs';
import { Stage } from '../scenarios/support/stage.mjs';
import { frameWith, hostileFrames, hostileValues, table } from './support/frames.mjs';
import { accepted, answered, House } from './support/house.mjs';
import { mark } from './support/naughty.mjs';

const protocol = readFileSync(
  join(dirname(fileURLToPath(import.meta.url)), '../../../docs/protocol.md'),
  'utf8',
);
const answerWithinMs = 30_000;
const againMs = 500; // what the protocol asks for
const megabytes = Buffer.from(`"${mark}${'x'.repeat(10 << 20)}"`);
const people = { visitor: 'guest', agent: 'amel', supervisor: 'odile' };
const refusals = new Map(); // code -> how many were heard
let house;
let abroad;
let elsewhere; // a conversation of another centre
let left; // a message left there
let before_;
let number = 0;

before(async () => {
  house = await House.open({ environment: { RELAIS_LOG_LEVEL: 'debug' } });
  abroad = new Stage(house.centre, readScript('# abroad\nagent Eva\nvisitor Zoe'), 'abroad');
  await abroad.fill();
  await abroad.known();
  const zoe = new Actor(abroad, 'Zoe');
  await zoe.connect(false);
  await zoe.until(() => zoe.lastOf('snapshot'), answerWithinMs, 'is greeted');
  left = randomUUID();
  await accepted(zoe, 'leave_message', { id: left, text: mark, email: 'zoe@shop.example' });
  const eva = new Actor(abroad, 'Eva');
  await eva.connect(false);
  await eva.until(() => eva.lastOf('snapshot'), answerWithinMs, 'is greeted');
  await accepted(eva, 'status', { status: 'available' });
  elsewhere = (await accepted(zoe, 'post', { id: randomUUID(), text: mark })).conversation;
  zoe.leave();
  eva.leave();
  before_ = await counted('relais_refusals_total', 'code');
});

after(() => house?.close());

/** The figures of one family: label -> value. */
async function counted(family, label) {
  const page = await fetch(`http://127.0.0.1:${house.centre.operations}/metrics`).then((answer) =>
    answer.text(),
  );
  const lines = page.matchAll(new RegExp(`^${family}\\{${label}="(\\w+)"\\} (\\d+)`, 'gm'));
  return new Map([...lines].map(([, name, value]) => [name, Number(value)]));
}

function sample([type, ...more]) {
  if (type === 'id') return randomUUID();
  if (type === 'word') return more[0];
  if (type === 'email') return 'a@b.example';
  if (type === 'phone') return '+33 1 99 00 12 34';
  return { count: 1, number: 1, flag: true, token: 'x', message: 'good', text: 'fr', cut: 'fr' }[type];
}

/** A frame of this kind that nothing is wrong with, and in which every field can be told to be wrong. */
function goodFrame(kind, fields) {
  const frame = { kind };
  for (const [name, type] of Object.entries(fields)) {
    const path = name.replace('?', '');
    if (type[0] === 'object') frame[path] = {};
    else if (type[0] === 'list') frame[path] = [{}];
    else if (path.includes('[].')) frame[path.split('[')[0]][0][path.split('.')[1]] = sample(type);
    else if (path.includes('.')) frame[path.split('.')[0]][path.split('.')[1]] = sample(type);
    else if (!['to_entry_point', 'phone'].includes(path)) frame[path] = sample(type);
  }
  return frame;
}

async function comes(side, greeted = true) {
  number += 1;
  const actor = new Actor(house, `${people[side]}/${number}`);
  await actor.connect(false, greeted ? {} : { kind: 'pong' });
  if (greeted) await actor.until(() => actor.lastOf('snapshot'), answerWithinMs, 'is greeted');
  return actor;
}

/** What comes back for these bytes; who is too fast waits and sends them again. */
async function struck(actor, bytes) {
  for (;;) {
    const from = actor.heard.length;
    actor.strike(bytes, false);
    const of = ({ kind }) => kind === 'refused' || kind === 'ack' || kind === 'closed';
    const { kind, frame } = await actor.until(
      () => actor.heard.slice(from).find(of),
      answerWithinMs,
      'is answered',
    );
    if (kind === 'refused') refusals.set(frame.code, (refusals.get(frame.code) ?? 0) + 1);
    if (frame.code !== 'rate_limited') return { kind, ...frame };
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

/** A good command is answered as if nothing had been. */
async function goesOn(actor, side, what) {
  const [kind, fields] =
    side === 'visitor'
      ? ['leave_message', { id: randomUUID(), text: 'good', email: 'a@b.example' }]
      : ['status', { status: 'available' }];
  const frame = { ...fields, kind };
  const answer = await struck(actor, Buffer.from(JSON.stringify({ ...frame, n: actor.next })));
  assert.equal(answer.kind, 'ack', `${what}: ${JSON.stringify(answer)}`);
  assert.deepEqual(actor.wrong, [], what);
}

/** A hello that is wrong leaves the socket as it was: the next one is taken. */
async function assertHello(side, what, frame, hostile) {
  const actor = await comes(side, false);
  for (const { code, bytes } of hostile) {
    const answer = await struck(actor, bytes);
    assert.deepEqual(
      [answer.kind, answer.n, answer.code, answer.transient],
      ['refused', 0, code, false],
      `${what} ${bytes.toString().slice(0, 300)}`,
    );
  }
  const good = { ...frame, client: randomUUID() }; // another one's would end the socket of that one
  actor.strike(Buffer.from(JSON.stringify(good)), false);
  await actor.until(() => actor.lastOf('hello_ok') ?? actor.lastOf('closed'), answerWithinMs, 'is greeted');
  assert.ok(actor.lastOf('hello_ok'), `${what}: ${JSON.stringify(actor.lastOf('closed'))}`);
  actor.leave();
}

/** Each is refused with its code and its number, and consumes just that number. */
async function assertRefused(side, what, frame, hostile) {
  const actor = await comes(side);
  for (const { code, bytes } of hostile) {
    const numbered = 'n' in frame;
    const sent = numbered ? renumbered(bytes, actor.next) : bytes;
    const before = actor.next;
    const answer = await struck(actor, sent);
    const where = `${what} ${sent.toString().slice(0, 300)}: ${JSON.stringify(answer)}`;
    assert.deepEqual([answer.kind, answer.code, answer.transient], ['refused', code, false], where);
    assert.ok([0, before].includes(answer.n), where);
    assert.equal(actor.next, answer.n === 0 ? before : before + 1, where);
  }
  await goesOn(actor, side, what);
  actor.leave();
}

const consolesAtOnce = 16; // of the 20 that one person may have
const lanes = { visitor: [], agent: [], supervisor: [] };
let turn = 0;

/** Visitors are as many people; consoles are of one each, and so come behind one another. */
function inTurn(side, work) {
  if (side === 'visitor') return work();
  turn += 1;
  const lane = turn % consolesAtOnce;
  lanes[side][lane] = Promise.resolve(lanes[side][lane]).then(work);
  return lanes[side][lane];
}

const standIn = Buffer.from('"n":1');

function renumbered(bytes, n) {
  const at = bytes.indexOf(standIn);
  if (at < 0) return bytes;
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(`"n":${n}`), bytes.subarray(at + standIn.length)]);
}

function everyField(work) {
  return Object.entries(table).flatMap(([side, kinds]) =>
    Object.entries(kinds).flatMap(([kind, fields]) => {
      const frame = goodFrame(kind, fields);
      return Object.entries(fields).map(([name, type]) => work(side, kind, name, type, frame));
    }),
  );
}

/** The commands of a section, from the table behind its words "Commands (each with `n`)": kind -> names in its cell of fields. */
function commandsOf(section) {
  const part = protocol.split(`\n## ${section}. `)[1].split('\n## ')[0].split('Commands (each with `n`)')[1];
  const rows = part.slice(part.indexOf('\n|')).trim().split('\n\n')[0].split('\n').slice(2);
  const names = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  return Object.fromEntries(
    rows.flatMap((row) => {
      const [, kinds, fields] = row.split('|');
      return names(kinds).map((kind) => [kind, names(fields).sort()]);
    }),
  );
}

const alternatives = new Set(['to_agent?', 'to_entry_point?']); // one of them

function namesInTable(kinds) {
  return Object.fromEntries(
    Object.entries(kinds)
      .filter(([, fields]) => 'n' in fields)
      .map(([kind, { n, ...fields }]) => {
        const names = Object.entries(fields).flatMap(([name, [type, ...words]]) =>
          type === 'word' ? [name, ...words] : [name],
        );
        return [kind, names.map((name) => (alternatives.has(name) ? name.slice(0, -1) : name)).sort()];
      }),
  );
}

test('the table of this test is that of docs/protocol.md', () => {
  assert.deepEqual(namesInTable(table.visitor), commandsOf(4));
  assert.deepEqual(namesInTable({ ...table.agent, ...table.supervisor }), commandsOf(5));
  const hellos = [...protocol.matchAll(/`(\{"kind":"hello",.*?\})`/g)].map(([, text]) =>
    [...text.matchAll(/"(\w+)"(\??)/g)]
      .map(([, name, optional]) => name + optional)
      .filter((name) => !['kind', 'hello'].includes(name)),
  );
  const outer = (fields) => Object.keys(fields).filter((name) => !name.includes('.'));
  assert.deepEqual(
    hellos.map((names) => names.sort()),
    [outer(table.visitor.hello).sort(), outer(table.agent.hello).sort()],
  );
  const unnumbered = protocol.split('Client to server, without `n`: ')[1].split('Nothing answers')[0];
  const kinds = [...unnumbered.matchAll(/`(\w+)(?: \{([\w, ]*)\})?`/g)].map(([, kind, list]) => [
    kind,
    list?.split(', ') ?? [],
  ]);
  assert.deepEqual(Object.fromEntries(kinds), {
    pong: [],
    typing: Object.keys(table.agent.typing),
    read: Object.keys(table.agent.read),
  });
});

test('every field of every frame: hostile values get their code and harm nothing', {
  timeout: 240_000,
}, async () => {
  const work = everyField((side, kind, name, type, frame) => {
    const hostile = hostileValues(name, type, frame);
    const assertThem = kind === 'hello' ? assertHello : assertRefused;
    return inTurn(side, () => assertThem(side, `${side} ${kind}.${name}`, frame, hostile)).then(
      () => hostile.length,
    );
  });
  const cases = (await Promise.all(work)).reduce((sum, count) => sum + count, 0);
  console.log(`# ${cases} frames, ${work.length} fields`);
  assert.ok(cases > 2_500, `${cases} frames`);
});

test('so do hostile kinds, and hostile fields that nobody knows', { timeout: 240_000 }, async () => {
  const work = Object.entries(table).flatMap(([side, kinds]) =>
    Object.entries(kinds).map(([kind, fields]) => {
      const frame = goodFrame(kind, fields);
      const assertThem = kind === 'hello' ? assertHello : assertRefused;
      return inTurn(side, () => assertThem(side, `${side} ${kind}`, frame, hostileFrames(frame)));
    }),
  );
  await Promise.all(work);
});

test('10 MB in any field end that socket with 1009, and nothing else', { timeout: 120_000 }, async () => {
  const amel = await comes('agent');
  for (const [side, kind, name, frame] of everyField((side, kind, name, _type, frame) => [
    side,
    kind,
    name,
    frame,
  ])) {
    const actor = await comes(side, kind !== 'hello');
    actor.strike(frameWith(frame, name.replace('?', ''), megabytes), false);
    const { code } = await actor.until(() => actor.lastOf('closed'), answerWithinMs, 'is closed');
    assert.ok([1009, 1006].includes(code), `${side} ${kind}.${name}: ${code}`); // 1006: cut while it was still sending
  }
  await goesOn(amel, 'agent', '10 MB');
});

const unheardOf = { read: 'nothing', typing: 'nothing', wrap_up_done: 'ack' };
const unknown = {
  conversation: 'unknown_conversation',
  to_agent: 'unknown_agent',
  agent: 'unknown_agent',
  to_entry_point: 'unknown_entry_point',
  entry_point: 'unknown_entry_point',
  id: 'unknown_left_message',
};

test('S6: the ids of another centre and of nobody are unknown in every field that takes one', {
  timeout: 120_000,
}, async () => {
  const foreign = {
    to_agent: abroad.ids.Eva,
    agent: abroad.ids.Eva,
    to_entry_point: abroad.ids.fr,
    entry_point: abroad.ids.fr,
    id: left,
    conversation: elsewhere,
  };
  const paul = await comes('visitor');
  const amel = await comes('agent');
  await accepted(amel, 'status', { status: 'available' });
  const own = await accepted(paul, 'post', { id: randomUUID(), text: 'good' });
  await amel.until(
    () => amel.heard.some(({ kind, frame }) => kind === 'conversation' && frame.id === own.conversation),
    answerWithinMs,
    'is asked',
  );
  await accepted(amel, 'accept', { conversation: own.conversation });
  const senders = { visitor: paul, agent: amel, supervisor: await comes('supervisor') };
  let asked = 0;
  for (const [side, kind, name, frame] of everyField((side, kind, name, type, frame) => [
    side,
    kind,
    name,
    frame,
    type,
  ])) {
    const path = name.replace('?', '');
    if (!(path in unknown) || kind === 'hello' || (path === 'id' && kind !== 'left_message_done')) continue;
    const {
      kind: _kind,
      n,
      ...fields
    } = {
      ...frame,
      ...(side === 'agent' && 'conversation' in frame ? { conversation: own.conversation } : {}),
    };
    if (path === 'to_entry_point') delete fields.to_agent;
    for (const id of [foreign[path], randomUUID()]) {
      const expected = unheardOf[kind] ?? unknown[path];
      if (expected === 'nothing') senders[side].notice(kind, { ...fields, [path]: id });
      else {
        const answer = await answered(senders[side], kind, { ...fields, [path]: id });
        assert.equal(answer.code ?? answer.kind, expected, `${side} ${kind}.${name}`);
        if (answer.code) refusals.set(answer.code, (refusals.get(answer.code) ?? 0) + 1);
      }
      asked += 1;
    }
  }
  assert.ok(asked >= 36, `${asked} ids`);
  for (const actor of [paul, amel]) await goesOn(actor, actor.isAgent ? 'agent' : 'visitor', 'foreign ids');
});

test('every refusal is counted under its code', async () => {
  await eventually(
    async () => (await counted('relais_socket_closes_total', 'code')).get('1009') > 50,
    10_000,
    'closes are counted once a second',
  );
  const now = await counted('relais_refusals_total', 'code');
  const codes = [
    'bad_json',
    'bad_frame',
    'unknown_kind',
    'wrong_type',
    'missing_field',
    'bad_value',
    'text_too_long',
    'text_empty',
  ];
  for (const code of codes) assert.ok(refusals.get(code) > 0, code);
  for (const [code, count] of refusals) {
    if (code !== 'rate_limited') assert.equal((now.get(code) ?? 0) - (before_.get(code) ?? 0), count, code);
  }
});

test('S16: none of it is in the log; nothing but good commands is in the tables', async () => {
  await assertChecks(house.centre);
  const stored = await house.centre.sql(
    `SELECT count(*) FROM entry WHERE body LIKE '%${mark}%' AND conversation_id <> '${elsewhere}';`,
  );
  assert.equal(Number(stored), 0);
  assert.equal(await house.centre.end('SIGTERM'), 0);
  const lines = house.centre.errors.split('\n').filter((line) => line !== '');
  for (const line of lines) {
    JSON.parse(line);
    assert.ok(!line.includes(mark), line.slice(0, 300));
  }
  assert.deepEqual(
    lines.filter((line) => line.includes('"level":"error"')),
    [],
  );
});
