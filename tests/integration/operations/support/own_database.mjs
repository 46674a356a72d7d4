// A PostgreSQL that Relais does not run itself, in a folder of its own, reached by its socket.
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../crash/support/centre.mjs';
import { runAsOwner, scratchFolder } from './installation.mjs';

export const programs = '/usr/lib/postgresql/15/bin';

/** Another name than that of the daemon's own cluster, so that nothing works by chance. */
const superuser = 'keeper';

export class OwnDatabase {
  /** With the empty database `relais` of the role `relais`. */
  static async open() {
    const database = new OwnDatabase();
    database.folder = scratchFolder('database');
    if (process.getuid() === 0) {
      const user = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'relais'];
      await run('useradd', user).catch(() => {}); // it is there already, as after the first start of the daemon
      await run('chown', ['relais:', database.folder]);
    }
    database.data = join(database.folder, 'data');
    const kind = ['-A', 'trust', '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'];
    await runAsOwner(join(programs, 'initdb'), ['-D', database.data, '-U', superuser, ...kind]);
    await database.start();
    await database.command('psql', ['-Xqc', 'CREATE ROLE relais LOGIN', 'postgres']);
    await database.command('createdb', ['-O', 'relais', '-T', 'template0', 'relais']);
    return database;
  }

  /** More lines of postgresql.conf; they hold from the next start on. */
  configure(lines) {
    appendFileSync(join(this.data, 'postgresql.conf'), `\n${lines}\n`);
  }

  start() {
    const listen = `-c listen_addresses= -c unix_socket_directories=${this.folder}`;
    return this.#control(['start', '-l', join(this.folder, 'log'), '-o', listen]);
  }

  stop(how = 'fast') {
    return this.#control(['stop', '-m', how]);
  }

  get url() {
    return `host=${this.folder} user=relais dbname=relais`;
  }

  #control(words) {
    return runAsOwner(join(programs, 'pg_ctl'), ['-w', '-s', '-D', this.data, ...words]);
  }

  /** A PostgreSQL client program as the superuser. */
  command(name, given) {
    return runAsOwner(name, ['-h', this.folder, '-U', superuser, ...given]);
  }

  sql(text) {
    return runAsOwner('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', this.url], { input: text });
  }

  async close() {
    await this.stop('immediate');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
