/** The fake server: static files, sign-in, and the two WebSocket addresses over the fake floor. For looking at pages, not for tests of rules. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { agentCommands, passwords, visitorCommands } from './commands.mjs';
import { Floor } from './floor.mjs';
import { chats, teamNews, waitingList, wholeTeam } from './supervision.mjs';

const web = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const OWN_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types relais";

const forVisitor = (entries) =>
  entries
    .filter((entry) => entry.seq !== null)
    .map(({ position: _position, author, ...rest }) => ({
      ...rest,
      author: author.kind === 'agent' ? { ...author, id: null } : author,
    }));

/** How the floor speaks to the sockets: `to` sends to all that pass a test. */
const speech = (to, floorOf) => ({
  entries(c, entries, but) {
    const lines = { kind: 'entries', conversation: c.id };
    const seen = forVisitor(entries);
    if (seen.length) to((s) => s.visitor === c.visitor && s !== but, { ...lines, entries: seen });
    to((s) => s.agent && s.agent === c.agent && s !== but, { ...lines, entries });
  },
  conversation(c) {
    to((s) => s.visitor === c.visitor, { kind: 'conversation', ...floorOf().forVisitor(c) });
    if (c.agent && c.agentState !== 'gone')
      to((s) => s.agent === c.agent, { kind: 'conversation', ...floorOf().forAgent(c) });
  },
  offered(c) {
    to((s) => s.agent === c.agent, { kind: 'conversation', ...floorOf().forAgent(c) });
    to((s) => s.agent === c.agent, { kind: 'entries', conversation: c.id, entries: c.entries });
  },
  removed: (agent, c, why) => to((s) => s.agent === agent, { kind: 'removed', conversation: c.id, why }),
  availability: (state) => to((s) => !s.agent, { kind: 'availability', ...state }),
  agent: (id) => to((s) => s.agent === id, { kind: 'agent', ...floorOf().agentFrame(id) }),
  agents: (frame) => to((s) => s.agent, frame),
  act: (frame) => to((s) => s.supervises, frame),
  tallies() {
    const points = floorOf().points();
    to((s) => s.agent, { kind: 'waiting', total: points[0].waiting, entry_points: points });
    const news = teamNews(floorOf());
    if (news) to((s) => s.agent, news);
    to((s) => s.supervises, { kind: 'waiting_list', waiting_list: waitingList(floorOf()) });
    to((s) => s.supervises, { kind: 'chats', ...chats(floorOf()) });
    for (const id of floorOf().agents.keys()) floorOf().out.agent(id);
  },
});

export function startFake({ hostPolicy = null } = {}) {
  const sockets = new Set();
  const send = (socket, frame) => socket.readyState === 1 && socket.send(JSON.stringify(frame));
  const to = (test, frame) => {
    for (const socket of sockets) if (socket.ready && test(socket)) send(socket, frame);
  };
  const floor = new Floor(speech(to, () => floor));
  const sessions = new Map();
  const cookieOf = (request) => /relais=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const http = createServer((request, response) =>
    answer(request, response, { floor, sessions, cookieOf, hostPolicy }),
  );
  const wss = new WebSocketServer({ server: http });
  wss.on('connection', (socket, request) => {
    const agent = request.url === '/v1/agent' ? sessions.get(cookieOf(request)) : null;
    if (request.url === '/v1/agent' && !agent) return socket.close(4401);
    const supervises = agent !== null && agent.role !== 'agent';
    Object.assign(socket, { agent: agent?.id ?? null, supervises, visitor: null, ready: false });
    sockets.add(socket);
    const ping = setInterval(() => send(socket, { kind: 'ping' }), 5000);
    socket.on('close', () => {
      clearInterval(ping);
      sockets.delete(socket);
    });
    socket.on('message', (data) => receive(socket, JSON.parse(String(data)), { floor, send, to }));
  });
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => {
      const { port } = http.address();
      const close = () => {
        for (const socket of sockets) socket.terminate();
        http.close();
      };
      resolve({ floor, sockets, send, to, origin: `http://localhost:${port}`, close });
    });
  });
}

const tokens = new Map();
const numbers = new Map();

function receive(socket, frame, { floor, send, to }) {
  if (frame.kind === 'pong') return;
  if (frame.kind === 'hello') return hello(socket, frame, { floor, send });
  if (frame.kind === 'typing') {
    const c = floor.conversations.get(frame.conversation);
    if (!c) return;
    if (socket.agent) to((s) => s.visitor === c.visitor, { kind: 'typing', conversation: c.id, by: 'agent' });
    else to((s) => s.agent && s.agent === c.agent, { kind: 'typing', conversation: c.id, by: 'visitor' });
    return;
  }
  if (frame.kind === 'read') {
    const c = floor.conversations.get(frame.conversation);
    if (!c) return;
    c[socket.agent ? 'readByAgent' : 'readByVisitor'] = frame.seq;
    floor.out.conversation(c);
    return;
  }
  const { n, kind } = frame;
  const next = numbers.get(socket.client) ?? 1;
  if (n !== next) return send(socket, { kind: 'refused', n, code: 'out_of_order', transient: true, next });
  numbers.set(socket.client, next + 1);
  const command = (socket.agent ? agentCommands : visitorCommands)[kind];
  try {
    if (!command) throw 'unknown_kind';
    send(socket, { kind: 'ack', n, ...command(floor, socket.agent ?? socket.visitor, frame, socket) });
  } catch (code) {
    if (typeof code !== 'string') throw code;
    send(socket, { kind: 'refused', n, code, transient: false });
  }
}

