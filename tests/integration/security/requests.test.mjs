// HTTP as attackers write it: two readers would understand it differently, it is too long, or it means somewhere else. Each
// gets one refusal in general terms, and whatever stands behind it in the same bytes is never answered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, password } from '../crash/support/centre.mjs';
import { exchange, House } from './support/house.mjs';
import { mark } from './support/naughty.mjs';

const sign = 'healthz'; // its answer betrays that a smuggled request was taken for one
const smuggled = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
const inside = /beast|boost|asio|exception|\.cpp|stack|postgres|libpq|nlohmann|syntax/i;
let house;

before(async () => {
  house = await House.open({ environment: { RELAIS_LOG_LEVEL: 'debug' } });
});

after(() => house?.close());

function post(headers, body) {
  const host = new URL(house.base).host;
  return `POST /v1/session HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${house.base}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;
}

function get(target, headers = '') {
  return `GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;
}

/** The statuses of all answers that came for these bytes; it asserts that nothing of the inside is in them. */
async function statuses(bytes, withinMs = 3_000) {
  const { text, closed } = await exchange(house.port, Buffer.from(bytes, 'latin1'), { withinMs });
  assert.doesNotMatch(text, inside, bytes.slice(0, 200));
  assert.doesNotMatch(text, new RegExp(mark), bytes.slice(0, 200));
  const all = [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status));
  return { all, closed, text };
}

async function healthy() {
  const { text } = await exchange(house.port, get(`/${sign}`));
  assert.match(text, /^HTTP\/1.1 200 /);
}

/** One refusal, the end of the connection, and no answer to what was hidden behind. */
async function assertRefused(cases) {
  for (const [what, bytes, expected = 400] of cases) {
    const { all, closed, text } = await statuses(bytes);
    assert.deepEqual(all, [expected], `${what}: ${text.slice(0, 200)}`);
    assert.ok(closed, `${what}: the connection goes on`);
  }
  await healthy();
}

test('smuggling: of two lengths none is believed', { timeout: 60_000 }, async () => {
  const chunked = `0\r\n\r\n${smuggled}`;
  const te = 'Transfer-Encoding';
  await assertRefused([
    ['CL+TE', post(`Content-Length: 6\r\n${te}: chunked`, chunked)],
    ['TE+CL', post(`${te}: chunked\r\nContent-Length: ${chunked.length}`, chunked)],
    ['two lengths', post('Content-Length: 0\r\nContent-Length: 45', smuggled)],
    ['a list of lengths', post('Content-Length: 0, 45', smuggled)],
    ['-1', post('Content-Length: -1', smuggled)],
    ['+0', post('Content-Length: +0', smuggled)],
    ['0x0', post('Content-Length: 0x0', smuggled)],
    ['1e1', post('Content-Length: 1e1', smuggled)],
    ['empty', post('Content-Length: ', smuggled)],
    ['2^64', post('Content-Length: 18446744073709551616', smuggled)],
    ['space before the colon', post('Content-Length : 0', smuggled)],
    ['space before the colon of TE', post(`${te} : chunked`, chunked)],
    ['a folded line', post(`X: y\r\n ${te}: chunked\r\nContent-Length : 1`, chunked)],
    ['a tab in the name', post(`Transfer\tEncoding: chunked`, chunked)],
    ['a NUL in the name', post(`Transfer-Encoding\0: chunked`, chunked)],
    ['a bare CR in a header', post(`X: y\r${te}: chunked`, chunked)],
    ['a NUL in a header', post(`X: ${mark}\0`, '{}')],
    ['a line without colon', post('Content-Length', smuggled)],
    ['a chunk size that is none', post(`${te}: chunked`, `G\r\n\r\n${smuggled}`)],
    ['a negative chunk', post(`${te}: chunked`, `-1\r\n\r\n${smuggled}`)],
    ['a chunk of 2^64', post(`${te}: chunked`, `10000000000000000\r\n${smuggled}`)],
    ['a chunk longer than it says', post(`${te}: chunked`, `1\r\nAB\r\n0\r\n\r\n${smuggled}`)],
  ]);
});

