// What a page for operators tells to type, typed: the blocks go to a shell as they are written, only places are changed.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, program, run } from '../../crash/support/centre.mjs';
import { Installation, top } from './installation.mjs';

const startsWithinMs = 60_000;

export const page = (name) => readFileSync(join(top, 'docs/operations', name), 'utf8');

/** Contents of the fenced blocks of this kind. */
export function blocks(text, kind) {
  return [...text.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block);
}

/** An installation whose service is started and stopped by `systemctl`, as the pages say. */
export class Machine extends Installation {
  static async prepare(settings = {}) {
    const machine = await super.prepare(settings);
    machine.commands = join(machine.folder, 'commands');
    mkdirSync(machine.commands);
    machine.#command('relais', `exec ${program} "$@" --config ${machine.configuration}`);
    machine.#command('systemctl', machine.#service());
    // Only root can become somebody else; others are who owns the data.
    if (process.getuid() !== 0) machine.#command('runuser', 'shift 3\nexec "$@"');
    return machine;
  }

  /** Installed, started, and with what centre.md makes. */
  static async running() {
    const machine = await Machine.prepare();
    await machine.type('systemctl start relais');
    await machine.ready();
    await machine.fill();
    return machine;
  }

  #command(name, body) {
    const path = join(this.commands, name);
    writeFileSync(path, `#!/bin/sh\nset -eu\n${body}\n`);
    chmodSync(path, 0o755);
  }

  /** start, stop and restart of the one service there is. The executable of a process that has ended cannot be read. */
  #service() {
    const { folder, configuration } = this;
    return `
stop() {
  pid=$(cat ${folder}/pid 2>/dev/null) && kill -TERM "$pid" || return 0
  while readlink "/proc/$pid/exe" >/dev/null; do sleep 0.05; done
  rm ${folder}/pid
}
start() {
  ${program} serve --config ${configuration} >>${folder}/log 2>&1 </dev/null &
  echo $! >${folder}/pid
}
[ "$2" = relais ]
case $1 in start) start ;; stop) stop ;; restart) stop; start ;; *) exit 64 ;; esac`;
  }

  /** Types what the block says, from the top of the tree. Resolves with what was printed. */
  async type(block) {
    const text = block
      .replaceAll('/etc/relais/relais.toml', this.configuration)
      .replaceAll('/var/backups/relais', join(this.folder, 'backups'))
      .replaceAll('/var/lib/relais', this.data);
    const environment = { ...process.env, PATH: `${this.commands}:${process.env.PATH}` };
    return run('bash', ['-e', '-o', 'pipefail', '-c', `cd ${top}\n${text}`], { environment });
  }

  /** Types, into one shell, those blocks of the page that have these words: each is in one of them. */
  follow(name, ...words) {
    const chosen = words.map((each) => {
      const found = blocks(page(name), 'sh').filter((block) => block.includes(each));
      assert.equal(found.length, 1, `${name} has one block with "${each}"`);
      return found[0];
    });
    return this.type(chosen.join('\n'));
  }

  async ready() {
    const address = `http://127.0.0.1:${this.operations}/readyz`;
    const answers = async () => (await fetch(address).catch(() => null))?.ok;
    await eventually(answers, startsWithinMs, 'the service is ready');
  }

  async close() {
    await this.type('systemctl stop relais');
    await super.close();
  }
}
