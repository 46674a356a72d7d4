// What the pages for operators say of keys, defaults, commands, metrics and log lines is what the program has; and a page of a
// site with the content policy they name gets its chat.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { Browsers } from '../../browser/support/centre.mjs';
import { freePort, program, run } from '../crash/support/centre.mjs';
import { Installation, site, top } from './support/installation.mjs';
import { blocks, page } from './support/pages.mjs';
import { hire } from './support/people.mjs';
import { TlsProxy } from './support/proxy.mjs';

const folder = join(top, 'docs/operations');
const withoutComments = (text) => text.replaceAll(/^\s*#.*$/gm, '');

function sources() {
  const below = (path) =>
    readdirSync(join(top, path), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(join(path, entry.name)) : [join(path, entry.name)],
    );
  return below('src').map((path) => readFileSync(join(top, path), 'utf8'));
}

/** The cells of every row of the table below this heading that begins with a name in code. */
function rowsBelow(text, heading) {
  const [, part] = text.split(`\n${heading}\n`);
  const lines = part.split('\n#')[0].split('\n');
  const cells = (line) => line.slice(1, -1).split(' | ');
  return lines.filter((line) => line.startsWith('| `')).map(cells);
}

function namesIn(cell) {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
}

test('configure.md names every key with its default', async () => {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('RELAIS_')),
  );
  // An empty file: not that of a service on this machine.
  const words = ['check-config', '--config', '/dev/null'];
  const printed = (await run(program, words, { environment })).trim().split('\n');
  const rows = rowsBelow(page('configure.md'), '## Keys');
  const told = rows.map(([key, value]) => `${namesIn(key)[0]} = ${namesIn(value)[0]}`);
  assert.deepEqual(told, printed);
});

test('monitoring.md names every metric', () => {
  const source = readFileSync(join(top, 'src/app/metrics.cpp'), 'utf8');
  const made = [...source.matchAll(/"(relais_\w+)"/g)].map(([, name]) => name).sort();
  const told = rowsBelow(page('monitoring.md'), '## Metrics').flatMap(([cell]) => namesIn(cell));
  assert.deepEqual(told.sort(), made);
});

test('trouble.md names every word of the log, with its level', () => {
  const calls = sources().flatMap((text) => [...text.matchAll(/\blog::(info|warning|error)\(\s*"(\w+)"/g)]);
  const made = [...new Set(calls.map(([, level, word]) => `${level} ${word}`))].sort();
  const rows = rowsBelow(page('trouble.md'), '## All words of the log');
  const told = rows.flatMap(([words, level]) => namesIn(words).map((word) => `${level} ${word}`));
  assert.deepEqual(told.sort(), made);
});

test('trouble.md: what is seen when it does not start are words of the program, or of what it rests on', () => {
  const rests = [
    'Address already in use',
    'Permission denied',
    'Connection refused',
    'connection to server',
    'failed',
    'FATAL',
    'password authentication failed',
    'database',
    'does not exist',
    'has invalid permissions',
  ];
  const all = sources().join('\n');
  const [, part] = page('trouble.md').split('\n## It does not start\n');
  const cells = part
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| step'))
    .map((line) => line.split(' | ')[0]);
  assert.ok(cells.length > 20);
  for (const seen of cells.flatMap(namesIn)) {
    for (const words of seen.split(/\.\.\.|:|\d+/).map((each) => each.trim())) {
      const ours = all.includes(words) || words.length <= 1;
      assert.ok(ours || rests.includes(words), `"${words}" of: ${seen}`);
    }
  }
});

test('every relais command of the pages has its verb and its options', async () => {
  const text = readdirSync(folder).map(page).join('\n');
  const commands = blocks(text, 'sh')
    .flatMap((block) => withoutComments(block).replaceAll('\\\n', ' ').split('\n'))
    .map((line) => /^(?:docker compose exec (?:-T )?relais )?relais (.*)$/.exec(line)?.[1])
    .filter(Boolean);
  assert.ok(commands.length > 15);
  for (const command of commands) {
    const words = command.split(' ');
    const first = words.findIndex((word, index) => index === 2 || word.startsWith('-'));
    const verb = words.slice(
      0,
      ['check-config', 'migrate', 'forget'].includes(words[0]) ? 1 : Math.max(first, 2),
    );
    const help = await run(program, [...verb, '--help']);
    for (const option of words.filter((word) => word.startsWith('--')))
      assert.ok(help.includes(`${option} `), command);
  }
});

test('the files that the pages name are there', () => {
  for (const name of readdirSync(folder)) {
    for (const [, path] of page(name).matchAll(/\b((?:docker|sql|tests|\.ci)\/[\w./-]*\w)/g)) {
      const own = path.includes('*') || path.startsWith('docker/secrets');
      assert.ok(
        own || readdirSync(join(top, path, '..')).includes(path.split('/').at(-1)),
        `${name}: ${path}`,
      );
    }
  }
});

test('the script tag and the content policy of centre.md give a page its chat', {
  timeout: 120_000,
}, async () => {
  const [tag] = blocks(page('centre.md'), 'html');
  const [policy] = blocks(page('centre.md'), 'http');
  assert.ok(tag.includes(`data-site="${site}"`));
  const proxy = await TlsProxy.prepare();
  const relais = await Installation.prepare({ server: ['trusted_proxies = ["127.0.0.1"]'] });
  const shopPort = await freePort();
  const shop = createServer({
    key: readFileSync(join(proxy.folder, 'privkey.pem')),
    cert: proxy.certificate,
  });
  shop.on('request', (_, response) => {
    const [name, ...words] = policy.trim().split(': ');
    response.setHeader(name, `${words.join(': ')}; require-trusted-types-for 'script'; trusted-types 'none'`);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="fr"><head><title>Jardin</title>${tag}</head><body></body></html>`,
    );
  });
  await new Promise((resolve) => shop.listen(shopPort, '127.0.0.1', resolve));
  const map = `MAP chat.example:443 127.0.0.1:${proxy.port}, MAP shop.example:443 127.0.0.1:${shopPort}`;
  const browsers = await Browsers.open({ args: [`--host-resolver-rules=${map}`] });
  try {
    await relais.start();
    await relais.fill();
    await proxy.start(relais.port);
    const agent = await hire(proxy.base);
    const visitor = await browsers.person('fr', { ignoreHTTPSErrors: true });
    const complaints = [];
    visitor.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await visitor.goto('https://shop.example/');
    await visitor.getByRole('button', { name: 'Discuter' }).click();
    await visitor.getByRole('textbox', { name: 'Votre message' }).waitFor();
    await visitor.keyboard.type('Bonjour');
    await visitor.keyboard.press('Enter');
    const lines = () => [...agent.transcripts.values()].flatMap(({ lines }) => [...lines.values()]);
    await agent.until(() => lines().some(({ body }) => body === 'Bonjour'), 20_000, 'the first message');
    assert.deepEqual([...visitor.problems, ...complaints.filter((text) => !text.includes('favicon'))], []);
    agent.close();
  } finally {
    await browsers.close();
    await new Promise((resolve) => shop.close(resolve));
    await proxy.close();
    await relais.close();
  }
});
