// What is in docker/ fits the tree and the program, as far as that can be told without a container engine: names, paths, keys,
// packages, and the scripts of the image themselves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { program, run } from '../crash/support/centre.mjs';
import { Installation, scratchFolder, top } from './support/installation.mjs';

const stopTakesAtMostS = 45; // src/app/serve.cpp: storage 10 s, sockets 0.5 s, PostgreSQL 30 s
const inEveryImage = ['libc6', 'libgcc-s1', 'libstdc++6']; // a dependency of each library below
const read = (path) => readFileSync(join(top, path), 'utf8');
let folder;

before(() => {
  folder = scratchFolder('files');
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** The instructions of a Dockerfile as [word, rest], lines joined. */
function instructions(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]);
}

/** A YAML file as an object, read by the parser that docker-compose uses. */
async function yaml(path) {
  const convert = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))';
  return JSON.parse(await run('python3', ['-c', convert], { input: read(path) }));
}

function packagesFor(purpose) {
  return read('.ci/packages.txt')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([name, what]) => name !== '#' && what === purpose)
    .map(([name]) => name);
}

/** As printed: {key: value}. */
async function checkedConfiguration(environment, words = ['--config', '/dev/null']) {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('RELAIS_')),
  );
  const output = await run(program, ['check-config', ...words], {
    environment: { ...clean, ...environment },
  });
  return Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' = ')),
  );
}

test('whatever the Dockerfile copies is there, from stages that are there', () => {
  const stages = [];
  for (const [word, rest] of instructions(read('docker/Dockerfile'))) {
    if (word === 'FROM') stages.push(/ AS (\S+)$/.exec(rest)?.[1] ?? 'last');
    if (word !== 'COPY') continue;
    const words = rest.split(' ').filter((each) => !each.startsWith('--chmod'));
    const from = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : null;
    if (from) assert.ok(stages.includes(from), `COPY ${rest}`);
    for (const source of words.slice(0, -1)) {
      if (!from) assert.ok(existsSync(join(top, source)), `COPY ${rest}`);
      const made = /^\/src\/(.*)\/dist$/.exec(source)?.[1];
      if (made) assert.ok(existsSync(join(top, made, 'package.json')), `COPY ${rest}`);
    }
  }
  assert.deepEqual(stages, ['build', 'last']);
});

test('the image runs as nobody in particular, stops as the daemon wants, and keeps its data', () => {
  const last = new Map(instructions(read('docker/Dockerfile')));
  assert.equal(last.get('USER'), 'relais');
  assert.equal(last.get('STOPSIGNAL'), 'SIGTERM');
  assert.equal(last.get('VOLUME'), '/var/lib/relais');
  assert.match(last.get('HEALTHCHECK'), /CMD \["healthy"\]$/);
  for (const script of ['docker/relais', 'docker/healthy'])
    assert.ok(statSync(join(top, script)).mode & 0o100);
});

test('every key that the image and compose.yaml set exists and takes its value', async () => {
  const { services } = await yaml('docker/compose.yaml');
  const words = instructions(read('docker/Dockerfile')).find(([word]) => word === 'ENV')[1];
  const image = Object.fromEntries(words.split(/\s+/).map((pair) => pair.split('=')));
  const { RELAIS_DATABASE_PASSWORD_FILE, ...environment } = services.relais.environment;
  assert.equal(RELAIS_DATABASE_PASSWORD_FILE, '/run/secrets/database_password');
  environment.RELAIS_SERVER_PUBLIC_ORIGIN = 'https://chat.example'; // the name comes from .env
  const all = { ...image, ...environment };
  const checked = await checkedConfiguration(all);
  for (const [name, value] of Object.entries(all)) {
    const key = name.replace('RELAIS_', '').toLowerCase().replace('_', '.');
    assert.ok(checked[key], `${name} is no key`);
    assert.equal(checked[key].replace(/[[\]"]/g, ''), value, name);
  }
});

test('compose.yaml is one that docker-compose understands', async () => {
  const given = ['-f', join(top, 'docker/compose.yaml'), 'config', '--quiet'];
  await run('docker-compose', given, { environment: { ...process.env, RELAIS_HOST: 'chat.example' } });
  const { RELAIS_HOST, ...without } = process.env;
  await assert.rejects(
    run('docker-compose', given, { environment: without }),
    /is the name in the certificate/,
  );
});

test('only the proxy is reachable, everybody comes back and is given time to stop', async () => {
  const { services, networks, secrets } = await yaml('docker/compose.yaml');
  const published = Object.entries(services).filter(([, service]) => service.ports);
  assert.deepEqual(
    published.map(([name]) => name),
    ['proxy'],
  );
  for (const [name, service] of Object.entries(services)) {
    assert.equal(service.restart, 'unless-stopped', name);
    assert.ok(service.healthcheck || service.build, `${name} has a health check, here or in its Dockerfile`);
    assert.ok(!service.privileged, name);
    assert.ok(
      service.logging?.options['max-size'],
      `${name}: Docker keeps every line of a log for ever by default`,
    );
  }
  assert.ok(Number.parseInt(services.relais.stop_grace_period, 10) > stopTakesAtMostS);
  assert.equal(services.relais.init, true, 'somebody reaps the embedded PostgreSQL');
  assert.ok(networks.back.internal && !services.postgres.networks.front);
  const proxy = services.proxy.networks.front.ipv4_address;
  assert.equal(services.relais.environment.RELAIS_SERVER_TRUSTED_PROXIES, proxy);
  for (const volume of services.proxy.volumes) {
    const [path] = volume.split(':');
    const ignored = ['./tls', './acme'].includes(path); // the operator's own
    assert.ok(ignored || existsSync(join(top, 'docker', path)), volume);
  }
  for (const { file } of Object.values(secrets))
    assert.ok(read('.gitignore').includes(`/docker/${dirname(file)}/`));
});

test('docker/relais.toml names every key there is, and check-config takes it', async () => {
  const all = Object.keys(await checkedConfiguration({}));
  const path = join(top, 'docker/relais.toml');
  const checked = await checkedConfiguration({}, ['--config', path]);
  let section = '';
  const named = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    section = /^\[(\w+)\]/.exec(line)?.[1] ?? section;
    const key = /^(\w+) = /.exec(line)?.[1];
    if (key) named.push(`${section}.${key}`);
  }
  assert.deepEqual(named, all);
  assert.equal(checked['server.trusted_proxies'], '["127.0.0.1"]');
});

test('the unit is one that systemd understands, and leaves the daemon time to stop', async () => {
  const unit = read('docker/relais.service');
  const path = join(folder, 'relais.service');
  writeFileSync(path, unit.replace('/usr/bin/relais', program));
  // It complains of an unknown key and still ends with 0.
  const said = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
  assert.deepEqual([said.status, said.stdout, said.stderr], [0, '', '']);
  // libpq looks below it; the account's own home is not to be seen from the unit.
  assert.match(unit, /^Environment=HOME=\/var\/lib\/relais$/m);
  assert.match(unit, /^StateDirectory=relais$/m);
  assert.ok(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)[1]) > stopTakesAtMostS);
  const files = Number(/^LimitNOFILE=(\d+)$/m.exec(unit)[1]);
  const sockets = Number((await checkedConfiguration({}))['server.sockets_max']);
  assert.ok(files > sockets * 1.1, 'sockets_max is reached before the files run out');
});