test('smuggling: an encoding that is not understood is not guessed', { timeout: 60_000 }, async () => {
  const values = [
    'xchunked',
    'chunked, identity',
    'identity',
    'gzip, chunked',
    'chunked, chunked',
    'chunked\x0b',
  ];
  values.push('"chunked"', 'chunked;q=1', '', 'chunked\r\nTransfer-Encoding: identity');
  for (const body of [smuggled, `0\r\n\r\n${smuggled}`])
    await assertRefused(values.map((value) => [value, post(`Transfer-Encoding: ${value}`, body)]));
  await assertRefused([
    ['HTTP/1.0', post('Transfer-Encoding: chunked', `0\r\n\r\n${smuggled}`).replace('HTTP/1.1', 'HTTP/1.0')],
  ]);
});

test('smuggling: the body of a GET is its body, and a body is never a request', {
  timeout: 60_000,
}, async () => {
  const body = smuggled;
  const inGet = `GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  assert.deepEqual((await statuses(inGet)).all, [404]);
  const inPost = post(`Content-Length: ${body.length}\r\nConnection: close`, body);
  assert.deepEqual((await statuses(inPost)).all, [400]);
  const inHead = `HEAD /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  assert.deepEqual((await statuses(inHead)).all, [404]);
});

test('an upgrade with a body is refused, and its body is neither frame nor request', {
  timeout: 60_000,
}, async () => {
  const upgrade = (more) =>
    `GET /v1/sites/shop-fr/visitor HTTP/1.1\r\nHost: x\r\nOrigin: ${house.base}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}`;
  await assertRefused([
    ['with a length', upgrade(`Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`)],
    ['in chunks', upgrade(`Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n${smuggled}`)],
    ['of HTTP/1.0', upgrade('\r\n').replace('HTTP/1.1', 'HTTP/1.0')],
    ['as POST', upgrade('\r\n').replace('GET', 'POST')],
    ['version 8', upgrade('\r\n').replace('Version: 13', 'Version: 8'), 426],
    ['two keys', upgrade('Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')],
    ['two versions', upgrade('Sec-WebSocket-Version: 8\r\n\r\n')],
    ['to nowhere', upgrade('\r\n').replace('/v1/sites/shop-fr/visitor', '/nowhere'), 404],
    ['64 KiB header', upgrade(`X: ${'x'.repeat(65_536)}\r\n\r\n`), 431],
  ]);
});

test('what is too long is cut off: 431 and 413', { timeout: 60_000 }, async () => {
  await assertRefused([
    ['a header of 100 KB', get('/', `X: ${mark}${'x'.repeat(100_000)}\r\n`), 431],
    ['5,000 headers', get('/', `X: ${mark}\r\n`.repeat(5_000)), 431],
    ['a target of 100 KB', get(`/${'x'.repeat(100_000)}`), 431],
    ['a cookie of 100 KB', get('/v1/session', `Cookie: relais_session=${'x'.repeat(100_000)}\r\n`), 431],
    ['a method of 100 KB', `${'G'.repeat(100_000)} / HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['a header that never ends', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`, 431],
    ['a body of 10 MB', post('Content-Length: 10485760', '{"email":'), 413],
    ['10 MB in chunks', post('Transfer-Encoding: chunked', `A00000\r\n${'x'.repeat(100_000)}`), 413],
    [
      'a chunk extension of 100 KB',
      post('Transfer-Encoding: chunked', `1;${'x'.repeat(100_000)}\r\nx\r\n0\r\n\r\n`),
      431,
    ],
    ['trailers of 100 KB', post('Transfer-Encoding: chunked', `0\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`), 431],
  ]);
});

