// docs/operations/trouble.md, "It does not start": each cause made on purpose. The one line names it, the exit code is the page's,
// and what the page tells to do mends it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, freePort, program } from '../crash/support/centre.mjs';
import { Installation } from './support/installation.mjs';
import { OwnDatabase } from './support/own_database.mjs';

const patienceMs = 20_000; // src/app/serve.cpp
const endsWithinMs = 50_000; // the database is waited for 20 s, another daemon's leases too
let relais;

before(async () => {
  relais = await Installation.prepare();
  await relais.start();
  await relais.fill();
  await relais.end();
});

after(() => relais?.close());

/** Resolves with {code, said} of a daemon, or a command, that is expected to end by itself. */
function failing(words = ['serve'], environment = {}) {
  return new Promise((resolve, reject) => {
    const given = [...words, '--config', relais.configuration];
    const child = spawn(program, given, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
      });
    }
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error(`still there: ${said}`));
    }, endsWithinMs);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve({ code, said });
    });
  });
}

/** The step and the reason of the one line that says why it did not start. */
async function whyNot(environment) {
  const { code, said } = await failing(['serve'], environment);
  assert.equal(code, 1, said);
  const lines = said
    .split('\n')
    .filter((line) => line.includes('"cannot_start"'))
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, 1, said);
  return `${lines[0].step}: ${lines[0].why}`;
}

async function startsAgain() {
  await relais.start();
  assert.equal(await relais.end(), 0);
}

async function withMode(path, mode, work) {
  const before = statSync(path).mode & 0o7777;
  chmodSync(path, mode);
  try {
    await work();
  } finally {
    chmodSync(path, before);
  }
  await startsAgain();
}

test('what is not readable or writable is named, with who must own it', { timeout: 120_000 }, async () => {
  const { data } = relais.postgres;
  const owner = process.getuid() === 0 ? 'relais' : '\\S+';
  await withMode(data, 0, async () =>
    assert.match(
      await whyNot(),
      new RegExp(`^database: cannot look into ${data}: .*: it must belong to user ${owner}`),
    ),
  );
  for (const path of [join(relais.data, 'lock'), join(relais.data, 'postgres.log')]) {
    await withMode(path, 0o400, async () =>
      assert.match(
        await whyNot(),
        new RegExp(`^database: cannot write ${path}: .*: it must belong to user ${owner}`),
      ),
    );
  }
  await withMode(data, 0o755, async () =>
    assert.match(await whyNot(), /^database: .*has invalid permissions/),
  );
});

test('pages that cannot be read', { timeout: 60_000 }, async () => {
  const pages = join(relais.data, 'pages');
  mkdirSync(join(pages, 'widget'), { recursive: true });
  symlinkSync('dist', join(pages, 'widget', 'dist')); // leads to itself: not even root reads that
  assert.match(await whyNot({ RELAIS_WEB_DIRECTORY: pages }), /^pages: .*pages\/widget\/dist/);
  rmSync(pages, { recursive: true });
});

test('data of another PostgreSQL', { timeout: 60_000 }, async () => {
  const path = join(relais.postgres.data, 'PG_VERSION');
  const before = readFileSync(path);
  writeFileSync(path, '14\n');
  try {
    assert.match(
      await whyNot(),
      /^database: the data in .* were made by PostgreSQL 14, here is 15: install PostgreSQL 14/,
    );
  } finally {
    writeFileSync(path, before);
  }
  await startsAgain();
});

