// PostgreSQL on another machine, and a daemon that reaches it over the network.
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Centre, eventually } from '../../integration/crash/support/centre.mjs';
import { run } from './machine.mjs';

const programs = run('pg_config', '--bindir').trim();
export const databasePort = 5432;

export class FarDatabase {
  constructor(peer) {
    this.peer = peer;
    const [uid, gid] = ['-u', '-g'].map((which) => Number(run('id', which, 'postgres')));
    this.folder = mkdtempSync(join(tmpdir(), 'relais-database-'));
    chownSync(this.folder, uid, gid);
    chmodSync(this.folder, 0o700);
    this.data = join(this.folder, 'data');
    this.#asPostgres(
      join(programs, 'initdb'),
      '-D',
      this.data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    );
    writeFileSync(join(this.data, 'pg_hba.conf'), 'local all all trust\nhost all all 10.77.0.0/16 trust\n');
  }

  async start() {
    const settings = [
      '-c',
      `listen_addresses=${this.peer.there}`,
      '-c',
      `unix_socket_directories=${this.folder}`,
    ];
    const [command, ...words] = [...this.peer.prefix, 'setpriv', ...this.#owner, join(programs, 'postgres')];
    this.process = spawn(command, [...words, '-D', this.data, ...settings], { cwd: '/', stdio: 'ignore' });
    await eventually(() => this.#answers(), 30_000, 'PostgreSQL answers');
    this.sql('CREATE ROLE relais LOGIN', 'CREATE DATABASE relais OWNER relais');
  }

  get url() {
    return `postgresql://relais@${this.peer.there}:${databasePort}/relais`;
  }

  /** Over its own socket: there is no network in between. */
  sql(...commands) {
    const address = `host=${this.folder} user=postgres dbname=postgres`;
    const given = commands.flatMap((each) => ['-c', each]);
    return this.#asPostgres('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', address, ...given);
  }

  async stop() {
    if (this.process) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGINT');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #answers() {
    try {
      this.#asPostgres(join(programs, 'pg_isready'), '-q', '-h', this.folder);
      return true;
    } catch {
      return false;
    }
  }

  get #owner() {
    return ['--reuid=postgres', '--regid=postgres', '--clear-groups', '--'];
  }

  #asPostgres(...words) {
    return run('setpriv', ...this.#owner, ...words);
  }
}

/** A centre whose tables are in that database. */
export function centreWith(database) {
  return class extends Centre {
    postmaster() {
      return { sockets: database.folder };
    }

    sql(text) {
      return this.query(text, 'postgres');
    }
  };
}
