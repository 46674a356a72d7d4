// Every frame that a client may send, field by field, as docs/protocol.md has it, and values that break other software. A
// field is [type, bound]; `?` behind its name: may be absent; a dot: inside an object, `[]`: in each item of a list.
import { randomUUID } from 'node:crypto';
import { mark } from './naughty.mjs';

const hello = { protocol: ['count'], client: ['id'], language: ['text', 35], 'build?': ['text', 80] };
const about = { n: ['number'], conversation: ['id'] };
const words = { n: ['number'], id: ['id'], text: ['message'] };
const reason = { 'reason?': ['text', 40] };

/** `role`: who may send it; agents where it is not said. */
export const table = {
  visitor: {
    hello: {
      ...hello,
      'token?': ['token'],
      'last?': ['object'],
      'last.conversation': ['id'],
      'last.seq': ['count'],
      'page?': ['object'],
      'page.title?': ['cut'],
      'page.url?': ['cut'],
      'listen?': ['flag'],
    },
    pong: {},
    typing: { 'conversation?': ['id'] },
    read: { conversation: ['id'], seq: ['count'] },
    admit: { n: ['number'] },
    post: { ...words, 'conversation?': ['id'], 'name?': ['text', 80] },
    end: about,
    keep_waiting: about,
    leave_message: {
      ...words,
      'email?': ['email', 254],
      'phone?': ['phone', 32],
      'name?': ['text', 80],
      'conversation?': ['id'],
    },
  },
  agent: {
    hello: { ...hello, 'have?': ['list'], 'have[].conversation': ['id'], 'have[].position': ['count'] },
    pong: {},
    typing: { conversation: ['id'] },
    read: { conversation: ['id'], seq: ['count'] },
    status: { n: ['number'], status: ['word', 'available', 'away'], ...reason },
    sign_out: { n: ['number'], 'chats?': ['word', 'requeue'] },
    accept: about,
    decline: about,
    post: { ...about, ...words },
    note: { ...about, ...words },
    end: about,
    transfer: { ...about, 'to_agent?': ['id'], 'to_entry_point?': ['id'], 'note?': ['message'], id: ['id'] },
    cancel_transfer: about,
    requeue: about,
    wrap_up_done: about,
    left_message_done: { n: ['number'], id: ['id'] },
    explain: about,
  },
  supervisor: {
    set_entry_point: {
      n: ['number'],
      entry_point: ['id'],
      state: ['word', 'open', 'closed', 'automatic'],
      ...reason,
    },
    force_status: {
      n: ['number'],
      agent: ['id'],
      status: ['word', 'available', 'away', 'offline'],
      ...reason,
    },
  },
};

const long = `${mark}${'x'.repeat(60_000)}`;
const many = (count, item) => `[${Array(count).fill(item).join(',')}]`;
const fields = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`f${index}`, index]));
const no = (code, ...values) =>
  values.map((value) => [typeof value === 'string' ? value : JSON.stringify(value), code]);

/** Not acceptable wherever they stand: [JSON text or bytes, code]. */
const everywhere = [
  ...no(
    'bad_json',
    `"${mark}\\u0000"`,
    `"${mark}\0"`,
    `"${mark}\\ud800"`,
    `"${mark}\n"`,
    `"${mark}\u001b[2J"`,
  ),
  ...no('bad_json', `"${mark}`, `"\\x41"`, 'undefined', 'NaN', '0x10', '+1', '01', `{"a":1,"a":2}`),
  ...no('bad_json', `${'['.repeat(16)}${']'.repeat(16)}`, '['.repeat(30_000)),
  ...['ff', 'c0af', 'eda080', 'f4908080', 'e282'].map((hex) => [
    Buffer.from(`22${hex}22`, 'hex'),
    'bad_json',
  ]),
  ...no(
    'bad_value',
    '1e999',
    '-1e999',
    '1.5',
    '1e2',
    '9007199254740993',
    '-9007199254740993',
    '9'.repeat(400),
  ),
  ...no('bad_frame', many(1_025, 0), fields),
];

const strange = [`' OR 1=1 --${mark}`, '../../etc/passwd', `\r\n\u001b[2J${mark}`, '%00', long];