test('targets that mean somewhere else are refused on every route', { timeout: 60_000 }, async () => {
  const climbs = [
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f',
    '..%5c',
    '..%00',
    '%00',
    'a%00.js',
    '%c0%ae%c0%ae%2f',
    '%',
    '%zz',
    '%u002e',
  ];
  const routes = ['/', '/v1/sites/', '/v1/conversations/', '/console/', '/widget/', '/demo/fr/'];
  for (const route of routes)
    for (const climb of climbs)
      for (const behind of ['', '/availability', '/entries', '/visitor']) {
        const { all, text } = await statuses(get(`${route}${climb}${behind}`));
        assert.deepEqual(all.length, 1, route + climb);
        assert.equal(all[0], 400, `${route}${climb}${behind}`);
        assert.doesNotMatch(text, /root:/);
      }
  await assertRefused([
    ['absolute form', get('http://x/healthz')],
    ['absolute form, elsewhere', get('http://evil.example/healthz')],
    ['authority', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no slash', get('healthz')],
    ['a fragment', get('/healthz#x')],
    ['a space', get('/heal thz')],
    ['a control character', get('/healthz\x01')],
    ['a byte above ASCII', get('/healthz\xe9'), 404],
    ['HTTP/0.9', 'GET /healthz\r\n\r\n'],
    ['HTTP/0.9 without end of line', 'GET /healthz\n'],
    ['HTTP/1.2', get('/healthz').replace('HTTP/1.1', 'HTTP/1.2')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['http/1.1', get('/healthz').replace('HTTP/1.1', 'http/1.1')],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
  ]);
});

test('methods that are not ours change nothing', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS', 'PROPFIND', 'FLY'])
    for (const path of ['/healthz', '/console/', '/v1/session', '/v1/left-messages', '/metrics', '/readyz']) {
      const { all, text } = await statuses(
        `${method} ${path} HTTP/1.1\r\nHost: x\r\nX: ${mark}\r\nConnection: close\r\n\r\n`,
      );
      assert.equal(all.length, 1);
      assert.ok([400, 403, 404, 405].includes(all[0]), `${method} ${path}: ${text.slice(0, 100)}`);
    }
  for (const path of ['/metrics', '/readyz']) // on the operators' port only
    assert.deepEqual((await statuses(get(path))).all, [404]);
});

test('a flood of ranges is one answer of the usual size', async () => {
  const page = '/demo/fr/index.html';
  const { text: whole } = await statuses(get(page));
  const ranges = Array(1_200).fill('0-0').join(',');
  const { all, text } = await statuses(get(page, `Range: bytes=${ranges}\r\n`));
  assert.deepEqual(all, [200]);
  assert.ok(text.length <= whole.length + 100, `${text.length} bytes`);
});

test('the form: hostile fields get a code, and nobody is let in', { timeout: 60_000 }, async () => {
  const send = async (body, type = 'application/json') => {
    const answer = await fetch(`${house.base}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': type, origin: house.base },
      body,
    });
    assert.deepEqual(answer.headers.getSetCookie(), []);
    return [answer.status, await answer.text()];
  };
  const email = '"amel@demo.example"';
  const secret = JSON.stringify(password);
  const values = [
    '7',
    'null',
    'true',
    '[]',
    '{}',
    '1e999',
    '"\\ud800"',
    `"${mark}\n"`,
    `"${mark}\\u0000"`,
    '"amel@demo.example\\u0000"',
    `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    '"',
  ];
  const bodies = [
    ...values.flatMap((value) => [
      `{"email":${value},"password":${secret}}`,
      `{"email":${email},"password":${value}}`,
    ]),
    ...values.slice(0, 6),
    `{"email":"nobody@demo.example","email":${email},"password":${secret}}`,
    `{"email":${email},"password":"wrong","password":${secret}}`,
    `{"email":${email},"\\u0065mail":${email},"password":${secret}}`,
    `{"email":${email},"password":${secret},"more":${'['.repeat(20)}${']'.repeat(20)}}`,
    `{"email":${email},"password":${secret}}{}`,
    `{"email":${email}}`,
    `{"password":${secret}}`,
    '',
    '\ufeff{}',
    `\0{"email":${email},"password":${secret}}`,
    Buffer.from('{"email":"\xff@x","password":"x"}', 'latin1'),
    `email=amel@demo.example&password=${password}`,
  ];
  for (const body of bodies)
    assert.deepEqual(await send(body), [400, '{"code":"bad_json"}'], body.toString().slice(0, 100));
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])
    assert.deepEqual(
      await send(`{"email":${email},"password":${secret}}`, type),
      [415, '{"code":"bad_json"}'],
      type,
    );
  const wrong = [
    '"amel@demo.example\\r\\n"',
    '" amel@demo.example"',
    '"%"',
    `"${'a'.repeat(300)}"`,
  ];
  for (const value of wrong)
    assert.equal((await send(`{"email":${value},"password":${secret}}`))[0], 401, value);
});

