// Single requests with everything about them chosen: the address they come from, headers, an upgrade.
import http from 'node:http';
import https from 'node:https';

const answersWithinMs = 10_000;

function send(base, path, { ca, body, ...options }, heard) {
  return new Promise((resolve, reject) => {
    const { request } = base.startsWith('https:') ? https : http;
    const { hostname: host, port } = new URL(base);
    // `path` goes as it is written, dots, doubled slashes and all.
    const made = request({ host, port, path, ca, agent: false, timeout: answersWithinMs, ...options });
    made.once('error', reject);
    made.once('timeout', () => made.destroy(new Error(`${path}: no answer`)));
    heard(made, resolve);
    made.end(body);
  });
}

/** Resolves with {status, headers, body}. `options`: method, headers, body, ca, localAddress. */
export function ask(base, path, options = {}) {
  return send(base, path, options, (request, resolve) => {
    request.once('response', (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.once('end', () => {
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        });
      });
    });
  });
}

/** Asks for a WebSocket. Resolves with {status, socket}; the socket is there with 101 only. */
export function knock(base, path, { headers = {}, ...options } = {}) {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'cmVsYWlzIHJlbGFpcyByZQ==',
  };
  return send(base, path, { ...options, headers: { ...upgrade, ...headers } }, (request, resolve) => {
    request.once('upgrade', (response, socket) => {
      socket.on('error', () => {}); // the server may go first at the end of a test
      resolve({ status: response.statusCode, socket });
    });
    request.once('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
  });
}

/** Signs in; resolves with the answer. */
export function signIn(base, login, options = {}) {
  const { origin = base, headers = {}, ...rest } = options;
  return ask(base, '/v1/session', {
    method: 'POST',
    body: JSON.stringify(login),
    headers: { origin, 'content-type': 'application/json', ...headers },
    ...rest,
  });
}
