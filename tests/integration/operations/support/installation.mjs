// Relais as an operator installs it: a configuration file, a data directory, a centre made on the command line.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, freePort, program, run } from '../../crash/support/centre.mjs';

export const top = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
export const password = 'four plain words here';
export const site = 'jardin';
export const pages = 'https://shop.example'; // where the button is
const startsWithinMs = 60_000;
const settingsWithinMs = 10_000; // the daemon looks every 2 s

/** A folder that the unprivileged user of the daemon may enter. */
export function scratchFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `relais-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** As who owns the data: PostgreSQL and its programs refuse root. */
export function runAsOwner(command, given, options) {
  if (process.getuid() !== 0) return run(command, given, options);
  const user = ['--reuid=relais', '--regid=relais', '--clear-groups', '--'];
  return run('setpriv', [...user, command, ...given], options);
}

export class Installation {
  log = '';

  /** `settings`: lines of the configuration file by section; {top} is not started. */
  static async prepare(settings = {}) {
    const installation = new this();
    installation.folder = scratchFolder('operations');
    installation.data = join(installation.folder, 'data');
    installation.port = await freePort();
    installation.operations = await freePort();
    installation.configuration = join(installation.folder, 'relais.toml');
    installation.configure(settings);
    return installation;
  }

  configure({ server = [], database = [] } = {}) {
    const lines = [
      '[server]',
      `listen = "127.0.0.1:${this.port}"`,
      `operations = "127.0.0.1:${this.operations}"`,
      ...server,
      '[database]',
      ...database,
      '[storage]',
      `directory = "${this.data}"`,
    ];
    writeFileSync(this.configuration, `${lines.join('\n')}\n`);
  }

  get base() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Where the embedded PostgreSQL is, as pages for operators name it. */
  get postgres() {
    return { data: join(this.data, 'postgres'), sockets: join(this.data, 'run') };
  }

  start() {
    this.process = spawn(program, ['serve', '--config', this.configuration], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    return new Promise((resolve, reject) => {
      const fail = (why) => {
        clearTimeout(timer);
        reject(new Error(`relais ${why}: ${output}`));
      };
      const timer = setTimeout(() => fail('has not opened its doors'), startsWithinMs);
      this.process.stderr.on('data', (chunk) => {
        output += chunk;
        this.log += chunk;
        if (!output.includes('"what":"open"')) return;
        clearTimeout(timer);
        resolve();
      });
      this.process.once('error', (error) => fail(error.message));
      this.process.once('exit', (code, signal) => fail(`ended (${code ?? signal})`));
    });
  }

  /** Resolves with the exit code. */
  end(signal = 'SIGTERM') {
    return new Promise((resolve) => {
      const { process: daemon } = this;
      if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return resolve(daemon?.exitCode);
      daemon.removeAllListeners('exit');
      daemon.once('exit', (code) => resolve(code));
      daemon.kill(signal);
    });
  }

  /** `relais WORDS --config FILE` */
  verb(words, input = '') {
    return run(program, [...words, '--config', this.configuration], { input });
  }

  /** The centre of docs/operations/centre.md, with two agents who speak both languages. */
  async fill() {
    await this.verb(['centre', 'add', 'Jardin']);
    await this.verb(['queue', 'add', 'Conseil', '--places', '5']);
    const languages = ['--language', 'fr', '--language', 'en'];
    await this.verb(['site', 'add', site, '--name', 'Jardin', '--origin', pages, ...languages]);
    for (const [name, role] of [
      ['ada', 'admin'],
      ['odile', 'agent'],
    ]) {
      const skills = ['--skill', 'fr', '--skill', 'en'];
      const person = ['--name', name, '--role', role, ...skills];
      await this.verb(['user', 'add', `${name}@jardin.example`, ...person], `${password}\n`);
    }
    await eventually(
      async () => (await fetch(`${this.base}/v1/sites/${site}/availability`)).ok,
      settingsWithinMs,
      'the daemon hears of the site',
    );
  }

  /** What psql prints, without decoration, over the socket of the embedded PostgreSQL. */
  sql(text) {
    const where = `host=${this.postgres.sockets} user=relais dbname=relais`;
    return runAsOwner('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', where], { input: text });
  }

  logged(what) {
    return this.log
      .split('\n')
      .filter((line) => line.includes(`"what":"${what}"`))
      .map((line) => JSON.parse(line));
  }

  postmaster() {
    try {
      return Number(readFileSync(join(this.postgres.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    } catch {
      return null;
    }
  }

  async close() {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
