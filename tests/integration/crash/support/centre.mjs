// A real daemon with its own PostgreSQL, and what can be done to both.
import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
export const program = process.env.RELAIS_BINARY ?? join(top, 'build/release/relais');
const readyWithinMs = 60_000;
export const password = 'relais-demo';

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export function run(command, given, { input = '', environment = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const options = { env: environment, maxBuffer: 1 << 28, timeout: readyWithinMs };
    const child = execFile(command, given, options, (error, output, complaint) => {
      if (error)
        reject(new Error(`${command} ${given.join(' ').slice(0, 300)}: ${error.message}\n${complaint}`));
      else resolve(output);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function parentOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0; // it ended meanwhile
  }
}

/** A condition asked again every 50 ms. */
export async function eventually(question, withinMs, what) {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (performance.now() > until) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export class Centre {
  log = '';
  errors = ''; // of it what came on standard error: JSON lines only
  /** From the next start on: the daemon as in production, on what the demonstration filled. */
  serves = false;

  /**
   * `environment`: more variables for the daemon; `prefix`: the command that starts it, such as prlimit and its limits;
   * `folder`: for its data, the caller's to remove; `address`: where it listens, if not on loopback.
   */
  static async open({ environment = {}, prefix = [], folder, address = '127.0.0.1' } = {}) {
    const centre = new this();
    centre.wishes = environment;
    centre.prefix = prefix;
    centre.ownsFolder = !folder;
    centre.folder = folder ?? mkdtempSync(join(tmpdir(), 'relais-crash-'));
    chmodSync(centre.folder, 0o755); // the daemon becomes an unprivileged user and must get in
    centre.port = await freePort();
    centre.operations = await freePort();
    centre.base = `http://${address}:${centre.port}`;
    await centre.start();
    return centre;
  }

  start() {
    const words = this.serves ? ['serve'] : ['demo', '--port', String(this.port)];
    const isOpen = this.serves ? '"what":"open"' : 'Relais is open';
    const command = [...this.prefix, program, ...words];
    this.process = spawn(command[0], command.slice(1), {
      env: { RELAIS_SERVER_LISTEN: `127.0.0.1:${this.port}`, ...this.#environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`relais ${why}: ${output}`));
      const timer = setTimeout(() => fail('is not ready'), readyWithinMs);
      const hear = (chunk) => {
        output += chunk;
        this.log += chunk;
        if (output.includes(isOpen)) {
          clearTimeout(timer);
          resolve();
        }
      };
      this.process.stdout.on('data', hear);
      this.process.stderr.on('data', hear);
      this.process.stderr.on('data', (chunk) => {
        this.errors += chunk;
      });
      this.process.once('exit', (code, signal) => fail(`ended (${code ?? signal})`));
    });
  }

  signal(name) {
    this.process.kill(name);
  }

  /** Resolves with the exit code, null after a deadly signal. */
  end(signal) {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        return resolve(this.process.exitCode);
      this.process.removeAllListeners('exit');
      this.process.once('exit', (code) => resolve(code));
      this.process.kill(signal);
    });
  }

  addAgent(email, name) {
    const skills = ['--skill', 'fr', '--skill', 'en'];
    return this.verb(
      ['user', 'add', email, '--name', name, '--role', 'agent', '--seats', '3', ...skills],
      password,
    );
  }

  /** `relais WORDS` on the data of this daemon; resolves with what it prints. */
  verb(words, input = '') {
    return run(program, words, { input: `${input}\n`, environment: this.#environment() });
  }

  /** Process id and state of PostgreSQL as its own file says; null: it does not run. */
  postmaster() {
    try {
      const lines = readFileSync(join(this.folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n');
      return { pid: Number(lines[0]), sockets: lines[4], ready: lines[7]?.trim() === 'ready' };
    } catch {
      return null;
    }
  }

  signalPostgres(name) {
    const { pid } = this.postmaster();
    const children = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid);
    for (const each of [pid, ...children.map(Number)]) {
      try {
        process.kill(each, name);
      } catch {
        // it ended meanwhile
      }
    }
  }

  /** What psql prints, without decoration. PostgreSQL lets in only who owns the data. */
  sql(text) {
    return this.query(text, 'relais');
  }

  /** The same as another user of system and database. */
  query(text, user) {
    const address = `host=${this.postmaster().sockets} user=${user} dbname=relais`;
    const given = ['-XqAt', '-v', 'ON_ERROR_STOP=1', address];
    if (process.getuid() !== 0) return run('psql', given, { input: text });
    const as = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--', 'psql'];
    return run('setpriv', [...as, ...given], { input: text });
  }

  async close() {
    this.signal('SIGCONT');
    await this.end('SIGTERM');
    if (this.ownsFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  #environment() {
    return {
      ...process.env,
      RELAIS_STORAGE_DIRECTORY: join(this.folder, 'data'),
      RELAIS_SERVER_OPERATIONS: `127.0.0.1:${this.operations}`,
      ...this.wishes,
    };
  }
}