test('S8: pages run their own scripts only, and no answer is taken for another kind', async () => {
  const head = async (path, cookie = '') => (await fetch(house.base + path, { headers: { cookie } })).headers;
  const policy = Object.fromEntries(
    (await head('/console/'))
      .get('content-security-policy')
      .split(';')
      .map((part) => {
        const [name, ...sources] = part.trim().split(' ');
        return [name, sources];
      }),
  );
  for (const name of ['default-src', 'base-uri', 'form-action', 'frame-ancestors'])
    assert.deepEqual(policy[name], ["'none'"], name);
  for (const name of ['script-src', 'style-src', 'connect-src', 'worker-src'])
    assert.deepEqual(policy[name], ["'self'"], name);
  for (const name of ['script-src-elem', 'script-src-attr', 'object-src', 'frame-src'])
    assert.equal(policy[name], undefined, name);
  const cookie = await house.cookieOf('amel');
  const types = {
    '/console/': 'text/html; charset=utf-8',
    '/v1/session': 'application/json; charset=utf-8',
    '/v1/left-messages': 'application/json; charset=utf-8',
    [`/v1/conversations/${crypto.randomUUID()}/entries`]: 'application/json; charset=utf-8',
    '/v1/sites/shop-fr/availability': 'application/json; charset=utf-8',
    '/v1/sites/<script>/availability': 'application/json; charset=utf-8',
    '/nowhere/<script>': 'text/plain; charset=utf-8',
  };
  for (const [path, type] of Object.entries(types)) {
    const headers = await head(path, cookie);
    assert.equal(headers.get('content-type'), type, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
  }
});

test('numbers in addresses are whole, small and not negative', async () => {
  const cookie = await house.cookieOf('amel');
  const entries = `/v1/conversations/${crypto.randomUUID()}/entries`;
  for (const after of [
    '-1',
    '1.5',
    '1e999',
    '99999999999999999999',
    '0x10',
    '+1',
    '%201',
    '1%00',
    'NaN',
    "1'--",
  ]) {
    const answer = await fetch(`${house.base}${entries}?after=${after}`, { headers: { cookie } });
    assert.deepEqual([answer.status, await answer.text()], [400, '{"code":"bad_value"}'], after);
  }
  assert.equal((await fetch(`${house.base}${entries}?after=999999999`, { headers: { cookie } })).status, 200);
});

test('refusals are counted by their status, and nothing that was sent is in the log', async () => {
  const counted = async () => {
    const page = await fetch(`http://127.0.0.1:${house.centre.operations}/metrics`).then((answer) =>
      answer.text(),
    );
    return [400, 413, 426, 431].every((status) =>
      new RegExp(`relais_http_answers_total\\{status="${status}"\\} \\d`).test(page),
    );
  };
  await eventually(counted, 10_000, 'they are counted');
  assert.equal(await house.centre.end('SIGTERM'), 0);
  for (const line of house.centre.errors.split('\n').filter((each) => each !== '')) {
    assert.notEqual(JSON.parse(line).level, 'error', line);
    assert.ok(!line.includes(mark) && !line.includes(password), line.slice(0, 300));
  }
});