test('a port that somebody has, of either kind', { timeout: 60_000 }, async () => {
  for (const port of [relais.port, relais.operations]) {
    const holder = createServer();
    await new Promise((resolve) => holder.listen(port, '127.0.0.1', resolve));
    try {
      assert.match(
        await whyNot(),
        new RegExp(`^doors: cannot listen on 127.0.0.1 port ${port}: Address already in use`),
      );
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  }
  await startsAgain();
});

test('two daemons: on one directory, and on one database', { timeout: 120_000 }, async () => {
  const own = await OwnDatabase.open();
  const first = await Installation.prepare({ database: [`url = "${own.url}"`] });
  const other = {
    RELAIS_SERVER_LISTEN: `127.0.0.1:${await freePort()}`,
    RELAIS_SERVER_OPERATIONS: `127.0.0.1:${await freePort()}`,
  };
  try {
    await relais.start();
    await first.start();
    await first.fill();
    const [sameFolder, sameDatabase] = await Promise.all([
      whyNot(other),
      whyNot({
        ...other,
        RELAIS_DATABASE_URL: own.url,
        RELAIS_SERVER_OPERATIONS: `127.0.0.1:${await freePort()}`,
      }),
    ]);
    assert.match(sameFolder, /^database: another relais serves /);
    assert.match(sameDatabase, /^doors: Jardin: centre .* is written by relais@.*:\d+/);
    for (const { base } of [relais, first])
      assert.ok((await fetch(`${base}/healthz`)).ok, 'the first is not disturbed');
  } finally {
    await relais.end();
    await first.close();
    await own.close();
  }
});

test('a database that is not there, or does not hold what was asked for', { timeout: 120_000 }, async () => {
  const port = await freePort();
  const own = await OwnDatabase.open();
  try {
    const [nobody, nothing] = await Promise.all([
      whyNot({ RELAIS_DATABASE_URL: `postgresql://relais@127.0.0.1:${port}/relais` }),
      whyNot({ RELAIS_DATABASE_URL: own.url.replace('dbname=relais', 'dbname=nothing') }),
    ]);
    assert.match(
      nobody,
      new RegExp(`^schema: connection to server at "127.0.0.1", port ${port} failed: Connection refused`),
    );
    assert.match(nothing, /^schema: connection to server .*database "nothing" does not exist/);
  } finally {
    await own.close();
  }
});

test('what libpq looks for at home it finds in the storage folder, where root gave up being root', {
  timeout: 60_000,
  skip: process.getuid() !== 0 && 'only root has somebody to become',
}, async () => {
  const own = await OwnDatabase.open();
  const services = join(relais.data, '.pg_service.conf'); // libpq, 34.17: in the home folder
  try {
    writeFileSync(services, `[ours]\n${own.url.replaceAll(' ', '\n')}\n`);
    const { code, said } = await failing(['user', 'list'], { RELAIS_DATABASE_URL: 'service=ours' });
    assert.match(said, /centre/); // there is none yet: the database was reached
    assert.doesNotMatch(said, /service/);
    assert.equal(code, 1);
  } finally {
    rmSync(services, { force: true });
    await own.close();
  }
});

test('whoever stops a daemon that waits for its database need not wait, too', { timeout: 60_000 }, async () => {
  const url = `postgresql://relais@127.0.0.1:${await freePort()}/relais`;
  const child = spawn(program, ['serve', '--config', relais.configuration], {
    env: { ...process.env, RELAIS_DATABASE_URL: url },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  // It blocks the signal, then it waits: a signal before that would end it in another way.
  await eventually(() => /^SigBlk:\t0*4002$/m.test(readFileSync(`/proc/${child.pid}/status`, 'utf8')), 10_000, 'waits');
  const told = performance.now();
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  assert.ok(performance.now() - told < patienceMs / 2, 'it tried on');
});

test('a configuration that is not acceptable: exit code 2, with key, value and what is accepted', async () => {
  const said = async (environment, words) => {
    const answer = await failing(words, environment);
    assert.equal(answer.code, 2, answer.said);
    return answer.said;
  };
  const bounds = [
    ['RELAIS_SIGN_IN_IDLE_MINUTES', '4', '5 to 10080'],
    ['RELAIS_SIGN_IN_IDLE_MINUTES', '10081', '5 to 10080'],
    ['RELAIS_SIGN_IN_HOURS_MAX', '0', '1 to 720'],
    ['RELAIS_SIGN_IN_HOURS_MAX', '721', '1 to 720'],
    ['RELAIS_LIMITS_SOCKETS_PER_ADDRESS', '0', '1 to 100000'],
    ['RELAIS_LIMITS_HANDSHAKES_PER_ADDRESS', '10001', '1 to 10000'],
    ['RELAIS_SERVER_SOCKETS_MAX', '15', '16 to 1000000'],
    ['RELAIS_SERVER_SOCKETS_MAX', 'many', '16 to 1000000'],
  ];
  for (const [name, value, accepted] of bounds) {
    const what = await said({ [name]: value });
    assert.ok(what.includes(`${name} = "${value}" is not acceptable`) && what.includes(accepted), what);
  }
  assert.match(
    await said({ RELAIS_SERVER_LISTN: '127.0.0.1:1' }),
    /variable RELAIS_SERVER_LISTN is not a key: there are RELAIS_SERVER_LISTEN,/,
  );
  const { configuration } = relais;
  const good = readFileSync(configuration, 'utf8');
  try {
    writeFileSync(configuration, `${good}[limits]\nsockets = 3\n`);
    assert.match(await said(), /limits\.sockets is not a key: there are limits\.sockets_per_address,/);
    writeFileSync(configuration, good.replace('[server]', '[server]\nsockets_max = "many"'));
    assert.match(await said(), /server\.sockets_max = .many. is not acceptable: it takes a whole number/);
    rmSync(configuration);
    assert.match(
      await said({}, ['user', 'list']),
      new RegExp(`${configuration} cannot be read: No such file`),
    );
  } finally {
    writeFileSync(configuration, good);
  }
});