test('the unit pauses after a start that failed, not after a crash or a stop, and never tries a wrong configuration again', () => {
  const unit = read('docker/relais.service');
  const [, script] = /^ExecStopPost=\/bin\/sh -c '(.*)'$/m.exec(unit);
  const noted = join(folder, 'sleep');
  writeFileSync(noted, '#!/bin/sh\necho "$1"\n');
  chmodSync(noted, 0o755);
  const pause = (status) => {
    const environment = { ...process.env, PATH: `${folder}:${process.env.PATH}`, EXIT_STATUS: status };
    // What systemd makes of $$.
    const ran = spawnSync('/bin/sh', ['-c', script.replaceAll('$$', '$')], {
      encoding: 'utf8',
      env: environment,
    });
    assert.equal(ran.status, 0, 'whatever it was, the stop itself has not failed');
    return ran.stdout.trim();
  };
  assert.equal(pause('1'), '2');
  for (const status of ['0', '2', '3', 'KILL', 'ABRT']) assert.equal(pause(status), '', status);
  const [, first] = /^RestartSec=(\d+)ms$/m.exec(unit);
  assert.ok(Number(first) <= 500, 'killed to accepting within a second');
  assert.match(unit, /^RestartPreventExitStatus=2$/m);
});

test('the packages to run with are those of the program’s libraries', async () => {
  const wanted = [...packagesFor('run'), ...inEveryImage];
  const needed = (await run('objdump', ['-p', program])).matchAll(/NEEDED\s+(\S+)/g);
  const cache = await run('/sbin/ldconfig', ['-p']);
  for (const [, library] of needed) {
    const path = cache
      .split('\n')
      .find((line) => line.trim().startsWith(`${library} `))
      .split('=> ')[1];
    // Not by its whole path: /lib and /usr/lib are one folder, and packages name it as they like.
    const file = realpathSync(path);
    const owner = await run('dpkg', ['-S', `*/${basename(dirname(file))}/${basename(file)}`]);
    assert.ok(wanted.includes(owner.split(':')[0]), `${library} of ${owner}`);
  }
});

test('the image’s own scripts: a password from a file, and a health check that can fail', async () => {
  const file = join(folder, 'password');
  writeFileSync(file, 'from a file\n');
  const shown = join(folder, 'shown');
  writeFileSync(shown, '#!/bin/sh\nprintf "%s|%s" "$PGPASSWORD" "$*"\n');
  chmodSync(shown, 0o755);
  const environment = { ...process.env, RELAIS_PROGRAM: shown, RELAIS_DATABASE_PASSWORD_FILE: file };
  assert.equal(
    await run(join(top, 'docker/relais'), ['user', 'list'], { environment }),
    'from a file|user list',
  );

  const relais = await Installation.prepare();
  const healthy = { environment: { ...process.env, RELAIS_SERVER_LISTEN: `0.0.0.0:${relais.port}` } };
  const check = () => run(join(top, 'docker/healthy'), [], healthy);
  try {
    await assert.rejects(check());
    await relais.start();
    await check();
  } finally {
    await relais.close();
  }
});
