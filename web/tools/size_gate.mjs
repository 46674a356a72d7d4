/** Brotli bytes of each entry against `budget.json`; fails when one is over. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
let over = 0;

function matching(pattern) {
  const [head, tail] = basename(pattern).split('*');
  const folder = join(web, dirname(pattern));
  const fits = (name) =>
    tail === undefined ? name === head : name.startsWith(head) && name.endsWith(`${tail}`);
  return readdirSync(folder)
    .filter((name) => !/\.(br|gz)$/.test(name) && fits(name))
    .map((name) => join(folder, `${name}.br`));
}

for (const { what, files, bytes_max } of JSON.parse(readFileSync(join(web, 'budget.json'), 'utf8'))) {
  const bytes = files.flatMap(matching).reduce((sum, file) => sum + statSync(file).size, 0);
  const verdict = bytes > bytes_max ? 'OVER' : 'ok';
  if (verdict === 'OVER') over += 1;
  console.log(`${what.padEnd(22)} ${String(bytes).padStart(6)} of ${bytes_max} bytes brotli  ${verdict}`);
}
process.exitCode = over ? 1 : 0;
