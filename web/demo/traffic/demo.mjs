// `./dev demo --traffic [--dialogues FILE] [..]`: the daemon, and the visitors and agents beside it. Ctrl-C stops both.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [program, ...given] = process.argv.slice(2);
const arguments_ = given.filter((argument) => argument !== '--traffic');
const dialogues = arguments_.indexOf('--dialogues');
const forTraffic = dialogues < 0 ? [] : arguments_.splice(dialogues, 2);
const port = arguments_.includes('--port') ? arguments_[arguments_.indexOf('--port') + 1] : '8080';

const daemon = spawn(program, ['demo', ...arguments_], { stdio: 'inherit' });
const folder = dirname(fileURLToPath(import.meta.url));
const traffic = spawn(
  process.execPath,
  [join(folder, 'traffic.mjs'), '--base', `http://127.0.0.1:${port}`, ...forTraffic],
  { stdio: 'inherit' },
);

// The people leave first, while somebody still hears them. (On a terminal Ctrl-C has reached everybody already.)
let stopping = false;
const stop = () => {
  stopping = true;
  if (traffic.exitCode !== null || !traffic.kill('SIGTERM')) daemon.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
traffic.once('exit', (code) => {
  if (stopping || code !== 0) daemon.kill('SIGTERM');
});
const [code] = await once(daemon, 'exit');
traffic.kill('SIGTERM');
process.exitCode = code ?? 1;
