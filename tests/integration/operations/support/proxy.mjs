// Debian's nginx with docker/nginx.conf: only addresses, files and, where a test says so, times are put in its place.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { eventually, freePort, run } from '../../crash/support/centre.mjs';
import { scratchFolder, top } from './installation.mjs';

const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** Each `from` must be there: a configuration that changed its words is not rendered by half. */
function replaced(text, changes) {
  let result = text;
  for (const [from, to] of changes) {
    assert.ok(result.includes(from), `docker/nginx.conf has no "${from}"`);
    result = result.replaceAll(from, to);
  }
  return result;
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** From now on clients of this process trust the certificate too: neither fetch nor ws takes one of ours. */
function trust(certificate) {
  const { createSecureContext } = tls;
  tls.createSecureContext = (options) => {
    const made = createSecureContext(options);
    made.context.addCACert(certificate);
    return made;
  };
}

/** A self-signed certificate for localhost, in the files that docker/nginx.conf names. */
async function makeCertificate(folder) {
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '2'];
  await run('openssl', ['req', ...kind, ...name, ...files]);
  return readFileSync(join(folder, 'fullchain.pem'));
}

export class TlsProxy {
  static async prepare() {
    const proxy = new TlsProxy();
    proxy.folder = scratchFolder('proxy');
    proxy.plainPort = await freePort();
    proxy.port = await freePort();
    proxy.certificate = await makeCertificate(proxy.folder);
    trust(proxy.certificate);
    return proxy;
  }

  /** Where browsers come. */
  get base() {
    return `https://localhost:${this.port}`;
  }

  /** `changes`: more of [from, to]. */
  async start(daemonPort, changes = []) {
    const { folder } = this;
    const temporary = temporaryPaths.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
    const text = replaced(readFileSync(join(top, 'docker/nginx.conf'), 'utf8'), [
      ['pid /run/nginx.pid;', `pid ${folder}/nginx.pid;`],
      ['/var/log/nginx/', `${folder}/`],
      ['http {', `http {\n${temporary}`],
      ['server relais:8080;', `server 127.0.0.1:${daemonPort};`],
      ['listen 80;', `listen 127.0.0.1:${this.plainPort};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${this.port} ssl;`],
      ['/etc/nginx/tls/', `${folder}/`],
      ...changes,
    ]);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'nginx.conf'), text);
    const given = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', `${folder}/error.log`];
    let complaint = '';
    this.process = spawn('/usr/sbin/nginx', [...given, '-g', 'daemon off;'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    this.process.once('exit', (code) => {
      if (code) complaint += `nginx ended with ${code}`;
    });
    await eventually(() => isListening(this.port), 10_000, 'nginx listens').catch((error) => {
      throw new Error(`${error.message}: ${complaint}`);
    });
  }

  end() {
    return new Promise((resolve) => {
      if (!this.process || this.process.exitCode !== null) return resolve();
      this.process.once('exit', resolve);
      this.process.kill('SIGTERM');
    });
  }

  async close() {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