function hello(socket, frame, { floor, send }) {
  socket.client = frame.client;
  const base = {
    kind: 'hello_ok',
    protocol: 1,
    client: frame.client,
    next: numbers.get(frame.client) ?? 1,
    heartbeat_ms: 5000,
    silence_ms: 12_000,
    service: { storing: floor.storing },
    now: Date.now(),
    reload: false,
  };
  socket.ready = true;
  if (socket.agent) {
    const me = floor.agents.get(socket.agent);
    if (me.status === 'offline') me.status = 'away';
    send(socket, { ...base, agent: me.id, name: me.name, role: me.role });
    const mine = [...floor.conversations.values()].filter(
      (c) => c.agent === me.id && c.agentState && c.agentState !== 'gone',
    );
    send(socket, {
      kind: 'snapshot',
      agent: floor.agentFrame(me.id),
      conversations: mine.map((c) => floor.forAgent(c)),
      entry_points: floor.points(),
      ...(socket.supervises ? { waiting_list: waitingList(floor), ...chats(floor) } : {}),
    });
    send(socket, wholeTeam(floor));
    for (const c of mine) {
      const have = frame.have?.find((one) => one.conversation === c.id)?.position ?? 0;
      const entries = c.entries.filter((entry) => entry.position > have);
      if (entries.length) send(socket, { kind: 'entries', conversation: c.id, entries });
    }
    floor.out.tallies();
    return;
  }
  const availability = floor.availability();
  if (frame.listen) return send(socket, { ...base, availability });
  const token = frame.token ?? randomUUID();
  socket.visitor = tokens.get(token) ?? randomUUID();
  tokens.set(token, socket.visitor);
  const visitor = floor.visitors.get(socket.visitor) ?? {};
  floor.visitors.set(socket.visitor, {
    ...visitor,
    language: frame.language,
    page: frame.page,
    present: 'here',
  });
  send(socket, { ...base, visitor: socket.visitor, token, availability });
  const c = floor.conversations.get(visitor.conversation);
  send(socket, { kind: 'snapshot', conversation: c ? floor.forVisitor(c) : null });
  const from = frame.last?.conversation === c?.id ? (frame.last?.seq ?? 0) : 0;
  const entries = c ? forVisitor(c.entries).filter((entry) => entry.seq > from) : [];
  if (entries.length) send(socket, { kind: 'entries', conversation: c.id, entries });
}

function answer(request, response, { floor, sessions, cookieOf, hostPolicy }) {
  const { pathname } = new URL(request.url, 'http://x');
  const reply = (status, body, headers = {}) => response.writeHead(status, headers).end(body);
  const json = (body) => reply(200, JSON.stringify(body), { 'content-type': 'application/json' });
  if (pathname === '/v1/session') {
    const who = sessions.get(cookieOf(request));
    if (request.method === 'GET')
      return who
        ? json({ agent: who.id, name: who.name, role: who.role, language: '' })
        : reply(401, '{"code":"no_session"}');
    if (request.method === 'DELETE') return reply(204, '', { 'set-cookie': 'relais=; Max-Age=0; Path=/' });
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const found = passwords[JSON.parse(body).email];
      if (!found) return reply(401, '{"code":"wrong_credentials"}');
      const id = randomUUID();
      sessions.set(id, found);
      reply(204, '', { 'set-cookie': `relais=${id}; HttpOnly; SameSite=Strict; Path=/` });
    });
    return;
  }
  if (pathname === '/v1/left-messages') return json({ left_messages: floor.left.filter((one) => !one.done) });
  if (pathname === '/v1/acts') return json({ acts: floor.acts ?? [] });
  if (pathname.startsWith('/shop')) {
    const page = shopPage(pathname.includes('/en') ? 'en' : 'fr');
    return reply(200, page, {
      'content-type': TYPES['.html'],
      ...(hostPolicy ? { 'content-security-policy': hostPolicy } : {}),
    });
  }
  const [, part, ...rest] = normalize(pathname).split('/');
  const file = join(web, part, 'dist', rest.join('/') || 'index.html');
  if (!['widget', 'console'].includes(part) || !existsSync(file)) return reply(404, 'not found');
  const policy =
    part === 'console' ? { 'content-security-policy': OWN_POLICY } : { 'access-control-allow-origin': '*' };
  reply(200, readFileSync(file), {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    ...policy,
  });
}

const shopPage = (language) => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${language === 'fr' ? 'La boutique' : 'The shop'}</title>
<script async src="/widget/loader.js" data-site="shop-${language}"></script></head>
<body><main><h1>${language === 'fr' ? 'La boutique' : 'The shop'}</h1><p><a href="/shop/${language}/2">2</a></p>
<p>${'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(30)}</p></main></body></html>`;
