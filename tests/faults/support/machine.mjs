// What root may do to a machine that is the test's own: `./dev test --faults` gives every test process a network and mounts
// of its own, which end with it.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const fillStep = 64 * 1024;

export function run(command, ...given) {
  return execFileSync(command, given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function assertOwnNetwork() {
  const names = run('ip', '-brief', 'link')
    .split('\n')
    .map((line) => line.split(/[ @]/)[0]);
  const devices = names.filter((name) => !/^(|lo|to-.*)$/.test(name));
  if (devices.length > 0)
    throw new Error(`this is not a network of our own (${devices}): run ./dev test --faults`);
}

/** Another machine on a cable: its addresses are 10.77.NUMBER.2 there and .1 here. */
export class Peer {
  constructor(name, number) {
    assertOwnNetwork();
    this.name = name;
    this.here = `10.77.${number}.1`;
    this.there = `10.77.${number}.2`;
    this.link = `to-${name}`;
    run('ip', 'netns', 'add', name);
    run('ip', 'link', 'add', this.link, 'type', 'veth', 'peer', 'name', 'cable', 'netns', name);
    run('ip', 'address', 'add', `${this.here}/24`, 'dev', this.link);
    run('ip', 'link', 'set', this.link, 'up');
    this.run('ip', 'address', 'add', `${this.there}/24`, 'dev', 'cable');
    this.run('ip', 'link', 'set', 'cable', 'up');
    this.run('ip', 'link', 'set', 'lo', 'up');
  }

  /** The words that run a program over there. */
  get prefix() {
    return ['ip', 'netns', 'exec', this.name];
  }

  run(...words) {
    return run(...this.prefix, ...words);
  }

  unplug() {
    run('ip', 'link', 'set', this.link, 'down');
  }

  plug() {
    run('ip', 'link', 'set', this.link, 'up');
  }

  /** Packets to and from `port` over there vanish, or are answered with a reset. */
  block(port, loud) {
    const verdict = loud ? ['REJECT', '--reject-with', 'tcp-reset'] : ['DROP'];
    this.run('iptables', '-A', 'INPUT', '-p', 'tcp', '--dport', String(port), '-j', ...verdict);
    if (!loud) this.run('iptables', '-A', 'OUTPUT', '-p', 'tcp', '--sport', String(port), '-j', 'DROP');
  }

  unblock() {
    this.run('iptables', '-F');
  }

  remove() {
    run('ip', 'netns', 'delete', this.name);
  }
}

/** A small disk of its own. */
export class Disk {
  constructor(megabytes) {
    this.folder = mkdtempSync(join(tmpdir(), 'relais-disk-'));
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder);
    this.data = join(this.folder, 'data');
    mkdirSync(this.data);
    chmodSync(this.folder, 0o755);
  }

  get filler() {
    return join(this.folder, 'filler');
  }

  /** To the last byte. */
  fill() {
    const file = openSync(this.filler, 'w');
    const bytes = Buffer.alloc(fillStep, 1);
    try {
      for (;;) if (writeSync(file, bytes) < bytes.length) break;
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free() {
    rmSync(this.filler, { force: true });
  }

  /** Unmounted before anything is removed. */
  remove() {
    run('umount', this.folder);
    rmdirSync(this.folder);
  }
}

/** Seconds of processor time that a process has used. */
export function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export const openFiles = (pid) => readdirSync(`/proc/${pid}/fd`).length;

export function memoryMegabytes(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
}