function unfit(type, [bound, ...more]) {
  if (type === 'id')
    return [
      ...no('wrong_type', 7, true, [], {}, 9007199254740992),
      ...no(
        'bad_value',
        ...['', '00000000-0000-0000-0000-000000000000', ...strange].map((text) => JSON.stringify(text)),
      ),
      ...no(
        'bad_value',
        `"${randomUUID()}\\n"`,
        `"{${randomUUID()}}"`,
        `"${randomUUID().replaceAll('-', '')}"`,
      ),
    ];
  if (type === 'count')
    return [
      ...no('wrong_type', '"1"', true, [], {}),
      ...no('bad_value', -1, 4_294_967_296, 9007199254740992),
    ];
  if (type === 'number')
    return [...no('wrong_type', '"1"', true, [], {}, null), ...no('bad_value', 0, -1, -9007199254740992)];
  if (type === 'flag') return no('wrong_type', '"true"', 1, 0, [], {});
  if (type === 'object') return no('wrong_type', 7, `"${mark}"`, true, []);
  if (type === 'list')
    return [
      ...no('wrong_type', 7, `"${mark}"`, true, {}, [7], [null], [[]]),
      ...no('bad_value', many(257, JSON.stringify({ conversation: randomUUID(), position: 1 }))),
    ];
  const texts = no('wrong_type', 7, true, [], {}, ['x']);
  const tooLong = (count) => [...no('text_too_long', `"${'😀'.repeat(count)}"`, JSON.stringify(long))];
  if (type === 'text') return [...texts, ...tooLong(bound + 1)];
  if (type === 'message') return [...texts, ...tooLong(4_001), ...no('text_empty', '""')];
  if (type === 'token') return [...texts, ...no('bad_value', `"${'x'.repeat(1_025)}"`)];
  if (type === 'word')
    return [
      ...texts,
      ...no(
        'bad_value',
        ...['', bound.toUpperCase(), `${bound} `, `${more.at(-1) ?? bound}\n`, ...strange].map((text) =>
          JSON.stringify(text),
        ),
      ),
    ];
  if (type === 'email')
    return [
      ...texts,
      ...tooLong(bound + 1),
      ...no(
        'bad_value',
        '"nobody"',
        '"a@b.example\\r\\nBcc: c@d.example"',
        '"a@b.example, c@d.example"',
        '"\\u001b[2J@b.example"',
      ),
    ];
  if (type === 'phone')
    return [
      ...texts,
      ...tooLong(bound + 1),
      ...no('bad_value', '"12"', '"123\\r\\n4"', '"123\\u001b[2J"', '"sip:evil"'),
    ];
  return texts; // cut: what is too long is cut
}

const absent = Symbol('absent');
const place = '@@here@@';

function setAt(frame, path, value) {
  const steps = path.replace('[]', '.0').split('.');
  const last = steps.pop();
  const inner = steps.reduce((object, step) => object[step], frame);
  if (value === absent) delete inner[last];
  else inner[last] = value;
}

/** The bytes of `frame` with `value`, JSON text or bytes, at `path`. */
export function frameWith(frame, path, value) {
  const copy = structuredClone(frame);
  setAt(copy, path, value === absent ? absent : place);
  const [before, behind] = JSON.stringify(copy).split(JSON.stringify(place));
  return behind === undefined
    ? Buffer.from(before)
    : Buffer.concat([before, value, behind].map((part) => Buffer.from(part)));
}

/** What is wrong with this field in so many ways: [path, value, code]. */
export function hostileValues(name, [type, ...bound], frame) {
  const optional = name.endsWith('?');
  const path = name.replace('?', '');
  const key = path.split('.').at(-1);
  const missing = type === 'email' || !optional ? 'missing_field' : null;
  const values = [...everywhere, ...unfit(type, bound)];
  values.push(
    [`1,"${key}":1`, 'bad_json'],
    [`null,"\\u00${key.codePointAt(0).toString(16)}${key.slice(1)}":null`, 'bad_json'],
  );
  if (missing) values.push([absent, missing]);
  if (!optional && type !== 'number') values.push(['null', 'wrong_type']);
  return values.map(([value, code]) => ({ code, bytes: frameWith(frame, path, value) }));
}

/** The same for what every frame has, and for a field that nobody knows. */
export function hostileFrames(frame) {
  const kinds = [
    ...everywhere,
    ...no('wrong_type', 7, true, null, [], {}),
    ...no('unknown_kind', '""', '"Pong"', `"${mark}"`, '"pong\\u0020"'),
  ];
  return [
    ...kinds.map(([value, code]) => ({ code, bytes: frameWith(frame, 'kind', value) })),
    { code: 'missing_field', bytes: frameWith(frame, 'kind', absent) },
    ...everywhere.map(([value, code]) => ({ code, bytes: frameWith(frame, 'unheard', value) })),
  ];
}
